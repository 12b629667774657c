/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What retrieval is worth to a shop: its own questions, put to its own articles.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/text/text.h"
#include "floorwalker/world.h"

#define QUESTIONS_MOST 20000
#define ARTICLES_MOST 20	/* that answer one question */
#define RESULTS 10
#define ANSWER_LEAST 0.45	/* as the builtin AI answers (src/backend/builtin/knowledge.c) */
#define CONTENT_LETTERS 4	/* words of fewer say nothing of what is asked */

struct question {
	const char *ask, *best;		/* best: the passage found first; "" none */
	const struct value *articles;
	double probability;
	size_t place;			/* of the first right article, from 1; 0: not found */
	double overlap;			/* of its content words with its articles' titles */
};

struct part {
	const char *file, *name;
	bool blind;
	struct question *questions;
	size_t count;
	struct ratio first, three, refused, false_refusals, wrong;
	double reciprocal, overlap;
	int64_t half;			/* answerable ones of which a title holds half the words */
};

struct eval {
	struct call *c;
	struct world *world;
	const char *language;		/* that is asked in */
	const struct knowledge *knowledge;
	struct understander *understander;
	struct retriever *retriever;
	struct stemmer *stemmer;
	double least;
	struct part *parts;
	size_t part_count;
};

/* ---- reading */

static enum err
read_articles(struct eval *x, const struct value *list, struct errinfo *e)
{
	if (value_kind(list) != VALUE_LIST)
		return value_err(e, ERR_INPUT, list, "articles is a list: [KB-returns], or [] where none answers");
	if (value_count(list) > ARTICLES_MOST)
		return value_err(e, ERR_LIMIT, list, "a question has up to %d articles", ARTICLES_MOST);
	for (size_t i = 0; i < value_count(list); i++) {
		const char *id = value_as_text(value_at(list, i), "");

		if (knowledge_find(x->knowledge, id) == NULL)
			return value_err(e, ERR_INPUT, value_at(list, i),
			    "this world has no article \"%.60s\"", id);
	}
	return ERR_OK;
}

static enum err
read_part(struct eval *x, const char *file, struct part *out, struct errinfo *e)
{
	static const char *const keys[] = {"ask", "articles"};
	const char *slash = strrchr(file, '/'), *base = slash != NULL ? slash + 1 : file;
	struct value *list;
	enum err err = value_load(x->c->arena, file, &list, e);

	if (err != ERR_OK)
		return err;
	out->file = file;
	out->name = arena_text_n(x->c->arena, base, strcspn(base, "."));
	out->blind = text_starts(out->name, "blind");
	if (value_kind(list) != VALUE_LIST || value_count(list) == 0)
		return value_err(e, ERR_INPUT, list,
		    "a file of questions is a list: - {ask: how can I pay, articles: [KB-payment-methods]}");
	if (value_count(list) > QUESTIONS_MOST)
		return value_err(e, ERR_LIMIT, list, "more than %d questions", QUESTIONS_MOST);
	out->count = value_count(list);
	out->questions = arena_alloc(x->c->arena, out->count * sizeof(*out->questions));
	for (size_t i = 0; i < out->count; i++) {
		const struct value *v = value_at(list, i);

		if ((err = value_check_keys(v, keys, 2, e)) != ERR_OK)
			return err;
		out->questions[i] = (struct question){
		    .ask = value_get_text(v, "ask"), .articles = value_get(v, "articles"), .best = ""};
		if (text_is_empty(out->questions[i].ask))
			return value_err(e, ERR_INPUT, v, "a question has an ask and articles");
		if (out->questions[i].articles == NULL)
			return value_err(e, ERR_INPUT, v, "articles is missing; [] where none answers");
		if ((err = read_articles(x, out->questions[i].articles, e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

/* Files as given, those of a folder as given, or those in the world's questions/. */
static enum err
read_parts(struct eval *x, struct errinfo *e)
{
	size_t count;
	const char *const *given = call_all(x->c, "questions", &count), **names;
	const char *own = file_join(x->c->arena, world_folder(x->world), "questions");
	const char *folder = count == 0
	    ? text_is(x->language, world_settings(x->world)->language)
		? own
		: file_join(x->c->arena, own, x->language)
	    : count == 1 && file_is_folder(given[0]) ? given[0]
						     : NULL;
	enum err err;

	if (folder != NULL && !file_is_folder(folder))
		return err_set(e, ERR_NOT_FOUND,
		    "%s: there are no questions; name a file with --questions (doc/understanding.md tells what is in one)",
		    folder);
	if (folder != NULL) {
		if ((err = file_list(x->c->arena, folder, ".yaml", &names, &count, e)) != ERR_OK)
			return err;
		for (size_t i = 0; i < count; i++)
			names[i] = file_join(x->c->arena, folder, names[i]);
		given = names;
	}
	if (count == 0)
		return err_set(e, ERR_NOT_FOUND, "%s: there is no .yaml in it", folder);
	x->parts = arena_alloc(x->c->arena, count * sizeof(*x->parts));
	for (size_t i = 0; i < count; i++, x->part_count++) {
		x->parts[i] = (struct part){.file = ""};
		if ((err = read_part(x, given[i], &x->parts[i], e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

/* ---- measuring */

static bool
answers(const struct question *q, const char *article)
{
	for (size_t i = 0; i < value_count(q->articles); i++)
		if (text_is(value_as_text(value_at(q->articles, i), ""), article))
			return true;
	return false;
}

/* The share of a question's content words whose stem is one of a title's. */
static double
overlap_with(struct eval *x, struct arena *a, const char *ask, const char *title)
{
	struct token *words, *in;
	size_t count = text_tokens(a, ask, strlen(ask), &words),
	       in_count = text_tokens(a, title, strlen(title), &in), content = 0, shared = 0;

	for (size_t i = 0; i < count; i++) {
		const char *stem;
		bool found = false;

		if (words[i].kind == TOKEN_PUNCTUATION || strlen(words[i].folded) < CONTENT_LETTERS)
			continue;
		stem = arena_text(a, stemmer_stem(x->stemmer, words[i].folded));
		content++;
		for (size_t k = 0; k < in_count && !found; k++)
			found = text_is(stem, stemmer_stem(x->stemmer, in[k].folded));
		shared += found;
	}
	return content > 0 ? (double)shared / (double)content : 0;
}

static double
overlap(struct eval *x, struct arena *a, const struct question *q)
{
	double most = 0;

	for (size_t i = 0; i < value_count(q->articles); i++) {
		const struct passage *p = knowledge_find(
		    x->knowledge, value_as_text(value_at(q->articles, i), ""));
		double o = overlap_with(x, a, q->ask, p->title);

		most = o > most ? o : most;
	}
	return most;
}

static const struct topic *
topics(struct arena *a, const struct understanding *u)
{
	struct topic *out = arena_alloc(a, (u->intent_count + 1) * sizeof(*out));

	for (size_t i = 0; i < u->intent_count; i++)
		out[i] = (struct topic){u->intents[i].intent, u->intents[i].probability};
	return out;
}

static enum err
put(struct eval *x, struct question *q, struct errinfo *e)
{
	const struct settings *s = world_settings(x->world);
	struct understand_context context = {.expected = "",
	    .language = x->language,
	    .own_language = s->language,
	    .currency = s->currency,
	    .order_pattern = s->order_pattern,
	    .shop_name = s->name,
	    .zone = s->zone,
	    .now_ms = s->as_of_ms};
	struct arena *a = arena_new();
	struct inquiry inquiry = {.text = q->ask};
	struct understanding meant;
	struct retrieved *found;
	size_t count = 0;
	enum err err;

	if ((err = understand(x->understander, a, q->ask, &context, &meant, e)) == ERR_OK) {
		inquiry.topics = topics(a, &meant);
		inquiry.topic_count = meant.intent_count;
		inquiry.outside = meant.out_of_scope;
		err = retrieve(x->retriever, a, &inquiry, RESULTS, &found, &count, e);
	}
	if (err == ERR_OK) {
		const char *seen[RESULTS];
		size_t articles = 0;

		for (size_t i = 0; i < count; i++) {
			const char *article = found[i].passage->article;
			size_t k = 0;

			while (k < articles && !text_is(seen[k], article))
				k++;
			if (k < articles)
				continue;
			seen[articles++] = article;
			if (q->place == 0 && answers(q, article))
				q->place = articles;
		}
		q->best = count > 0 ? found[0].passage->id : "";
		q->probability = count > 0 ? found[0].probability : 0;
		q->overlap = overlap(x, a, q);
	}
	arena_free(&a);
	return err;
}

static void
count_in(struct part *p, const struct question *q, double least)
{
	bool answered = q->probability >= least;

	if (value_count(q->articles) == 0) {
		p->refused.denominator++;
		p->refused.numerator += !answered;
		return;
	}
	p->first.denominator++;
	p->first.numerator += q->place == 1;
	p->three.numerator += q->place >= 1 && q->place <= 3;
	p->false_refusals.numerator += !answered;
	p->wrong.numerator += answered && q->place != 1;
	p->reciprocal += q->place > 0 ? 1 / (double)q->place : 0;
	p->overlap += q->overlap;
	p->half += q->overlap >= 0.5;
}

static enum err
measure(struct eval *x, struct errinfo *e)
{
	for (size_t i = 0; i < x->part_count; i++) {
		struct part *p = &x->parts[i];

		for (size_t k = 0; k < p->count; k++) {
			enum err err = put(x, &p->questions[k], e);

			if (err != ERR_OK)
				return err;
			count_in(p, &p->questions[k], x->least);
		}
		p->three.denominator = p->false_refusals.denominator = p->wrong.denominator =
		    p->first.denominator;
		if (p->first.denominator > 0) {
			p->reciprocal /= (double)p->first.denominator;
			p->overlap /= (double)p->first.denominator;
		}
	}
	return ERR_OK;
}

static bool
is_missed(const struct eval *x, const struct question *q)
{
	return value_count(q->articles) == 0 ? q->probability >= x->least
					     : q->place != 1 || q->probability < x->least;
}

/* ---- printing */

static void
print_ratio(const char *name, struct ratio r)
{
	double low, high;

	if (r.denominator == 0)
		return;
	ratio_interval(r, &low, &high);
	printf("  %-44s %5lld of %5lld  %5.1f %%  (%.1f to %.1f)\n", name, (long long)r.numerator,
	    (long long)r.denominator, 100 * ratio_value(r), 100 * low, 100 * high);
}

static void
print_misses(const struct eval *x, const struct part *p)
{
	bool first = true;

	for (size_t i = 0; i < p->count; i++) {
		const struct question *q = &p->questions[i];

		if (!is_missed(x, q))
			continue;
		if (first)
			puts("  misses: probability, place of the right article (- none), what came first");
		first = false;
		printf("    %.2f  %-3s %-28s %s\n", q->probability,
		    value_count(q->articles) == 0 || q->place == 0
			? "-"
			: arena_printf(x->c->arena, "%zu", q->place),
		    text_is_empty(q->best) ? "nothing" : q->best, q->ask);
	}
}

static void
print_part(const struct eval *x, const struct part *p, bool misses)
{
	printf("%s: %lld that an article answers, %lld that none does (%s)\n", p->name,
	    (long long)p->first.denominator, (long long)p->refused.denominator, p->file);
	print_ratio("the right article first (recall@1)", p->first);
	print_ratio("among the first three (recall@3)", p->three);
	if (p->first.denominator > 0)
		printf("  %-44s %22.3f\n", "mean reciprocal rank", p->reciprocal);
	print_ratio("refused, though an article answers", p->false_refusals);
	print_ratio("answered from a wrong article", p->wrong);
	print_ratio("refused, and none answers", p->refused);
	if (p->first.denominator > 0)
		printf("  %-44s %20.1f %%, %lld with half or more\n",
		    "words of a question in its article's title", 100 * p->overlap,
		    (long long)p->half);
	if (misses)
		print_misses(x, p);
}

static void
set_ratio(struct value *v, const char *name, struct ratio r)
{
	struct value *m = value_set_map(v, name);
	double low, high;

	ratio_interval(r, &low, &high);
	value_set_int(m, "n", r.numerator);
	value_set_int(m, "of", r.denominator);
	if (r.denominator == 0)
		return;
	value_set_real(m, "share", ratio_value(r));
	value_set_real(m, "low", low);
	value_set_real(m, "high", high);
}

static void
add_json(const struct eval *x, const struct part *p, struct value *v, bool misses)
{
	struct value *list;

	value_set_text(v, "part", p->name);
	value_set_text(v, "file", p->file);
	value_set_bool(v, "blind", p->blind);
	set_ratio(v, "recall_at_1", p->first);
	set_ratio(v, "recall_at_3", p->three);
	value_set_real(v, "mrr", p->reciprocal);
	set_ratio(v, "false_refusals", p->false_refusals);
	set_ratio(v, "wrong_answers", p->wrong);
	set_ratio(v, "refused_unanswerable", p->refused);
	value_set_real(v, "title_overlap", p->overlap);
	value_set_int(v, "title_overlap_half", p->half);
	if (!misses)
		return;
	list = value_set_list(v, "misses");
	for (size_t i = 0; i < p->count; i++) {
		const struct question *q = &p->questions[i];
		struct value *m;

		if (!is_missed(x, q))
			continue;
		m = value_add_map(list);
		value_set_text(m, "ask", q->ask);
		value_set_text(m, "first", q->best);
		value_set_real(m, "probability", q->probability);
		value_set_int(m, "place", (int64_t)q->place);
	}
}

static enum err
print_all(struct eval *x, bool json, bool all, struct errinfo *e)
{
	struct value *v = value_map(x->c->arena), *list = value_set_list(v, "parts");
	const char *wanted = call_text(x->c, "require", NULL);
	double least = 0;

	if (wanted != NULL && (!text_to_real(wanted, &least) || least < 0 || least > 1))
		return err_set(e, ERR_USAGE, "--require is a share from 0 to 1, not \"%.40s\"", wanted);
	value_set_text(v, "world", world_folder(x->world));
	value_set_text(v, "language", x->language);
	value_set_real(v, "at", x->least);
	for (size_t i = 0; i < x->part_count; i++) {
		const struct part *p = &x->parts[i];

		if (json)
			add_json(x, p, value_add_map(list), all || !p->blind);
		else
			print_part(x, p, all || !p->blind);
		if (wanted != NULL && p->first.denominator > 0 && ratio_value(p->first) < least)
			x->c->exit_code = 1;
	}
	if (json)
		print_json(v);
	return ERR_OK;
}

static enum err
read_options(struct eval *x, bool *json, bool *all, struct errinfo *e)
{
	const char *at = call_text(x->c, "at", NULL), *misses = call_text(x->c, "misses", "open");
	enum err err = call_format(x->c, json, e);

	x->least = ANSWER_LEAST;
	*all = text_is(misses, "all");
	if (err == ERR_OK && at != NULL && (!text_to_real(at, &x->least) || x->least < 0 || x->least > 1))
		return err_set(e, ERR_USAGE, "--at is a probability from 0 to 1, not \"%.40s\"", at);
	if (err == ERR_OK && !*all && !text_is(misses, "open"))
		return err_set(e, ERR_USAGE, "--misses is open or all, not \"%.40s\"", misses);
	return err;
}

/* The world's own, or one that its articles are written in, too. */
static enum err
read_language(struct eval *x, struct errinfo *e)
{
	const char *own = world_settings(x->world)->language;

	x->language = call_text(x->c, "language", own);
	x->knowledge = world_knowledge_in(x->world, x->language);
	if (!language_is(x->language, own) && x->knowledge == world_knowledge(x->world))
		return err_set(e, ERR_NOT_FOUND,
		    "%s: it has no sentences in \"%.20s\", so nobody is answered in it",
		    world_folder(x->world), x->language);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct eval x = {.c = c};
	const char *folder;
	bool json, all;
	enum err err;

	if ((err = read_options(&x, &json, &all, e)) == ERR_OK &&
	    (err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) == ERR_OK &&
	    (err = world_load(folder, &x.world, e)) == ERR_OK &&
	    (err = desk_understander_open(x.world, &x.understander, e)) == ERR_OK &&
	    (err = read_language(&x, e)) == ERR_OK &&
	    (err = retriever_new(x.knowledge, &x.retriever, e)) == ERR_OK) {
		x.stemmer = stemmer_new(x.language);
		if ((err = read_parts(&x, e)) == ERR_OK && (err = measure(&x, e)) == ERR_OK)
			err = print_all(&x, json, all, e);
		stemmer_free(&x.stemmer);
	}
	retriever_free(&x.retriever);
	understander_free(&x.understander);
	world_free(&x.world);
	return err;
}

static const struct option options[] = {
	{ .name = "world", .value = "WORLD", .help = "a folder, or one that came with floorwalker (tarn-and-fell)" },
	{ .name = "language", .value = "LANG", .help = "of the questions, where articles are written in it, too; else the world's own" },
	{ .name = "questions", .value = "FILE|DIR", .help = "questions and the articles that answer them; else those in WORLD/questions, or WORLD/questions/LANG", .several = true },
	{ .name = "at", .value = "P", .help = "from which probability on a passage is an answer (0.45, as the builtin AI)" },
	{ .name = "misses", .value = "open|all", .help = "list what went wrong of the files not named blind (the default), or of all" },
	{ .name = "require", .value = "SHARE", .help = "exit with 1 where a file's recall@1 is below this" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_knowledge_eval = {
    .name = "knowledge eval",
    .words = "",
    .summary = "measure whether a world's articles are found for a list of questions",
    .help =
	"Puts each question to understanding and retrieval as the builtin AI does, and counts, file by file with 95 % intervals (Wilson): the right\n"
	"article first, among the first three, mean reciprocal rank, questions refused though an article answers, answered from a wrong one, and\n"
	"refused where none answers. A file named blind is for proof: don't read its misses while you mend what the others show.",
    .examples =
	"  floorwalker knowledge eval\n"
	"  floorwalker knowledge eval --language de\n"
	"  floorwalker knowledge eval --world ./my-shop --questions ours.yaml --format json --require 0.8\n",
    .options = options,
    .run = run,
};
