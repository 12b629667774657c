/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check measured on replies of simulated conversations, in the demo shop and in a
 * generated one. Of true replies less than 1 % may be refused; of the same with one number, date,
 * price, stock level, product, policy term or id changed at least 99 % must be. Conversations are
 * played until there are enough different replies; the same seed gives the same replies and the
 * same changes (lies.h). FLOORWALKER_MUTANTS: replies of each shop (500; with FLOORWALKER_FULL 2000).
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/ground.h"
#include "floorwalker/sim/sim.h"
#include "lies.h"

#define SEEN 16384

struct tally { size_t made, passed; };

static struct {
	struct world *world;
	struct backend *inner;
	struct ground_checker *checker;
	const char *language;
	struct random_stream random;
	size_t wanted, replies, refused, plain;
	uint64_t seen[SEEN];
	struct tally lies[LIE_KINDS], from_turn[LIE_KINDS];
	size_t shown;
	struct errinfo e;
} m;

/* FNV-1a (Fowler, Noll, Vo). False where the same text was met before. */
static bool
is_new(const char *text)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (const char *p = text; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	for (size_t i = h % SEEN;; i = (i + 1) % SEEN) {
		if (m.seen[i] == h)
			return false;
		if (m.seen[i] == 0) {
			m.seen[i] = h;
			return true;
		}
	}
}

static bool
is_refused(struct arena *a, const char *text, const struct backend_request *q,
    const struct backend_draft *d)
{
	const struct passage **cited = arena_alloc(a, (d->citation_count + 1) * sizeof *cited);
	const char **said = arena_alloc(a, (q->transcript_count + 1) * sizeof *said);
	size_t cited_count = 0, said_count = 0;
	struct ground_report r;
	for (size_t i = 0; i < d->citation_count; i++)
		if ((cited[cited_count] = knowledge_find(q->knowledge, d->citations[i])) != NULL)
			cited_count++;
	for (size_t i = 0; i < q->transcript_count; i++)
		if (q->transcript[i].author == AUTHOR_SHOPPER)
			said[said_count++] = q->transcript[i].text;
	check_ok(ground_check(
		     m.checker, a, text, q->facts, cited, cited_count, said, said_count, &r, &m.e),
	    &m.e);
	for (size_t i = 0; i < r.count && text == d->text; i++)
		if (!r.claims[i].grounded)
			print_message("# refused though true (%s): %s\n", r.claims[i].words, text);
	return r.ungrounded > 0;
}

/* One change of each kind that the reply offers. */
static size_t
change(struct arena *a, const struct backend_request *q, const struct backend_draft *d,
    const struct turn_basis *b, bool from_turn)
{
	const struct settings *s = world_settings(m.world);
	struct date now;
	size_t made = 0;
	date_from_ms(s->zone, q->now_ms, &now);
	for (int k = 0; k < LIE_KINDS; k++) {
		struct tally *t = from_turn ? &m.from_turn[k] : &m.lies[k];
		const char *place = "", *lie = lie_make(m.language, a, (enum lie_kind)k, d->text, b,
				world_records(m.world), s->zone, now.year, from_turn, &m.random,
				&place);
		if (lie == NULL || strcmp(lie, d->text) == 0)
			continue;
		made++;
		t->made++;
		if (is_refused(a, lie, q, d))
			continue;
		t->passed++;
		if (getenv("FLOORWALKER_SHOW") != NULL && (from_turn || m.shown++ < 2000))
			print_message("# %spasses (%s, %s): %.500s\n", from_turn ? "turn: " : "",
			    lie_kind_name((enum lie_kind)k), place, lie);
	}
	return made;
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	enum err r = backend_draft_reply(self, a, q, out, e);
	if (r != ERR_OK || *out->text == '\0' || m.replies >= m.wanted || !is_new(out->text))
		return r;
	struct turn_basis b = turn_basis_take(a, q, out, world_settings(m.world)->zone);
	size_t refused = is_refused(a, out->text, q, out);
	m.refused += refused;
	if (change(a, q, out, &b, false) > 0)
		m.replies++;
	else
		m.plain++;
	change(a, q, out, &b, true);
	return r;
}

static void
free_inner(void *self)
{
	struct backend *b = self;
	backend_free(&b);
}

static const struct backend_ops ops = {.name = "measured", .draft = draft, .free = free_inner};

static struct backend *
listen(void *context, struct backend *take_inner)
{
	(void)context;
	return backend_new(&ops, take_inner);
}

static void
report(const char *what, const struct tally by[LIE_KINDS], struct tally *all)
{
	*all = (struct tally){0};
	for (int k = 0; k < LIE_KINDS; k++) {
		all->made += by[k].made;
		all->passed += by[k].passed;
		if (by[k].made > 0)
			print_message("# %s %-20s %zu of %zu refused\n", what,
			    lie_kind_name((enum lie_kind)k), by[k].made - by[k].passed,
			    by[k].made);
	}
	print_message("# %s all                  %zu of %zu refused (%.2f %%)\n", what,
	    all->made - all->passed, all->made,
	    all->made > 0 ? 100.0 * (double)(all->made - all->passed) / (double)all->made : 0);
}

/* Plays until there are enough replies. */
static void
play(const char *folder, const char *language, uint64_t seed, const char *name)
{
	struct arena *a = arena_new();
	struct understander *u;
	struct sim_script *script;
	const char *scenarios = file_data(a, "scenarios"),
		   *path = strcmp(language, "en") == 0 ? scenarios : file_join(a, scenarios, language);
	struct sim_sources sources = {.paths = &path, .count = 1, .folder = scenarios};
	const struct messages *other;
	struct tally all;
	size_t conversations = 0;

	memset(&m.lies, 0, sizeof m.lies);
	memset(&m.from_turn, 0, sizeof m.from_turn);
	memset(m.seen, 0, sizeof m.seen);
	m.replies = m.refused = m.plain = 0;
	check_ok(world_load(folder, &m.world, &m.e), &m.e);
	const struct settings *s = world_settings(m.world);
	const struct shop_records *r = world_records(m.world);
	check_ok(desk_understander_open(m.world, &u, &m.e), &m.e);
	check_ok(sim_script_load(&sources, s, &script, &m.e), &m.e);
	check_ok(ground_checker_new(s, r->products, r->product_count,
		     world_messages(m.world, language), &m.checker, &m.e),
	    &m.e);
	m.language = language;
	for (size_t i = 0; (other = world_messages_at(m.world, i)) != NULL; i++)
		if (other != world_messages(m.world, language))
			check_ok(ground_checker_add(m.checker, other,
				     other == world_messages(m.world, "en"), &m.e),
			    &m.e);
	random_init(&m.random, seed, "lies");
	for (int round = 0; m.replies < m.wanted && round < 40; round++) {
		struct sim_options o = {.script = script,
		    .world = m.world,
		    .understander = u,
		    .backend = "builtin",
		    .conversations = 250,
		    .seed = seed + (uint64_t)round,
		    .threads = 1,
		    .around = listen};
		struct value *result;
		check_ok(sim_run(&o, a, &result, &m.e), &m.e);
		conversations += 250;
		/* what the oracle found fault with is no true reply */
		assert_int_equal(value_as_int(value_path(result, "breaches.statements"), 0), 0);
	}
	print_message("# %s: %zu different replies that offer a change, and %zu that offer none, of %zu conversations; %zu refused though true\n",
	    name, m.replies, m.plain, conversations, m.refused);
	report("a value that stands nowhere:", m.lies, &all);
	assert_true(m.replies >= m.wanted);
	assert_true(m.refused * 100 < m.replies + m.plain);
	/* of sixty replies there needn't be one that each kind can be made of */
	for (int k = 0; k < LIE_KINDS && !CHECK_SANITIZED && strcmp(language, "en") == 0; k++)
		assert_true(m.lies[k].made > 0);
	assert_true(all.made >= m.replies && all.passed * 100 <= all.made);
	/* these may be true by chance, so nothing is asked of them but to be told */
	report("another value of the turn:  ", m.from_turn, &all);
	assert_true(all.made > 0);
	ground_checker_free(&m.checker);
	sim_script_free(&script);
	understander_free(&u);
	world_free(&m.world);
	arena_free(&a);
}

static void
changed_replies_of_the_demo_shop_are_refused_and_true_ones_are_not(void **state)
{
	struct arena *a = arena_new();
	(void)state;
	play(file_data(a, "scenarios/worlds/tarn-and-fell"), "en", 1, "the demo shop");
	arena_free(&a);
}

static void
changed_replies_in_german_and_spanish_are_refused_and_true_ones_are_not(void **state)
{
	struct arena *a = arena_new();
	(void)state;
	size_t wanted = m.wanted;
	m.wanted = wanted / 5;	/* there are fewer scenarios */
	play(file_data(a, "scenarios/worlds/tarn-and-fell"), "de", 3, "the demo shop in German");
	play(file_data(a, "scenarios/worlds/tarn-and-fell"), "es", 4, "the demo shop in Spanish");
	m.wanted = wanted;
	arena_free(&a);
}

static void
changed_replies_of_a_generated_shop_are_refused_and_true_ones_are_not(void **state)
{
	struct arena *a = arena_new();
	char folder[] = "/tmp/floorwalker-lies-XXXXXX";
	struct world_generate_options o = {
	    .base = file_data(a, "scenarios/worlds/tarn-and-fell"),
	    .customers = 400,
	    .orders = 1200,
	    .seed = 99};
	(void)state;
	assert_non_null(mkdtemp(folder));
	o.out = arena_printf(a, "%s/world", folder);
	check_ok(world_generate(&o, &m.e), &m.e);
	play(o.out, "en", 2, "a generated shop");
	assert_int_equal(system(arena_printf(a, "rm -rf '%s'", folder)), 0);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(changed_replies_of_the_demo_shop_are_refused_and_true_ones_are_not),
	    cmocka_unit_test(changed_replies_in_german_and_spanish_are_refused_and_true_ones_are_not),
	    cmocka_unit_test(
		changed_replies_of_a_generated_shop_are_refused_and_true_ones_are_not)};
	const char *wanted = getenv("FLOORWALKER_MUTANTS");
	m.wanted = wanted != NULL ? (size_t)atoi(wanted) : CHECK_FULL ? 2000 : CHECK_SANITIZED ? 60 : 500;
	return RUN_TAP(tests);
}
