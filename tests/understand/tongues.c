/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked back is understood in German and Spanish as strictly as in English: yes, no and
 * what is neither; days and amounts; topics for people.
 */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/understand.h"

struct bench {
	struct arena *a;
	struct understander *u;
	struct zone *zone;
};

#define NOW 1791968400000	/* Wednesday, 14 October 2026, 10:00 in Dublin */

static int
open_it(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);
	struct errinfo info;

	b->a = arena_new();
	check_ok(zone_open("Europe/Dublin", &b->zone, &info), &info);
	check_ok(understander_open("", &b->u, &info), &info);
	*state = b;
	return 0;
}

static int
close_it(void **state)
{
	struct bench *b = *state;

	understander_free(&b->u);
	zone_free(&b->zone);
	arena_free(&b->a);
	mem_free(b);
	return 0;
}

static struct understanding
heard(struct bench *b, const char *language, const char *text, const char *expected)
{
	const struct understand_context context = {.order_pattern = "TF-[0-9]{6}",
	    .currency = "EUR",
	    .zone = b->zone,
	    .now_ms = NOW,
	    .expected = expected,
	    .language = language,
	    .own_language = "en"};
	struct understanding out;
	struct errinfo info;

	check_ok(understand(b->u, b->a, text, &context, &out, &info), &info);
	return out;
}

struct line {
	const char *language, *text;
};

static void
each_agrees(struct bench *b, const struct line *lines, size_t count, bool wanted)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++)
		if (heard(b, lines[i].language, lines[i].text, "yes_no").signals.consent != wanted) {
			print_message("# %s is %s agreement\n", lines[i].text, wanted ? "no" : "an");
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

static void
a_plain_yes_is_consent(void **state)
{
	static const struct line lines[] = {
		{"de", "Ja"}, {"de", "ja bitte"}, {"de", "Ja, machen Sie das."}, {"de", "Genau, bitte"}, {"de", "Einverstanden"}, {"de", "Ja gern, vielen Dank!"}, {"de", "Ja, stornieren Sie die Bestellung"},
		{"de", "Ja, bitte erstatten"}, {"de", "Natürlich, machen Sie es so"}, {"de", "ok, in Ordnung"}, {"de", "Ja, das ist richtig"}, {"de", "Klar, danke"}, {"de", "Ja, die Rücksendung bitte"},
		{"es", "Sí"}, {"es", "si"}, {"es", "Sí, por favor."}, {"es", "Sí, hágalo"}, {"es", "De acuerdo"}, {"es", "Claro que sí, muchas gracias"}, {"es", "Sí, cancele el pedido"}, {"es", "Adelante, por favor"},
		{"es", "Exacto, adelante"}, {"es", "vale, está bien"}, {"es", "Sí, es correcto"}, {"es", "Sí, el reembolso por favor"}, {"es", "Confirmo"},
	};

	each_agrees(*state, lines, sizeof lines / sizeof *lines, true);
}

static void
what_is_doubtful_is_no_consent(void **state)
{
	static const struct line lines[] = {
		{"de", "nein"}, {"de", "Nein danke"}, {"de", "vielleicht"}, {"de", "Ich denke schon"}, {"de", "na ja, mal sehen"}, {"de", "von mir aus, wenn es sein muss"}, {"de", "Ja, aber nur wenn es kostenlos ist"},
		{"de", "Ja, sobald der neue da ist"}, {"de", "ja oder nein"}, {"de", "Ja?"}, {"de", "Was passiert, wenn ich ja sage?"}, {"de", "Meine Frau sagt ja"}, {"de", "Sie schrieben: ja"}, {"de", "„ja“"},
		{"de", "danke"}, {"de", "doch nicht"}, {"de", "machen Sie das nicht"}, {"de", "Ja, ich möchte mit einem Menschen sprechen"}, {"de", "Ja, nur die Jacke"}, {"de", "noch nicht"}, {"de", "ja, morgen"},
		{"de", "Ich habe nie ja gesagt"}, {"de", "Ja, aber was kostet das?"}, {"de", "super"}, {"de", "wahrscheinlich ja"}, {"de", "Ich stimme nicht zu"}, {"de", "so nicht"},
		{"es", "no"}, {"es", "No, gracias"}, {"es", "quizás"}, {"es", "creo que sí"}, {"es", "supongo que sí"}, {"es", "bueno, ya veremos"}, {"es", "Sí, pero solo si es gratis"}, {"es", "Sí, cuando llegue el nuevo"},
		{"es", "sí o no"}, {"es", "¿Sí?"}, {"es", "¿Qué pasa si digo que sí?"}, {"es", "Mi mujer dice que sí"}, {"es", "Ustedes escribieron: sí"}, {"es", "«sí»"}, {"es", "gracias"}, {"es", "mejor no"},
		{"es", "no lo haga"}, {"es", "Sí, quiero hablar con una persona"}, {"es", "Sí, solo la chaqueta"}, {"es", "todavía no"}, {"es", "Sí, mañana"}, {"es", "Nunca dije que sí"}, {"es", "Sí, pero ¿cuánto cuesta?"},
		{"es", "perfecto"}, {"es", "a lo mejor"}, {"es", "No estoy de acuerdo"}, {"es", "si me llega antes del viernes"},
	};

	each_agrees(*state, lines, sizeof lines / sizeof *lines, false);
}

static void
a_no_is_a_no(void **state)
{
	static const struct line lines[] = {
		{"de", "Nein"}, {"de", "nein danke, lassen Sie es"}, {"de", "Lieber nicht"}, {"de", "Das möchte ich nicht"}, {"de", "Nein, ich habe es mir anders überlegt"}, {"de", "nicht nötig"},
		{"es", "No"}, {"es", "no gracias, déjelo"}, {"es", "Mejor no"}, {"es", "No lo quiero"}, {"es", "No, he cambiado de idea"}, {"es", "no hace falta"},
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct understanding u = heard(*state, lines[i].language, lines[i].text, "yes_no");

		if (u.signals.no < 0.6 || u.signals.yes > 0.4 || u.signals.consent)
			fail_msg("\"%s\": no %.2f, yes %.2f", lines[i].text, u.signals.no,
			    u.signals.yes);
	}
}

static void
days_are_days(void **state)
{
	static const struct {
		const char *language, *text, *day;
	} days[] = {
		{"de", "Ich habe es am 3. Oktober bestellt", "2026-10-03"}, {"de", "bestellt am 3. Oktober 2026", "2026-10-03"}, {"de", "das kam gestern an", "2026-10-13"}, {"de", "vorgestern geliefert", "2026-10-12"},
		{"de", "vor drei Tagen", "2026-10-11"}, {"de", "vor 2 Wochen bestellt", "2026-09-30"}, {"de", "letzten Montag", "2026-10-12"}, {"de", "ich brauche es bis Freitag", "2026-10-16"}, {"de", "am 13.10.2026", "2026-10-13"}, {"de", "geliefert am 03.10.2026", "2026-10-03"},
		{"es", "Lo pedí el 3 de octubre", "2026-10-03"}, {"es", "pedido el 3 de octubre de 2026", "2026-10-03"}, {"es", "llegó ayer", "2026-10-13"}, {"es", "anteayer", "2026-10-12"}, {"es", "hace tres días", "2026-10-11"},
		{"es", "hace 2 semanas", "2026-09-30"}, {"es", "el lunes pasado", "2026-10-12"}, {"es", "lo necesito antes del viernes", "2026-10-16"}, {"es", "el 13/10/2026", "2026-10-13"}, {"es", "llegó el 03/10/2026", "2026-10-03"},
	};
	struct bench *b = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		struct understanding u = heard(b, days[i].language, days[i].text, "");
		const struct slot *s = understanding_slot(&u, SLOT_DATE);

		if (s != NULL && strncmp(s->value, days[i].day, 10) == 0)
			continue;
		print_message("# \"%s\" is %s, not %s\n", days[i].text, s != NULL ? s->value : "no day",
		    days[i].day);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
amounts_are_amounts(void **state)
{
	static const struct {
		const char *language, *text;
		int64_t minor;
	} amounts[] = {
		{"de", "ich habe 49,90 € bezahlt", 4990}, {"de", "es waren 15 Euro", 1500}, {"de", "zwanzig Euro", 2000}, {"de", "15 Euro und 50 Cent", 1550}, {"de", "1.249,00 €", 124900},
		{"es", "pagué 49,90 €", 4990}, {"es", "eran 15 euros", 1500}, {"es", "veinte euros", 2000}, {"es", "15 euros y 50 céntimos", 1550}, {"es", "1.249,00 €", 124900},
	};
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		struct understanding u = heard(*state, amounts[i].language, amounts[i].text, "");
		const struct slot *s = understanding_slot(&u, SLOT_MONEY);

		if (s != NULL && strtoll(s->value, NULL, 10) == amounts[i].minor)
			continue;
		print_message("# \"%s\" is %lld\n", amounts[i].text,
		    s != NULL ? strtoll(s->value, NULL, 10) : -1);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
topics_for_people_are_heard_at_once(void **state)
{
	static const struct {
		const char *text, *topic;
	} lines[] = {
		{"Sie hören von meinem Anwalt", "legal"}, {"Der Kocher hat Feuer gefangen", "safety"}, {"Ich habe mir die Hand verbrannt und war im Krankenhaus", "health"}, {"Ich zünde euren Laden an", "threat"},
		{"Tendrán noticias de mi abogado", "legal"}, {"Pondré una denuncia en consumo", "legal"}, {"El hornillo se prendió fuego", "safety"}, {"Me quemé la mano y acabé en el hospital", "health"}, {"Se van a arrepentir, sé dónde viven", "threat"},
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct understanding u = heard(*state, "", lines[i].text, "");

		if (strcmp(u.signals.guarded, lines[i].topic) != 0)
			fail_msg("\"%s\" is \"%s\"", lines[i].text, u.signals.guarded);
	}
}

static void
a_person_is_asked_for(void **state)
{
	static const char *const lines[] = {"Ich möchte mit einem Mitarbeiter sprechen", "Bitte verbinden Sie mich mit jemandem aus Ihrem Team", "Quiero hablar con una persona", "Páseme con un agente, por favor"};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (heard(*state, "", lines[i], "").signals.human < 0.5)
			fail_msg("\"%s\"", lines[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_yes_is_consent), cmocka_unit_test(what_is_doubtful_is_no_consent), cmocka_unit_test(a_no_is_a_no), cmocka_unit_test(days_are_days),
		cmocka_unit_test(amounts_are_amounts), cmocka_unit_test(topics_for_people_are_heard_at_once), cmocka_unit_test(a_person_is_asked_for),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_it, close_it);
}
