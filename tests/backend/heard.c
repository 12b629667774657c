/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences of German and Spanish shoppers that were once taken for something else, understood and
 * answered by the real parts; none of them stands in the files that the models are made of.
 */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands in the last reply ("|" parts what may), and what doesn't; NULL nothing in particular.
 * No message makes a change. */
static const struct {
	const char *language, *customer, *said[4], *stands, *lacks;
} rows[] = {
	/* where it is, not what became of a refund */
	{"de", "C-1046", {"Ist meine Bestellung schon raus?"}, "TF-100237", "Erstattung"},
	{"de", "C-1046", {"ist TF-100237 eigentlich schon bei euch raus"}, "gepackt", "Erstattung"},
	{"de", "C-1046", {"Tut sich bei TF-100237 schon was?"}, "TF-100237", "Erstattung"},
	{"es", "C-1046", {"¿Ha salido ya TF-100237 de vuestro almacén?"}, "TF-100237, pedido", "reembolso"},
	/* money for what came broken, not the state of a refund */
	{"es", "C-1040", {"La zapatilla Lettery de TF-100190 vino rota, ¿me devolvéis el dinero?"}, "139,95|por qué", "No veo ningún reembolso"},
	{"es", "C-1040", {"Lettery walking shoe de TF-100190 llegó roto, querría que me devolvierais lo que costó"}, "139,95|por qué", "No veo ningún reembolso"},
	{"es", "C-1040", {"Lettery walking shoe de TF-100190 llegó roto", "prefiero que me devolváis el dinero"}, "139,95|por qué", "No veo ningún reembolso"},
	{"de", "C-1040", {"Der Lettery walking shoe aus TF-100190 kam kaputt an, erstattet ihr mir das?"}, "139,95|warum", "Ich sehe keine"},
	/* a return, not an exchange */
	{"es", "C-1001", {"¿Cómo hago para devolveros la Corrib jacket de TF-100189? He cambiado de idea"}, "189,00|por qué", "¿Cuál"},
	{"es", "C-1001", {"Me gustaría mandaros de vuelta la Corrib jacket de TF-100189, ya no me hace falta"}, "189,00|por qué", "¿Cuál"},
	{"de", "C-1001", {"Die Corrib jacket aus TF-100189 geht retour, sie ist nichts für mich"}, "189,00|warum", "Welche Ausführung"},
	/* where it shall go, not where it is */
	{"de", "C-1046", {"Bitte schickt TF-100237 an Lindenweg 5, 10115 Berlin"}, "Lindenweg 5", "wartet darauf"},
	{"de", "C-1046", {"TF-100237 soll zu meiner Schwester, 12 Quay Street, Galway, H91 X2K4"}, "12 Quay Street", "wartet darauf"},
	{"es", "C-1046", {"TF-100237 tiene que llegar a casa de mi hermana, 12 Quay Street, Galway, H91 X2K4"}, "12 Quay Street", "espera a que"},
	{"es", "C-1046", {"Mandadme TF-100237 a calle Olmo 5, 28012 Madrid"}, "Olmo 5", "espera a que"},
	/* thanks and goodbye with something beside them */
	{"de", "C-1046", {"Wann kommt TF-100237?", "Danke euch, dann kann ich ja beruhigt in den Urlaub fahren"}, NULL, "TF-100237"},
	{"es", "C-1046", {"¿Cuándo llega TF-100237?", "Gracias, así ya me puedo ir tranquila de vacaciones"}, NULL, "TF-100237"},
	/* what is asked back, whether all shall be left as it is */
	{"de", "C-1046", {"Bitte liefern Sie TF-100237 an 12 Quay Street, Galway, H91 X2K4", "lassen Sie alles so"}, "nichts geändert|alles so gelassen", NULL},
};

static bool
stands_in(const char *text, const char *any)
{
	char *parts = any ? strdup(any) : NULL, *rest = NULL;
	bool found = !any;

	for (char *p = parts ? strtok_r(parts, "|", &rest) : NULL; p && !found;
	     p = strtok_r(NULL, "|", &rest))
		found = strstr(text, p);
	free(parts);
	return found;
}

static void
it_is_heard_for_what_it_means(void **state)
{
	struct shop_floor *s = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *last = "";

		floor_begin_in(s, rows[i].customer, rows[i].language);
		for (size_t k = 0; k < 4 && rows[i].said[k]; k++)
			floor_say(s, last = rows[i].said[k]);
		play_expect_none(&s->play);
		const char *text = s->play.draft.text;

		if (stands_in(text, rows[i].stands) && !(rows[i].lacks && strstr(text, rows[i].lacks)))
			continue;
		wrong++;
		fprintf(stderr, "# \"%s\" was answered: %s\n", last, text);
	}
	assert_int_equal(wrong, 0);
}

/* Once money for it is on its way, nobody is asked what shall be done about what was wrong: the
 * trouble stands in the memory as a wish of its own, beside the refund that is summed up. */
static void
what_was_wrong_is_settled_by_the_refund(void **state)
{
	static const char *const lead = "\"agenda\":[", *const focus = "\"focus\":0";
	static const char *const troubles[] = {"TF-100190", "TF-100157"};
	struct shop_floor *s = *state;
	struct play *p = &s->play;

	for (size_t i = 0; i < 2; i++) {
		floor_begin_in(s, "C-1040", "es");
		floor_say(s, "Lettery walking shoe de TF-100190 llegó roto, quiero un reembolso");
		floor_say(s, "venía rasgado de la caja");
		play_expect(p, "139,95");
		const char *at = strstr(p->state, lead);

		assert_non_null(at);
		at += strlen(lead);
		p->state = arena_printf(p->arena,
		    "%.*s{\"intent\":\"damaged_item\",\"status\":\"open\",\"reason\":\"damaged\",\"order\":\"%s\"},%s",
		    (int)(at - p->state), p->state, troubles[i], at);
		char *first = strstr((char *)p->state, focus);

		assert_non_null(first);
		first[strlen(focus) - 1] = '1';	/* it is the second now */
		floor_say(s, "sí, por favor");
		play_expect_proposal(p, ACTION_REFUND, "TF-100190", 13995);
		bool asked = strchr(p->draft.text, '?') &&
		    !strstr(p->draft.text, "¿Puedo hacer algo más") &&
		    !strstr(p->draft.text, "¿Puedo ayudarle en algo más");

		assert_int_equal(asked, i == 1);	/* other goods are still to be seen to */
	}
}

/* "Shall I leave everything as it is?": what says so is a yes to that, with or without the word. */
static void
who_is_asked_whether_to_leave_it_may_say_so(void **state)
{
	static const struct {
		const char *language, *want, *nothing, *answer, *left;
	} cases[] = {
		{"en", "I'd like to exchange the Corrib jacket of TF-100189 for ink, size M", "ink, size M please", "leave everything as it is", "left everything|haven't changed"},
		{"en", "I'd like to exchange the Corrib jacket of TF-100189 for ink, size M", "ink, size M please", "yes, leave it", "left everything|haven't changed"},
		{"de", "Ich möchte die Corrib jacket aus TF-100189 gegen ink, Größe M umtauschen", "ink, Größe M bitte", "ja, lassen Sie alles so", "so gelassen|nichts geändert"},
		{"de", "Ich möchte die Corrib jacket aus TF-100189 gegen ink, Größe M umtauschen", "ink, Größe M bitte", "alles so lassen, ja", "so gelassen|nichts geändert"},
		{"es", "Quiero cambiar la Corrib jacket de TF-100189 por ink, talla M", "ink, talla M, por favor", "sí, déjelo así", "dejado todo|no he cambiado"},
		{"es", "Quiero cambiar la Corrib jacket de TF-100189 por ink, talla M", "ink, talla M, por favor", "déjelo todo como está", "dejado todo|no he cambiado"},
	};
	struct shop_floor *s = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		floor_begin_in(s, "C-1001", cases[i].language);
		floor_say(s, cases[i].want);
		for (size_t k = 0; k < 3 && !text_is(value_get_text(floor_state(&s->play), "choice"), "leave"); k++)
			floor_say(s, cases[i].nothing);
		floor_say(s, cases[i].answer);
		play_expect_none(&s->play);
		if (stands_in(s->play.draft.text, cases[i].left))
			continue;
		wrong++;
		fprintf(stderr, "# \"%s\" was answered: %s\n", cases[i].answer, s->play.draft.text);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_heard_for_what_it_means),
		cmocka_unit_test(who_is_asked_whether_to_leave_it_may_say_so),
		cmocka_unit_test(what_was_wrong_is_settled_by_the_refund),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name(
	    "backend: what shoppers meant", tests, floor_set_up, floor_tear_down);
}
