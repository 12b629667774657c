/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/world.h"

static const char *const files[] = {"world.yaml", "customers.yaml", "orders.yaml",
    "catalogue/goods.yaml", "policy/refund.yaml", "messages/en.yaml", "knowledge/returns.md"};
static const char *const folders[] = { "catalogue", "policy", "messages", "knowledge" };

static struct arena *arena;
static char top[64];		/* a private folder; the world under test is below it, named
				   small */
static const char *small;
static struct errinfo why;

static const char *
source(const char *relative)
{
	const char *folder = getenv("srcdir");

	return file_join(arena, folder != NULL ? folder : ".", relative);
}

static int
setup(void **state)
{
	size_t i;

	(void)state;
	arena = arena_new();
	snprintf(top, sizeof(top), "/tmp/world-test-XXXXXX");
	if (mkdtemp(top) == NULL)
		return -1;
	small = file_join(arena, top, "small");
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		assert_int_equal(
		    file_make_folder(file_join(arena, small, folders[i]), &why), ERR_OK);
	return 0;
}

static void
remove_all(const char *folder)
{
	const char **names;
	size_t i, count;

	if (file_list(arena, folder, "", &names, &count, NULL) == ERR_OK)
		for (i = 0; i < count; i++) {
			const char *path = file_join(arena, folder, names[i]);

			if (file_is_folder(path))
				remove_all(path);
			else
				unlink(path);
		}
	rmdir(folder);
}

static int
teardown(void **state)
{
	(void)state;
	remove_all(top);
	arena_free(&arena);
	return 0;
}

/* The small world with one place of one file changed; file NULL: as it is. */
static void
write_small(const char *file, const char *from, const char *to)
{
	struct str text;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		str_init(&text);
		assert_int_equal(file_read(source(file_join(arena, "tests/world/small", files[i])),
				     1 << 20, &text, &why),
		    ERR_OK);
		if (file != NULL && strcmp(file, files[i]) == 0) {
			const char *at = strstr(text.data, from);
			struct str changed;

			if (at == NULL)
				fail_msg("%s has no '%s'", file, from);
			str_init(&changed);
			str_add_n(&changed, text.data, (size_t)(at - text.data));
			str_add(&changed, to);
			str_add(&changed, at + strlen(from));
			str_clear(&text);
			text = changed;
		}
		assert_int_equal(file_write(file_join(arena, small, files[i]), text.data,
				     text.length, 0600, &why),
		    ERR_OK);
		str_clear(&text);
	}
}

struct findings {
	struct str text;		/* one a line, "E " or "W " before */
	size_t errors, warnings;
};

static void
note(void *context, const struct world_fault *f)
{
	struct findings *n = context;

	str_addf(&n->text, "%s %s\n", f->error ? "E" : "W", f->text);
}

static void
check(const char *folder, struct findings *n)
{
	str_init(&n->text);
	str_add(&n->text, "");
	if (world_check(folder, note, n, &n->errors, &n->warnings, &why) != ERR_OK)
		fail_msg("%s", why.text);
}

/* ---- tests */

static void
small_world_says_what_its_files_say(void **state)
{
	struct world *w;
	const struct settings *s;
	const struct shop_records *r;
	const struct order *o;

	(void)state;
	write_small(NULL, NULL, NULL);
	if (world_load(small, &w, &why) != ERR_OK)
		fail_msg("%s", why.text);
	s = world_settings(w);
	assert_string_equal(s->id, "small");
	assert_string_equal(s->currency, "EUR");
	assert_int_equal(s->as_of_ms, INT64_C(1791964800000));
	assert_int_equal(s->hours[5].open_minute, 9 * 60 + 30);
	assert_int_equal(s->hours[6].open_minute, s->hours[6].close_minute);
	/* a day that isn't named */
	assert_int_equal(s->hours[1].open_minute, s->hours[1].close_minute);
	assert_int_equal(s->identity_count, 2);
	assert_int_equal(s->identity[1].facts[0], IDENTITY_NAME);
	assert_int_equal(s->gates.high_value, 50000);
	assert_int_equal(s->action_expires_ms, DATE_DAY_MS);
	assert_int_equal(s->four_eyes_above, 40000);
	assert_int_equal(s->undo_send_ms, 5000);	/* unless it is said */
	assert_null(s->escalation_queue);
	assert_string_equal(settings_queue_for(s, HANDOFF_POLICY)->id, "refunds");
	assert_int_equal(settings_queue(s, "refunds")->level_within_ms, 60000);
	assert_int_equal(settings_agent(s, "maeve")->limits[ACTION_REFUND], 15000);
	assert_int_equal(settings_agent(s, "maeve")->limits[ACTION_CANCEL], -1);
	assert_string_equal(settings_agent_of_login(s, "mb")->id, "maeve");
	r = world_records(w);
	assert_int_equal(r->product_count, 3);
	assert_string_equal(r->products[0].id, "P-1");	/* sorted */
	/* in the product's order */
	assert_string_equal(r->products[1].variants[0].options[0].value, "moss");
	assert_string_equal(r->products[2].variants[0].options[0].value, "50");
	assert_int_equal(r->products[0].variants[0].price, 1250);
	assert_string_equal(r->products[1].department, "Goods");
	assert_string_equal(r->customers[0].id, "C-1");
	assert_string_equal(r->customers[0].address.postcode, "50667");
	assert_int_equal(r->customers[1].methods[1].balance, 4000);
	assert_int_equal(r->customers[0].consent_count, 0);
	assert_int_equal(r->customers[1].consent_count, 2);
	assert_string_equal(r->customers[1].consents[0].name, "sms");
	assert_true(r->customers[1].consents[0].given);
	assert_false(r->customers[1].consents[1].given);
	assert_int_equal(s->reveal_role, ROLE_SENIOR);	/* where it isn't said */
	o = &r->orders[1];
	assert_string_equal(o->id, "SM-0002");
	assert_int_equal(order_total(o), 7395);
	assert_int_equal(order_refunded(o), 1250);
	assert_true(o->lines[0].final_sale);		/* as the variant, where the line doesn't
							   say */
	assert_string_equal(o->lines[1].product_id, "P-1");
	assert_string_equal(o->address.city, "Cork");
	assert_string_equal(r->orders[0].address.city, "Köln");	/* the customer's, where the order
								   has none */
	assert_int_equal(o->shipments[0].event_count, 2);
	assert_int_equal(policy_rule_count(world_policy(w)), 3);
	assert_true(messages_has(world_messages(w, "de"), "greeting"));	/* the world's own
									   language */
	assert_string_equal(world_folder(w), small);
	world_free(&w);
	assert_null(w);
}

static void
people_are_what_world_yaml_says(void **state)
{
	struct world *w;
	const struct settings *s;
	const struct planned_shift *shift;

	(void)state;
	write_small("world.yaml", "queues:\n",
	    "weights: {voice: 3, email: 0.5}\npromises: {clock: always, warn_before: 1m}\nmonitor: {visible: false}\nqueues:\n");
	assert_int_equal(world_load(small, &w, &why), ERR_OK);
	s = world_settings(w);
	assert_int_equal(settings_load(s, "voice", "general"), 3000);
	assert_int_equal(settings_load(s, "email", "general"), 500);
	assert_true(s->promises.always && s->promises.warn_before_ms == 60000 && s->monitor_hidden);
	world_free(&w);
	write_small("world.yaml", "answer_within: 10m",
	    "answer_within: 10m\n    next_within: 3m\n    assign: auto\n    weight: 2\n    tiers: {vip: {next_within: 1m}}");
	assert_int_equal(world_load(small, &w, &why), ERR_OK);
	s = world_settings(w);
	assert_true(settings_queue(s, "refunds")->assigns && !settings_queue(s, "general")->assigns);
	assert_int_equal(settings_load(s, "web", "refunds"), 2000);
	assert_int_equal(settings_promise(s, "refunds", "vip").next_within_ms, 60000);
	assert_int_equal(settings_promise(s, "refunds", "vip").answer_within_ms, 600000);
	assert_int_equal(settings_promise(s, "refunds", "plus").next_within_ms, 180000);
	assert_true(s->promises.warn_share > 0.79 && s->promises.warn_share < 0.81 && !s->monitor_hidden);
	world_free(&w);
	write_small("world.yaml", "capacity: 3",
	    "capacity: 3\n    shifts:\n      - {days: [monday, friday], hours: 22:00-06:00, breaks: [23:45-00:15, 02:00-02:30]}");
	assert_int_equal(world_load(small, &w, &why), ERR_OK);
	shift = settings_agent(world_settings(w), "maeve")->shifts;
	assert_true(shift->days[0] && shift->days[4] && !shift->days[1]);
	assert_int_equal(shift->to_minute, 30 * 60);
	assert_int_equal(shift->break_count, 2);
	assert_int_equal(shift->breaks[0].to_minute, 24 * 60 + 15);
	assert_int_equal(shift->breaks[1].from_minute, 26 * 60);
	world_free(&w);
}

static void
small_world_passes_its_check(void **state)
{
	struct findings n;

	(void)state;
	write_small(NULL, NULL, NULL);
	check(small, &n);
	if (n.errors != 0 || strstr(n.text.data, "E ") != NULL)
		fail_msg("%s", n.text.data);
	str_clear(&n.text);
}

static const struct {
	const char *file, *from, *to, *wanted;
} faults[] = {
	{ "world.yaml", "id: small", "id: other", "E world.yaml:1:5: the id is the folder's name" },
	{ "world.yaml", "website:", "webside:", "E world.yaml:7:1: " },
	{ "world.yaml", "currency: EUR", "currency: euro", "E world.yaml:4:11: 'currency'" },
	{ "world.yaml", "Europe/Dublin", "Europe/Nowhere", "E world.yaml:5:11: 'timezone'" },
	{ "world.yaml", "as_of: 2026-10-14T09:00:00+01:00", "as_of: yesterday", "E world.yaml:6:8: 'as_of'" },
	{ "world.yaml", "SM-[0-9]{4}", "SM-[0-9", "E world.yaml:8:16: 'order_pattern'" },
	{ "world.yaml", "SM-[0-9]{4}", "XX-[0-9]{4}", "SM-0002 doesn't fit the order_pattern" },
	{ "world.yaml", "08:00-20:00", "20:00-08:00", "E world.yaml:10:11: hours" },
	{ "world.yaml", "  monday", "  mondey", "did you mean" },
	{ "world.yaml", "2026-12-25", "christmas", "a holiday is a date" },
	{ "world.yaml", "[name, postcode]", "[name, shoe_size]", "'shoe_size' proves nothing" },
	{ "world.yaml", "[name, postcode]", "[name]", "W world.yaml:16:5: one fact alone" },
	{ "world.yaml", "mask: [email,", "mask: [emial,", "'emial' can't be masked" },
	{ "world.yaml", "send_at: 0.70", "send_at: 7", "E world.yaml:19:12: 'send_at' must be a number from 0 to 1" },
	{ "world.yaml", "high_value: 500.00", "high_value: 500.001", "'high_value' must be an amount" },
	{ "world.yaml", "tiers: [vip]", "tiers: [gold]", "'tiers' can't hold 'gold'" },
	{ "world.yaml", "[legal, threat]", "[weather]", "'guarded' can't hold 'weather'" },
	{ "world.yaml", "[legal, threat]", "[legal]\n  people: [weather]", "'people' can't hold 'weather'" },
	{ "world.yaml", "expires_after: 24h", "expires_after: soon", "'expires_after' must be a duration" },
	{ "world.yaml", "  recontact: 7d", "  recontact: 7d\n  undo_send: 2m", "'undo_send' must be a duration from 0s (off) to 60s" },
	{ "world.yaml", "website:", "dispositions: [Resolved]\nwebsite:", "E world.yaml:7:16: a disposition is a word" },
	{ "world.yaml", "website:", "dispositions: [spam, spam]\nwebsite:", "spam is listed twice" },
	{ "world.yaml", "website:", "tags: [very_odd]\nwebsite:", "E world.yaml:7:8: a tag is a word" },
	{ "world.yaml", "website:", "escalation: {queue: nowhere}\nwebsite:", "E world.yaml:7:21: there is no queue 'nowhere'" },
	{ "world.yaml", "queues: [refunds, general]\n    languages: [en, ga]\n    capacity: 3\n    limits: {refund: 150.00, goodwill: 25.00}",
	    "queues: [refunds]\n    languages: [en, ga]\n    capacity: 3\nescalation: {queue: general}", "nobody who is a senior or above serves the queue general" },
	{ "world.yaml", "website:", "escalation: {quue: general}\nwebsite:", "did you mean" },
	{ "world.yaml", "reasons: [policy]", "reasons: [policies]", "is no reason to hand over" },
	{ "world.yaml", "reasons: [policy]", "reasons: [policy, other]", "the reason other lands in queue general already" },
	{ "world.yaml", "reasons: [policy]", "reasons: []", "W world.yaml:35:3: no queue takes the reason policy" },
	{ "world.yaml", "backend_failed, other]", "backend_failed]", "no queue takes the reason other" },
	{ "world.yaml", "queues: [refunds, general]", "queues: [refund, general]", "there is no queue 'refund'" },
	{ "world.yaml", "queues: [refunds, general]", "queues: [general]", "no agent serves the queue refunds" },
	{ "world.yaml", "answer_within: 10m", "answer_within: 10m\n    next_within: soon", "'next_within' must be a duration" },
	{ "world.yaml", "answer_within: 10m", "answer_within: 10m\n    assign: maybe", "'assign' can't be 'maybe'" },
	{ "world.yaml", "answer_within: 10m", "answer_within: 10m\n    weight: 0", "'weight' must be a number from 0.001 to 20" },
	{ "world.yaml", "answer_within: 10m", "answer_within: 10m\n    tiers: {gold: {answer_within: 1m}}", "E world.yaml:44:13: unknown key" },
	{ "world.yaml", "answer_within: 10m", "answer_within: 10m\n    tiers: {vip: {answer: 1m}}", "E world.yaml:44:19: unknown key" },
	{ "world.yaml", "queues:\n", "weights: {voice: heavy}\nqueues:\n", "'voice' must be a number" },
	{ "world.yaml", "queues:\n", "promises: {clock: sun}\nqueues:\n", "'clock' can't be 'sun'" },
	{ "world.yaml", "queues:\n", "promises: {warn_at: 0.5, warn_before: 1m}\nqueues:\n", "say the same twice" },
	{ "world.yaml", "queues:\n", "monitor: {visible: perhaps}\nqueues:\n", "'visible'" },
	{ "world.yaml", "capacity: 3", "capacity: 3\n    shifts: [{days: [moonday], hours: 08:00-16:00}]", "'moonday' is no day" },
	{ "world.yaml", "capacity: 3", "capacity: 3\n    shifts: [{days: [monday], hours: 08:00}]", "a shift's hours are written 08:00-16:00" },
	{ "world.yaml", "capacity: 3", "capacity: 3\n    shifts: [{days: [monday], hours: 08:00-16:00, breaks: [17:00-17:30]}]", "the break isn't within the shift's hours" },
	{ "world.yaml", "capacity: 3", "capacity: 3\n    shifts: [{days: [monday], hours: 22:00-06:00, breaks: [lunch]}]", "a break is written 12:00-12:30" },
	{ "world.yaml", "role: senior", "role: boss", "'role' can't be 'boss'" },
	{ "world.yaml", "capacity: 3", "capacity: 0", "'capacity' must be a whole number from 1" },
	{ "world.yaml", "limits: {refund:", "limits: {refunds:", "'refunds' is no kind of action" },
	{ "world.yaml", "name: Small & Co", "name: \"Small \\e[31m\"", "E world.yaml:2:7: name has control" },
	{ "world.yaml", "name: Small & Co", "name: &x Small", "E world.yaml" },
	{ "catalogue/goods.yaml", "'20,000 mm'", "20,000 mm", "needs quotes inside { }" },
	{ "catalogue/goods.yaml", "id: P-1", "id: P-2", "the product P-2 is there twice" },
	{ "catalogue/goods.yaml", "sku: BOTTLE", "sku: GIFT-50", "the sku GIFT-50 is there twice" },
	{ "catalogue/goods.yaml", "{size: S, colour: moss}", "{size: S}", "'colour' is missing" },
	{ "catalogue/goods.yaml", "{size: S, colour: moss}", "{size: S, color: moss}", "did you mean" },
	{ "catalogue/goods.yaml", "{size: S, colour: moss}", "{size: M, colour: moss}", "JACKET-MOSS-M has the same options as JACKET-MOSS-S" },
	{ "catalogue/goods.yaml", "price: 12.50", "price: 12,50", "'price' must be an amount" },
	{ "catalogue/goods.yaml", "price: 12.50", "price: 0", "BOTTLE costs nothing" },
	{ "catalogue/goods.yaml", "price: 12.50", "price: -1.00", "not below 0" },
	{ "catalogue/goods.yaml", "stock: 100", "stock: many", "'stock' must be a whole number" },
	{ "catalogue/goods.yaml", "was: 219.00", "was: 19.00", "W catalogue/goods.yaml:" },
	{ "catalogue/goods.yaml", "restock: 2026-10-28", "restock: 2026-10-01", "restocked before as_of" },
	{ "catalogue/goods.yaml", "stock: 0", "stock: 1", "is in stock, so it has no date" },
	{ "customers.yaml", "id: C-1", "id: C-2", "the customer C-2 is there twice" },
	{ "customers.yaml", "joerg@example.org", "joerg@gmail.com", "E customers.yaml:17:12: 'joerg@gmail.com'" },
	{ "customers.yaml", "joerg@example.org", "Aoife.Nolan@example.com", "the same e-mail address" },
	{ "customers.yaml", "+353 20 910 1101", "+353 twenty", "no telephone number" },
	{ "customers.yaml", "tier: vip", "tier: gold", "'tier' can't be 'gold'" },
	{ "customers.yaml", "since: 2025-03-02", "since: 2027-03-02", "after as_of" },
	{ "customers.yaml", "country: DE", "country: Germany", "two capital letters" },
	{ "customers.yaml", "city: Köln, ", "", "'city' is missing" },
	{ "customers.yaml", "sms: true", "sms: perhaps", "E customers.yaml:14:21: 'sms'" },
	{ "customers.yaml", "sms: true", "S-MS: true", "'S-MS' is no name of a consent" },
	{ "customers.yaml", "{sms: true, post: false}", "[sms]", "E customers.yaml:14:15: consents is a map" },
	{ "world.yaml", "id: small", "reveal: everyone\nid: small", "E world.yaml:1:9: 'reveal' can't be 'everyone'" },
	{ "customers.yaml", ", balance: 40.00", "", "a gift card has a balance" },
	{ "customers.yaml", "id: PM-2-2", "id: PM-2-1", "C-2 has two methods PM-2-1" },
	{ "orders.yaml", "customer: C-1", "customer: C-9", "E orders.yaml:31:15: SM-0001: there is no customer C-9" },
	{ "orders.yaml", "sku: BOTTLE", "sku: BOTTEL", "there is no article BOTTEL" },
	{ "orders.yaml", "id: 2, sku", "id: 1, sku", "SM-0002 has two lines 1" },
	{ "orders.yaml", "amount: 33.95", "amount: 33.94", "payments come to 73.94, but lines, shipping and discount to 73.95" },
	{ "orders.yaml", "amount: 12.50", "amount: 112.50", "refunds of 112.50 are above what was paid" },
	{ "orders.yaml", "method: PM-1-1", "method: PM-2-1", "C-1 has no payment method PM-2-1" },
	{ "orders.yaml", "placed: 2026-10-13", "placed: 2026-10-15", "SM-0001: placed after as_of" },
	{ "orders.yaml", "shipped: 2026-10-04", "shipped: 2026-09-04", "SM-0002: shipped before it was placed" },
	{ "orders.yaml", "delivered: 2026-10-07", "delivered: 2026-10-03", "delivered before it was shipped" },
	{ "orders.yaml", "delivered: 2026-10-07T13:05:00+01:00\n", "\n", "so it must have a date of delivery" },
	{ "orders.yaml", "lines: [1, 2]", "lines: [1, 3]", "carries line 3, which isn't there" },
	{ "orders.yaml", "lines: [1, 2]", "lines: [1]", "line 2 is in no shipment" },
	{ "orders.yaml", "        status: delivered", "        status: lost", "every shipment must have been delivered" },
	{ "orders.yaml", "    status: delivered", "    status: shipped", "SM-0002 is shipped, but all of it was delivered" },
	{ "orders.yaml", "    status: processing", "    status: shipped", "no shipment has left" },
	{ "orders.yaml", "    status: delivered", "    status: pending", "but a shipment has left" },
	{ "orders.yaml", "2026-10-07T13:05:00+01:00, place", "2026-10-03T13:05:00+01:00, place", "oldest first" },
	{ "orders.yaml", "at: 2026-10-09T10:00", "at: 2026-11-09T10:00", "a payment after as_of" },
	{ "orders.yaml", "quantity: 2", "quantity: 0", "'quantity' must be a whole number" },
	{ "orders.yaml", "promised: 2026-10-08", "promised: 2026-09-08", "promised for a day before it was placed" },
	{ "orders.yaml", "delivery: express", "delivery: drone", "'delivery' can't be 'drone'" },
	{ "orders.yaml", "id: SM-0001", "id: SM-0002", "the order SM-0002 is there twice" },
	{ "orders.yaml", "quantity: 1, price: 189.00}", "quantity: 1, price: 189.00, opened: true}", "nothing of it can be opened" },
	{ "orders.yaml", "orders:", "orders: [", "E orders.yaml:" },
	{ "policy/refund.yaml", "days_since_delivery: 0..30", "days_since_delivry: 0..30", "E policy/refund.yaml:13:12: there is no fact" },
	{ "policy/refund.yaml", "when: {any_hygiene_opened: true}", "when: {}", "E policy/refund.yaml:12:5: rule 'refund-in-window' can never decide" },
	{ "policy/refund.yaml", "when: {}", "when: {tier: vip}", "W policy/refund.yaml:" },
	{ "messages/en.yaml", "language: en", "language: fr", "belongs in fr.yaml" },
};

static void
each_fault_is_found_at_its_place(void **state)
{
	struct findings n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct world *w = NULL;

		write_small(faults[i].file, faults[i].from, faults[i].to);
		check(small, &n);
		if (strstr(n.text.data, faults[i].wanted) == NULL)
			fail_msg("'%s' -> '%s' wanted: %s\nfound: %s", faults[i].from, faults[i].to,
			    faults[i].wanted, n.text.data);
		/* loading stops at errors alone; what is wrong with a table as a whole is for
		 * checking */
		if (strncmp(faults[i].file, "policy", 6) != 0 &&
		    (world_load(small, &w, &why) == ERR_OK) != (n.errors == 0))
			fail_msg("'%s' -> '%s': loading and checking disagree:\n%s", faults[i].from,
			    faults[i].to, n.text.data);
		world_free(&w);
		str_clear(&n.text);
	}
}

static void
write_file(const char *relative, const char *text)
{
	assert_int_equal(file_write(file_join(arena, small, relative), text, strlen(text), 0600, &why), ERR_OK);
}

/* Each with the place at which it must be found. */
static void
canned_responses_and_macros_are_read_and_their_faults_found(void **state)
{
	static const struct { const char *canned, *macros, *wanted; } wrong[] = {
	    {"canned:\n- prefix: Hello\n  title: T\n  text: x\n", NULL, "canned/a.yaml:2:11: 'prefix' has small letters"},
	    {"canned:\n- prefix: a\n  title: T\n  text: {en: 'Hi {shoper}'}\n", NULL, "canned/a.yaml:4:14: nothing fills in {shoper}; did you mean shopper"},
	    {"canned:\n- prefix: a\n  title: T\n  text: {de: x}\n", NULL, "the text in the world's own language (en) is missing"},
	    {"canned:\n- prefix: a\n  title: T\n  text: x\n- prefix: a\n  title: T\n  text: y\n", NULL, "canned/a.yaml:5:11: there is a canned response /a already"},
	    {"canned:\n- prefix: a\n  titel: T\n  text: x\n", NULL, "did you mean"},
	    {"kanned: []\n", NULL, "'canned' must be a list"},
	    {NULL, "macros:\n- name: m\n  title: T\n  steps: []\n", "a macro has 1 to 12 steps"},
	    {NULL, "macros:\n- name: m\n  title: T\n  steps:\n  - canned: nothing\n", "macros/b.yaml:5:13: there is no canned response nothing"},
	    {NULL, "macros:\n- name: m\n  title: T\n  steps:\n  - {text: a, do: b}\n", "macros/b.yaml:5:5: a step is one of text, canned or do"},
	};
	struct findings n;
	const struct macro_plan *macros;
	const struct canned *canned;
	struct world *w;
	size_t count;

	(void)state;
	write_small(NULL, NULL, NULL);
	assert_int_equal(file_make_folder(file_join(arena, small, "canned"), &why), ERR_OK);
	assert_int_equal(file_make_folder(file_join(arena, small, "macros"), &why), ERR_OK);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		write_file("canned/a.yaml", wrong[i].canned != NULL ? wrong[i].canned : "canned: []\n");
		write_file("macros/b.yaml", wrong[i].macros != NULL ? wrong[i].macros : "macros: []\n");
		check(small, &n);
		if (n.errors == 0 || strstr(n.text.data, wrong[i].wanted) == NULL)
			fail_msg("wanted: %s\nfound: %s", wrong[i].wanted, n.text.data);
		str_clear(&n.text);
	}
	write_file("canned/a.yaml", "canned:\n- prefix: late\n  title: Late\n  text: {en: Sorry, de: Verzeihung}\n");
	write_file("macros/b.yaml", "macros:\n- name: m\n  title: T\n  steps:\n  - canned: /late\n  - do: tag late\n");
	assert_int_equal(world_load(small, &w, &why), ERR_OK);
	canned = world_canned(w, &count);
	assert_int_equal(count, 1);
	assert_string_equal(canned_in(canned[0].texts, canned[0].text_count, "de", "en"), "Verzeihung");
	assert_string_equal(canned_in(canned[0].texts, canned[0].text_count, "fr", "en"), "Sorry");
	macros = world_macros(w, &count);
	assert_int_equal(count, 1);
	assert_int_equal(macros[0].count, 2);
	assert_string_equal(macros[0].steps[0].texts[0].text, "Sorry");
	assert_string_equal(macros[0].steps[1].command, "tag late");
	world_free(&w);
	remove_all(file_join(arena, small, "canned"));
	remove_all(file_join(arena, small, "macros"));
}

/* A file that can't be read is one fault: what rests on it isn't blamed too. */
static void
unreadable_file_is_one_fault(void **state)
{
	static const struct { const char *file, *from, *to; } torn[] = {
		{ "customers.yaml", "customers:", "customers: [" },
		{ "customers.yaml", "customers:", "customer:" },
		{ "catalogue/goods.yaml", "products:", "products: [" },
		{ "messages/en.yaml", "messages:", "messages: [" },
		{ "messages/en.yaml", "greeting: \"Hello.\"", "greeting: {one: Hello}" },
		{ "world.yaml", "as_of: 2026-10-14T09:00:00+01:00", "as_of: yesterday" },
		{ "policy/refund.yaml", "rules:", "rules: [" },
	};
	struct findings n;

	(void)state;
	for (size_t i = 0; i < sizeof(torn) / sizeof(torn[0]); i++) {
		write_small(torn[i].file, torn[i].from, torn[i].to);
		check(small, &n);
		if (n.errors != (i == 1 ? 2 : 1))	/* the second one names the key that is
							   there, and the one that isn't */
			fail_msg("%s: %s\n%s", torn[i].file, torn[i].to, n.text.data);
		str_clear(&n.text);
	}
}

static void
article_that_a_rule_cites_must_be_there(void **state)
{
	struct findings n;

	(void)state;
	write_small("policy/refund.yaml", "cite: KB-returns", "cite: KB-retuns");
	check(small, &n);
	assert_non_null(strstr(n.text.data,
	    "policy/refund.yaml:11:11: rule 'refund-opened' cites the article KB-retuns"));
	str_clear(&n.text);
	write_small("knowledge/returns.md", "30 days", "30\xff days");
	check(small, &n);
	assert_non_null(strstr(n.text.data, "E knowledge/returns.md:7:12: byte 0xff is no UTF-8"));
	str_clear(&n.text);
	write_small("knowledge/returns.md", "30 days", "30\t\x1b[31m days");
	check(small, &n);
	assert_non_null(strstr(n.text.data, "E knowledge/returns.md:7:1: the line has control"));
	str_clear(&n.text);
	write_small("messages/en.yaml", "Hello.", "Hello\\e[31m.");
	check(small, &n);
	assert_non_null(
	    strstr(n.text.data, "E messages/en.yaml:3:13: message 'greeting' has control"));
	str_clear(&n.text);
	write_small("knowledge/returns.md", "return_item", "retrun_item");
	check(small, &n);
	assert_non_null(strstr(n.text.data,
	    "E knowledge/returns.md:4:8: KB-returns is about 'retrun_item', which is no intent; did you mean return_item"));
	str_clear(&n.text);
}

static void
words_of_a_rule_that_is_not_there_are_told_with_what_was_meant(void **state)
{
	struct findings n;

	(void)state;
	write_small("messages/en.yaml", "greeting: \"Hello.\"",
	    "greeting: \"Hello.\"\n  rule.refund-openned: \"Opened.\"\n  rule.refund-opened: \"Opened.\"");
	check(small, &n);
	assert_non_null(strstr(n.text.data,
	    "messages/en.yaml:4:24: 'rule.refund-openned' says no rule again: there is no rule 'refund-openned'; did you mean refund-opened"));
	assert_null(strstr(n.text.data, "'rule.refund-opened'"));
	str_clear(&n.text);
}

/* "… die Adresse, mit der Sie bestellt haben oder …" lacks a comma that no list can know of. */
static void
what_is_listed_to_prove_who_somebody_is_has_no_commas_of_its_own(void **state)
{
	static const char *const facts[] = {
		"order_number", "email", "postcode", "name", "phone" };
	struct world *w;
	struct errinfo e;
	const struct messages *m;

	(void)state;
	assert_int_equal(world_load(source("scenarios/worlds/tarn-and-fell"), &w, &e), ERR_OK);
	for (size_t i = 0; (m = world_messages_at(w, i)) != NULL; i++)
		for (size_t k = 0; k < sizeof(facts) / sizeof(facts[0]); k++) {
			struct str s;

			str_init(&s);
			assert_int_equal(messages_render(m, &s, arena_printf(arena, "identity.%s", facts[k]),
				     0, NULL, 0, &e), ERR_OK);
			if (strchr(s.data, ',') != NULL)
				fail_msg("%s: %s", messages_language(m), s.data);
			str_clear(&s);
		}
	world_free(&w);
}

static void
loading_names_the_first_fault_and_how_many_more(void **state)
{
	struct world *w;

	(void)state;
	write_small("orders.yaml", "sku: BOTTLE, quantity: 2", "sku: NONE, quantity: 0");
	assert_int_equal(world_load(small, &w, &why), ERR_INPUT);
	assert_null(w);
	assert_non_null(strstr(why.text, "orders.yaml:8:22: there is no article NONE"));
	assert_non_null(strstr(why.text, "more: floorwalker world check"));
	assert_int_equal(world_load(file_join(arena, top, "nowhere"), &w, &why), ERR_NOT_FOUND);
	unlink(file_join(arena, small, "customers.yaml"));
	assert_int_equal(world_load(small, &w, &why), ERR_NOT_FOUND);
}

static void
stray_file_is_told_with_what_was_meant(void **state)
{
	struct findings n;

	(void)state;
	write_small(NULL, NULL, NULL);
	assert_int_equal(
	    file_write(file_join(arena, small, "order.yaml"), "x: 1\n", 5, 0600, &why), ERR_OK);
	check(small, &n);
	assert_non_null(strstr(n.text.data,
	    "W order.yaml: nothing of a world is called so; did you mean orders.yaml"));
	str_clear(&n.text);
	unlink(file_join(arena, small, "order.yaml"));
}

static struct world *
generate(const char *base, const char *name, size_t customers, size_t orders, uint64_t seed,
    const char **folder)
{
	struct world_generate_options o = {.base = base,
	    .out = file_join(arena, file_join(arena, top, name), "made"),
	    .customers = customers,
	    .orders = orders,
	    .seed = seed};
	struct findings n;
	struct world *w;

	if (world_generate(&o, &why) != ERR_OK)
		fail_msg("%s", why.text);
	check(o.out, &n);
	if (n.errors > 0)
		fail_msg("%s", n.text.data);
	str_clear(&n.text);
	if (world_load(o.out, &w, &why) != ERR_OK)
		fail_msg("%s", why.text);
	*folder = o.out;
	return w;
}

static bool
same_file(const char *a, const char *b, const char *name)
{
	struct str x, y;
	bool same;

	str_init(&x);
	str_init(&y);
	assert_int_equal(file_read(file_join(arena, a, name), 1 << 24, &x, &why), ERR_OK);
	assert_int_equal(file_read(file_join(arena, b, name), 1 << 24, &y, &why), ERR_OK);
	same = x.length == y.length && memcmp(x.data, y.data, x.length) == 0;
	str_clear(&x);
	str_clear(&y);
	return same;
}

static void
generated_world_is_sound_and_the_same_for_the_same_seed(void **state)
{
	const char *a, *b, *c;
	struct world *w, *v, *u;
	size_t i;

	(void)state;
	write_small(NULL, NULL, NULL);
	w = generate(small, "a", 40, 200, 7, &a);
	v = generate(small, "b", 40, 200, 7, &b);
	u = generate(small, "c", 40, 200, 8, &c);
	assert_int_equal(world_records(w)->customer_count, 40);
	assert_int_equal(world_records(w)->order_count, 200);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		assert_true(same_file(a, b, files[i]));
	assert_false(same_file(a, c, "customers.yaml"));
	assert_false(same_file(a, c, "orders.yaml"));
	assert_string_equal(world_settings(w)->id, "made");
	for (i = 0; i < 200; i++)	/* the orders are drawn by the seed, too, not only the
					   people */
		assert_string_equal(world_records(w)->orders[i].lines[0].sku,
		    world_records(v)->orders[i].lines[0].sku);
	for (i = 0; i < 3 &&
	     strcmp(world_records(w)->orders[i].lines[0].sku,
		 world_records(u)->orders[i].lines[0].sku) == 0 &&
	     world_records(w)->orders[i].placed_ms == world_records(u)->orders[i].placed_ms;
	     i++)
		;
	assert_true(i < 3);
	world_free(&w);
	world_free(&v);
	world_free(&u);
	assert_int_equal(world_generate(
			     &(struct world_generate_options){
				 .base = small, .out = a, .customers = 1, .orders = 1},
			     &why),
	    ERR_EXISTS);
	assert_int_equal(
	    world_generate(
		&(struct world_generate_options){.base = small, .out = top, .customers = 20001},
		&why),
	    ERR_LIMIT);
	assert_int_equal(
	    world_generate(
		&(struct world_generate_options){.base = small, .out = top, .customers = 0}, &why),
	    ERR_LIMIT);
}

static void
generated_orders_tell_every_story(void **state)
{
	static const char *const statuses[] = {"pending", "processing", "shipped", "delivered",
	    "cancelled", "return_requested", "returned", "exchange_requested"};
	static const char *const parcels[] = {"label_created", "in_transit", "out_for_delivery",
	    "delivered", "delayed", "lost", "returned_to_sender"};
	const char *folder;
	struct world *w;
	const struct shop_records *r;
	bool seen_status[8] = {false}, seen_parcel[7] = {false}, final = false, opened = false,
	     gift = false, several = false, high = false;
	bool methods = false, parts = false, part_refund = false, pickup = false;
	size_t i, j, k;

	(void)state;
	write_small(NULL, NULL, NULL);
	w = generate(small, "d", 60, 120, 3, &folder);
	r = world_records(w);
	for (i = 0; i < r->order_count; i++) {
		const struct order *o = &r->orders[i];
		int64_t back = order_refunded(o);

		for (k = 0; k < 8; k++)
			seen_status[k] |= strcmp(o->status, statuses[k]) == 0;
		for (j = 0; j < o->shipment_count; j++)
			for (k = 0; k < 7; k++)
				seen_parcel[k] |= strcmp(o->shipments[j].status, parcels[k]) == 0;
		for (j = 0; j < o->line_count; j++) {
			final |= o->lines[j].final_sale;
			opened |= o->lines[j].opened;
			gift |= strcmp(o->lines[j].sku, "GIFT-50") == 0;
			several |= o->lines[j].quantity > 1;
		}
		high |= order_total(o) >= world_settings(w)->gates.high_value;
		methods |= o->payment_count > 1 && !o->payments[1].refund;
		parts |= o->shipment_count > 1;
		part_refund |=
		    back > 0 && back < order_paid(o) && strcmp(o->status, "delivered") == 0;
		pickup |= strcmp(o->delivery, "pickup") == 0;
	}
	for (k = 0; k < 8; k++)
		assert_true(seen_status[k]);
	for (k = 0; k < 7; k++)
		assert_true(seen_parcel[k]);
	assert_true(final && opened && gift && several && high && methods && parts && part_refund &&
	    pickup);
	world_free(&w);
}

/* Two lines that look the same can't be told apart by whoever is asked which one they mean. */
static void
generated_orders_hold_nothing_on_two_lines(void **state)
{
	const char *folder, *demo = source("scenarios/worlds/tarn-and-fell");
	struct world *w;
	const struct shop_records *r;

	(void)state;
	if (!file_is_folder(demo))
		check_skip("the demo world isn't here");
	w = generate(demo, "e", 100, 400, 1, &folder);
	r = world_records(w);
	for (size_t i = 0; i < r->order_count; i++)
		for (size_t j = 0; j < r->orders[i].line_count; j++)
			for (size_t k = 0; k < j; k++)
				assert_string_not_equal(
				    r->orders[i].lines[j].sku, r->orders[i].lines[k].sku);
	world_free(&w);
}

static void
demo_world_has_no_fault(void **state)
{
	const char *demo = source("scenarios/worlds/tarn-and-fell");
	struct findings n;

	(void)state;
	if (!file_is_folder(demo))
		check_skip("the demo world isn't here");
	check(demo, &n);
	if (n.errors > 0)
		fail_msg("%s", n.text.data);
	str_clear(&n.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_world_says_what_its_files_say),
		cmocka_unit_test(people_are_what_world_yaml_says),
		cmocka_unit_test(small_world_passes_its_check),
		cmocka_unit_test(each_fault_is_found_at_its_place),
		cmocka_unit_test(canned_responses_and_macros_are_read_and_their_faults_found),
		cmocka_unit_test(unreadable_file_is_one_fault),
		cmocka_unit_test(article_that_a_rule_cites_must_be_there),
		cmocka_unit_test(words_of_a_rule_that_is_not_there_are_told_with_what_was_meant),
		cmocka_unit_test(what_is_listed_to_prove_who_somebody_is_has_no_commas_of_its_own),
		cmocka_unit_test(loading_names_the_first_fault_and_how_many_more),
		cmocka_unit_test(stray_file_is_told_with_what_was_meant),
		cmocka_unit_test(generated_world_is_sound_and_the_same_for_the_same_seed),
		cmocka_unit_test(generated_orders_tell_every_story),
		cmocka_unit_test(generated_orders_hold_nothing_on_two_lines),
		cmocka_unit_test(demo_world_has_no_fault),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("world", tests, setup, teardown);
}
