/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hashes, keyed hashes and sealing (SHA-256, HMAC-SHA-256, AES-256-GCM; over OpenSSL).
 *
 * A sealed text is version byte 1, 12 bytes nonce, ciphertext, 16 bytes tag; `about` is
 * authenticated with it, not stored. Each customer (an anonymous conversation) has a data key; data
 * keys are wrapped by the keyring's master key. Erasing the wrapped key erases all that it sealed.
 */
#ifndef FLOORWALKER_BASE_SEAL_H
#define FLOORWALKER_BASE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"

#define SEAL_HASH 32
#define SEAL_HEX 65		/* with the NUL */
#define SEAL_KEY 32
#define SEAL_WRAPPED 61		/* bytes of a wrapped data key: 1 + 12 + 32 + 16 */

void seal_sha256(const void *bytes, size_t length, uint8_t out[SEAL_HASH]);
void seal_hmac(
    const void *key, size_t key_length, const void *bytes, size_t length, uint8_t out[SEAL_HASH]);
void seal_hex(const uint8_t *bytes, size_t length, char *out);	/* 2*length + 1 chars */
bool seal_same(const void *a, const void *b, size_t length);	/* constant time */

/* The keyring: a master key in a file of mode 0600. */
struct keyring;
/* Opens path; makes it (mode 0600) where absent and create is set. A file that others may read is
 * refused with what to do. */
NODISCARD enum err keyring_open(
    const char *path, bool create, struct keyring **out, struct errinfo *e);
struct keyring *keyring_new_from(const uint8_t master[SEAL_KEY]);	/* for tests and simulation;
									   nothing on disk */
void keyring_free(struct keyring **k);					/* wipes */
/* Keyed hash for looking up (an e-mail, say) and for checkpoints; purpose separates uses. */
void keyring_lookup(
    const struct keyring *k, const char *purpose, const char *text, char out[SEAL_HEX]);
NODISCARD enum err keyring_make_key(
    const struct keyring *k, uint8_t wrapped[SEAL_WRAPPED], struct errinfo *e);
/* Derives a data key from a seed instead of drawing it, so that simulations repeat byte for byte.
 * Never used live. */
NODISCARD enum err keyring_make_key_seeded(
    const struct keyring *k, uint64_t seed, uint8_t wrapped[SEAL_WRAPPED], struct errinfo *e);
/* A data key wrapped by another data key instead of the master key: who erases the outer one has
 * erased the inner with it, and all that either sealed. A nested key opens nothing before it is
 * lifted: wrapped by the master key again, for use in memory. ERR_CORRUPT where outer is not the
 * one, ERR_USAGE where inner is nested already or nested isn't. */
NODISCARD enum err keyring_nest(const struct keyring *k, const uint8_t outer[SEAL_WRAPPED],
    const uint8_t inner[SEAL_WRAPPED], uint8_t nested[SEAL_WRAPPED], struct errinfo *e);
NODISCARD enum err keyring_lift(const struct keyring *k, const uint8_t outer[SEAL_WRAPPED],
    const uint8_t nested[SEAL_WRAPPED], uint8_t inner[SEAL_WRAPPED], struct errinfo *e);
bool keyring_is_nested(const uint8_t wrapped[SEAL_WRAPPED]);
bool keyring_is_seeded(const uint8_t wrapped[SEAL_WRAPPED]);	/* and not nested */
/* Appends the sealed bytes. The nonce is drawn; ERR_CORRUPT where wrapped is not of this
 * keyring. */
NODISCARD enum err keyring_seal(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED],
    const char *about, const void *bytes, size_t length, struct str *out, struct errinfo *e);
NODISCARD enum err keyring_unseal(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED],
    const char *about, const void *sealed, size_t length, struct str *out, struct errinfo *e);

/* A seeded key opened once, for a simulation that seals text after text by it: open_key_seal() appends the
 * bytes that keyring_seal() would. Of real customers no opened key outlives the text that it seals.
 * ERR_USAGE: it isn't seeded, or is nested. One thread. */
struct open_key;
NODISCARD enum err open_key_new(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED],
    struct open_key **out, struct errinfo *e);
void open_key_free(struct open_key **x);	/* wipes */
NODISCARD enum err open_key_seal(struct open_key *x, const char *about, const void *bytes,
    size_t length, struct str *out, struct errinfo *e);

#endif
