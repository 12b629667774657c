/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a generated world: the base's files, and seeded customers and orders in the format that
 * people edit.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/model/money.h"
#include "reading.h"

#define FILE_LIMIT (16u << 20)
#define PEOPLE_MAX 20000		/* what a file of a world may hold (16 MiB, 2,000,000
					   values) */
#define ORDERS_MAX 15000

/* Quoted where plain words could be read as something else. */
static void
put_text(struct str *out, const char *s)
{
	size_t plain =
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ./+@-");
	bool letter = (s[0] >= 'A' && s[0] <= 'Z') || (s[0] >= 'a' && s[0] <= 'z');

	if (letter && s[plain] == '\0' && strlen(s) > 5 && s[plain - 1] != ' ') {
		str_add(out, s);
		return;
	}
	str_add_char(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			str_add_char(out, '\'');
		str_add_char(out, *s);
	}
	str_add_char(out, '\'');
}

static void
put_address(struct str *out, const struct address *a)
{
	const char *const names[] = { "line1", "line2", "city", "region", "postcode", "country" };
	const char *const parts[] = {
	    a->line1, a->line2, a->city, a->region, a->postcode, a->country};
	size_t i;

	str_add_char(out, '{');
	for (i = 0; i < 6; i++) {
		str_addf(out, "%s%s: ", i > 0 ? ", " : "", names[i]);
		put_text(out, parts[i]);
	}
	str_add(out, "}\n");
}

static void
put_customer(struct str *out, const struct world *w, const struct customer *c)
{
	size_t i;

	str_addf(out, "  - id: %s\n    name: {given: ", c->id);
	put_text(out, c->given);
	str_add(out, ", family: ");
	put_text(out, c->family);
	str_addf(out,
	    "}\n    email: %s\n    phone: '%s'\n    language: %s\n    tier: %s\n    since: ",
	    c->email, c->phone, c->language, c->tier);
	date_print_day(out, w->settings.zone, c->since_ms);
	str_add(out, "\n    address: ");
	put_address(out, &c->address);
	str_add(out, "    payment_methods:\n");
	for (i = 0; i < c->method_count; i++) {
		str_addf(out, "      - {id: %s, kind: %s, label: %s", c->methods[i].id,
		    c->methods[i].kind, c->methods[i].label);
		if (text_is(c->methods[i].kind, "gift_card")) {
			str_add(out, ", balance: ");
			money_print_plain(out, c->methods[i].balance, w->settings.currency);
		}
		str_add(out, "}\n");
	}
	str_addf(out, "    marketing: %s\n", c->marketing ? "true" : "false");
}

static void
put_amount(
    struct str *out, const struct world *w, const char *before, int64_t minor, const char *after)
{
	str_add(out, before);
	money_print_plain(out, minor, w->settings.currency);
	str_add(out, after);
}

static void
put_instant(
    struct str *out, const struct world *w, const char *before, int64_t at_ms, const char *after)
{
	str_add(out, before);
	date_print(out, w->settings.zone, at_ms);
	str_add(out, after);
}

static void
put_shipment(struct str *out, const struct world *w, const struct shipment *s)
{
	size_t i;

	str_addf(out, "      - id: %s\n        carrier: ", s->id);
	put_text(out, s->carrier);
	str_addf(out, "\n        tracking: %s\n        status: %s\n", s->tracking, s->status);
	if (s->shipped_ms != 0)
		put_instant(out, w, "        shipped: ", s->shipped_ms, "\n");
	if (s->delivered_ms != 0)
		put_instant(out, w, "        delivered: ", s->delivered_ms, "\n");
	str_add(out, "        lines: [");
	for (i = 0; i < s->line_count; i++)
		str_addf(out, "%s%lld", i > 0 ? ", " : "", (long long)s->lines[i]);
	str_add(out, "]\n");
	if (s->event_count > 0)
		str_add(out, "        events:\n");
	for (i = 0; i < s->event_count; i++) {
		put_instant(out, w, "          - {at: ", s->events[i].at_ms, ", place: ");
		put_text(out, s->events[i].place);
		str_add(out, ", text: ");
		put_text(out, s->events[i].text);
		str_add(out, "}\n");
	}
}

static void
put_order(struct str *out, const struct world *w, const struct order *o)
{
	size_t i;

	str_addf(out, "  - id: %s\n    customer: %s\n", o->id, o->customer_id);
	put_instant(out, w, "    placed: ", o->placed_ms, "\n");
	str_addf(out, "    status: %s\n    lines:\n", o->status);
	for (i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];

		str_addf(out, "      - {id: %lld, sku: %s, quantity: %lld", (long long)l->id,
		    l->sku, (long long)l->quantity);
		put_amount(out, w, ", price: ", l->price, "");
		str_addf(out, "%s%s%s}\n", l->final_sale ? ", final_sale: true" : "",
		    l->opened ? ", opened: true" : "", l->returned ? ", returned: true" : "");
	}
	put_amount(out, w, "    shipping: ", o->shipping, "\n");
	put_amount(out, w, "    discount: ", o->discount, "\n    payments:\n");
	for (i = 0; i < o->payment_count; i++) {
		str_addf(out, "      - {kind: %s", o->payments[i].refund ? "refund" : "payment");
		put_amount(out, w, ", amount: ", o->payments[i].amount, "");
		str_addf(out, ", method: %s", o->payments[i].method_id);
		put_instant(out, w, ", at: ", o->payments[i].at_ms, "}\n");
	}
	str_addf(out, "    delivery: %s\n    promised: ", o->delivery);
	date_print_day(out, w->settings.zone, o->promised_ms);
	str_add(out, o->shipment_count > 0 ? "\n    shipments:\n" : "\n    shipments: []\n");
	for (i = 0; i < o->shipment_count; i++)
		put_shipment(out, w, &o->shipments[i]);
}

static enum err
copy_file(struct arena *a, const char *from, const char *to, const char *name, struct errinfo *e)
{
	struct str bytes;
	enum err err;

	str_init(&bytes);
	err = file_read(file_join(a, from, name), FILE_LIMIT, &bytes, e);
	if (err == ERR_OK)
		err = file_write(file_join(a, to, name), bytes.data, bytes.length, 0644, e);
	str_clear(&bytes);
	return err;
}

static enum err
copy_folder(struct arena *a, const struct world *base, const char *out, const char *name,
    const char *suffix, struct errinfo *e)
{
	const char *from = file_join(a, base->folder, name), *to = file_join(a, out, name), **names;
	size_t i, count;
	enum err err = file_list(a, from, suffix, &names, &count, e);

	if (err == ERR_OK)
		err = file_make_folder(to, e);
	for (i = 0; err == ERR_OK && i < count; i++)
		err = copy_file(a, from, to, names[i], e);
	return err;
}

/* world.yaml as it is, under the new folder's name. */
static enum err
copy_settings(
    struct arena *a, const struct world *base, const char *out, const char *name, struct errinfo *e)
{
	const char *line;
	struct str bytes, changed;
	enum err err;

	str_init(&bytes);
	str_init(&changed);
	err = file_read(file_join(a, base->folder, "world.yaml"), FILE_LIMIT, &bytes, e);
	for (line = bytes.data; err == ERR_OK && *line != '\0';) {
		const char *end = strchr(line, '\n');
		size_t length = end != NULL ? (size_t)(end - line) + 1 : strlen(line);

		if (text_starts(line, "id:"))
			str_addf(&changed, "id: '%s'\n", name);
		else
			str_add_n(&changed, line, length);
		line += length;
	}
	if (err == ERR_OK)
		err = file_write(
		    file_join(a, out, "world.yaml"), changed.data, changed.length, 0644, e);
	str_clear(&bytes);
	str_clear(&changed);
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
		put_customer(&text, base, &people.customers[i]);
	err = file_write(file_join(a, out, "customers.yaml"), text.data, text.length, 0644, e);
	str_reset(&text);
	str_addf(&text, "# Generated with seed %llu.\norders:%s\n", (unsigned long long)o->seed,
	    o->orders == 0 ? " []" : "");
	for (i = 0; i < o->orders; i++)
		put_order(&text, base, &orders[i]);
	if (err == ERR_OK)
		err = file_write(file_join(a, out, "orders.yaml"), text.data, text.length, 0644, e);
	str_clear(&text);
	return err;
}

static enum err
prepare(struct arena *a, const char *out, struct errinfo *e)
{
	const char **names;
	size_t count = 0;
	enum err err;

	if (file_exists(out) && !file_is_folder(out))
		return err_set(
		    e, ERR_EXISTS, "%s is there already and no folder; name a new one", out);
	if (file_is_folder(out)) {
		if ((err = file_list(a, out, "", &names, &count, e)) != ERR_OK)
			return err;
		if (count > 0)
			return err_set(
			    e, ERR_EXISTS, "%s has files in it already; name a new folder", out);
	}
	return strchr(out, '/') != NULL && strrchr(out, '/') > out
	    ? file_make_folder(arena_text_n(a, out, (size_t)(strrchr(out, '/') - out)), e)
	    : ERR_OK;
}

static enum err
write_world(struct arena *a, const struct world *base, const struct world_generate_options *o,
    const char *out, const char *name, struct errinfo *e)
{
	static const struct {
		const char *name, *suffix;
	} kept[] = {{"catalogue", ".yaml"}, {"knowledge", ".md"}, {"policy", ".yaml"},
	    {"messages", ".yaml"}};
	enum err err = copy_settings(a, base, out, name, e);

	for (size_t i = 0; err == ERR_OK && i < sizeof(kept) / sizeof(kept[0]); i++)
		err = copy_folder(a, base, out, kept[i].name, kept[i].suffix, e);
	if (err == ERR_OK)
		err = write_records(a, base, o, out, e);
	if (err == ERR_OK && o->is_stopped != NULL && o->is_stopped())
		err = err_set(e, ERR_STATE, "stopped; nothing was made");
	return err;
}

static void
remove_tree(struct arena *a, const char *folder)
{
	const char **names;
	size_t count;

	if (file_list(a, folder, "", &names, &count, NULL) == ERR_OK)
		for (size_t i = 0; i < count; i++) {
			const char *path = file_join(a, folder, names[i]);

			if (file_is_folder(path))
				remove_tree(a, path);
			else
				unlink(path);
		}
	rmdir(folder);
}

/* Beside its place under another name, and moved there when it is whole: what goes wrong on the way
 * leaves nothing. */
static enum err
write_beside(struct arena *a, const struct world *base, const struct world_generate_options *o,
    const char *out, struct errinfo *e)
{
	const char *name = strrchr(out, '/') != NULL ? strrchr(out, '/') + 1 : out;
	char *beside = arena_printf(a, "%s.XXXXXX", out);
	size_t length =
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	enum err err;

	if (name[length] != '\0' || length > WORLD_ID_MAX || name[0] == '\0' || name[0] == '.')
		return err_set(e, ERR_INPUT,
		    "a world is called as its folder, and \"%.80s\" is no id: letters, digits, '.', '_' and '-', %d at most",
		    name, WORLD_ID_MAX);
	if ((err = prepare(a, out, e)) != ERR_OK)
		return err;
	if (mkdtemp(beside) == NULL)
		return err_set(
		    e, ERR_IO, "can't make a folder beside %s: %s", out, strerror(errno));
	err = write_world(a, base, o, beside, name, e);
	if (err == ERR_OK && (chmod(beside, 0755) != 0 || rename(beside, out) != 0))
		err = err_set(e, ERR_IO, "can't make the folder %s: %s", out, strerror(errno));
	if (err != ERR_OK)
		remove_tree(a, beside);
	return err;
}

enum err
world_generate(const struct world_generate_options *o, struct errinfo *e)
{
	size_t length = strlen(o->out);
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
	while (length > 1 && o->out[length - 1] == '/')
		length--;
	err = write_beside(a, base, o, arena_text_n(a, o->out, length), e);
	arena_free(&a);
	world_free(&base);
	return err;
}
