/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tags of a conversation.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/acts.h"
#include "deed.h"

#define WORDS_MOST 50	/* that are read of one command */

struct slugs {
	const char *items[WORDS_MOST];
	size_t count;
};

static bool
has(const struct slugs *s, const char *tag)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->items[i], tag) == 0)
			return true;
	return false;
}

static void
split(const char *tags, struct arena *a, struct slugs *out)
{
	out->count = 0;
	while (*tags != '\0' && out->count < WORDS_MOST) {
		size_t n = strcspn(tags, " ");
		if (n > 0)
			out->items[out->count++] = arena_text_n(a, tags, n);
		tags += n + (tags[n] == ' ');
	}
}

/* Words of an agent into slugs, each once. */
static enum err
read_words(struct use *u, const struct conversation *c, const char *words, struct slugs *out,
    struct errinfo *e)
{
	const char *blanks = " \t\n,";
	const char *s = words == NULL ? "" : words + strspn(words, blanks);
	out->count = 0;
	for (; *s != '\0'; s += strspn(s, blanks)) {
		size_t n = strcspn(s, blanks);
		char *tag = arena_text_n(u->a, s + (*s == '#'), n - (*s == '#'));
		for (char *p = tag; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		s += n;
		if (!conversation_tag_is_valid(tag))
			return err_set(e, ERR_USAGE,
			    tr("\"%.60s\" is no tag: letters a to z, digits and hyphens, at most %d"),
			    desk_harmless(u->a, tag, strlen(tag), 60), CONVERSATION_TAG_MAX);
		if (!text_is(record_mask(u->d, u->a, c->customer_id, tag), tag))
			return err_set(e, ERR_USAGE,
			    tr("a tag looks like personal data, which isn't stored readable; name it otherwise"));
		if (out->count == WORDS_MOST)
			return err_set(e, ERR_LIMIT, tr("at most %d tags at a time"), WORDS_MOST);
		if (!has(out, tag))
			out->items[out->count++] = tag;
	}
	return out->count > 0 ? ERR_OK : err_set(e, ERR_USAGE, tr("which tag? one word or several"));
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
join(struct arena *a, struct slugs *s)
{
	struct str out;
	str_init(&out);
	if (s->count > 1)
		qsort(s->items, s->count, sizeof *s->items, compare);
	for (size_t i = 0; i < s->count; i++)
		str_addf(&out, "%s%s", i > 0 ? " " : "", s->items[i]);
	const char *text = arena_text(a, out.data);
	str_clear(&out);
	return text;
}

enum err
tags_change(struct use *u, struct conversation *c, const char *words, bool add,
    const char **changed, struct errinfo *e)
{
	struct slugs said, had, kept = {.count = 0}, done = {.count = 0};
	enum err r = read_words(u, c, words, &said, e);
	if (r != ERR_OK)
		return r;
	split(c->tags, u->a, &had);
	for (size_t i = 0; i < had.count; i++) {
		bool goes = !add && has(&said, had.items[i]);
		struct slugs *to = goes ? &done : &kept;
		to->items[to->count++] = had.items[i];
	}
	for (size_t i = 0; add && i < said.count; i++) {
		if (has(&had, said.items[i]))
			continue;
		if (kept.count == CONVERSATION_TAGS_MAX)
			return err_set(e, ERR_LIMIT, tr("C-%lld can have %d tags at most; it has %zu"),
			    (long long)c->id, CONVERSATION_TAGS_MAX, had.count);
		kept.items[kept.count++] = done.items[done.count++] = said.items[i];
	}
	if (done.count == 0)
		return add ? err_set(e, ERR_EXISTS, tr("C-%lld is tagged so already: %s"),
				 (long long)c->id, c->tags)
			   : err_set(e, ERR_NOT_FOUND, tr("C-%lld has no such tag; it has %s"),
				 (long long)c->id, *c->tags == '\0' ? "none" : c->tags);
	c->tags = join(u->a, &kept);
	*changed = join(u->a, &done);
	return ERR_OK;
}

static enum err
change(struct use *u, const char *agent, int64_t id, const char *words, bool add,
    struct errinfo *e)
{
	struct deed x;
	const char *changed;
	struct value *data = value_map(u->a);
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK || (r = tags_change(u, &x.c, words, add, &changed, e)) != ERR_OK)
		return r;
	value_set_text(data, "agent", agent);
	value_set_text(data, "tags", changed);
	r = record_event(
	    u, id, add ? EVENT_TAGS_ADDED : EVENT_TAGS_REMOVED, x.actor, data, e);
	return r != ERR_OK ? r : owner_put(u, &x.c, e);
}

enum err
desk_tag(struct desk *d, const char *agent, int64_t conversation_id, const char *words,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, change(&u, agent, conversation_id, words, true, e), e);
}

enum err
desk_untag(struct desk *d, const char *agent, int64_t conversation_id, const char *words,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, change(&u, agent, conversation_id, words, false, e), e);
}
