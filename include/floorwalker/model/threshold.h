/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * If the threshold were another: what a least confidence for sending would have done to turns that
 * are on record. Pure arithmetic over turns as they were; no turn is played again, so what a shopper
 * would have said next to another reply isn't known, and isn't guessed.
 */
#ifndef FLOORWALKER_MODEL_THRESHOLD_H
#define FLOORWALKER_MODEL_THRESHOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum threshold_label { THRESHOLD_UNKNOWN, THRESHOLD_RIGHT, THRESHOLD_WRONG };

/* One turn of the AI's that was sent or handed off. */
struct threshold_turn {
	double confidence;		/* [0,1] */
	bool held;			/* it was, or would have been, handed over for another
					   reason than its confidence: at every threshold */
	bool exempt;			/* small talk: never handed over for its confidence */
	enum threshold_label label;	/* what use says of its reply */
	int64_t money;			/* minor units that rules approved in it by themselves */
};

/* What one threshold would have done. */
struct threshold_row {
	double threshold;
	int64_t handed_off;		/* of all turns; sent: the others */
	int64_t unsure;			/* of these: for want of confidence alone */
	int64_t sent, sent_labelled, sent_wrong;	/* wrong of labelled of sent */
	int64_t spared_wrong;		/* labelled wrong, and not sent for want of confidence */
	int64_t spared_right;		/* labelled right, and not sent for want of confidence */
	int64_t money_by_rule;		/* minor units: rules act, since the turn is sent */
	int64_t money_to_people;	/* and not, since it is handed over for want of
					   confidence */
};

#define THRESHOLD_GRID 20		/* .00, .05 … .95 */
#define THRESHOLD_ROWS (THRESHOLD_GRID + 1)

/* The grid, and the present threshold where it isn't on it, in ascending order. *today gets its
 * place. Returns how many. */
size_t threshold_grid(double present, double out[THRESHOLD_ROWS], size_t *today);
/* A turn goes out where it isn't held and is exempt or its confidence is at least the threshold, as
 * the gates decide it. */
void threshold_row(const struct threshold_turn *turns, size_t count, double threshold,
    struct threshold_row *out);

#endif
