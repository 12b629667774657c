/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is hashed and sealed, for writing the log (event.c) and for auditing it (audit.c).
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "floorwalker/store/event.h"
#include "record.h"

extern const char chain_zeroes[SEAL_HEX];

/* Hash of the event as if it had this number; previous and body as they stand in it. */
void chain_hash(const struct event *x, int64_t number, char out[SEAL_HEX]);
void chain_body_hash(const void *body, size_t size, char out[SEAL_HEX]);	/* zeroes where
										   there is none */
void checkpoint_seal(const struct checkpoint *c, const struct keyring *k, char out[SEAL_HEX]);

/* The setting that holds "NUMBER SEAL" of the last checkpoint: one that was taken away is
 * missed. */
#define CHECKPOINT_META "checkpoint"
#define ANCHOR_SIZE (SEAL_HEX + 24)
void checkpoint_anchor(const struct checkpoint *c, char out[ANCHOR_SIZE]);

#endif
