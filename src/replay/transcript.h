/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of what reads and writes the formats of others.
 *
 *   transcript.c           names, what all readers share, losses
 *   transcript_openai.c    chat JSONL, both ways
 *   transcript_csv.c       turns as rows, both ways
 *   transcript_rasa.c      stories, rules and end-to-end tests
 *   transcript_botium.c    convo texts
 *   transcript_chatwoot.c  what its API answers
 *   transcript_sets.c      dialogues of USS and ABCD
 *   transcript_yaml.c      a transcript as a suite's conversation
 *   transcript_folder.c    many of them, as a folder
 *   transcript_out.c       suites and stores as transcripts
 */
#ifndef FLOORWALKER_REPLAY_TRANSCRIPT_PRIVATE_H
#define FLOORWALKER_REPLAY_TRANSCRIPT_PRIVATE_H

#include "floorwalker/replay/transcript.h"

extern const struct value_limits transcript_limits;

/* A source that is read: transcripts are begun, and turns and losses are of the last one. */
struct transcript_reader {
	struct arena *a;
	const char *name;
	const char *source;		/* the name without folders */
	const char *bytes;
	size_t length;
	struct transcripts *out;
	struct errinfo *e;
};
/* Another transcript. id: sanitised here. */
NODISCARD enum err transcript_begin(
    struct transcript_reader *r, const char *id, const char *title, int line);
/* A turn of the last one; its text cleaned. A text without anything in it is a loss, and *out
 * NULL; out may be NULL. */
NODISCARD enum err transcript_say(struct transcript_reader *r, enum transcript_role role,
    const char *text, int line, struct transcript_turn **out);
/* A turn whose text is yet to come. */
NODISCARD enum err transcript_turn_add(
    struct transcript_reader *r, enum transcript_role role, int line, struct transcript_turn **out);
/* text cleaned, in the arena; what cleaning took is a loss. */
const char *transcript_clean(struct transcript_reader *r, const char *text, int line);
/* A name of the source for ids, intents, and words of losses: one line, most bytes. */
const char *transcript_word(struct arena *a, const char *s, size_t most);
void transcript_lose(struct transcript_reader *r, int line, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* The same of any transcript. */
void transcripts_lose(struct arena *a, struct transcripts *t, const struct transcript *of, int line,
    const char *what);
/* "NAME:LINE: …" */
enum err transcript_fault(struct transcript_reader *r, int line, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* Adds words, as one line, to what a turn must or mustn't hold. */
void transcript_assert(struct arena *a, struct transcript_turn *t, bool lacks, const char *words);
struct transcript *transcript_last(struct transcript_reader *r);
/* Keys of a map that nobody asked for and that hold something: a loss each, "WHAT: KEY". */
void transcript_lose_others(struct transcript_reader *r, const struct value *map, const char *what,
    const char *const *known, size_t count);
/* An array in an arena that grows by doubling: room for one more past count. */
void *transcript_room(struct arena *a, void *items, size_t count, size_t size);
/* The next line from *at: its begin, and its length without its end; NULL past the last. *line
 * counts. */
const char *transcript_line(
    const struct transcript_reader *r, size_t *at, size_t *length, int *line);
/* date_parse() in UTC. */
bool transcript_at(const char *s, int64_t *out_ms);
void transcript_at_print(struct str *out, int64_t at_ms);

NODISCARD enum err transcript_read_openai(struct transcript_reader *r);
NODISCARD enum err transcript_read_csv(struct transcript_reader *r);
NODISCARD enum err transcript_read_rasa(struct transcript_reader *r);
NODISCARD enum err transcript_read_botium(struct transcript_reader *r);
NODISCARD enum err transcript_read_chatwoot(struct transcript_reader *r);
NODISCARD enum err transcript_read_uss(struct transcript_reader *r);
NODISCARD enum err transcript_read_abcd(struct transcript_reader *r);
void transcript_write_openai(struct arena *a, struct transcripts *t, struct str *out);
void transcript_write_csv(struct arena *a, struct transcripts *t, struct str *out);

#endif
