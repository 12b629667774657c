/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cmd.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/backend.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/world.h"
#include "floorwalker/world/tau.h"

static void
print_fault(void *context, const struct world_fault *f)
{
	(void)context;
	printf("%s: %s\n", f->error ? "error" : "warning", f->text);
}

static void
found(enum err err, const struct errinfo *why, size_t *errors)
{
	if (err != ERR_OK) {
		printf("error: %s\n", why->text);
		++*errors;
	}
}

/* What is said to shoppers is known to those who say it, above the room that reads worlds. */
static enum err
check_messages(const char *folder, size_t *errors, struct errinfo *e)
{
	struct world *w;
	struct backend *b;
	const struct messages *m;
	enum err err = world_load(folder, &w, e);

	if (err != ERR_OK)
		return err;
	if ((err = backend_builtin_new(&b, e)) == ERR_OK) {
		for (size_t i = 0; (m = world_messages_at(w, i)) != NULL; i++) {
			struct errinfo why;
			enum err one;
			size_t at = 0;

			do
				found(one = desk_check_messages(m, &at, &why), &why, errors);
			while (one != ERR_OK);
			at = 0;
			do
				found(one = backend_check(b, m, &at, &why), &why, errors);
			while (one != ERR_OK);
		}
		backend_free(&b);
	}
	world_free(&w);
	return err;
}

/* The weights that this world would be served with. */
static enum err
check_confidence(const char *folder, size_t *errors, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct confidence_weights weights;
	struct errinfo why;
	struct world *w;
	bool any;
	enum err err = world_load(folder, &w, e);

	if (err == ERR_OK) {
		found(desk_confidence_load(w, a, &weights, &any, NULL, &why), &why, errors);
		world_free(&w);
	}
	arena_free(&a);
	return err;
}

/* What macros do is known to the command table, above the room that reads worlds. */
static enum err
check_macros(const char *folder, size_t *errors, struct errinfo *e)
{
	struct command_table *t = command_table_new();
	struct world *w;
	enum err err = world_load(folder, &w, e);
	size_t count = 0;
	const struct macro_plan *macros = err == ERR_OK ? world_macros(w, &count) : NULL;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < macros[i].count; k++) {
			struct errinfo why;

			found(command_macro_check(t, &macros[i].steps[k], &why), &why, errors);
		}
	if (err == ERR_OK)
		world_free(&w);
	command_table_free(&t);
	return err;
}

static enum err
run_check(struct call *c, struct errinfo *e)
{
	const char *folder;
	size_t errors, warnings;
	enum err err;

	if ((err = world_folder_find(c->arena, c->words[0], &folder, e)) != ERR_OK ||
	    (err = world_check(folder, print_fault, NULL, &errors, &warnings, e)) != ERR_OK ||
	    (errors == 0 && ((err = check_messages(folder, &errors, e)) != ERR_OK ||
			      (err = check_macros(folder, &errors, e)) != ERR_OK ||
			      (err = check_confidence(folder, &errors, e)) != ERR_OK)))
		return err;
	settings_check(c->arena, folder, &errors, &warnings);
	printf("%s: %zu error%s, %zu warning%s\n", folder, errors, errors == 1 ? "" : "s", warnings,
	    warnings == 1 ? "" : "s");
	c->exit_code = errors > 0;
	return ERR_OK;
}

static const struct option check_options[] = { { .name = NULL } };

const struct subcommand subcommand_world_check = {
    .name = "world check",
    .words = "DIR",
    .least = 1,
    .most = 1,
    .summary = "check every file of a world",
    .help =
	"Reports each dangling reference, bad amount, sum that doesn't fit, unreachable rule and typo with file, line and column,\n"
	"and each sentence that is missing or asks for something that it isn't given.\n"
	"Exit code 1 where there is an error; warnings alone leave it 0.",
    .examples = "  floorwalker world check tarn-and-fell\n  floorwalker world check ./my-shop\n",
    .options = check_options,
    .run = run_check,
};

static enum err
run_generate(struct call *c, struct errinfo *e)
{
	struct world_generate_options o = { 0 };
	int64_t customers, orders, seed;
	enum err err;

	if ((err = world_folder_find(
		 c->arena, call_text(c, "base", "tarn-and-fell"), &o.base, e)) != ERR_OK ||
	    (err = call_need(c, "out", &o.out, e)) != ERR_OK ||
	    (err = call_int(c, "customers", 1, 1000000, 500, &customers, e)) != ERR_OK ||
	    (err = call_int(c, "orders", 0, 10000000, 1500, &orders, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return err;
	o.customers = (size_t)customers;
	o.orders = (size_t)orders;
	o.seed = (uint64_t)seed;
	o.is_stopped = stop_is_asked;
	stop_listen();
	if ((err = world_generate(&o, e)) != ERR_OK)
		return err;
	printf("%s: %lld customers, %lld orders, seed %lld\n", o.out, (long long)customers,
	    (long long)orders, (long long)seed);
	return ERR_OK;
}

static const struct option generate_options[] = {
	{ .name = "out", .value = "DIR", .help = "the new folder" },
	{ .name = "base", .value = "WORLD", .help = "whose catalogue, articles, rules and settings are kept (tarn-and-fell)" },
	{ .name = "customers", .value = "N", .help = "500" },
	{ .name = "orders", .value = "N", .help = "1500" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes" },
	{ .name = NULL },
};

const struct subcommand subcommand_world_generate = {
    .name = "world generate",
    .words = "",
    .summary = "write a world with seeded customers and orders",
    .help =
	"Keeps the base world's catalogue, articles, rules and settings, and draws customers and orders in every state.",
    .examples =
	"  floorwalker world generate --out /tmp/large --customers 500 --orders 1500 --seed 1\n",
    .options = generate_options,
    .run = run_generate,
};

static enum err
run_import(struct call *c, struct errinfo *e)
{
	struct tau_import_options o = { .template = file_data(c->arena, "templates/tau-retail") };
	struct tau_counts n;
	enum err err;

	if (!text_is(c->words[0], "tau"))
		return err_set(e, ERR_USAGE,
		    "sets of the kind \"%.40s\" can't be imported; tau can", c->words[0]);
	if ((err = call_need(c, "db", &o.db, e)) != ERR_OK ||
	    (err = call_need(c, "out", &o.out, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, "tarn-and-fell", &o.messages, e)) != ERR_OK)
		return err;
	if (o.template == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "the template isn't installed; set FLOORWALKER_DATA to the folder that holds scenarios/");
	if ((err = tau_import(&o, &n, e)) != ERR_OK)
		return err;
	printf("%s: %zu customers, %zu orders, %zu products with %zu variants\n", o.out,
	    n.customers, n.orders, n.products, n.variants);
	return ERR_OK;
}

static const struct option import_options[] = {
	{ .name = "db", .value = "DIR", .help = "the set: retail_users.json, retail_orders.json and retail_products.json, or the same without retail_" },
	{ .name = "out", .value = "WORLD", .help = "the new folder" },
	{ .name = NULL },
};

const struct subcommand subcommand_world_import = {
    .name = "world import",
    .words = "tau",
    .least = 1,
    .most = 1,
    .summary = "make a world of a set in another's format",
    .help =
	"tau: a set in the shape of tau-bench's retail shop becomes a world's catalogue, customers with their payment methods, and orders; its written policy is\n"
	"a set of decision tables that come with floorwalker (templates/tau-retail). The world is read back and held against the set before it stays.",
    .examples = "  floorwalker world import tau --db tau-retail --out /tmp/retail && floorwalker world check /tmp/retail\n",
    .options = import_options,
    .run = run_import,
};
