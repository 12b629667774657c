/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations in the formats of others: the first byte says in which. What is read is safe and
 * within its limits; written as a suite's conversation it is YAML that says the same; written as
 * a table or as chat it reads the same again, with nothing lost.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/replay/transcript.h"
#include "floorwalker/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
need(int truth)
{
	if (!truth)
		abort();
}

static void
check_text(const char *s, size_t most)
{
	size_t n = strlen(s);

	need(n <= most && text_is_safe(s, n));
	need(n == 0 || (s[0] != ' ' && s[0] != '\n' && s[n - 1] != ' ' && s[n - 1] != '\n'));
}

static void
check_turn(const struct transcript_turn *t)
{
	check_text(t->text, TRANSCRIPT_TEXT_MOST);
	check_text(t->intent, 200);
	need(t->text[0] != '\0' ||
	     (t->role == TRANSCRIPT_AI && t->contain_count + t->lack_count > 0));
	for (size_t i = 0; i < t->contain_count + t->lack_count; i++) {
		const char *words =
		    i < t->contain_count ? t->contains[i] : t->lacks[i - t->contain_count];

		check_text(words, TRANSCRIPT_TEXT_MOST);
		need(words[0] != '\0' && strchr(words, '\n') == NULL);
	}
}

/* The YAML must be read, and say as many turns as the shopper's. */
static void
check_yaml(
    struct arena *a, struct transcripts *t, size_t i, enum transcript_format f, const char *name)
{
	const struct transcript_saving how = {.format = f, .prefix = ""};
	size_t says = 0, number = 0;
	struct value *v;
	struct errinfo e;
	struct str out;

	for (size_t k = 0; k < t->items[i].count; k++)
		says += t->items[i].turns[k].role == TRANSCRIPT_SHOPPER;
	str_init(&out);
	need(transcript_to_yaml(a, t, &t->items[i], name, &how, NULL, &out) == (says > 0));
	if (says > 0) {
		need(value_parse_yaml(
			 a, "fuzz", out.data, out.length, &value_limits_file, &v, &e) == ERR_OK);
		need(value_count(value_get(v, "turns")) == (says < 200 ? says : 200));
		need(text_is(value_get_text(v, "conversation"), name) &&
		     value_get_text(v, "title")[0] != '\0');
		for (size_t k = 0; k < t->items[i].count && number < 200; k++)
			if (t->items[i].turns[k].role == TRANSCRIPT_SHOPPER) {
				const char *said = value_get_text(
				    value_at(value_get(v, "turns"), number++), "say");

				need(said[0] != '\0' && strlen(said) <= TRANSCRIPT_TEXT_MOST);
				need(strchr(said, '{') != NULL ||
				     text_is(said, t->items[i].turns[k].text));
			}
	}
	str_clear(&out);
}

static void
check_same(const struct transcript *x, const struct transcript *y, int all)
{
	size_t n = 0;

	for (size_t i = 0; i < x->count; i++) {
		const struct transcript_turn *p = &x->turns[i], *q = &y->turns[n];

		if (!all && p->text[0] == '\0')
			continue;
		need(n++ < y->count && text_is(p->text, q->text) && p->role == q->role);
		if (all)
			need(p->at_ms == q->at_ms && text_is(p->intent, q->intent) &&
			    p->contain_count == q->contain_count && p->lack_count == q->lack_count);
		for (size_t k = 0; all && k < p->contain_count; k++)
			need(text_is(p->contains[k], q->contains[k]));
		for (size_t k = 0; all && k < p->lack_count; k++)
			need(text_is(p->lacks[k], q->lacks[k]));
	}
	need(n == y->count);
}

static void
check_written(struct arena *a, struct transcripts *t, enum transcript_format f)
{
	struct transcripts again;
	struct errinfo e;
	struct str out;
	size_t n = 0;

	str_init(&out);
	str_add(&out, "");
	need(transcripts_write(f, a, t, &out, &e) == ERR_OK);
	need(transcripts_read(f, a, "again", out.data, out.length, &again, &e) == ERR_OK &&
	     again.loss_count == 0);
	for (size_t i = 0; i < t->count; i++) {
		size_t turns = 0;

		for (size_t k = 0; k < t->items[i].count; k++)
			turns += f == TRANSCRIPT_CSV || t->items[i].turns[k].text[0] != '\0';
		if (turns > 0) {
			need(n < again.count);
			check_same(&t->items[i], &again.items[n++], f == TRANSCRIPT_CSV);
		}
	}
	need(n == again.count);
	str_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char letters[] = "ocrbwua";
	const char *letter = size > 0 && bytes[0] != '\0' ? strchr(letters, bytes[0]) : NULL;
	enum transcript_format f =
	    letter != NULL ? (enum transcript_format)(letter - letters) : TRANSCRIPT_OPENAI;
	const struct transcript_saving how = {.format = f, .prefix = ""};
	struct arena *a = arena_new();
	struct transcripts t;
	struct errinfo e = {0};
	const char **names;
	enum err err = size > 0
	    ? transcripts_read(f, a, "fuzz", (const char *)bytes + 1, size - 1, &t, &e)
	    : ERR_INPUT;

	if (err == ERR_OK) {
		names = transcripts_names(a, &t, &how, NULL);
		for (size_t i = 0; i < t.count; i++) {
			for (size_t k = 0; k < t.items[i].count; k++)
				check_turn(&t.items[i].turns[k]);
			check_yaml(a, &t, i, f, names[i]);
			t.items[i].id = names[i];
		}
		for (size_t i = 0; i < t.loss_count; i++)
			check_text(t.losses[i].what, 200);
		(void)transcripts_losses(a, &t);
		check_written(a, &t, TRANSCRIPT_CSV);
		check_written(a, &t, TRANSCRIPT_OPENAI);
	} else if (size > 0) {
		need((err == ERR_INPUT || err == ERR_LIMIT) && strncmp(e.text, "fuzz", 4) == 0);
	}
	arena_free(&a);
	return 0;
}
