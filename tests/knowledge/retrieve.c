/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/knowledge/index.h"
#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/knowledge.h"

struct shelf {
	struct arena *a;
	struct knowledge *k;
	struct retriever *r;
	char folder[64];
};

static void
write_article(struct shelf *s, const char *name, const char *text)
{
	struct errinfo info;

	check_ok(
	    file_write(file_join(s->a, s->folder, name), text, strlen(text), 0644, &info), &info);
}

static int
set_up(void **state)
{
	struct shelf *s = mem_zero(1, sizeof *s);

	s->a = arena_new();
	strcpy(s->folder, "/tmp/floorwalker-knowledge-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct shelf *s = *state;
	const char **names;
	size_t count;

	retriever_free(&s->r);
	knowledge_free(&s->k);
	if (file_list(s->a, s->folder, "", &names, &count, NULL) == ERR_OK)
		for (size_t i = 0; i < count; i++)
			unlink(file_join(s->a, s->folder, names[i]));
	rmdir(s->folder);
	arena_free(&s->a);
	mem_free(s);
	return 0;
}

static void
open_demo_world(struct shelf *s)
{
	struct errinfo info;

	check_ok(
	    knowledge_load(file_data(s->a, "worlds/tarn-and-fell/knowledge"), "en", &s->k, &info),
	    &info);
	check_ok(retriever_new(s->k, &s->r, &info), &info);
}

static size_t
ask(struct shelf *s, const char *question, const char *intent, struct retrieved **found)
{
	struct topic topic = {intent, 1};
	struct inquiry q = {.text = question, .topics = &topic, .topic_count = intent[0] != '\0'};
	struct errinfo info;
	size_t count;

	check_ok(retrieve(s->r, s->a, &q, 3, found, &count, &info), &info);
	return count;
}

static void
passages_know_their_article_heading_and_line(void **state)
{
	struct shelf *s = *state;
	struct errinfo info;
	const struct passage *p;

	write_article(s, "a.md",
	    "---\nid: KB-a\ntitle: Socks\nabout: [stock]\nupdated: 2026-01-01\n---\nWe have socks.\n\n## Wool\n\nMade of wool.\n");
	check_ok(knowledge_load(s->folder, "en", &s->k, &info), &info);
	assert_int_equal(knowledge_count(s->k), 2);
	p = knowledge_find(s->k, "KB-a#2");
	assert_non_null(p);
	assert_string_equal(p->heading, "Wool");
	assert_string_equal(p->text, "Made of wool.");
	assert_string_equal(p->about[0], "stock");
	assert_int_equal(p->line, 11);
	assert_string_equal(knowledge_find(s->k, "KB-a")->id, "KB-a#1");
	assert_null(knowledge_find(s->k, "KB-b"));
	assert_null(knowledge_at(s->k, 2));
}

static void
an_article_about_the_intent_alone_is_heard_first_by_what_it_begins_with(void **state)
{
	struct shelf *s = *state;
	struct errinfo info;
	struct retrieved *found;

	write_article(s, "a.md",
	    "---\nid: KB-a\ntitle: About our firm\nabout: [store_info, greeting]\nupdated: 2026-01-01\n---\nOur shop sells what we make, and began small.\n");
	write_article(s, "b.md",
	    "---\nid: KB-b\ntitle: Where we are\nabout: [store_info]\nupdated: 2026-01-01\n---\nThe shop is in Quay Street.\n\n"
	    "## Holidays\n\nAt Christmas, on the days before New Year and on bank holidays nobody is in the shop.\n");
	write_article(s, "c.md",
	    "---\nid: KB-c\ntitle: Paying in the shop\nabout: [payment_question]\nupdated: 2026-01-01\n---\nThe shop takes cards. Pay in the shop.\n");
	check_ok(knowledge_load(s->folder, "en", &s->k, &info), &info);
	check_ok(retriever_new(s->k, &s->r, &info), &info);
	assert_true(ask(s, "tell me about the shop", "store_info", &found) > 0);
	assert_string_equal(found[0].passage->id, "KB-b#1");
	assert_true(ask(s, "how do I pay in the shop", "payment_question", &found) > 0);
	assert_string_equal(found[0].passage->id, "KB-c#1");
}

static void
refused(struct shelf *s, const char *text, const char *says)
{
	struct errinfo info;

	write_article(s, "a.md", text);
	assert_int_not_equal(knowledge_load(s->folder, "en", &s->k, &info), ERR_OK);
	assert_null(s->k);
	if (strstr(info.text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", info.text, says);
}

static void
a_passage_is_found_by_the_questions_that_it_answers(void **state)
{
	struct shelf *s = *state;
	struct errinfo info;
	struct retrieved *found;

	write_article(s, "a.md",
	    "---\nid: KB-a\ntitle: Boats\nabout: [stock]\nasks: [[what may I row on the lake], []]\nupdated: 2026-01-01\n---\nWe have one, and lend it.\n\nIt is blue.\n");
	write_article(s, "b.md",
	    "---\nid: KB-b\ntitle: The lake\nabout: [store_info]\nupdated: 2026-01-01\n---\nThe lake is behind the shop. Nobody may row there in winter.\n");
	write_article(s, "c.md",
	    "---\nid: KB-c\ntitle: Returns\nabout: [return_item]\nasks: [[how do I return something]]\nupdated: 2026-01-01\n---\nPut it in any box.\n");
	check_ok(knowledge_load(s->folder, "en", &s->k, &info), &info);
	check_ok(retriever_new(s->k, &s->r, &info), &info);
	assert_true(ask(s, "what can I row on that lake of yours?", "", &found) > 0);
	assert_string_equal(found[0].passage->id, "KB-a#1");
	assert_true(found[0].asked > 0.9);
	assert_true(ask(s, "may I send the two old boots back", "", &found) > 0);
	assert_string_equal(found[0].passage->id, "KB-c#1");	/* "send … back" is a return,
								   whatever stands between */
}

static void
other_ways_to_say_it_find_a_passage_and_are_no_known_question(void **state)
{
	struct shelf *s = *state;
	struct errinfo info;
	struct retrieved *found;

	write_article(s, "a.md",
	    "---\nid: KB-a\ntitle: Boats\nasks: [[may I row], []]\nalso: [[], [which paint is it, tell me its hue]]\n---\nWe have one, and lend it.\n\nIt is blue.\n");
	write_article(s, "b.md",
	    "---\nid: KB-b\ntitle: The lake\n---\nThe lake is behind the shop. Nobody may swim there.\n");
	check_ok(knowledge_load(s->folder, "en", &s->k, &info), &info);
	check_ok(retriever_new(s->k, &s->r, &info), &info);
	assert_true(ask(s, "and the hue?", "", &found) > 0);
	assert_string_equal(found[0].passage->id, "KB-a#2");
	assert_true(found[0].asked < 0.1);	/* that is for questions the article claims to answer */
}

static void
what_shops_hardly_ever_answer_makes_an_answer_less_likely(void **state)
{
	struct shelf *s = *state;
	struct retrieved *found;

	open_demo_world(s);
	assert_true(ask(s, "is there a lift in the shop", "", &found) == 0 || found[0].probability < 0.45);
	assert_true(ask(s, "is there a dog in the shop", "", &found) > 0);
	assert_string_equal(found[0].passage->article, "KB-shop");
}

static void
a_faulty_article_is_refused_with_its_place(void **state)
{
	struct shelf *s = *state;

	refused(s, "no head", "a.md:1:1");
	refused(s, "---\nid: KB-a\n---\ntext\n", "title");
	refused(s, "---\nid: KB-a\ntitle: A\ncolour: red\n---\ntext\n", "a.md:4:");
	refused(s, "---\nid: KB-a\ntitle: A\nabout: stock\n---\ntext\n", "about is a list");
	refused(s, "---\nid: KB-a\ntitle: A\n---\n", "no text");
	refused(s, "---\nid: KB-a\ntitle: A\nasks: how\n---\ntext\n", "a.md:4:7");
	refused(s, "---\nid: KB-a\ntitle: A\nasks: [how]\n---\ntext\n", "as a list");
	refused(s, "---\nid: KB-a\ntitle: A\nalso: [how]\n---\ntext\n", "as a list");
	refused(s, "---\nid: KB-a\ntitle: A\nalso: [[how], [when]]\n---\ntext\n", "also has questions");
	refused(s, "---\nid: KB-a\ntitle: A\nasks: [[how], [when]]\n---\ntext\n",
	    "2 passages, and the article has 1");
	write_article(s, "b.md", "---\nid: KB-a\ntitle: A\n---\ntext\n");
	refused(s, "---\nid: KB-a\ntitle: A\n---\ntext\n", "also in");
}

static void
written_questions_find_their_articles(void **state)
{
	struct shelf *s = *state;
	size_t answerable = 0, first = 0, three = 0;
	struct value *questions;
	struct errinfo info;

	open_demo_world(s);
	check_ok(
	    value_load(s->a, file_join(s->a, getenv("srcdir"), "scenarios/worlds/tarn-and-fell/questions/open.yaml"),
		&questions, &info),
	    &info);
	for (size_t i = 0; i < value_count(questions); i++) {
		const struct value *articles = value_get(value_at(questions, i), "articles");
		struct retrieved *found;
		size_t count = ask(s, value_get_text(value_at(questions, i), "ask"), "", &found),
		       place = 9;

		answerable += value_count(articles) > 0;
		for (size_t k = 0; k < count; k++)
			for (size_t j = 0; j < value_count(articles); j++)
				if (strcmp(value_as_text(value_at(articles, j), ""),
					found[k].passage->article) == 0 &&
				    k < place)
					place = k;
		first += place == 0;
		three += place < 3;
	}
	assert_true(answerable >= 100);
	assert_true(first * 100 >= answerable * 90);
	assert_true(three * 100 >= answerable * 95);
}

static void
the_intent_brings_its_articles_forward(void **state)
{
	struct shelf *s = *state;
	struct retrieved *with, *without;

	open_demo_world(s);
	assert_true(ask(s, "what next with such an affair", "complaint", &with) > 0);
	assert_string_equal(with[0].passage->about[0], "complaint");
	assert_true(ask(s, "what next with such an affair", "", &without) == 0 ||
	    strcmp(without[0].passage->about[0], "complaint") != 0);
}

static void
what_no_article_answers_is_less_likely_than_what_one_does(void **state)
{
	struct shelf *s = *state;
	struct retrieved *yes, *no;

	open_demo_world(s);
	assert_true(ask(s, "How long do I have to send something back?", "return_item", &yes) > 0);
	assert_string_equal(yes[0].passage->article, "KB-return-window");
	assert_true(yes[0].probability > 0.6);
	assert_true(ask(s, "who won the match last night", "out_of_scope", &no) == 0 ||
	    no[0].probability < 0.3);
}

static void
same_as_anew(struct shelf *s, const struct inquiry *q)
{
	struct retrieved *kept, *fresh;
	struct retriever *other;
	struct errinfo info;
	size_t count, n;

	check_ok(retriever_new(s->k, &other, &info), &info);
	check_ok(retrieve(s->r, s->a, q, 4, &kept, &count, &info), &info);
	check_ok(retrieve(other, s->a, q, 4, &fresh, &n, &info), &info);
	retriever_free(&other);
	assert_int_equal(count, n);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(kept[i].passage, fresh[i].passage);
		assert_int_equal(kept[i].words, fresh[i].words);
		assert_true(kept[i].score == fresh[i].score);
		assert_true(kept[i].probability == fresh[i].probability);
		assert_true(kept[i].asked == fresh[i].asked);
		kept[i].passage = NULL;		/* what is kept is the retriever's own */
	}
}

static void
what_is_asked_again_is_found_as_anew(void **state)
{
	static const char *const questions[] = {"how long may I take to send it back?",
	    "do you ship to Norway", "how long may I take to send it back?", "", "is it waterproof?",
	    "can I pay with a gift card and a credit card together?"};
	static const struct topic topics[] = {
	    {"return_item", 0.6}, {"shipping_question", 0.3}, {"payment_question", 0.1}};
	struct shelf *s = *state;

	open_demo_world(s);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
			for (size_t n = 0; n <= 3; n++) {
				struct inquiry q = {.text = questions[i],
				    .topics = topics + 3 - n,
				    .topic_count = n};

				same_as_anew(s, &q);
				q.product = "Lettermore flask";
				same_as_anew(s, &q);
				q.outside = 0.9;
				same_as_anew(s, &q);
			}
}

static void
hostile_questions_are_harmless(void **state)
{
	struct shelf *s = *state;
	char *flood = mem_alloc(100001);
	struct retrieved *found;

	open_demo_world(s);
	for (size_t i = 0; i < 100000; i++)
		flood[i] = "return\" OR * NEAR( "[i % 19];
	flood[100000] = '\0';
	ask(s, flood, "return_item", &found);
	memset(flood, 'a', 100000);
	ask(s, flood, "", &found);
	mem_free(flood);
	assert_int_equal(ask(s, "", "", &found), 0);
	ask(s, "\xff\xfe\x80 \"", "no such intent", &found);
	ask(s, "title: body: ^ ( ) - \" ' ;", "", &found);
}

#define on_shelf(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* One text behind another says what both say in one, with synonyms that reach over where they meet. */
static void
texts_heard_one_by_one_say_what_they_say_as_one(void **state)
{
	static const char *const parts[] = {"How do I send", "the two jackets back?", "a refund, e.g. 3",
	    "5 days. Gift", "card", "", "Straße 12.", "«Größe»", "can't", "-", "send", "it", "back"};
	struct shelf *s = *state;
	size_t count = sizeof parts / sizeof *parts, joined = 0;
	struct stemmer *stemmer = stemmer_new("en");
	struct lexicon *x;
	struct errinfo e;

	check_ok(lexicon_load(s->a, "en", &x, &e), &e);
	for (size_t i = 0; i < count * count * 2; i++) {
		const char *one = parts[i / 2 / count], *other = parts[i / 2 % count];
		bool stop = i % 2 == 0;
		struct heard whole, first, second, both = {0};
		const char **words, **again;
		size_t n;

		lexicon_hear(x, stemmer, s->a,
		    arena_printf(s->a, "%s%s %s", one, stop ? "." : "", other), &whole);
		lexicon_hear(x, stemmer, s->a, one, &first);
		lexicon_hear(x, stemmer, s->a, other, &second);
		both.words = arena_alloc(
		    s->a, (first.count + second.count + 1) * sizeof *both.words);
		heard_append(&both, &first, 0);
		heard_append(&both, &second, stop ? 1 : 0);
		assert_int_equal(both.tokens, whole.tokens);
		for (int drop = 0; drop < 2; drop++) {
			n = lexicon_said(x, s->a, &whole, drop, &words);
			assert_int_equal(lexicon_said(x, s->a, &both, drop, &again), n);
			for (size_t k = 0; k < n; k++) {
				assert_string_equal(words[k], again[k]);
				joined += strchr(words[k], '_') != NULL;
			}
		}
	}
	assert_true(joined > 0);
	stemmer_free(&stemmer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		on_shelf(an_article_about_the_intent_alone_is_heard_first_by_what_it_begins_with),
		on_shelf(passages_know_their_article_heading_and_line),
		on_shelf(other_ways_to_say_it_find_a_passage_and_are_no_known_question),
		on_shelf(what_shops_hardly_ever_answer_makes_an_answer_less_likely),
		on_shelf(a_faulty_article_is_refused_with_its_place),
		on_shelf(a_passage_is_found_by_the_questions_that_it_answers),
		on_shelf(written_questions_find_their_articles),
		on_shelf(the_intent_brings_its_articles_forward),
		on_shelf(what_no_article_answers_is_less_likely_than_what_one_does),
		on_shelf(what_is_asked_again_is_found_as_anew),
		on_shelf(hostile_questions_are_harmless),
		on_shelf(texts_heard_one_by_one_say_what_they_say_as_one),
	};

	return RUN_TAP(tests);
}
