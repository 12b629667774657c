/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fault put into each layer of the demo world, one at a time: the suite that comes with floorwalker catches
 * each, and most of its failures are blamed on that layer; and what a run that is told what the world was before
 * leaves out goes as it went. Prints the table. All are tried where FLOORWALKER_FULL is set, else every third, and
 * with sanitizers every eighth.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/replay/reach.h"

#define EVERY (CHECK_FULL ? 1 : CHECK_SANITIZED ? 12 : 3)

enum seed { REPLACE, REMOVE, SWAP_REASONS, FEW_INTENTS, SLOW };

static const struct mutation {
	enum seed seed;
	const char *file, *find, *put, *layer, *what;
} mutations[] = {
    {REPLACE, "policy/refund.yaml", "      amount: <= 50.00\n    then: approve\n    shopper: I'm sorry that it arrived damaged.",
	"      amount: <= 50.00\n    then: deny\n    shopper: I'm sorry that it arrived damaged.", "policy", "a rule flipped: small damage is denied"},
    {REPLACE, "policy/refund.yaml", "      days_since_delivery: 0..14\n    then: human", "      days_since_delivery: 0..14\n    then: approve", "policy", "larger damage is approved by rule"},
    {REPLACE, "policy/cancel.yaml", "      order_status: pending\n    then: approve", "      order_status: pending\n    then: human", "policy", "cancelling is left to people"},
    {REPLACE, "policy/cancel.yaml", "    then: deny\n    shopper: Your order has left", "    then: human\n    shopper: Your order has left", "policy", "a refusal becomes a question"},
    {REPLACE, "policy/cancel.yaml", "amount: '> 300.00'", "amount: '> 9000.00'", "policy", "a limit moved"},
    {REPLACE, "policy/cancel.yaml", "id: cancel-processing\n", "id: cancel-in-work\n", "policy", "a rule renamed"},
    {REPLACE, "policy/return.yaml", "      days_since_delivery: 0..30\n    then: approve\n    shopper: You are within", "      days_since_delivery: 0..3\n    then: approve\n    shopper: You are within", "policy", "a window of 30 days becomes one of 3"},
    {REPLACE, "policy/exchange.yaml", "    then: approve\n    shopper: I can exchange it", "    then: human\n    shopper: I can exchange it", "policy", "exchanges are left to people"},
    {REPLACE, "policy/address_change.yaml", "      order_status: pending\n    then: approve", "      order_status: processing\n    then: approve", "policy", "a condition changed"},
    {REPLACE, "policy/discount.yaml", "amount: <= 15.00", "amount: <= 14.99", "policy", "a forgotten code of the limit itself waits"},
    {REPLACE, "policy/goodwill.yaml", "      amount: <= 15.00\n", "      amount: <= 20.00\n", "policy", "goodwill up to 20.00 is approved by rule"},
    {REMOVE, "cancel.md", NULL, NULL, "knowledge", "the article on cancelling removed"},
    {REMOVE, "damaged.md", NULL, NULL, "knowledge", "the article on damage removed"},
    {REMOVE, "return-window.md", NULL, NULL, "knowledge", "the article on the return window removed"},
    {REMOVE, "delivery-costs.md", NULL, NULL, "knowledge", "the article on delivery costs removed"},
    {REMOVE, "payment-methods.md", NULL, NULL, "knowledge", "the article on payment removed"},
    {REPLACE, "world.yaml", "send_at: 0.40", "send_at: 0.99", "gates", "the least confidence for sending moved up"},
    {REPLACE, "world.yaml", "sentiment_floor: -0.70", "sentiment_floor: -0.05", "gates", "the floor of sentiment moved up"},
    {REPLACE, "world.yaml", "high_value: 1000.00", "high_value: 9000.00", "gates", "the value of high-value orders moved"},
    {REPLACE, "world.yaml", "  guarded: [legal, safety, health, threat]", "  guarded: [safety]", "gates", "topics are guarded no more"},
    {REPLACE, "world.yaml", "out_of_scope_at: 0.60", "out_of_scope_at: 0.01", "gates", "nearly all is out of scope"},
    {REPLACE, "world.yaml", "    reasons: [guarded_topic]", "    reasons: [taken]", "desk", "guarded topics go to another queue"},
    {REPLACE, "messages/en.yaml", "\"To sum up: a refund of {amount} for {items} from {order}, to {method}.\", \"So that would be a refund of {amount} for {items} from {order}, to {method}.\"",
	"\"To sum up: a refund for {items} from {order}, to {method}.\"", "words", "a summary loses its amount"},
    {REPLACE, "messages/en.yaml", "\"To sum up: I cancel all of {order}, worth {amount}.\", \"So I would cancel {order}, all of it, worth {amount}.\"",
	"\"To sum up: I cancel all of {order}.\"", "words", "another summary loses its amount"},
    {SWAP_REASONS, NULL, NULL, NULL, "understanding", "the phrases of reasons damaged"},
    {FEW_INTENTS, NULL, NULL, NULL, "understanding", "the phrases of intents damaged"},
    {SLOW, NULL, NULL, NULL, "backend", "a slow backend"},
};

static char outer[64], mutant[128];	/* a world's folder is called like the world */

static void
shell(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void
replace(const struct mutation *m)
{
	const char *path = file_join(g.a, mutant, m->file), *at;
	struct str text, out;

	str_init(&text);
	str_init(&out);
	check_ok(file_read(path, 1u << 20, &text, &g.e), &g.e);
	if ((at = strstr(text.data, m->find)) == NULL)
		fail_msg("%s has no \"%s\"", m->file, m->find);
	str_add_n(&out, text.data, (size_t)(at - text.data));
	str_add(&out, m->put);
	str_add(&out, at + strlen(m->find));
	check_ok(file_write(path, out.data, out.length, 0644, &g.e), &g.e);
	str_clear(&text);
	str_clear(&out);
}

/* Models of the world's own, taught by too little and by what is wrong. */
static void
teach(const char *kind, const struct training_row *rows, size_t count)
{
	const char *folder = file_join(g.a, mutant, "models");

	check_ok(file_make_folder(folder, &g.e), &g.e);
	check_ok(understand_train(rows, count, kind, 1,
		     file_join(g.a, folder, arena_printf(g.a, "%s.model", kind)), &g.e),
	    &g.e);
}

static void
damage_models(enum seed seed)
{
	static const char *const says[] = {"arrived damaged", "it is broken", "came with a crack", "changed my mind",
	    "don't want it any more", "it stopped working", "wrong item", "you sent another one", "it came too late",
	    "never arrived", "cheaper now", "please cancel it", "where is my order", "a refund please", "I want to return it",
	    "exchange it", "thanks", "hello", "bye", "is it in stock"};
	static const char *const reasons[] = {"price", "late", "not_arrived", "damaged", "faulty"},
				 *const intents[] = {"stock", "thanks", "goodbye", "greeting", "account"};
	struct training_row rows[400];
	size_t n = 0;

	for (size_t i = 0; i < 400; i++, n++)
		rows[n] = (struct training_row){
		    .text = arena_printf(g.a, "%s %s", says[i % 20], says[(i / 20 + 3 * i) % 20]),
		    .label = (seed == SWAP_REASONS ? reasons : intents)[i % 5]};
	teach(seed == SWAP_REASONS ? "reasons" : "intents", rows, n);
}

/* ---- a slow backend */

static enum err
slow_draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct backend *inner = self;

	(void)nanosleep(&(struct timespec){.tv_sec = 2, .tv_nsec = 200000000}, NULL);
	return backend_draft_reply(inner, a, q, out, e);
}

static void
slow_free(void *self)
{
	struct backend *inner = self;

	backend_free(&inner);
}

static const struct backend_ops slow_ops = {.name = "slow", .draft = slow_draft, .free = slow_free};

static struct backend *
slow(void *context, struct backend *take_inner)
{
	(void)context;
	return backend_new(&slow_ops, take_inner);
}

/* ---- playing */

/* The suite as the world is unharmed: what it came to, and what each conversation reached. */
static struct value *map;
static const struct value *unharmed;

static const char *
suite_of(const struct mutation *m)
{
	return m->seed == SLOW ? g.folder : file_data(g.a, "scenarios/regression");
}

static void
play_unharmed(const struct mutation *m)
{
	const char *path = suite_of(m);
	struct replay_options o = {.world = g.world, .understander = g.understander, .backend = "builtin", .runs = 1, .seed = 1, .keep_briefs = true};
	struct replay_suite *suite;
	struct value *result;
	char world[65], ai[65];

	check_ok(replay_reach_read(g.a, "/nothing/there", &map, &g.e), &g.e);
	check_ok(replay_world_digest(world_folder(g.world), world, &g.e), &g.e);
	check_ok(replay_ai_digest(ai, &g.e), &g.e);
	o.reach = map;
	o.world_digest = world;
	o.ai_digest = ai;
	check_ok(replay_suite_load(&path, 1, g.world, NULL, NULL, &suite, &g.e), &g.e);
	o.suite = suite;
	check_ok(replay_run(&o, g.a, &result, &g.e), &g.e);
	replay_suite_free(&suite);
	assert_int_equal(value_get_int(result, "held", 0), value_get_int(result, "conversations", -1));
	unharmed = value_get(result, "results");
}

static const struct value *
row(const struct value *rows, const char *name)
{
	for (size_t i = 0; i < value_count(rows); i++)
		if (text_is(value_get_text(value_at(rows, i), "name"), name))
			return value_at(rows, i);
	return NULL;
}

/* Whoever plays what was chosen alone misses nothing that goes otherwise now. */
static void
nothing_is_missed(const struct mutation *m, const struct value *result, const struct value *report)
{
	const struct value *rows = value_get(result, "results"), *skipped = value_get(report, "skipped");

	for (size_t i = 0; i < value_count(skipped); i++) {
		const char *name = value_as_text(value_at(skipped, i), "");
		const struct value *now = row(rows, name);

		if (value_count(value_get(now, "failures")) > 0 ||
		    !value_is_equal(value_get(now, "brief"), value_get(row(unharmed, name), "brief")))
			fail_msg("%s: %s goes otherwise, and was left out", m->what, name);
	}
}

static const struct value *
play_mutant(const struct mutation *m, struct value **report)
{
	const char *path = suite_of(m);
	struct replay_options o = {.backend = "builtin", .runs = 1, .seed = 1, .keep_briefs = true};
	struct understander *u = NULL;
	struct replay_changes *changes;
	struct replay_suite *suite;
	struct world *w = NULL;
	struct value *result = NULL;
	const bool *skips;

	check_ok(world_load(mutant, &w, &g.e), &g.e);
	check_ok(desk_understander_open(w, &u, &g.e), &g.e);
	check_ok(replay_suite_load(&path, 1, w, NULL, NULL, &suite, &g.e), &g.e);
	o.suite = suite;
	o.world = w;
	o.understander = u;
	o.around = m->seed == SLOW ? slow : NULL;
	check_ok(replay_run(&o, g.a, &result, &g.e), &g.e);
	check_ok(replay_changes_find(world_folder(g.world), w, &changes, &g.e), &g.e);
	check_ok(replay_choose(&o, changes, map, g.a, &skips, report, &g.e), &g.e);
	replay_changes_free(&changes);
	replay_suite_free(&suite);
	understander_free(&u);
	world_free(&w);
	nothing_is_missed(m, result, *report);
	return result;
}

static const char *
most_blamed(const struct value *result, int64_t *count)
{
	const struct value *layers = value_path(result, "failures.by_layer");
	const char *most = "nothing";

	*count = 0;
	for (size_t i = 0; i < value_count(layers); i++)
		if (value_as_int(value_at(layers, i), 0) > *count) {
			*count = value_as_int(value_at(layers, i), 0);
			most = value_key_at(layers, i);
		}
	return most;
}

static void
seed_fault(const struct mutation *m)
{
	shell(arena_printf(g.a, "rm -rf '%s' && mkdir '%s' && cp -r '%s' '%s' && chmod -R u+w '%s'", outer, outer,
	    file_data(g.a, "worlds/tarn-and-fell"), mutant, mutant));
	if (m->seed == REPLACE)
		replace(m);
	else if (m->seed == REMOVE)
		shell(arena_printf(g.a, "find '%s/knowledge' -name '%s' -exec rm {} +", mutant, m->file));
	else if (m->seed == SLOW) {
		clear_folder();
		put("one", HEAD OPENS "    expect: {intent: damaged_item, within: 2s}\n");
	} else
		damage_models(m->seed);
}

static void
each_fault_is_caught_and_blamed_on_its_layer(void **state)
{
	size_t caught = 0, blamed = 0, tried = 0, every = EVERY;

	(void)state;
	snprintf(outer, sizeof outer, "/tmp/mutant.%ld", (long)getpid());
	snprintf(mutant, sizeof mutant, "%s/tarn-and-fell", outer);
	for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i += every) {
		const struct mutation *m = &mutations[i];
		const struct value *result;
		struct value *report;
		const char *layer;
		int64_t count;

		seed_fault(m);
		if (map == NULL || m->seed == SLOW)
			play_unharmed(m);
		result = play_mutant(m, &report);
		layer = most_blamed(result, &count);
		tried++;
		caught += value_get_int(result, "failed", 0) > 0;
		blamed += text_is(layer, m->layer);
		printf("# %-48s %3lld of %lld fail, %3lld are played where what changed is told; blamed on %s%s\n",
		    m->what, (long long)value_get_int(result, "failed", 0),
		    (long long)value_get_int(result, "conversations", 0), (long long)value_get_int(report, "run", 0), layer,
		    text_is(layer, m->layer) ? "" : arena_printf(g.a, ", not on %s", m->layer));
	}
	shell(arena_printf(g.a, "rm -rf '%s'", outer));
	assert_int_equal(caught, tried);
	assert_int_equal(blamed, tried);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_fault_is_caught_and_blamed_on_its_layer),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
