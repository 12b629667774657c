/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reply to a no that sums up once more what the no was said to is counted, by the oracle alone
 * and in whole conversations with an AI that doesn't listen; a summary that was corrected isn't.
 * And nobody has been asked for anything before the shopper's yes.
 */
#include <string.h>

#include "../../src/sim/oracle.h"
#include "../check.h"
#include "demo.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "shop.h"

enum { LANGUAGES = 3, SCENARIOS = 5, CONVERSATIONS = 60 };
static const char *const languages[LANGUAGES] = {"en", "de", "es"};

/* Two replies with a no between them, and whether the second puts the same to them once more. */
static const struct {
	const char *language, *before, *after;
	bool again;
} rows[] = {
	{"en", "To sum up: I cancel all of TF-100202, worth €180.93. Shall I go ahead?", "So I would cancel TF-100202, all of it, worth €180.93. Is that right, and shall I do it?", true},
	{"en", "Your order hasn't been packed. So I would cancel TF-100202, all of it, worth €180.93. Do you want me to do that?", "To sum up: I cancel all of TF-100202, worth €180.93. Shall I go ahead? A yes or a no is enough.", true},
	{"en", "To sum up: a refund of €180.93 for Corrib waterproof jacket (moss, M) from TF-100201, to Visa ending 4417. Shall I go ahead?", "So that would be a refund of €180.93 for Corrib waterproof jacket (moss, M) from TF-100201, to Visa ending 4417. Do you want me to do that?", true},
	{"en", "So we would exchange Corrib waterproof jacket (moss, M) from TF-100201 for the Corrib waterproof jacket (moss, L), at the same price. Shall I go ahead?", "To sum up: you send back Corrib waterproof jacket (moss, M) from TF-100201, and we send you the Corrib waterproof jacket (moss, L), at the same price. Shall I go ahead?", true},
	{"en", "To sum up: TF-100202 goes to 12 Quay Street, Galway, H91 X2K4. Shall I go ahead?", "To sum up: TF-100202 goes to 12 Quay Street, Galway, H91 X2K4. Do you want me to do that?", true},
	{"en", "To sum up: I cancel all of TF-100202, worth €180.93. Shall I go ahead?", "All right, I've left everything as it is. Is there anything else I can do for you?", false},
	{"en", "To sum up: I cancel all of TF-100202, worth €180.93. Shall I go ahead?", "To sum up: I cancel all of TF-100201, worth €180.93. Shall I go ahead?", false},
	{"en", "So we would exchange Corrib waterproof jacket (moss, M) from TF-100201 for the Corrib waterproof jacket (moss, L), at the same price. Shall I go ahead?", "So we would exchange Corrib waterproof jacket (moss, M) from TF-100201 for the Corrib waterproof jacket (ink, L), at the same price. Shall I go ahead?", false},
	{"en", "So we would exchange Corrib waterproof jacket (moss, M) from TF-100201 for the Corrib waterproof jacket (moss, L), at the same price. Shall I go ahead?", "So you would return Corrib waterproof jacket (moss, M) from TF-100201, and we refund €180.93 to Visa ending 4417 once it has arrived. Shall I go ahead?", false},
	{"en", "So you would return 2 × Erriff hiking socks from TF-100202, and we refund €38.00 to Visa ending 4417 once it has arrived. Shall I go ahead?", "So you would return Erriff hiking socks from TF-100202, and we refund €19.00 to Visa ending 4417 once it has arrived. Shall I go ahead?", false},
	{"en", "To sum up: TF-100202 goes to 12 Quay Street, Galway, H91 X2K4. Shall I go ahead?", "To sum up: TF-100202 goes to 5 Mill Street, Cork, T12 AB34. Shall I go ahead?", false},
	{"de", "Zusammengefasst: die Stornierung von TF-100202 im Ganzen, im Wert von 180,93 €. Soll ich das so machen?", "Das wäre also die Stornierung von TF-100202 im Ganzen, im Wert von 180,93 €. Möchten Sie, dass ich das tue?", true},
	{"de", "Sie würden also Corrib waterproof jacket (moss, M) aus TF-100201 zurückschicken, und wir erstatten 180,93 € über Visa ending 4417, sobald es angekommen ist. Soll ich das so machen?", "Zusammengefasst: Sie schicken Corrib waterproof jacket (moss, M) aus TF-100201 zurück, und 180,93 € gehen über Visa ending 4417 zurück, sobald es angekommen ist. Ist das richtig, und soll ich es tun?", true},
	{"de", "Zusammengefasst: die Stornierung von TF-100202 im Ganzen, im Wert von 180,93 €. Soll ich das so machen?", "Kein Problem, ich habe nichts geändert. Kann ich sonst noch etwas für Sie tun?", false},
	{"de", "Zusammengefasst: TF-100202 geht an 12 Quay Street, Galway, H91 X2K4. Soll ich das so machen?", "Zusammengefasst: TF-100202 geht an 5 Mill Street, Cork, T12 AB34. Soll ich das so machen?", false},
	{"es", "En resumen: cancelo TF-100202 entero, por valor de 180,93 €. ¿Lo hago así?", "Entonces cancelaría TF-100202 entero, por valor de 180,93 €. ¿Quiere que lo haga?", true},
	{"es", "En resumen: usted devuelve Corrib waterproof jacket (moss, M) de TF-100201, y 180,93 € vuelven a través de Visa ending 4417 cuando haya llegado. ¿Lo hago así?", "Entonces usted devolvería Corrib waterproof jacket (moss, M) de TF-100201, y le reembolsaríamos 180,93 € a través de Visa ending 4417 cuando haya llegado. ¿Es correcto, y quiere que lo haga?", true},
	{"es", "En resumen: cancelo TF-100202 entero, por valor de 180,93 €. ¿Lo hago así?", "De acuerdo, lo he dejado todo como está. ¿Puedo hacer algo más por usted?", false},
	{"es", "En resumen: TF-100202 va a 12 Quay Street, Galway, H91 X2K4. ¿Lo hago así?", "En resumen: TF-100202 va a 5 Mill Street, Cork, T12 AB34. ¿Lo hago así?", false},
};

/* What is said of a colleague before the shopper's yes (waits: an action waits for one already), and
 * how much of it isn't so. */
static const struct {
	const char *language, *text;
	bool waits;
	int64_t untrue;
} colleagues[] = {
	{"en", "I've asked a colleague to cancel this for you. They will confirm it here. Shall I go ahead?", false, 1},
	{"en", "I have just asked a colleague to look at it.", false, 1},
	{"en", "I have just asked a colleague to look at it.", true, 0},
	{"en", "I've asked a colleague to cancel this for you. Shall I go ahead?", true, 1},
	{"en", "A colleague has to look at a cancellation of this size first. They will confirm it here. Shall I go ahead?", false, 0},
	{"de", "Ich habe jemanden aus unserem Team gebeten, das für Sie zu stornieren. Soll ich das so machen?", false, 1},
	{"de", "Eine Stornierung in dieser Höhe muss sich zuerst jemand aus unserem Team ansehen. Soll ich das so machen?", false, 0},
	{"es", "He pedido a una persona de nuestro equipo que lo cancele por usted. ¿Lo hago así?", false, 1},
	{"es", "Una cancelación de este importe tiene que verla primero una persona de nuestro equipo. ¿Lo hago así?", false, 0},
};

static struct oracle_verdict
judged_of(struct test_shop *shop, struct oracle *o, const char *const *texts, size_t count,
    size_t refused, bool waits)
{
	struct action waiting = {.id = 1, .kind = ACTION_CANCEL, .state = ACTION_WAITING,
	    .title = "Something", .verdict = "{\"outcome\":\"human\"}", .approvals_needed = 1};
	const struct action_list list = {&waiting, waits};
	const struct scenario s = {.name = "x", .contain = true};
	const struct binding b = {.customer = &shop->records.customers[0]};
	const struct snapshot nothing = {NULL, 0};
	const struct oracle_case c = {.scenario = &s,
	    .binding = &b,
	    .actions = &list,
	    .before = &nothing,
	    .after = &nothing,
	    .ai_texts = texts,
	    .ai_count = count,
	    .citations = "",
	    .refused = &refused,
	    .refused_count = 1};
	struct oracle_verdict verdict = {.end_holds = true};
	struct errinfo e;

	str_init(&verdict.why);
	check_ok(oracle_judge(o, shop->arena, &c, &verdict, &e), &e);
	str_clear(&verdict.why);
	return verdict;
}

static bool
row_holds(struct test_shop *shop, struct oracle *o, size_t i)
{
	const char *texts[2] = {rows[i].before, rows[i].after};

	return judged_of(shop, o, texts, 2, 1, false).again == rows[i].again &&
	    judged_of(shop, o, texts, 2, 2, false).again == 0;
}

static void
rows_of(struct test_shop *shop, const char *language, size_t *wrong, size_t *judged)
{
	struct terms *terms;
	struct oracle *o;
	struct errinfo e;
	const char *file = arena_printf(shop->arena, "scenarios/oracle/%s.yaml", language);

	check_ok(terms_load(file_data(shop->arena, file), &terms, &e), &e);
	check_ok(oracle_new(shop->folder, &shop->records, &shop->settings, terms, SHOP_NOW, &o, &e),
	    &e);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (!text_is(rows[i].language, language))
			continue;
		++*judged;
		if (row_holds(shop, o, i))
			continue;
		++*wrong;
		print_message("# %s, after: %s\n", rows[i].again ? "not counted" : "counted",
		    rows[i].after);
	}
	for (size_t i = 0; i < sizeof colleagues / sizeof colleagues[0]; i++) {
		if (!text_is(colleagues[i].language, language))
			continue;
		++*judged;
		if (judged_of(shop, o, &colleagues[i].text, 1, 2, colleagues[i].waits).statements ==
		    colleagues[i].untrue)
			continue;
		++*wrong;
		print_message("# not %lld untrue: %s\n", (long long)colleagues[i].untrue,
		    colleagues[i].text);
	}
	oracle_free(&o);
	terms_free(&terms);
}

static void
what_a_no_was_said_to_and_what_nobody_was_asked_for_is_counted(void **state)
{
	struct test_shop shop;
	size_t wrong = 0, judged = 0;

	(void)state;
	test_shop_open(&shop);
	for (size_t i = 0; i < LANGUAGES; i++)
		rows_of(&shop, languages[i], &wrong, &judged);
	test_shop_close(&shop);
	assert_int_equal(
	    judged, sizeof rows / sizeof rows[0] + sizeof colleagues / sizeof colleagues[0]);
	assert_int_equal(wrong, 0);
}

/* ---- whole conversations */

/* An AI to which every answer that isn't a yes sounds like a cough. */
static enum err
cough(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct understanding heard = *q->understanding;
	struct backend_request again = *q;

	if (heard.signals.no > heard.signals.yes) {
		heard.text = "hm";
		heard.intent_count = heard.wish_count = heard.slot_count = 0;
		memset(&heard.signals, 0, sizeof heard.signals);
		heard.signals.guarded = "";
		again.understanding = &heard;
	}
	return backend_draft_reply(self, a, &again, out, e);
}

static void
free_inner(void *self)
{
	struct backend *inner = self;

	backend_free(&inner);
}

static struct backend *
deaf(void *context, struct backend *take_inner)
{
	static const struct backend_ops ops = {.name = "deaf", .draft = cough, .free = free_inner};

	(void)context;
	return backend_new(&ops, take_inner);
}

static int64_t
play(const char *folder, const char *const *scenarios, size_t count,
    struct backend *(*around)(void *, struct backend *))
{
	struct arena *a = arena_new();
	const char *paths[SCENARIOS];
	const struct sim_sources sources = {
	    .paths = paths, .count = count, .folder = file_data(a, "scenarios")};
	struct sim_script *own;
	struct errinfo e;

	for (size_t i = 0; i < count; i++)
		paths[i] = file_data(a, arena_printf(a, "%s/%s.yaml", folder, scenarios[i]));
	check_ok(sim_script_load(&sources, world_settings(world), &own, &e), &e);
	const struct sim_options o = {.script = own,
	    .world = world,
	    .understander = understander,
	    .backend = "builtin",
	    .around = around,
	    .conversations = CONVERSATIONS,
	    .seed = 11,
	    .threads = 2};
	struct value *result;
	int64_t n;

	check_ok(sim_run(&o, a, &result, &e), &e);
	n = value_as_int(value_path(result, "breaches.proposed_again"), -1);
	sim_script_free(&own);
	arena_free(&a);
	return n;
}

static void
no_shopper_who_says_no_is_asked_the_same_again(void **state)
{
	static const char *const en[] = {"cancel-change-of-mind", "cancel-says-no",
	    "return-says-no", "refund-damaged-says-no", "address-change-says-no"};
	static const char *const de[] = {
	    "de-cancel-says-no", "de-return-says-no", "de-refund-damaged-says-no"};
	static const char *const es[] = {
	    "es-cancel-says-no", "es-return-says-no", "es-refund-damaged-says-no"};

	(void)state;
	assert_int_equal(play("scenarios", en, 5, NULL), 0);
	assert_int_equal(play("scenarios/de", de, 3, NULL), 0);
	assert_int_equal(play("scenarios/es", es, 3, NULL), 0);
}

static void
an_ai_that_does_not_listen_is_counted(void **state)
{
	static const char *const scenario[] = {"cancel-change-of-mind"};

	(void)state;
	assert_in_range(play("scenarios", scenario, 1, deaf), CONVERSATIONS / 4, CONVERSATIONS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_no_was_said_to_and_what_nobody_was_asked_for_is_counted),
		cmocka_unit_test(no_shopper_who_says_no_is_asked_the_same_again),
		cmocka_unit_test(an_ai_that_does_not_listen_is_counted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sim: the same again after a no", tests, demo_open, demo_close);
}
