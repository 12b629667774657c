/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cmd.h"
#include "floorwalker/backend.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/world.h"

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

static enum err
run_check(struct call *c, struct errinfo *e)
{
	const char *folder;
	size_t errors, warnings;
	enum err err;

	if ((err = world_folder_find(c->arena, c->words[0], &folder, e)) != ERR_OK ||
	    (err = world_check(folder, print_fault, NULL, &errors, &warnings, e)) != ERR_OK ||
	    (errors == 0 && (err = check_messages(folder, &errors, e)) != ERR_OK))
		return err;
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
