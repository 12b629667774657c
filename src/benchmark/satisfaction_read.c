/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dialogues with ratings: a turn a line, ROLE, text, action and ratings apart by tabs, a line
 * without anything between dialogues (Sun et al. 2021, "Simulating User Satisfaction for the
 * Evaluation of Task-oriented Dialogue Systems").
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/utf8.h"

#include "satisfaction.h"

#define FILE_BYTES_MOST ((size_t)256 << 20)
#define DIALOGUES_MOST 200000
#define TURNS_MOST 2000		/* of a dialogue */
#define TEXT_BYTES_MOST 65536	/* of a turn */
#define COLUMNS_LEAST 4
#define COLUMNS_MOST 5		/* the fifth is what raters said in words */

struct reader {
	struct arena *arena;
	const char *path;
	size_t line;
	struct rated_set *set;
	size_t dialogue_room, turn_room;
	struct rated_turn *turns;	/* of the present dialogue */
	size_t turn_count;
	int overall;
	bool ended;			/* its last line was read */
	struct errinfo *e;
};

struct column {
	const char *start;
	size_t length;
};

static enum err
fault(const struct reader *r, enum err code, const struct column *at, const char *line_start,
    const char *what)
{
	size_t column = 1;

	for (const char *p = line_start; p < at->start; p++)
		column += ((unsigned char)*p & 0xc0) != 0x80;
	return err_set(r->e, code, "%s:%zu:%zu: %s", r->path, r->line, column, what);
}

int
satisfaction_majority(const double votes[RATINGS])
{
	int best = -1;

	for (int k = 0; k < RATINGS; k++)
		if (votes[k] > (best < 0 ? 0 : votes[best]))
			best = k;
	return best;
}

/* "3,3,2": false where it is anything else. */
static bool
read_votes(const struct column *c, double votes[RATINGS])
{
	size_t raters = 0;

	for (size_t i = 0; i < c->length; i++) {
		char mark = c->start[i];

		if (i % 2 == 1 ? mark != ',' : mark < '1' || mark > '0' + RATINGS)
			return false;
		if (i % 2 == 0) {
			votes[mark - '1']++;
			raters++;
		}
	}
	return c->length % 2 == (raters > 0) && raters <= RATERS_MOST;
}

static size_t
split(const char *line, size_t length, struct column *columns)
{
	size_t n = 0;
	const char *at = line, *end = line + length;

	for (;;) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		size_t size = (size_t)((tab != NULL ? tab : end) - at);

		if (n < COLUMNS_MOST)
			columns[n] = (struct column){at, size};
		n++;
		if (tab == NULL)
			return n;
		at = tab + 1;
	}
}

static bool
column_is(const struct column *c, const char *word)
{
	return c->length == strlen(word) && memcmp(c->start, word, c->length) == 0;
}

static enum err
dialogue_end(struct reader *r)
{
	struct rated_set *s = r->set;
	struct rated_dialogue *d;

	if (r->turn_count == 0 && !r->ended)
		return ERR_OK;
	if (s->count == DIALOGUES_MOST)
		return err_set(r->e, ERR_LIMIT, "%s:%zu: more than %d dialogues", r->path, r->line,
		    DIALOGUES_MOST);
	if (s->count == r->dialogue_room)
		s->dialogues = mem_grow(s->dialogues,
		    r->dialogue_room = r->dialogue_room * 2 + 64, sizeof(*s->dialogues));
	d = &s->dialogues[s->count++];
	d->count = r->turn_count;
	d->overall = r->overall;
	d->turns = arena_alloc(r->arena, (r->turn_count + 1) * sizeof(*d->turns));
	memcpy(d->turns, r->turns, r->turn_count * sizeof(*d->turns));
	s->turns += r->turn_count;
	for (size_t i = 0; i < r->turn_count; i++)
		s->rated += r->turns[i].rating >= 0;
	r->turn_count = 0;
	r->overall = -1;
	r->ended = false;
	return ERR_OK;
}

static enum err
turn_add(struct reader *r, const struct column *columns, bool user, const double votes[RATINGS])
{
	struct rated_turn *t;

	if (r->turn_count == TURNS_MOST)
		return err_set(r->e, ERR_LIMIT,
		    "%s:%zu: a dialogue of more than %d turns: is an empty line missing?", r->path,
		    r->line, TURNS_MOST);
	if (r->turn_count == r->turn_room)
		r->turns =
		    mem_grow(r->turns, r->turn_room = r->turn_room * 2 + 64, sizeof(*r->turns));
	t = &r->turns[r->turn_count++];
	memset(t, 0, sizeof(*t));
	t->user = user;
	t->text = arena_text_n(r->arena, columns[1].start, columns[1].length);
	t->token_count =
	    text_tokens(r->arena, columns[1].start, columns[1].length, &t->tokens);
	memcpy(t->votes, votes, sizeof(t->votes));
	t->rating = satisfaction_majority(votes);
	return ERR_OK;
}

static enum err
read_line(struct reader *r, const char *line, size_t length)
{
	struct column columns[COLUMNS_MOST];
	size_t n = split(line, length, columns);
	double votes[RATINGS] = { 0 };
	bool user = column_is(&columns[0], "USER");

	if (!user && !column_is(&columns[0], "SYSTEM"))
		return fault(r, ERR_INPUT, &columns[0], line,
		    "a line begins with USER or SYSTEM and a tab");
	if (n < COLUMNS_LEAST || n > COLUMNS_MOST)
		return err_set(r->e, ERR_INPUT,
		    "%s:%zu: %zu columns; a turn has role, text, action and ratings, apart by tabs",
		    r->path, r->line, n);
	if (columns[1].length > TEXT_BYTES_MOST)
		return fault(r, ERR_LIMIT, &columns[1], line, "a text of more than 64 KiB");
	if (!read_votes(&columns[3], votes))
		return fault(r, ERR_INPUT, &columns[3], line,
		    "ratings are 1 to 5 with commas between, at most 16 of them");
	if (!user && columns[3].length > 0)
		return fault(r, ERR_INPUT, &columns[3], line, "what the system says isn't rated");
	if (r->ended)
		return fault(r, ERR_INPUT, &columns[0], line,
		    "a line after USER OVERALL: an empty line ends a dialogue");
	if (user && column_is(&columns[1], "OVERALL")) {
		r->ended = true;
		r->overall = satisfaction_majority(votes);
		return ERR_OK;
	}
	return turn_add(r, columns, user, votes);
}

static enum err
read_text(struct reader *r, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	enum err err = ERR_OK;

	while (err == ERR_OK && at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		size_t size = (size_t)((feed != NULL ? feed : end) - at);

		r->line++;
		if (size > 0 && at[size - 1] == '\r')
			size--;
		if (memchr(at, '\0', size) != NULL || !utf8_is_valid(at, size))
			return err_set(r->e, ERR_INPUT,
			    "%s:%zu: zero bytes or broken UTF-8: save the file as UTF-8", r->path,
			    r->line);
		err = size > 0 ? read_line(r, at, size) : dialogue_end(r);
		at = feed != NULL ? feed + 1 : end;
	}
	return err == ERR_OK ? dialogue_end(r) : err;
}

enum err
satisfaction_read(struct arena *a, const char *path, struct rated_set *out, struct errinfo *e)
{
	struct reader r = { .arena = a, .path = path, .set = out, .overall = -1, .e = e };
	struct rated_dialogue *grown;
	struct str text;
	enum err err;

	memset(out, 0, sizeof(*out));
	str_init(&text);
	if ((err = file_read(path, FILE_BYTES_MOST, &text, e)) == ERR_OK)
		err = read_text(&r, text.data, text.length);
	if (err == ERR_OK && out->rated == 0)
		err = err_set(e, ERR_INPUT, "%s: no user turn has a rating", path);
	grown = out->dialogues;
	out->dialogues = arena_alloc(a, (out->count + 1) * sizeof(*grown));
	if (out->count > 0)
		memcpy(out->dialogues, grown, out->count * sizeof(*grown));
	mem_free(grown);
	mem_free(r.turns);
	str_clear(&text);
	return err;
}
