/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A set of tau retail as a world's folder.
 */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "reading.h"
#include "tau.h"

#define MESSAGES_LIMIT ((size_t)4 * 1024 * 1024)

struct import {
	const struct tau_import_options *options;
	struct settings settings;	/* as far as records are written with them */
	struct tau_set set;
};

/* ---- what the template says of time and money */

static enum err
read_template(struct arena *a, struct import *x, struct errinfo *e)
{
	const char *path = file_join(a, x->options->template, "world.yaml");
	struct settings *s = &x->settings;
	struct value *v;
	enum err err = value_load(a, path, &v, e);

	if (err != ERR_OK)
		return err;
	if ((err = zone_open(value_get_text(v, "timezone"), &s->zone, e)) != ERR_OK)
		return err_prefix(e, "%s", path);
	if (!date_parse(s->zone, value_get_text(v, "as_of"), &s->as_of_ms))
		return value_err(e, ERR_INPUT, v, "'as_of' must be an instant");
	s->currency = value_get_text(v, "currency");
	x->set.zone = s->zone;
	x->set.currency = s->currency;
	x->set.as_of_ms = s->as_of_ms;
	return ERR_OK;
}

/* ---- the pattern of order numbers */

static void
add_literal(struct str *out, const char *s, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (strchr(".-_#", s[i]) != NULL)
			str_add_char(out, '\\');
		str_add_char(out, s[i]);
	}
}

/* Letters that all begin with and then digits, where the ids are made so; a leading # may be left
 * out by who writes one. Else whatever ids may have. */
static const char *
order_pattern(struct arena *a, const struct shop_records *records)
{
	const struct order *first = &records->orders[0];
	size_t i, prefix = 0, least = 0, most = 0, hash = 0;
	const char *pattern;
	struct str s;

	if (records->order_count > 0)
		prefix = strcspn(first->id, "0123456789");
	for (i = 0; i < records->order_count; i++) {
		const char *id = records->orders[i].id;
		size_t digits = strncmp(id, first->id, prefix) == 0
		    ? strspn(id + prefix, "0123456789")
		    : 0;

		if (digits == 0 || id[prefix + digits] != '\0')
			return "'[A-Za-z0-9._#-]+'";
		least = i == 0 || digits < least ? digits : least;
		most = digits > most ? digits : most;
	}
	str_init(&s);
	str_add_char(&s, '\'');
	if (prefix > 0 && first->id[0] == '#') {
		str_add(&s, "#?");
		hash = 1;
	}
	if (records->order_count > 0)
		add_literal(&s, first->id + hash, prefix - hash);
	str_addf(&s, least == most ? "[0-9]{%zu}" : "[0-9]{%zu,%zu}", least > 0 ? least : 1, most);
	str_add_char(&s, '\'');
	pattern = arena_text(a, records->order_count > 0 ? s.data : "'[A-Za-z0-9._#-]+'");
	str_clear(&s);
	return pattern;
}

/* ---- the files */

static enum err
put(struct arena *a, const char *folder, const char *name, const struct str *text,
    struct errinfo *e)
{
	return file_write(file_join(a, folder, name), text->data, text->length, 0644, e);
}

static enum err
write_records(struct arena *a, const struct import *x, const char *folder, struct errinfo *e)
{
	const struct shop_records *r = &x->set.records;
	struct str text;
	enum err err;
	size_t i;

	str_init(&text);
	str_addf(&text, "# Imported.\ndepartment: Shop\nproducts:%s\n",
	    r->product_count == 0 ? " []" : "");
	for (i = 0; i < r->product_count; i++)
		write_product(&text, &x->settings, &r->products[i]);
	if ((err = file_make_folder(file_join(a, folder, "catalogue"), e)) == ERR_OK)
		err = put(a, folder, "catalogue/shop.yaml", &text, e);
	str_reset(&text);
	str_addf(&text, "# Imported. Since when somebody is a customer is made up.\ncustomers:%s\n",
	    r->customer_count == 0 ? " []" : "");
	for (i = 0; i < r->customer_count; i++)
		write_customer(&text, &x->settings, &r->customers[i]);
	if (err == ERR_OK)
		err = put(a, folder, "customers.yaml", &text, e);
	str_reset(&text);
	str_addf(&text, "# Imported. The set has no dates: all days here are made up.\norders:%s\n",
	    r->order_count == 0 ? " []" : "");
	for (i = 0; i < r->order_count; i++)
		write_order(&text, &x->settings, &r->orders[i], true);
	if (err == ERR_OK)
		err = put(a, folder, "orders.yaml", &text, e);
	str_clear(&text);
	return err;
}

/* The sentences come from another world, whose rules aren't these: what says one of them again would
 * never be read, or say something else of a rule of the same name. */
static enum err
drop_rules(struct arena *a, const char *folder, struct errinfo *e)
{
	const char *place = file_join(a, folder, "messages"), **names;
	size_t count;
	enum err err = file_list(a, place, ".yaml", &names, &count, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char *path = file_join(a, place, names[i]);
		struct str all, kept;
		bool drop = false;

		str_init(&all);
		str_init(&kept);
		err = file_read(path, MESSAGES_LIMIT, &all, e);
		for (const char *s = all.data; err == ERR_OK && *s != '\0';) {
			size_t n = strcspn(s, "\n") + (strchr(s, '\n') != NULL);

			/* deeper lines go on with the key above them */
			drop = text_starts(s, "  rule.") || (drop && text_starts(s, "   "));
			if (!drop)
				str_add_n(&kept, s, n);
			s += n;
		}
		if (err == ERR_OK)
			err = file_write(path, kept.data, kept.length, 0644, e);
		str_clear(&all);
		str_clear(&kept);
	}
	return err;
}

static enum err
write_world(void *context, struct arena *a, const char *folder, const char *name, struct errinfo *e)
{
	struct import *x = context;
	const struct tau_import_options *o = x->options;
	const struct pair changes[] = {{"id", arena_printf(a, "'%s'", name)},
	    {"order_pattern", order_pattern(a, &x->set.records)}};
	enum err err = folder_copy_settings(a, o->template, folder, changes, 2, e);

	if (err == ERR_OK)
		err = folder_copy(a, o->template, folder, "policy", ".yaml", e);
	if (err == ERR_OK)
		err = folder_copy(a, o->template, folder, "knowledge", ".md", e);
	if (err == ERR_OK)
		err = folder_copy(a, o->messages, folder, "messages", ".yaml", e);
	if (err == ERR_OK)
		err = drop_rules(a, folder, e);
	return err == ERR_OK ? write_records(a, x, folder, e) : err;
}

/* ---- read back */

static enum err
differs(const char *what, const char *id, const struct str *where, struct errinfo *e)
{
	return err_set(e, ERR_CORRUPT, "%s %.60s doesn't come back as it was: %.400s", what, id,
	    where->data);
}

/* Every record of the set, out of the world that was made of it. */
static enum err
compare(struct arena *a, const struct import *x, const struct world *w, struct errinfo *e)
{
	const struct shop_records *r = world_records(w);
	const struct settings *s = world_settings(w);
	enum err err = ERR_OK;
	struct str where;
	size_t i;

	str_init(&where);
	for (i = 0; err == ERR_OK && i < r->product_count; i++)
		if (!tau_is_same(value_get(x->set.products, r->products[i].id),
			tau_product(a, s, &r->products[i]), &where))
			err = differs("product", r->products[i].id, &where, e);
	for (i = 0; err == ERR_OK && i < r->customer_count; i++)
		if (!tau_is_same(value_get(x->set.users, r->customers[i].id),
			tau_user(a, r, s, &r->customers[i]), &where))
			err = differs("user", r->customers[i].id, &where, e);
	for (i = 0; err == ERR_OK && i < r->order_count; i++)
		if (!tau_is_same(value_get(x->set.orders, r->orders[i].id),
			tau_order(a, r, s, &r->orders[i]), &where))
			err = differs("order", r->orders[i].id, &where, e);
	if (err == ERR_OK &&
	    (r->product_count != value_count(x->set.products) ||
		r->customer_count != value_count(x->set.users) ||
		r->order_count != value_count(x->set.orders)))
		err = err_set(e, ERR_CORRUPT, "not all records of the set came into the world");
	str_clear(&where);
	return err;
}

static enum err
read_back(struct arena *a, const struct import *x, struct tau_counts *out, struct errinfo *e)
{
	struct world *w;
	enum err err = world_load(x->options->out, &w, e);
	size_t i;

	if (err != ERR_OK)
		return err;
	err = compare(a, x, w, e);
	*out = (struct tau_counts){.customers = w->records.customer_count,
	    .orders = w->records.order_count,
	    .products = w->records.product_count};
	for (i = 0; i < w->records.product_count; i++)
		out->variants += w->records.products[i].variant_count;
	world_free(&w);
	return err;
}

enum err
tau_import(const struct tau_import_options *o, struct tau_counts *out, struct errinfo *e)
{
	struct import x = { .options = o };
	struct arena *a = arena_new();
	enum err err;

	if ((err = read_template(a, &x, e)) == ERR_OK &&
	    (err = tau_read(a, o->db, &x.set, e)) == ERR_OK &&
	    (err = folder_make(a, o->out, write_world, &x, e)) == ERR_OK &&
	    (err = read_back(a, &x, out, e)) != ERR_OK)
		folder_remove(a, o->out);
	zone_free(&x.settings.zone);
	arena_free(&a);
	return err;
}
