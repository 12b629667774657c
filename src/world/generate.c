/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a generated world: the base's files, and seeded customers and orders in the format that
 * people edit.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "reading.h"

#define PEOPLE_MAX 20000		/* what a file of a world may hold (16 MiB, 2,000,000
					   values) */
#define ORDERS_MAX 15000

/* The articles in other languages, a folder each. */
static enum err
copy_translations(struct arena *a, const struct world *base, const char *out, struct errinfo *e)
{
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < base->message_count; i++) {
		const char *name =
		    arena_printf(a, "knowledge/%s", messages_language(base->messages[i]));

		if (file_is_folder(file_join(a, base->folder, name)))
			err = folder_copy(a, base->folder, out, name, ".md", e);
	}
	return err;
}

static enum err
write_records(struct arena *a, const struct world *base, const struct world_generate_options *o,
    const char *out, struct errinfo *e)
{
	struct people people;
	struct order *orders;
	struct str text;
	size_t i;
	enum err err;

	people_make(a, base, o->customers, o->seed, &people);
	if ((err = purchases_make(a, base, &people, o->orders, o->seed, &orders, e)) != ERR_OK)
		return err;
	str_init(&text);
	str_addf(&text, "# Generated with seed %llu; nobody of these lives.\ncustomers:\n",
	    (unsigned long long)o->seed);
	for (i = 0; i < people.count; i++)
		write_customer(&text, &base->settings, &people.customers[i]);
	err = file_write(file_join(a, out, "customers.yaml"), text.data, text.length, 0644, e);
	str_reset(&text);
	str_addf(&text, "# Generated with seed %llu.\norders:%s\n", (unsigned long long)o->seed,
	    o->orders == 0 ? " []" : "");
	for (i = 0; i < o->orders; i++)
		write_order(&text, &base->settings, &orders[i], false);
	if (err == ERR_OK)
		err = file_write(file_join(a, out, "orders.yaml"), text.data, text.length, 0644, e);
	str_clear(&text);
	return err;
}

struct generation {
	const struct world *base;
	const struct world_generate_options *options;
};

static enum err
write_world(void *context, struct arena *a, const char *out, const char *name, struct errinfo *e)
{
	const struct generation *g = context;
	const struct world_generate_options *o = g->options;
	const struct pair id = { "id", arena_printf(a, "'%s'", name) };
	static const struct {
		const char *name, *suffix;
	} kept[] = {{"catalogue", ".yaml"}, {"knowledge", ".md"}, {"policy", ".yaml"},
	    {"messages", ".yaml"}};
	static const char *const may[] = {"canned", "macros"};
	enum err err = folder_copy_settings(a, g->base->folder, out, &id, 1, e);

	for (size_t i = 0; err == ERR_OK && i < sizeof(kept) / sizeof(kept[0]); i++)
		err = folder_copy(a, g->base->folder, out, kept[i].name, kept[i].suffix, e);
	for (size_t i = 0; err == ERR_OK && i < sizeof(may) / sizeof(may[0]); i++)
		if (file_is_folder(file_join(a, g->base->folder, may[i])))
			err = folder_copy(a, g->base->folder, out, may[i], ".yaml", e);
	if (err == ERR_OK)
		err = copy_translations(a, g->base, out, e);
	if (err == ERR_OK)
		err = write_records(a, g->base, o, out, e);
	if (err == ERR_OK && o->is_stopped != NULL && o->is_stopped())
		err = err_set(e, ERR_STATE, "stopped; nothing was made");
	return err;
}

enum err
world_generate(const struct world_generate_options *o, struct errinfo *e)
{
	struct generation g = { .options = o };
	struct world *base;
	struct arena *a;
	enum err err;

	if (o->customers < 1 || o->customers > PEOPLE_MAX || o->orders > ORDERS_MAX)
		return err_set(e, ERR_LIMIT,
		    "a generated world has 1 to %d customers and up to %d orders", PEOPLE_MAX,
		    ORDERS_MAX);
	if ((err = world_load(o->base, &base, e)) != ERR_OK)
		return err;
	a = arena_new();
	g.base = base;
	err = folder_make(a, o->out, write_world, &g, e);
	arena_free(&a);
	world_free(&base);
	return err;
}
