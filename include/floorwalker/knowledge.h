/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Knowledge: articles and policies in passages; retrieval with citations.
 */
#ifndef FLOORWALKER_KNOWLEDGE_H
#define FLOORWALKER_KNOWLEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"

struct passage {
	const char *id;			/* "KB-delivery-times#2" */
	const char *article;		/* "KB-delivery-times" */
	const char *title;		/* of the article */
	const char *heading;
	const char *text;
	const char *language;		/* that it is written in */
	const char *const *about;	/* intents */
	size_t about_count;
	const char *file;
	int line;
	int about_line, about_column;	/* where the article's head says what it is about */
};

struct knowledge;	/* the passages: read-only, shared */
struct retriever;	/* the index: one thread */

NODISCARD enum err knowledge_load(
    const char *folder, const char *language, struct knowledge **out, struct errinfo *e);
/* As a shopper who writes a language is answered: FOLDER/LANGUAGE/FILE.md stands for FOLDER/FILE.md
 * where there is one. It must be of the same id and have as many passages, so that a passage's id
 * says the same in every language. own: of the files in FOLDER itself. */
NODISCARD enum err knowledge_load_in(const char *folder, const char *own, const char *language,
    struct knowledge **out, struct errinfo *e);
void knowledge_free(struct knowledge **k);
size_t knowledge_count(const struct knowledge *k);
const struct passage *knowledge_at(const struct knowledge *k, size_t i);
/* by passage or article id (its first passage); NULL */
const struct passage *knowledge_find(const struct knowledge *k, const char *id);

struct retrieved {
	const struct passage *passage;
	double score;			/* BM25, closeness to what it's known to answer, intent and
					   product in one; above that of a worse one, nothing
					   more */
	double probability;		/* that it answers the question */
	size_t words;			/* of the question that it holds, each once */
	double asked;			/* likeness, [0,1], to a question that its article says it
					   answers; 0 none */
};
NODISCARD enum err retriever_new(
    const struct knowledge *k, struct retriever **out, struct errinfo *e);
void retriever_free(struct retriever **r);

/* An intent that the question may be about. */
struct topic {
	const char *intent;
	double probability;
};
/* What is asked. */
struct inquiry {
	const char *text;
	const char *product;		/* its name, where one is spoken of; NULL or "" none */
	const struct topic *topics;	/* likeliest first */
	size_t topic_count;
	double outside;			/* probability that it is no business of the shop's; 0
					   unknown */
};
/* Called with each inquiry before it is answered; NULL: no longer. */
void retriever_watch(struct retriever *r,
    void (*asked)(void *context, const struct inquiry *q, size_t limit), void *context);
/* Best first, up to limit. */
NODISCARD enum err retrieve(struct retriever *r, struct arena *a, const struct inquiry *q,
    size_t limit, struct retrieved **out, size_t *count, struct errinfo *e);

#endif
