/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check measured on the builtin backend's own replies in the demo world: of untouched
 * replies less than 1 % may be refused, of replies with one figure, date, price, product or id
 * changed at least 99 % must be. FLOORWALKER_MUTANTS says over how many orders (150).
 */
#include "../check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/desk/ground.h"
#include "floorwalker/model/money.h"

static struct {
	struct desk_shared shared;
	struct clock *clock;
	struct desk *desk;
	struct backend *inner;
	struct ground_checker *checker;
	struct random_stream random;
	size_t replies, refused, mutants, passed;
	size_t made[16], missed[16];	/* by kind of claim */
	struct errinfo e;
} m;

static const char *
other_product(const char *not_this)
{
	const struct shop_records *records = world_records(m.shared.world);
	for (;;) {
		const char *name =
		    records->products[random_below(&m.random, records->product_count)].name;
		if (!text_is_fold(name, not_this))
			return name;
	}
}

static const char *
other_money(struct arena *a, const char *words)
{
	struct str s;
	int64_t minor = 100 * (int64_t)(1 + random_below(&m.random, 400)) +
	    (random_below(&m.random, 2) ? 0 : 95);
	str_init(&s);
	money_print(&s, minor, "EUR", "en");
	const char *out = arena_text(a, s.data);
	str_clear(&s);
	return strcmp(out, words) == 0 ? "€0.37" : out;
}

static const char *
other_figure(struct arena *a, const char *words)
{
	char *out = arena_text(a, words);
	size_t digits = 0;
	for (char *p = out; *p != '\0'; p++)
		digits += isdigit((unsigned char)*p) != 0;
	size_t nth = digits == 0 ? 0 : random_below(&m.random, digits);
	for (char *p = out; *p != '\0'; p++)
		if (isdigit((unsigned char)*p) && nth-- == 0)
			*p = (char)('0' + (*p - '0' + 1 + (int)random_below(&m.random, 8)) % 10);
	return out;
}

/* Another day within the next or last three weeks, written the same way. */
static const char *
other_date(struct arena *a, const char *words)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November", "December"};
	int day = atoi(words);
	for (int k = 0; day > 0 && k < 12; k++) {
		const char *at = strstr(words, months[k]);
		if (at == NULL)
			continue;
		int shift = 1 + (int)random_below(&m.random, 20),
		    sign = random_below(&m.random, 2) ? 1 : -1;
		int64_t days = date_days(2026, k + 1, day) + sign * shift;
		struct date d;
		date_from_ms(
		    world_settings(m.shared.world)->zone, days * DATE_DAY_MS + DATE_DAY_MS / 2, &d);
		return arena_printf(
		    a, "%d %s%s", d.day, months[d.month - 1], at + strlen(months[k]));
	}
	return NULL;
}

static const char *
mutant_of(struct arena *a, const struct claim *c)
{
	switch (c->kind) {
	case CLAIM_MONEY: return other_money(a, c->words);
	case CLAIM_DATE: return other_date(a, c->words);
	case CLAIM_PRODUCT: return other_product(c->words);
	case CLAIM_POLICY: return NULL;
	default: return other_figure(a, c->words);
	}
}

static struct ground_report
look(struct arena *a, const char *text, const struct backend_request *q,
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
	return r;
}

static void
measure(struct arena *a, const struct backend_request *q, const struct backend_draft *d)
{
	struct ground_report truth = look(a, d->text, q, d);
	m.replies++;
	if (truth.ungrounded > 0) {
		m.refused++;
		print_message("# refused: %s\n", d->text);
		return;
	}
	for (size_t i = 0; i < truth.count; i++) {
		const struct claim *c = &truth.claims[i];
		const char *other = mutant_of(a, c);
		if (other == NULL || strcmp(other, c->words) == 0)
			continue;
		const char *text = arena_printf(
		    a, "%.*s%s%s", (int)c->start, d->text, other, d->text + c->start + c->length);
		bool caught = look(a, text, q, d).ungrounded > 0;
		m.mutants++;
		m.made[c->kind]++;
		if (caught)
			continue;
		m.passed++;
		m.missed[c->kind]++;
		if (m.passed <= 40)
			print_message("# passes (%s -> %s): %.300s\n", c->words, other, text);
	}
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	enum err r = backend_draft_reply(self, a, q, out, e);
	if (r == ERR_OK)
		measure(a, q, out);
	return r;
}

static void
keep(void *self)
{
	(void)self;
}

static const struct backend_ops ops = {.name = "measured", .draft = draft, .free = keep};

static void
say(const char *contact, const char *text)
{
	struct incoming in = {
	    .channel = "test", .contact = contact, .text = text, .text_size = strlen(text)};
	size_t pieces;
	check_ok(desk_ingest(m.desk, &in, NULL, NULL, &m.e), &m.e);
	check_ok(desk_work(m.desk, 100, &pieces, &m.e), &m.e);
}

static const struct customer *
customer_of(const struct shop_records *r, const char *id)
{
	for (size_t i = 0; i < r->customer_count; i++)
		if (strcmp(r->customers[i].id, id) == 0)
			return &r->customers[i];
	return NULL;
}

static void
ask_about_orders(size_t count)
{
	static const char *const asks[] = {"Where is it?",
	    "When did I order it, and what did I pay for it?", "I want to send it back",
	    "yes please", "where is my refund?"};
	const struct shop_records *r = world_records(m.shared.world);
	for (size_t i = 0; i < count; i++) {
		const struct order *o = &r->orders[(i * 7919) % r->order_count];
		const struct customer *c = customer_of(r, o->customer_id);
		char contact[48], text[200];
		snprintf(contact, sizeof contact, "o%zu", i);
		snprintf(
		    text, sizeof text, "Where is my order %s? My e-mail is %s", o->id, c->email);
		say(contact, text);
		for (size_t k = 0; k < sizeof asks / sizeof *asks; k++)
			say(contact, asks[k]);
	}
}

static void
ask_about_products(void)
{
	static const char *const asks[] = {"How much is the %s?", "Is the %s in stock?",
	    "What is the %s made of, how heavy is it?"};
	const struct shop_records *r = world_records(m.shared.world);
	for (size_t i = 0; i < r->product_count; i++) {
		char contact[48], text[200];
		for (size_t k = 0; k < sizeof asks / sizeof *asks; k++) {
			snprintf(contact, sizeof contact, "p%zu-%zu", i, k);
			snprintf(text, sizeof text, asks[k], r->products[i].name);
			say(contact, text);
		}
	}
}

static void
ask_about_policy(void)
{
	static const char *const asks[] = {"How long does delivery take?",
	    "What does delivery cost?", "How long can I send things back?",
	    "When do I get my money?", "What are your opening hours?", "How can I pay?",
	    "How long is the guarantee?", "Do you ship to Germany?", "Can I use a gift card?",
	    "Do you repair tents?"};
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
		char contact[48];
		snprintf(contact, sizeof contact, "k%zu", i);
		say(contact, asks[i]);
	}
}

static void
open_demo(void)
{
	static const uint8_t master[SEAL_KEY] = {9};
	struct arena *a = arena_new();
	struct store_options how = {.create = true};
	check_ok(world_load(file_data(a, "scenarios/worlds/tarn-and-fell"), &m.shared.world, &m.e),
	    &m.e);
	check_ok(understander_open("", &m.shared.understander, &m.e), &m.e);
	m.shared.keyring = keyring_new_from(master);
	const struct settings *s = world_settings(m.shared.world);
	const struct shop_records *r = world_records(m.shared.world);
	m.clock = clock_virtual_new(s->as_of_ms);
	struct desk_options o = {.shared = &m.shared,
	    .base = r,
	    .clock = m.clock,
	    .worker = "measure",
	    .simulated = true,
	    .seed = 1};
	check_ok(store_open("memory:", &how, &o.take_store, &m.e), &m.e);
	check_ok(backend_open("builtin", &m.inner, &m.e), &m.e);
	o.take_backend = backend_new(&ops, m.inner);
	check_ok(ground_checker_new(s, r->products, r->product_count,
		     world_messages(m.shared.world, "en"), &m.checker, &m.e),
	    &m.e);
	check_ok(desk_new(&o, &m.desk, &m.e), &m.e);
	random_init(&m.random, 1, "mutants");
	arena_free(&a);
}

static void
true_replies_pass_and_changed_ones_do_not(void **state)
{
	const char *orders = getenv("FLOORWALKER_MUTANTS");
	(void)state;
	open_demo();
	ask_about_orders(orders != NULL ? (size_t)atoi(orders) : 150);
	ask_about_products();
	ask_about_policy();
	for (int k = 0; k <= CLAIM_CITATION; k++)
		if (m.made[k] > 0)
			print_message("# %-9s %zu of %zu changed ones refused\n",
			    claim_kind_name((enum claim_kind)k), m.made[k] - m.missed[k],
			    m.made[k]);
	print_message(
	    "# %zu replies, %zu refused though true; %zu changed replies, %zu passed though false\n",
	    m.replies, m.refused, m.mutants, m.passed);
	assert_true(m.replies > 100 && m.mutants > 500);
	assert_true(m.refused * 100 < m.replies);
	assert_true(m.passed * 100 <= m.mutants);
	desk_free(&m.desk);
	backend_free(&m.inner);
	ground_checker_free(&m.checker);
	desk_shared_close(&m.shared);
	clock_free(&m.clock);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(true_replies_pass_and_changed_ones_do_not)};
	return RUN_TAP(tests);
}
