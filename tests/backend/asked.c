/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions as shoppers write them, understood and answered by the real parts: who answers, what
 * the reply holds, and what it never does.
 */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

enum { REPLY_BYTES = 520, AFTER_LIMIT = 4 };

struct asked {
	struct play play;
	struct understander *understander;
	struct understand_index *index;
	size_t right, wrong, silent, all;	/* silent: no answer, and said so; wrong: an answer
						   from elsewhere, or one that lacks what it has to
						   hold */
	bool shows;
};

static void
asked_say(struct asked *s, const char *text)
{
	struct play *p = &s->play;
	const struct shop_records *records = world_records(p->world);
	const struct settings *settings = world_settings(p->world);
	const struct value *state = NULL;
	struct value *parsed;
	struct understanding u;
	struct errinfo e = {0};

	if (p->state) {
		check_ok(value_parse_json(p->arena, "state", p->state, strlen(p->state),
			     &value_limits_message, &parsed, &e),
		    &e);
		state = parsed;
	}
	struct understand_context context = {
	    .products = records->products,
	    .product_count = records->product_count,
	    .order_pattern = settings->order_pattern,
	    .currency = settings->currency,
	    .zone = settings->zone,
	    .now_ms = clock_now_ms(p->clock),
	    .expected = value_get_text(state, "expected"),
	    .language = "en",
	    .index = s->index,
	};

	check_ok(understand(s->understander, p->arena, text, &context, &u, &e), &e);
	check_ok(play_turn(p, text, &u), &p->error);
}

static bool
is_cited(const struct backend_draft *d, const char *article)
{
	size_t length = strlen(article);

	for (size_t i = 0; i < d->citation_count; i++)
		if (!strncmp(d->citations[i], article, length) &&
		    (d->citations[i][length] == '#' || !d->citations[i][length]))
			return true;
	return false;
}

/* No article is quoted, and no product spoken of. */
static bool
says_nothing(const struct asked *s)
{
	const struct backend_draft *d = &s->play.draft;

	return d->hand_off || d->declines ||
	    (!d->citation_count &&
		(strstr(d->text, "reliable answer") || strstr(d->text, "what I know") ||
		    strstr(d->text, "I'm not sure I understood") ||
		    strstr(d->text, "say that another way") || strstr(d->text, "Which product") ||
		    strstr(d->text, "Which of our") || strstr(d->text, "Just to be sure")));
}

static bool
comes_from(const struct asked *s, const struct value *from)
{
	for (size_t i = 0; i < value_count(from); i++) {
		const char *source = value_as_text(value_at(from, i), "");

		if (text_is(source, "nothing") ? says_nothing(s)
			: text_is(source, "product")
			? !s->play.draft.citation_count && !says_nothing(s)
			: is_cited(&s->play.draft, source))
			return true;
	}
	return false;
}

static bool
holds(const struct asked *s, const struct value *parts)
{
	for (size_t i = 0; i < value_count(parts); i++)
		if (!strcasestr(s->play.draft.text, value_source_text(value_at(parts, i))))
			return false;
	return true;
}

/* The same sentence twice. */
static bool
repeats_itself(const char *text)
{
	for (const char *s = text; s && *s;) {
		size_t length = strcspn(s, ".?!\n");
		const char *rest = s + length;

		if (length > 20)
			for (const char *x = rest; (x = memmem(x, strlen(x), s, length));
			     x += length)
				return true;
		s = *rest ? rest + 1 + strspn(rest + 1, " \n") : NULL;
	}
	return false;
}

static const char *
fault_of(const struct asked *s, bool may_ask)
{
	const struct backend_draft *d = &s->play.draft;

	if (may_ask && !d->citation_count)
		return NULL;
	if (strstr(d->text, "your order number") || strstr(d->text, "you ordered with"))
		return "asks who they are";
	if (repeats_itself(d->text))
		return "says a sentence twice";
	return strlen(d->text) > REPLY_BYTES ? "is too long" : NULL;
}

static void
ask(struct asked *s, const struct value *q)
{
	const struct value *after = value_get(q, "after");
	const char *question = value_get_text(q, "ask"), *verdict;

	s->play.state = NULL;		/* a new conversation */
	s->play.line_count = 0;
	for (size_t i = 0; i < value_count(after); i++)
		asked_say(s, value_as_text(value_at(after, i), ""));
	asked_say(s, question);
	bool own = value_get_bool(q, "own", false);
	const char *fault = fault_of(s, own);
	bool right = !fault &&
	    (own || (comes_from(s, value_get(q, "from")) && holds(s, value_get(q, "says")))),
	     silent = !right && !fault && says_nothing(s);

	s->all++;
	s->right += right;
	s->silent += silent;
	s->wrong += !right && !silent;
	verdict = right ? "right" : silent ? "silent" : fault ? fault : "wrong";
	if (s->shows && (!right || getenv("ASKED_ALL")))
		fprintf(stderr, "%s: %s [%s %.2f]\n    %s\n", verdict, question,
		    s->play.draft.intent, s->play.draft.confidence, s->play.draft.text);
}

static void
ask_all(struct asked *s, const char *name)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct value *questions;

	check_ok(value_load(a, name[0] == '/' ? name : file_join(a, getenv("srcdir"), name),
		     &questions, &e),
	    &e);
	s->right = s->wrong = s->silent = s->all = 0;
	for (size_t i = 0; i < value_count(questions); i++)
		ask(s, value_at(questions, i));
	if (getenv("ASKED_SHOW") || s->shows)
		fprintf(stderr, "%s: %zu of %zu right, %zu silent, %zu wrong\n", name, s->right,
		    s->all, s->silent, s->wrong);
	arena_free(&a);
}

static void
questions_are_answered_from_where_their_answer_stands(void **state)
{
	struct asked *s = *state;

	s->shows = getenv("ASKED_SHOW") != NULL;
	if (getenv("ASKED_FILE"))		/* questions of your own, to look at */
		ask_all(s, getenv("ASKED_FILE"));
	ask_all(s, "tests/backend/asked.yaml");
	s->shows = false;
	assert_true(s->right * 100 >= s->all * 85);
	assert_true(s->wrong * 100 <= s->all * 8);
}

static void
so_are_questions_that_nothing_was_tuned_on(void **state)
{
	struct asked *s = *state;

	s->shows = getenv("ASKED_HELD") != NULL;
	ask_all(s, "tests/backend/asked-held.yaml");
	s->shows = false;
	assert_true(s->right * 100 >= s->all * 76);
}

static int
set_up(void **state)
{
	struct asked *s = mem_zero(1, sizeof *s);
	struct errinfo e = {0};
	const struct shop_records *records;

	play_open(&s->play, NULL);
	records = world_records(s->play.world);
	check_ok(understander_open("", &s->understander, &e), &e);
	check_ok(understand_index_new(s->understander, records->products, records->product_count,
		     world_settings(s->play.world)->order_pattern,
		     world_settings(s->play.world)->name, &s->index, &e),
	    &e);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct asked *s = *state;

	understand_index_free(&s->index);
	understander_free(&s->understander);
	play_close(&s->play);
	mem_free(s);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_are_answered_from_where_their_answer_stands),
		cmocka_unit_test(so_are_questions_that_nothing_was_tuned_on),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name(
	    "backend: questions as shoppers ask them", tests, set_up, tear_down);
}
