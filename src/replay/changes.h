/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two worlds, part by part, and both ready to be asked.
 */
#ifndef FLOORWALKER_REPLAY_CHANGES_H
#define FLOORWALKER_REPLAY_CHANGES_H

#include "reach.h"

#define LANGUAGES_MOST 32

struct side {				/* one of the worlds */
	const struct world *world;
	const char *folder;
	struct policy_session *policy;
	const char *languages[LANGUAGES_MOST];
	struct retriever *retrievers[LANGUAGES_MOST];	/* made when they are first asked */
	size_t language_count;
};

struct replay_changes {
	struct arena *a;
	struct world *old;		/* owned; NULL: it can't be read any more */
	struct side was, is;
	struct value *parts;		/* [{file, what, all, why}] */
	const char *all;		/* why all can be touched; NULL: not all */
	bool policy, knowledge;		/* of these something changed */
	bool acts;			/* what agents do by a word (canned, macros) */
	struct name_set said, reads;	/* that changed, named as a reach names them */
	struct name_set about;		/* intents that articles are about first of all, which came, went or are
					   about something else now */
	double weight_retrieval, weight_close;	/* of the confidence's parts that rest on articles */
};

/* ---- changes_asked.c: whether both answer alike. False also where either can't. */
bool changes_same_decision(struct replay_changes *c, struct arena *a, const struct value *asked);
/* Whether what counts is found in both. Then the most that differs between them. */
struct moved {
	double limit;			/* a probability or likeness that a limit may be held against */
	double close;			/* the probability of the best, and of the second, whatever they are */
	double best;			/* the least probability of a best one on either side; 1 at first */
};
/* any: the best one counts however unlikely it is. */
bool changes_same_search(struct replay_changes *c, struct arena *a, const struct talk *t,
    const struct value *searched, bool any, struct moved *moved);
/* A passage, or an article's first, by its id: in every language. */
bool changes_same_passage(const struct replay_changes *c, const char *id);
bool changes_passages_equal(const struct passage *x, const struct passage *y);
NODISCARD enum err changes_side_open(struct side *s, const struct world *w, struct errinfo *e);
void changes_side_close(struct side *s);

#endif
