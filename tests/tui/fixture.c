/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/store/event.h"

#define MINUTE INT64_C(60000)
#define AGO(ms) (FIXTURE_NOW_MS - (ms))

static uint8_t data_key[SEAL_WRAPPED];	/* one for all, so that no run differs */

static void
must(enum err code, const struct errinfo *e)
{
	if (code == ERR_OK)
		return;
	printf("Bail out! fixture: %s\n", e->text);
	exit(1);
}

static int64_t
add_conversation(struct store *s, struct conversation c)
{
	struct errinfo e = {0};

	if (c.contact == NULL)
		c.contact = c.shopper;
	c.epoch = c.epoch == 0 ? 1 : c.epoch;
	if (c.updated_ms == 0)
		c.updated_ms = AGO(30000);
	if (c.opened_ms == 0)
		c.opened_ms = AGO(12 * MINUTE);
	const char **texts[] = {&c.channel, &c.customer_id, &c.tier, &c.language, &c.queue,
	    &c.agent, &c.intent, &c.summary, &c.draft, &c.preview, &c.disposition};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (*texts[i] == NULL)
			*texts[i] = "";
	}
	memcpy(c.key, data_key, sizeof c.key);
	c.has_key = true;
	must(store_conversation_add(s, &c, &e), &e);
	return c.id;
}

static int64_t
add_message(struct store *s, int64_t conversation_id, enum author author, const char *name,
    const char *text, double confidence, const char *citations, enum delivery delivery,
    int64_t ago_ms)
{
	struct errinfo e = {0};
	struct message m = {.conversation_id = conversation_id,
	    .author = author,
	    .name = name,
	    .text = text,
	    .source_key = "",
	    .epoch = 1,
	    .confidence = confidence,
	    .citations = citations,
	    .delivery = delivery,
	    .created_ms = AGO(ago_ms),
	    .delivered_ms = delivery == DELIVERY_DELIVERED ? AGO(ago_ms) : 0};

	must(store_message_add(s, &m, &e), &e);
	return m.id;
}

void
fixture_add_message(struct fixture *f, int64_t conversation_id, enum author author,
    const char *text, int64_t ago_ms)
{
	struct store *s = desk_store(f->desk);
	struct errinfo e = {0};

	must(store_begin(s, &e), &e);
	(void)add_message(
	    s, conversation_id, author, "", text, -1, "[]", DELIVERY_DELIVERED, ago_ms);
	must(store_commit(s, &e), &e);
}

int64_t
fixture_add_waiting(struct fixture *f, const char *shopper, int64_t due_in_ms)
{
	struct store *s = desk_store(f->desk);
	struct errinfo e = {0};
	int64_t id;

	must(store_begin(s, &e), &e);
	id = add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = shopper,
		.tier = "standard",
		.state = CONVERSATION_QUEUED,
		.queue = "general",
		.reason = HANDOFF_UNSURE,
		.confidence = 0.5,
		.preview = "Hello?",
		.message_count = 1,
		.waiting_ms = AGO(1000),
		.due_ms = AGO(-due_in_ms)});
	must(store_commit(s, &e), &e);
	return id;
}

static void
add_event(struct store *s, int64_t conversation_id, const char *kind, const char *actor,
    const char *data, int64_t ago_ms)
{
	struct errinfo e = {0};

	must(store_event_append(
		 s, conversation_id, kind, actor, data, AGO(ago_ms), NULL, 0, NULL, &e),
	    &e);
}

static const char trace[] =
    "{\"version\":1,\"backend\":\"builtin\",\"tries\":1,"
    "\"understanding\":{\"language\":\"en\",\"sentiment\":-0.42,\"out_of_scope\":0.03,"
    "\"intents\":[{\"intent\":\"refund_request\",\"probability\":0.81},{\"intent\":\"return_request\",\"probability\":0.12},{\"intent\":\"order_status\",\"probability\":0.04}],"
    "\"slots\":[{\"kind\":\"order_number\",\"value\":\"TF-100189\",\"probability\":0.99},{\"kind\":\"reason\",\"value\":\"damaged\",\"probability\":0.87},"
    "{\"kind\":\"email\",\"words\":\"[email]\",\"probability\":0.99}]},"
    "\"identity\":{\"state\":\"proven\",\"customer\":\"C-1001\",\"way\":0},"
    "\"draft\":{\"text\":\"…\",\"intent\":\"refund_request\",\"confidence\":0.61,\"parts\":{\"intent\":0.81,\"grounding\":1.0,\"dialogue\":0.74,\"passages\":0.58},"
    "\"citations\":[\"KB-refunds#2\"],\"hand_off\":false,\"summary\":\"\",\"failures\":0,\"small_talk\":false},"
    "\"inside\":{\"backend\":\"builtin\",\"agenda\":[{\"intent\":\"refund_request\",\"status\":\"confirming\",\"order\":\"TF-100189\",\"rule\":\"R-07\"}],"
    "\"steps\":[{\"step\":\"wish\",\"why\":\"\\\"refund_request\\\" with probability 0.81\",\"would_change\":\"a probability under the threshold\"},"
    "{\"step\":\"summary\",\"why\":\"refund, human by \\\"R-07\\\"\"}],"
    "\"passages\":[{\"id\":\"KB-refunds#2\",\"score\":11.2,\"probability\":0.58},{\"id\":\"KB-returns#1\",\"score\":6.4,\"probability\":0.21}]},"
    "\"proposals\":[{\"kind\":\"refund\",\"order\":\"TF-100189\",\"amount\":18900,\"outcome\":\"human\",\"rule\":\"R-07\",\"version\":\"2026-10-01\","
    "\"rows\":[{\"rule\":\"R-01\",\"held\":false,\"failed\":\"order.age_days\",\"got\":12,\"wanted\":\"<= 7\"},"
    "{\"rule\":\"R-04\",\"held\":false,\"failed\":\"amount\",\"got\":18900,\"wanted\":\"<= 100.00\"},{\"rule\":\"R-07\",\"held\":true,\"says\":\"Above what the rule may approve.\"}]}],"
    "\"facts\":{\"customer\":{\"id\":\"C-1001\",\"tier\":\"plus\"},\"orders\":{\"TF-100189\":{\"id\":\"TF-100189\",\"status\":\"delivered\"}},\"products\":{},"
    "\"derived\":[{\"what\":\"refund\",\"kind\":\"money\",\"value\":18900}],\"verdicts\":[]},"
    "\"ground\":{\"ungrounded\":1,\"claims\":[{\"kind\":\"money\",\"words\":\"€189.00\",\"grounded\":true,\"source\":\"derived: refund\"},"
    "{\"kind\":\"duration\",\"words\":\"two days\",\"grounded\":false,\"source\":\"\"}]},"
    "\"gates\":[{\"gate\":\"asked_for_human\",\"passed\":true,\"value\":0.04,\"limit\":0.5},{\"gate\":\"guarded_topic\",\"passed\":true,\"value\":null,\"limit\":null},"
    "{\"gate\":\"sentiment\",\"passed\":true,\"value\":-0.42,\"limit\":-0.7},{\"gate\":\"unsure\",\"passed\":false,\"value\":0.61,\"limit\":0.7},"
    "{\"gate\":\"ungrounded\",\"passed\":false,\"value\":1,\"limit\":0},{\"gate\":\"policy\",\"passed\":false,\"value\":null,\"limit\":null}],"
    "\"outcome\":\"handed_off\",\"reason\":\"policy\"}";

static const char first_trace[] =
    "{\"version\":1,\"backend\":\"builtin\",\"tries\":1,\"times\":{\"understand\":20,\"draft\":310},"
    "\"understanding\":{\"language\":\"en\",\"sentiment\":0.05,\"out_of_scope\":0.02,\"intents\":[{\"intent\":\"greeting\",\"probability\":0.66},{\"intent\":\"order_status\",\"probability\":0.31}]},"
    "\"draft\":{\"text\":\"Thanks, I found your order TF-100189: it was delivered today by An Post. What can I do for you?\",\"intent\":\"order_status\",\"confidence\":0.93,"
    "\"parts\":{\"intent\":0.66,\"grounding\":1.0},\"citations\":[\"KB-delivery-times#1\"]},"
    "\"inside\":{\"backend\":\"builtin\",\"slots\":[{\"kind\":\"order_number\",\"value\":\"TF-100189\",\"words\":\"tf 100189\",\"probability\":0.98}],"
    "\"passages\":[{\"id\":\"KB-delivery-times#1\",\"score\":9.8,\"probability\":0.91},{\"id\":\"KB-gone#4\",\"score\":2.1,\"probability\":0.05}]},"
    "\"gates\":[{\"gate\":\"unsure\",\"passed\":true,\"value\":0.93,\"limit\":0.7}],\"outcome\":\"sent\",\"reason\":\"\"}";

static void
add_turn(struct store *s, int64_t conversation_id)
{
	struct errinfo e = {0};
	struct turn t = {.conversation_id = conversation_id,
	    .up_to = 3,
	    .epoch = 1,
	    .state = TURN_HANDED_OFF,
	    .worker = "",
	    .backend = "builtin",
	    .confidence = 0.61,
	    .intent = "refund_request",
	    .trace = trace,
	    .created_ms = AGO(5 * MINUTE),
	    .ended_ms = AGO(4 * MINUTE + 5000)};

	struct turn first = {.conversation_id = conversation_id,
	    .up_to = 1,
	    .epoch = 1,
	    .state = TURN_SENT,
	    .worker = "",
	    .backend = "builtin",
	    .confidence = 0.93,
	    .intent = "order_status",
	    .trace = first_trace,
	    .created_ms = AGO(11 * MINUTE + 400),
	    .ended_ms = AGO(11 * MINUTE)};

	must(store_turn_add(s, &first, &e), &e);
	must(store_turn_add(s, &t, &e), &e);
}

struct proposal {
	enum action_kind kind;
	const char *order, *customer, *title, *params, *rule;
	int64_t amount, needed, ago_ms;
};

static const char verdict[] =
    "{\"outcome\":\"human\",\"rule\":\"R-07\",\"agent\":\"Over the limit for an automatic refund of a delivered order.\",\"shopper\":\"A colleague will look at it.\","
    "\"cite\":\"KB-refunds\",\"rows\":[{\"rule\":\"R-01\",\"held\":false,\"failed\":\"days_since_delivery\",\"got\":12,\"wanted\":\"<= 7\"},"
    "{\"rule\":\"R-04\",\"held\":false,\"failed\":\"amount\",\"got\":18900,\"wanted\":\"<= 100.00\"},{\"rule\":\"R-07\",\"held\":true}]}";

/* The facts as they are now, but for one that has changed since. */
static void
facts_then(struct fixture *f, struct arena *a, const struct proposal *p, const struct value *params,
    struct str *out)
{
	struct facts *facts = facts_new(a, desk_shop(f->desk), p->customer, FIXTURE_NOW_MS);
	struct action_proposal proposal = {.kind = p->kind,
	    .order_id = p->order,
	    .params = params,
	    .amount = p->amount,
	    .currency = "EUR"};
	struct errinfo e = {0};
	struct value *then;

	must(action_complete(facts, &proposal, &e), &e);
	must(action_facts(facts, &proposal, &then, &e), &e);
	value_set_int(then, "refunds_last_90_days", 0);
	value_print(out, then);
}

static void
add_action(struct fixture *f, int64_t conversation_id, const struct proposal *p)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct conversation c;
	struct str sealed, facts;
	struct value *params;

	str_init(&sealed);
	str_init(&facts);
	must(store_conversation_get(desk_store(f->desk), a, conversation_id, &c, &e), &e);
	must(value_parse_json(
		 a, "params", p->params, strlen(p->params), &value_limits_message, &params, &e),
	    &e);
	must(keyring_seal(
		 f->shared.keyring, c.key, "action", p->params, strlen(p->params), &sealed, &e),
	    &e);
	facts_then(f, a, p, params, &facts);
	struct action x = {.conversation_id = conversation_id,
	    .epoch = 1,
	    .customer_id = p->customer,
	    .order_id = p->order,
	    .kind = p->kind,
	    .state = ACTION_WAITING,
	    .sealed_params = sealed.data,
	    .sealed_params_size = sealed.length,
	    .title = p->title,
	    .amount = p->amount,
	    .currency = "EUR",
	    .verdict = verdict,
	    .rule = p->rule,
	    .facts = facts.data,
	    .facts_hash = "",
	    .proposed_by = "ai",
	    .key = p->title,
	    .result = "",
	    .reason = "",
	    .approvals_needed = p->needed,
	    .proposed_ms = AGO(p->ago_ms),
	    .expires_ms = AGO(p->ago_ms) + 24 * 60 * MINUTE};
	must(store_action_add(desk_store(f->desk), &x, &e), &e);
	str_clear(&sealed);
	str_clear(&facts);
	arena_free(&a);
}

static void
fill_first(struct fixture *f)
{
	struct store *s = desk_store(f->desk);
	int64_t id = add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = "Aoife N.",
		.customer_id = "C-1001",
		.tier = "plus",
		.language = "en",
		.state = CONVERSATION_QUEUED,
		.queue = "refunds",
		.reason = HANDOFF_POLICY,
		.intent = "refund_request",
		.confidence = 0.61,
		.sentiment = -0.42,
		.sentiment_first = -0.1,
		.summary =
		    "Wants €189.00 back for a damaged jacket of TF-100189. Identity proven by order number and e-mail. Rule R-07 leaves it to a person.",
		.draft =
		    "I'm sorry that your jacket arrived damaged. I've asked a colleague to look at the refund of €189.00; you'll hear from us today.",
		.preview = "The sleeve is torn, I want my money back.",
		.message_count = 4,
		.waiting_ms = AGO(4 * MINUTE + 5000),
		.due_ms = AGO(-55000)});

	add_event(
	    s, id, EVENT_CONVERSATION_OPENED, "shopper", "{\"channel\":\"web\"}", 12 * MINUTE);
	(void)add_message(s, id, AUTHOR_SHOPPER, "",
	    "Hi, my parcel came today, order TF-100189, and my e-mail is [email].", -1, "[]",
	    DELIVERY_DELIVERED, 12 * MINUTE);
	add_event(s, id, EVENT_CONVERSATION_IDENTIFIED, "policy",
	    "{\"customer\":\"C-1001\",\"way\":0}", 12 * MINUTE - 1000);
	(void)add_message(s, id, AUTHOR_AI, "builtin",
	    "Thanks, I found your order TF-100189: it was delivered today by An Post. What can I do for you?",
	    0.93, "[{\"id\":\"KB-delivery-times#1\",\"title\":\"How long does delivery take?\"}]",
	    DELIVERY_DELIVERED, 11 * MINUTE);
	(void)add_message(s, id, AUTHOR_SHOPPER, "", "The sleeve is torn, I want my money back.",
	    -1, "[]", DELIVERY_DELIVERED, 5 * MINUTE);
	add_event(s, id, EVENT_ACTION_PROPOSED, "ai",
	    "{\"action\":1,\"state\":\"waiting\",\"kind\":\"refund\",\"amount\":18900,\"by\":\"ai\",\"rule\":\"R-07\"}",
	    4 * MINUTE + 6000);
	add_event(s, id, EVENT_OWNER_QUEUED, "ai",
	    "{\"queue\":\"refunds\",\"reason\":\"policy\",\"epoch\":2}", 4 * MINUTE + 5000);
	(void)add_message(s, id, AUTHOR_AI, "builtin",
	    "I've passed this to a colleague, who will look at your refund. It usually takes five minutes.",
	    0.88, "[]", DELIVERY_DELIVERED, 4 * MINUTE);
	add_turn(s, id);
	add_action(f, id,
	    &(struct proposal){.kind = ACTION_REFUND,
		.order = "TF-100189",
		.customer = "C-1001",
		.title = "Refund €189.00 for TF-100189, 1 item",
		.params =
		    "{\"order\":\"TF-100189\",\"lines\":[{\"id\":1,\"quantity\":1}],\"reason\":\"damaged\"}",
		.rule = "R-07",
		.amount = 18900,
		.needed = 1,
		.ago_ms = 4 * MINUTE + 6000});
}

static void
fill_waiting(struct fixture *f)
{
	struct store *s = desk_store(f->desk);
	int64_t id = add_conversation(s,
	    (struct conversation){.channel = "chat",
		.shopper = "Jürgen Ä.",
		.tier = "standard",
		.language = "de",
		.state = CONVERSATION_QUEUED,
		.queue = "care",
		.reason = HANDOFF_ASKED_FOR_HUMAN,
		.intent = "order_status",
		.confidence = 0.77,
		.preview = "Ich möchte mit einem Menschen sprechen.",
		.message_count = 1,
		.waiting_ms = AGO(3 * MINUTE + 20000),
		.due_ms = AGO(80000)});

	(void)add_message(s, id, AUTHOR_SHOPPER, "", "Ich möchte mit einem Menschen sprechen.", -1,
	    "[]", DELIVERY_DELIVERED, 4 * MINUTE);
	add_event(s, id, EVENT_OWNER_QUEUED, "ai",
	    "{\"queue\":\"care\",\"reason\":\"asked_for_human\",\"epoch\":2}", 3 * MINUTE + 20000);
	add_event(
	    s, id, EVENT_SLA_BREACHED, "work", "{\"queue\":\"care\",\"waited_ms\":120000}", 80000);
	id = add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = "Margaret O'S.",
		.customer_id = "C-1007",
		.tier = "vip",
		.language = "en",
		.state = CONVERSATION_QUEUED,
		.queue = "big-orders",
		.reason = HANDOFF_HIGH_VALUE,
		.intent = "cancel_order",
		.confidence = 0.91,
		.preview = "Please cancel the whole order, the tents too.",
		.message_count = 1,
		.waiting_ms = AGO(40000),
		.due_ms = AGO(-140000)});
	(void)add_message(s, id, AUTHOR_SHOPPER, "",
	    "Please cancel the whole order, the tents too.", -1, "[]", DELIVERY_DELIVERED, MINUTE);
	add_action(f, id,
	    &(struct proposal){.kind = ACTION_CANCEL,
		.order = "TF-100222",
		.customer = "C-1001",
		.title = "Cancel TF-100222, 1 item",
		.params = "{\"order\":\"TF-100222\",\"reason\":\"changed_mind\"}",
		.rule = "",
		.amount = 7900,
		.needed = 2,
		.ago_ms = 45000});
}

static void
fill_live(struct store *s)
{
	int64_t id = add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = "山田 太郎",
		.tier = "standard",
		.language = "ja",
		.state = CONVERSATION_AI,
		.intent = "product_question",
		.confidence = 0.86,
		.preview = "このジャケットは防水ですか？ 🧥☔",
		.message_count = 2});

	(void)add_message(s, id, AUTHOR_SHOPPER, "",
	    "このジャケットは防水ですか？ 🧥☔ 家族全員 👨‍👩‍👧‍👦 に買いたいです。送料はいくらですか。とても長い文なので、ここで折り返す必要があります。",
	    -1, "[]", DELIVERY_DELIVERED, 2 * MINUTE);
	(void)add_message(s, id, AUTHOR_AI, "builtin",
	    "はい、20,000 mm の防水です。❤️ 🇮🇪", 0.86,
	    "[{\"id\":\"P-1001\",\"title\":\"Corrib waterproof jacket\"}]", DELIVERY_PENDING,
	    30000);
	id = add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = "Guest 5",
		.contact = "guest-5",
		.language = "en",
		.state = CONVERSATION_AI,
		.intent = "other",
		.confidence = 0.41,
		.preview = "\033[2J\033]0;pwned\007 \342\200\256evil\t\001",
		.message_count = 2});
	(void)add_message(s, id, AUTHOR_SHOPPER, "",
	    "\033[2J\033]0;pwned\007 \342\200\256evil\t\001 and Z\314\201\314\202\314\203\314\204algo; \360\237\230\200",
	    -1, "[]", DELIVERY_DELIVERED, MINUTE);
	(void)add_message(s, id, AUTHOR_SHOPPER, "",
	    "Averyveryverylongwordwithoutanyspacesthatmustbecutsomewherebecauseitdoesnotfitinanywidthatall.Averyveryverylong",
	    -1, "[]", DELIVERY_DELIVERED, 50000);
	(void)add_conversation(s,
	    (struct conversation){.channel = "synthetic",
		.shopper = "Tom B.",
		.customer_id = "C-1003",
		.tier = "standard",
		.language = "en",
		.state = CONVERSATION_AI,
		.intent = "delivery_time",
		.confidence = -1,
		.preview = "When will it come?",
		.message_count = 1});
}

static void
fill_owned(struct store *s)
{
	int64_t id = add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = "Niamh K.",
		.customer_id = "C-1004",
		.tier = "standard",
		.language = "en",
		.state = CONVERSATION_AGENT,
		.queue = "general",
		.agent = "maeve",
		.epoch = 3,
		.reason = HANDOFF_UNSURE,
		.intent = "exchange_request",
		.confidence = 0.55,
		.draft = "We can exchange the boots for size 41. Shall I do that?",
		.preview = "Could I have them in 41?",
		.message_count = 4});

	(void)add_message(s, id, AUTHOR_SHOPPER, "",
	    "The boots are too small. Could I have them in 41?", -1, "[]", DELIVERY_DELIVERED,
	    9 * MINUTE);
	(void)add_message(s, id, AUTHOR_AI, "builtin", "I can refund the boots at once.", 0.55,
	    "[]", DELIVERY_WITHDRAWN, 8 * MINUTE);
	add_event(s, id, EVENT_OWNER_TAKEN, "agent:maeve",
	    "{\"agent\":\"maeve\",\"from\":\"ai\",\"epoch\":3}", 8 * MINUTE - 1000);
	(void)add_message(s, id, AUTHOR_AGENT, "maeve",
	    "Hello, Maeve here. Let me check the stock of size 41.", -1, "[]", DELIVERY_DELIVERED,
	    7 * MINUTE);
	struct errinfo e = {0};
	struct note n = {.conversation_id = id,
	    .agent = "ewa",
	    .text = "Size 41 comes back on Friday, I've put a pair aside.",
	    .created_ms = AGO(6 * MINUTE)};
	must(store_note_add(s, &n, &e), &e);
	(void)add_conversation(s,
	    (struct conversation){.channel = "chat",
		.shopper = "Pádraig M.",
		.customer_id = "C-1005",
		.tier = "standard",
		.language = "en",
		.state = CONVERSATION_WRAP_UP,
		.queue = "general",
		.agent = "ewa",
		.reason = HANDOFF_OTHER,
		.intent = "address_change",
		.confidence = 0.7,
		.preview = "Thank you!",
		.message_count = 6});
	(void)add_conversation(s,
	    (struct conversation){.channel = "web",
		.shopper = "Aoife N.",
		.contact = "aoife-earlier",
		.customer_id = "C-1001",
		.tier = "plus",
		.language = "en",
		.state = CONVERSATION_CLOSED,
		.intent = "delivery_time",
		.confidence = 0.94,
		.disposition = "solved",
		.preview = "Great, bye!",
		.message_count = 4,
		.opened_ms = AGO(3 * 60 * MINUTE),
		.closed_ms = AGO(170 * MINUTE),
		.updated_ms = AGO(170 * MINUTE)});
}

static void
fill(struct fixture *f)
{
	struct store *s = desk_store(f->desk);
	struct errinfo e = {0};
	struct agent_state here[] = {{"maeve", "available", AGO(60 * MINUTE), AGO(1000), 0},
	    {"ewa", "busy", AGO(30 * MINUTE), AGO(1000), 0},
	    {"cathal", "break", AGO(10 * MINUTE), AGO(10 * MINUTE), 0}};

	must(store_begin(s, &e), &e);
	fill_first(f);
	fill_waiting(f);
	fill_live(s);
	fill_owned(s);
	for (size_t i = 0; i < sizeof here / sizeof *here; i++)
		must(store_agent_put(s, &here[i], &e), &e);
	must(store_commit(s, &e), &e);
}

static const uint8_t master[SEAL_KEY] = {1, 2, 3};

void
fixture_open(struct fixture *f, const char *target)
{
	struct store_options how = {.create = true};
	struct desk_options options = {.worker = "test", .simulated = true, .seed = 1};
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char *folder = file_data(a, "scenarios/worlds/tarn-and-fell");

	*f = (struct fixture){.clock = clock_virtual_new(FIXTURE_NOW_MS), .shared.keyring = keyring_new_from(master)};
	must(world_load(
		 folder == NULL ? "scenarios/worlds/tarn-and-fell" : folder, &f->shared.world, &e),
	    &e);
	must(keyring_make_key_seeded(f->shared.keyring, 1, data_key, &e), &e);
	options.shared = &f->shared;
	options.clock = f->clock;
	must(store_open(target, &how, &options.take_store, &e), &e);
	must(shop_embedded_seed(options.take_store, world_records(f->shared.world), 0, &e), &e);
	must(desk_new(&options, &f->desk, &e), &e);
	fill(f);
	arena_free(&a);
}

void
fixture_close(struct fixture *f)
{
	desk_free(&f->desk);
	world_free(&f->shared.world);
	keyring_free(&f->shared.keyring);
	clock_free(&f->clock);
}
