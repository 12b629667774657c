/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"
#include "floorwalker/base/file.h"
#include "floorwalker/store/event.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORLD "scenarios/worlds/tarn-and-fell"

/* ---- a world in memory, with one article */

struct world {
	const struct settings *settings;
	const struct shop_records *records;
	struct policy *policy;
	struct messages *messages;
};
struct understander { int unused; };
struct retriever { int unused; };

static const struct passage passages[] = {
    {.id = "KB-returns#1",
	.article = "KB-returns",
	.title = "Sending something back",
	.heading = "How long",
	.text =
	    "You can send most things back within 30 days. Returns are free. A parcel costs €4.95 below €50.00.",
	.file = "",
	.line = 1},
};

const char *stage_world_folder = "";
const char *world_folder(const struct world *w) { (void)w; return stage_world_folder; }
const struct settings *world_settings(const struct world *w) { return w->settings; }
const struct shop_records *world_records(const struct world *w) { return w->records; }
const struct policy *world_policy(const struct world *w) { return w->policy; }
const struct knowledge *world_knowledge(const struct world *w) { (void)w; return NULL; }
const struct knowledge *world_knowledge_in(const struct world *w, const char *language) { (void)w; (void)language; return NULL; }

/* What agents of the stage say and do often. */
static const struct canned_text photo[] = {{"en", "Hello, {agent} here. Could you send a photo?"}},
				late[] = {{"en", "Your order {order} is late."}},
				passing[] = {{"en", "I'm passing this to a colleague."}};
static const struct canned canned[] = {{"photo", "Ask for a photo", photo, 1}, {"late", "It is late", late, 1}};
static const struct macro_step to_care[] = {
	{STEP_TEXT, NULL, passing, 1, "macros/a.yaml:3:1"}, {STEP_COMMAND, "transfer care passed on", NULL, 0, "macros/a.yaml:4:1"}},
	late_steps[] = {{STEP_TEXT, NULL, late, 1, "macros/a.yaml:8:1"}, {STEP_COMMAND, "note late", NULL, 0, "macros/a.yaml:9:1"}};
static const struct macro_plan macros[] = {{"to-care", "Pass it on", to_care, 2}, {"late-parcel", "Apologise", late_steps, 2}};

const struct canned *
world_canned(const struct world *w, size_t *count)
{
	(void)w;
	*count = COUNT(canned);
	return canned;
}

const struct macro_plan *
world_macros(const struct world *w, size_t *count)
{
	(void)w;
	*count = COUNT(macros);
	return macros;
}

const struct messages *
world_messages(const struct world *w, const char *language)
{
	(void)language;
	return w->messages;
}
const struct messages *
world_messages_at(const struct world *w, size_t i)
{
	return i == 0 ? w->messages : NULL;
}

void
world_free(struct world **w)
{
	if (*w == NULL)
		return;
	policy_free(&(*w)->policy);
	messages_free(&(*w)->messages);
	mem_free(*w);
	*w = NULL;
}

enum err
world_load(const char *folder, struct world **out, struct errinfo *e)
{
	(void)out;
	return err_set(e, ERR_UNSUPPORTED, "the stage has no folders: %s", folder);
}

size_t knowledge_count(const struct knowledge *k) { (void)k; return COUNT(passages); }
const struct passage *
knowledge_at(const struct knowledge *k, size_t i)
{
	(void)k;
	return &passages[i];
}
void retriever_free(struct retriever **r) { mem_free(*r); *r = NULL; }
void
retriever_watch(struct retriever *r,
    void (*asked)(void *context, const struct inquiry *q, size_t limit), void *context)
{
	(void)r, (void)asked, (void)context;
}
void understander_free(struct understander **u) { *u = NULL; }
void understand_index_free(struct understand_index **x) { *x = NULL; }
struct understood *understood_new(size_t room) { (void)room; return NULL; }
void understood_free(struct understood **x) { *x = NULL; }

const struct passage *
knowledge_find(const struct knowledge *k, const char *id)
{
	(void)k;
	for (size_t i = 0; i < COUNT(passages); i++)
		if (text_is(passages[i].id, id) || text_is(passages[i].article, id))
			return &passages[i];
	return NULL;
}

enum err
retriever_new(const struct knowledge *k, struct retriever **out, struct errinfo *e)
{
	(void)k;
	(void)e;
	*out = mem_zero(1, sizeof **out);
	return ERR_OK;
}

enum err
retrieve(struct retriever *r, struct arena *a, const struct inquiry *q, size_t limit,
    struct retrieved **out, size_t *count, struct errinfo *e)
{
	(void)r, (void)a, (void)q, (void)limit, (void)e;
	*out = NULL;
	*count = 0;
	return ERR_OK;
}

enum err
understander_open_over(
    const char *folder, const char *own, struct understander **out, struct errinfo *e)
{
	static struct understander marks;
	(void)folder, (void)own, (void)e;
	*out = &marks;
	return ERR_OK;
}

enum err
understand_index_new(const struct understander *u, const struct product *products, size_t count,
    const char *order_pattern, const char *shop_name, struct understand_index **out,
    struct errinfo *e)
{
	(void)u, (void)products, (void)count, (void)order_pattern, (void)shop_name, (void)e;
	*out = NULL;
	return ERR_OK;
}

/* ---- understanding by marks in the text */

static void
add_slot(struct arena *a, struct slot *slots, size_t *count, enum slot_kind kind, const char *text,
    const char *mark)
{
	const char *s = strstr(text, mark);
	if (s == NULL)
		return;
	while (s > text && s[-1] != ' ' && s[-1] != '\n')
		s--;
	slots[(*count)++] = (struct slot){.kind = kind,
	    .name = "",
	    .value = arena_text_n(a, s, strcspn(s, " \n")),
	    .probability = 1};
}

enum err
understand(const struct understander *u, struct arena *a, const char *text,
    const struct understand_context *context, struct understanding *out, struct errinfo *e)
{
	static const struct intent_guess guess = {"order_status", 0.9};
	struct slot *slots = arena_alloc(a, 4 * sizeof *slots);
	(void)u, (void)context, (void)e;
	*out = (struct understanding){.text = text, .language = "en", .language_probability = 1, .intents = &guess, .intent_count = 1,
	    .wishes = &guess, .wish_count = 1, .slots = slots, .signals.guarded = ""};
	add_slot(a, slots, &out->slot_count, SLOT_ORDER_NUMBER, text, "T-");
	add_slot(a, slots, &out->slot_count, SLOT_EMAIL, text, "@");
	out->signals.human = strstr(text, "a person") != NULL;
	out->signals.guarded = strstr(text, "lawyer") != NULL ? "legal" : "";
	out->out_of_scope = strstr(text, "the weather") != NULL ? 0.95 : 0;
	out->sentiment = strstr(text, "furious") != NULL ? -0.9 : 0;
	return ERR_OK;
}

enum err
understand_again(const struct understander *u, struct understood *x, struct arena *a,
    const char *text, const struct understand_context *context, struct understanding *out,
    struct errinfo *e)
{
	(void)x;
	return understand(u, a, text, context, out, e);
}

struct value *
understanding_to_value(struct arena *a, const struct understanding *u)
{
	struct value *v = value_map(a), *best = value_add_map(value_set_list(v, "intents"));
	value_set_text(v, "language", u->language);
	value_set_text(best, "intent", u->intents[0].intent);
	value_set_real(best, "probability", u->intents[0].probability);
	value_set_real(v, "out_of_scope", u->out_of_scope);
	return v;
}

const char *slot_kind_name(enum slot_kind k) { (void)k; return "slot"; }

const struct slot *
understanding_slot(const struct understanding *u, enum slot_kind k)
{
	for (size_t i = 0; i < u->slot_count; i++)
		if (u->slots[i].kind == k)
			return &u->slots[i];
	return NULL;
}

/* ---- the scripted backend */

static struct str *heard;

void
stage_hears(struct str *all)
{
	heard = all;
}

/* Every text that a backend is given of a conversation. */
static void
hear(const struct backend_request *q)
{
	str_add(heard, q->understanding->text);
	for (size_t i = 0; i < q->transcript_count; i++)
		str_addf(heard, "\n%s", q->transcript[i].text);
	for (size_t i = 0; i < q->action_count; i++)
		str_addf(heard, "\n%s", q->actions[i].title);
	if (q->state != NULL)
		value_print(heard, q->state);
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct script *s = self;
	const char *const *cited;
	s->calls++;
	if (heard != NULL)
		hear(q);
	if (q->step != NULL)
		q->step(q->step_context, "inside");
	if (s->fails != ERR_OK)
		return err_set(e, s->fails, "the backend is scripted to fail");
	*out = (struct backend_draft){.text = s->text,
	    .confidence = s->confidence,
	    .intent = "order_status",
	    .hand_off = s->hand_off,
	    .reason = s->handoff,
	    .summary = s->hand_off ? "Wants to know." : "",
	    .ends = s->ends,
	    .is_small_talk = s->small_talk,
	    .declines = s->declines,
	    .failures = s->failures,
	    .state = value_map(a)};
	if (s->part > 0) {
		out->parts = value_map(a);
		value_set_real(out->parts, "intent", s->part);
		value_set_real(out->parts, "slots", 1);
	}
	value_set_int(out->state, "turns", value_get_int(q->state, "turns", 0) + 1);
	if (s->citation != NULL) {
		const char **list = arena_alloc(a, sizeof *list);
		list[0] = s->citation;
		cited = list;
		out->citations = cited;
		out->citation_count = 1;
	}
	const struct order *o;
	for (size_t i = 0; q->customer != NULL && i < 2; i++)	/* what it speaks of it has read */
		(void)!facts_order(q->facts, i == 0 ? "T-1" : "T-2", &o, NULL);
	if (s->refund == NULL || q->customer == NULL)
		return ERR_OK;
	struct value *params = value_map(a), *line;
	const char *order = s->refund, *reason = s->reason == NULL ? "damaged" : s->reason;
	const struct order *own;
	size_t count;
	if (s->of_turn && facts_orders(q->facts, &own, &count, e) == ERR_OK && count > 0) {
		order = own[0].id;
		reason = atoi(order + 2) % 3 == 0 ? "faulty" : "damaged";
	}
	value_set_text(params, "order", order);
	line = value_add_map(value_set_list(params, "lines"));
	value_set_int(line, "id", 2);
	value_set_int(line, "quantity", 1);
	value_set_text(params, "method", "original");
	value_set_text(params, "reason", reason);
	out->proposals = arena_alloc(a, sizeof *out->proposals);
	out->proposals[0] = (struct action_proposal){
	    .kind = ACTION_REFUND, .order_id = order, .params = params, .currency = "EUR"};
	out->proposal_count = 1;
	return ERR_OK;
}

static void
nothing(void *self)
{
	(void)self;
}

static const struct backend_ops ops = {.name = "script", .draft = draft, .free = nothing};

/* ---- settings */

static struct queue queues[] = {
	{.id = "care", .name = "Care", .takes = {[HANDOFF_ASKED_FOR_HUMAN] = true, [HANDOFF_SENTIMENT] = true}, .answer_within_ms = 120000,
	    .level_share = 0.8, .level_within_ms = 20000},
	{.id = "general", .name = "General", .takes = {[HANDOFF_OTHER] = true}, .answer_within_ms = 300000, .level_share = 0.8, .level_within_ms = 60000},
};
static const char *const guarded[] = {"legal"},
			 *const masked[] = {
			     "email", "phone", "card", "iban", "address", "postcode", "name"};
static struct agent agents[] = {
	{.id = "maeve", .name = "Maeve Brennan", .login = "", .role = ROLE_AGENT, .limits = {[ACTION_REFUND] = 15000, [ACTION_CANCEL] = -1,
	    [ACTION_RETURN] = -1, [ACTION_EXCHANGE] = -1, [ACTION_ITEM_CHANGE] = -1, [ACTION_PAYMENT_CHANGE] = -1, [ACTION_ADDRESS_CHANGE] = -1,
	    [ACTION_PROFILE_ADDRESS_CHANGE] = -1, [ACTION_DISCOUNT] = -1, [ACTION_GOODWILL] = -1}},
	{.id = "dara", .name = "Dara Keaveney", .login = "", .role = ROLE_AGENT, .limits = {[ACTION_REFUND] = 500, [ACTION_GOODWILL] = -1}},
	{.id = "una", .name = "Úna Geraghty", .login = "", .role = ROLE_SUPERVISOR, .limits = {[ACTION_REFUND] = 250000, [ACTION_GOODWILL] = 25000}},
};

static void
set_settings(struct stage *s, struct identity_way *way)
{
	*way = (struct identity_way){{IDENTITY_ORDER_NUMBER, IDENTITY_EMAIL}, 2};
	s->settings = (struct settings){
	    .id = "stage",
	    .name = "Stage",
	    .language = "en",
	    .currency = "EUR",
	    .website = "www.stage.example",
	    .order_pattern = "T-[0-9]+",
	    .as_of_ms = FIXTURE_NOW,
	    .identity = way,
	    .identity_count = 1,
	    .mask = masked,
	    .mask_count = COUNT(masked),
	    .gates = {.send_at = 0.7,
		.out_of_scope_at = 0.6,
		.sentiment_floor = -0.7,
		.sentiment_fall = 0.6,
		.failures = 2,
		.high_value = 100000,
		.guarded = guarded,
		.guarded_count = COUNT(guarded)},
	    .action_expires_ms = DATE_DAY_MS,
	    .four_eyes_above = 40000,
	    .inactivity_ms = 1800000,
	    .wrap_up_ms = 300000,
	    .recontact_ms = 7 * DATE_DAY_MS,
	    .queues = queues,
	    .queue_count = COUNT(queues),
	    .agents = agents,
	    .agent_count = COUNT(agents),
	};
	for (int i = 0; i < 7; i++)
		s->settings.hours[i] = (struct opening){0, 1440};
}

static struct world *
make_world(struct stage *s)
{
	struct world *w = mem_zero(1, sizeof *w);
	struct value *file;
	w->settings = &s->settings;
	w->records = &s->records;
	check_ok(
	    policy_load(file_data(s->arena, WORLD "/policy"), "EUR", &w->policy, &s->e), &s->e);
	check_ok(value_load(s->arena, file_data(s->arena, WORLD "/messages/en.yaml"), &file, &s->e),
	    &s->e);
	check_ok(messages_new(file, &w->messages, &s->e), &s->e);
	return w;
}

struct desk *
stage_desk(struct stage *s, const char *worker)
{
	struct store_options how = {.create = true, .busy_ms = 20000};
	struct desk_options o = {.shared = &s->shared,
	    .clock = s->clock,
	    .worker = worker,
	    .practice = true,
	    .seed = 7,
	    .step = s->step,
	    .step_context = s->step_context,
	    .traces = s->traces,
	    .simulated = strcmp(s->target, "memory:") == 0,
	    .base = &s->records};
	struct desk *d;
	check_ok(store_open(s->target, &how, &o.take_store, &s->e), &s->e);
	o.take_backend = backend_new(&ops, &s->script);
	check_ok(desk_new(&o, &d, &s->e), &s->e);
	return d;
}

void
stage_open(struct stage *s, bool file)
{
	static const uint8_t master[SEAL_KEY] = {1, 2, 3};
	void (*step)(void *, const char *) = s->step;
	void *context = s->step_context;
	struct fixture shop;
	memset(s, 0, sizeof *s);
	s->step = step;
	s->step_context = context;
	s->arena = arena_new();
	s->clock = clock_virtual_new(FIXTURE_NOW);
	fixture_open(&shop, false);
	s->records = shop.records;
	fixture_close(&shop);
	set_settings(s, arena_alloc(s->arena, sizeof(struct identity_way)));
	check_ok(zone_open("UTC", &s->settings.zone, &s->e), &s->e);
	s->shared =
	    (struct desk_shared){.world = make_world(s), .keyring = keyring_new_from(master)};
	s->script = (struct script){.text = "Hello.", .confidence = 0.9, .small_talk = true};
	strcpy(s->folder, "/tmp/floorwalker-desk-XXXXXX");
	if (file && mkdtemp(s->folder) == NULL)
		fail_msg("no private folder can be made");
	snprintf(s->target, sizeof s->target, file ? "%s/s.db" : "memory:", s->folder);
	s->desk = stage_desk(s, "first");
}

void
stage_close(struct stage *s)
{
	desk_free(&s->desk);
	desk_shared_close(&s->shared);
	zone_free(&s->settings.zone);
	clock_free(&s->clock);
	arena_free(&s->arena);
	if (strcmp(s->target, "memory:") != 0) {
		char command[160];
		snprintf(command, sizeof command, "rm -rf -- '%s'", s->folder);
		if (system(command) != 0)
			fail_msg("%s can't be removed", s->folder);
	}
	s->step = NULL;
}

int64_t
stage_say(struct stage *s, const char *contact, const char *text)
{
	struct incoming in = {
	    .channel = "test", .contact = contact, .text = text, .text_size = strlen(text)};
	int64_t id = 0;
	check_ok(desk_ingest(s->desk, &in, &id, NULL, &s->e), &s->e);
	return id;
}

void
stage_work(struct stage *s)
{
	size_t pieces;
	check_ok(desk_work(s->desk, 1000, &pieces, &s->e), &s->e);
	assert_true(pieces < 1000);
}

struct conversation
stage_conversation(struct stage *s, int64_t id)
{
	struct conversation c = {0};
	check_ok(store_conversation_get(desk_store(s->desk), s->arena, id, &c, &s->e), &s->e);
	return c;
}

struct message
stage_last(struct stage *s, int64_t id, enum author author)
{
	struct message_list list;
	check_ok(store_message_list(desk_store(s->desk), s->arena, id, 0, &list, &s->e), &s->e);
	for (size_t i = list.count; i > 0; i--)
		if (list.items[i - 1].author == author)
			return list.items[i - 1];
	return (struct message){0};
}

int
stage_count(struct stage *s, int64_t id, enum author author, enum delivery delivery)
{
	struct message_list list;
	int count = 0;
	check_ok(store_message_list(desk_store(s->desk), s->arena, id, 0, &list, &s->e), &s->e);
	for (size_t i = 0; i < list.count; i++)
		count += list.items[i].author == author && list.items[i].delivery == delivery;
	return count;
}

struct action
stage_action(struct stage *s, int64_t id)
{
	struct action x = {0};
	check_ok(store_action_get(desk_store(s->desk), s->arena, id, &x, &s->e), &s->e);
	return x;
}

int64_t
stage_refunded(struct stage *s, const char *order)
{
	struct order o;
	check_ok(shop_order(desk_shop(s->desk), s->arena, order, &o, &s->e), &s->e);
	return order_refunded(&o);
}

static void
say_fault(void *context, const struct audit_finding *f)
{
	(void)context;
	print_message("%s: %s\n", audit_fault_name(f->fault), f->text);
}

void
stage_audit(struct stage *s)
{
	struct audit_report report;
	check_ok(
	    store_audit(desk_store(s->desk), s->shared.keyring, say_fault, NULL, &report, &s->e),
	    &s->e);
	assert_int_equal(report.findings, 0);
	assert_true(report.events > 0);
}

int64_t
stage_waiting_refund(struct stage *s, int64_t *conversation_id)
{
	struct action_filter f = {.states = 1u << ACTION_WAITING};
	struct action_list list;
	s->script.small_talk = false;
	s->script.text = "I've passed it to a colleague for approval.";
	s->script.refund = "T-1";
	s->script.reason = "faulty";
	*conversation_id = stage_say(s, "brid", "My bottle from T-1 leaks, I'm brid@example.org and want my money back");
	stage_work(s);
	check_ok(store_action_list(desk_store(s->desk), s->arena, &f, &list, &s->e), &s->e);
	if (list.count != 1)
		fail_msg("%zu actions wait", list.count);
	s->script.refund = NULL;
	return list.items[0].id;
}

int
stage_in_memory(void **state)
{
	stage_open(*state, false);
	return 0;
}

int
stage_on_file(void **state)
{
	stage_open(*state, true);
	return 0;
}

int
stage_away(void **state)
{
	stage_close(*state);
	return 0;
}
