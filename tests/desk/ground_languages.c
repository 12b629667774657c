/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check in German and Spanish: what is so passes, and any other digit, day, term or
 * promise in it is refused, as in English. The sentences' words are the demo shop's.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../check.h"
#include "stage.h"

#include "floorwalker/base/file.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/ground.h"

/* The article that the stage cites in English, as the shop may write it. */
static const struct passage passages[] = {
	{.id = "KB-returns#1", .article = "KB-returns", .title = "Etwas zurückschicken", .heading = "Wie lange", .language = "de",
	.text = "Das meiste können Sie innerhalb von 30 Tagen zurückschicken. Rücksendungen sind kostenlos. Ein Paket kostet unter 50,00 € Versand von 4,95 €."},
	{.id = "KB-returns#1", .article = "KB-returns", .title = "Devolver algo", .heading = "Cuánto tiempo", .language = "es",
	.text = "Casi todo se puede devolver en 30 días. Las devoluciones son gratis. Un paquete cuesta 4,95 € por debajo de 50,00 €."},
};

/* FIXTURE_NOW is Wednesday, 14 October 2026. T-1: ordered on 2 October, promised on the 7th,
 * delivered on the 8th. */
static const char *const truths_de[] = {
	"T-1 wurde am Donnerstag, dem 8. Oktober zugestellt.",
	"T-1 (bestellt am Freitag, dem 2. Oktober) wurde zugestellt. An Post hat das Paket am 8. Oktober 2026 zugestellt.",
	"Sie war für Mittwoch, den 7. Oktober zugesagt und ist damit 1 Tag zu spät.",
	"Bestellt haben Sie T-1 am 2.10.2026.",
	"Corrib waterproof jacket kostet in S 189,00 €; vorher waren es 219,00 €.",
	"Für T-1 haben Sie 228,28 € bezahlt: 40,00 € mit der Geschenkkarte und 188,28 € mit der Karte.",
	"Lough bottle ist nicht auf Lager. Wir erwarten es etwa am 28. Oktober zurück.",
	"Von Corrib waterproof jacket sind noch 4 Stück übrig.",
	"Corrib waterproof jacket, Gewicht: „420 g“.",
	"Das Paket CE4IE von T-3 ist verloren.",
	"Sie können es innerhalb von 30 Tagen zurückschicken. Rücksendungen sind kostenlos.",
	"Sie haben dreißig Tage. Unter 50,00 € kostet ein Paket 4,95 €.",
	"Das sind also 7 von XY998877AB.",
};
static const char *const truths_es[] = {
	"T-1 se entregó el jueves 8 de octubre.",
	"T-1, pedido el viernes 2 de octubre, ya está entregado. An Post lo entregó el 8 de octubre de 2026.",
	"Estaba prometido para el miércoles 7 de octubre, así que lleva 1 día de retraso.",
	"Pidió T-1 el 02/10/2026.",
	"Corrib waterproof jacket cuesta 189,00 € en S; antes eran 219,00 €.",
	"Por T-1 pagó 228,28 €: 40,00 € con la tarjeta regalo y 188,28 € con la tarjeta.",
	"Lough bottle está agotado. Esperamos que vuelva hacia el 28 de octubre.",
	"De Corrib waterproof jacket quedan 4 unidades.",
	"Corrib waterproof jacket, peso: «420 g».",
	"El paquete CE4IE de T-3 se ha perdido.",
	"Puede devolverlo en 30 días. Las devoluciones son gratis.",
	"Tiene treinta días. Por debajo de 50,00 € un paquete cuesta 4,95 €.",
	"Son 7 de XY998877AB.",
};
static const char *const lies_de[] = {
	"Wir verschicken alles versandkostenfrei.", "Wir garantieren es bis Freitag.", "Ihr Geld wird erstattet.", "Ich erstatte Ihnen jetzt 33,33 €.", "Die Erstattung ist unterwegs.",
	"Ich habe Ihre Bestellung storniert.", "Ich storniere T-1 jetzt.", "Es dauert zwei Wochen.", "Sie bekommen 20 % Rabatt.", "Der Laden öffnet um 07:30 Uhr.", "Ihre Sendungsnummer ist AB123456CD.",
	"Es kommt am Donnerstag, dem 15. Oktober.", "Das macht 5 €.", "Es kostet 5 Euro.", "Das sind EUR 12,50.", "Am Montag zugestellt.", "Sie haben vierzehn Tage.", "Es kam am 3.12. bei Ihnen an.",
	"You will be refunded in full.", "Le devolveremos el dinero.", "Die Garantie gilt lebenslang.", "Corrib waterproof jacket kostet 1.890,00 €.",
};
static const char *const lies_es[] = {
	"Lo enviamos todo sin gastos.", "Garantizamos que llega el viernes.", "Se le reembolsará.", "Le reembolso ahora 33,33 €.", "El reembolso está en camino.", "He cancelado su pedido.", "Estoy cancelando T-1.",
	"Tarda dos semanas.", "Tiene un 20 % de descuento.", "La tienda abre a las 07:30.", "Su número de seguimiento es AB123456CD.", "Llega el jueves 15 de octubre.", "Son 5 €.", "Cuesta 5 euros.",
	"Son EUR 12,50.", "Se entregó el lunes.", "Tiene catorce días.", "You will be refunded in full.", "Ich erstatte Ihnen den Betrag.", "La garantía es de por vida.", "Corrib waterproof jacket cuesta 1.890,00 €.",
};

static const struct language {
	const char *name;
	const char *const *truths, *const *lies;
	size_t truth_count, lie_count;
	const char *promise;
} languages[] = {
	{"de", truths_de, lies_de, sizeof truths_de / sizeof *truths_de, sizeof lies_de / sizeof *lies_de, "Die Erstattung ist unterwegs."},
	{"es", truths_es, lies_es, sizeof truths_es / sizeof *truths_es, sizeof lies_es / sizeof *lies_es, "El reembolso está en camino."},
};

static struct stage s;
static struct ground_checker *checkers[2];
static struct messages *files[3];
static struct facts *facts;

static void
read_file(const char *name, struct messages **out)
{
	struct value *v;
	const char *path = arena_printf(
	    s.arena, "%s/%s.yaml", file_data(s.arena, "scenarios/worlds/tarn-and-fell/messages"), name);
	check_ok(value_load(s.arena, path, &v, &s.e), &s.e);
	check_ok(messages_new(v, out, &s.e), &s.e);
}

static int
open_it(void **state)
{
	const struct order *o;
	const struct product *p;
	const struct customer *c;
	(void)state;
	stage_open(&s, false);
	read_file("en", &files[0]);
	for (size_t i = 0; i < 2; i++)
		read_file(languages[i].name, &files[i + 1]);
	for (size_t i = 0; i < 2; i++) {
		check_ok(ground_checker_new(&s.settings, s.records.products, s.records.product_count,
			     files[i + 1], &checkers[i], &s.e),
		    &s.e);
		check_ok(ground_checker_add(checkers[i], files[0], true, &s.e), &s.e);
		check_ok(ground_checker_add(checkers[i], files[2 - i], false, &s.e), &s.e);
	}
	facts = facts_new(s.arena, desk_shop(s.desk), "C-2", FIXTURE_NOW);
	check_ok(facts_order(facts, "T-1", &o, &s.e), &s.e);
	check_ok(facts_order(facts, "T-3", &o, &s.e), &s.e);
	check_ok(facts_product(facts, "P-1", &p, &s.e), &s.e);
	check_ok(facts_product(facts, "P-2", &p, &s.e), &s.e);
	check_ok(facts_customer(facts, &c, &s.e), &s.e);
	facts_derive_number(facts, "days late", 1);
	return 0;
}

static int
close_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++)
		ground_checker_free(&checkers[i]);
	for (size_t i = 0; i < 3; i++)
		messages_free(&files[i]);
	stage_close(&s);
	return 0;
}

static struct ground_report
check(size_t language, const char *draft)
{
	static const char *const said[] = {"7 XY998877AB"};
	const struct passage *cited[] = {&passages[language]};
	struct ground_report r;
	check_ok(ground_check(checkers[language], s.arena, draft, facts, cited, 1, said, 1, &r, &s.e),
	    &s.e);
	return r;
}

static void
true_replies_pass(void **state)
{
	size_t wrong = 0;
	(void)state;
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < languages[l].truth_count; i++) {
			struct ground_report r = check(l, languages[l].truths[i]);
			if (r.count == 0) {
				print_message("# claims nothing: %s\n", languages[l].truths[i]);
				wrong++;
			}
			for (size_t k = 0; k < r.count; k++)
				if (!r.claims[k].grounded) {
					print_message("# %s: %s \"%s\" is refused\n",
					    languages[l].truths[i], claim_kind_name(r.claims[k].kind),
					    r.claims[k].words);
					wrong++;
				}
		}
	assert_int_equal(wrong, 0);
}

/* Each digit of each claim, put otherwise. */
static void
changed_replies_are_refused(void **state)
{
	(void)state;
	for (size_t l = 0; l < 2; l++) {
		size_t tried = 0, refused = 0;
		for (size_t i = 0; i < languages[l].truth_count; i++) {
			const char *truth = languages[l].truths[i];
			struct ground_report r = check(l, truth);
			for (size_t k = 0; k < r.count; k++)
				for (size_t at = r.claims[k].start;
				     at < r.claims[k].start + r.claims[k].length; at++)
					for (int by = 1; isdigit((unsigned char)truth[at]) && by < 10;
					     by++) {
						char *mutant = arena_text(s.arena, truth);
						mutant[at] =
						    (char)('0' + (truth[at] - '0' + by) % 10);
						tried++;
						if (check(l, mutant).ungrounded > 0)
							refused++;
						else
							print_message("# passes: %s\n", mutant);
					}
		}
		print_message("# %s: %zu of %zu changed replies refused\n", languages[l].name,
		    refused, tried);
		assert_true(tried > 400);
		assert_true(refused * 100 >= tried * 98);
	}
}

static void
another_weekday_is_refused(void **state)
{
	(void)state;
	assert_true(check(0, "T-1 wurde am Freitag, dem 8. Oktober zugestellt.").ungrounded > 0);
	assert_true(check(0, "T-1 war für Montag, den 7. Oktober zugesagt.").ungrounded > 0);
	assert_true(check(1, "T-1 se entregó el viernes 8 de octubre.").ungrounded > 0);
}

static void
a_day_of_something_else_is_refused(void **state)
{
	(void)state;
	assert_true(check(0, "T-1 wurde am 8. Oktober bestellt.").ungrounded > 0);
	assert_true(check(0, "Bestellt haben Sie T-1 am 7. Oktober.").ungrounded > 0);
	assert_true(check(1, "T-1, pedido el 8 de octubre.").ungrounded > 0);
	assert_true(check(1, "T-1 estaba prometido para el 8 de octubre.").ungrounded > 0);
}

static void
what_stands_nowhere_is_refused_in_whatever_language(void **state)
{
	size_t wrong = 0;
	(void)state;
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < languages[l].lie_count; i++)
			if (check(l, languages[l].lies[i]).ungrounded == 0) {
				print_message("# passes: %s\n", languages[l].lies[i]);
				wrong++;
			}
	assert_int_equal(wrong, 0);
}

static void
a_promise_needs_an_approving_verdict_of_its_kind(void **state)
{
	struct verdict v = {.outcome = VERDICT_HUMAN,
	    .table = "refund",
	    .version = "1",
	    .rule = "r",
	    .shopper = "",
	    .agent = "",
	    .cite = ""};
	(void)state;
	for (size_t l = 0; l < 2; l++)
		assert_int_equal(check(l, languages[l].promise).ungrounded, 1);
	facts_add_verdict(facts, ACTION_REFUND, "T-1", &v);
	for (size_t l = 0; l < 2; l++)
		assert_int_equal(check(l, languages[l].promise).ungrounded, 1);
	v.outcome = VERDICT_APPROVE;
	facts_add_verdict(facts, ACTION_REFUND, "T-1", &v);
	for (size_t l = 0; l < 2; l++)
		assert_int_equal(check(l, languages[l].promise).ungrounded, 0);
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_setup_teardown(f, open_it, close_it)
	const struct CMUnitTest tests[] = {
		STAGED(true_replies_pass),
		STAGED(changed_replies_are_refused),
		STAGED(another_weekday_is_refused),
		STAGED(a_day_of_something_else_is_refused),
		STAGED(what_stands_nowhere_is_refused_in_whatever_language),
		STAGED(a_promise_needs_an_approving_verdict_of_its_kind),
	};
	return RUN_TAP(tests);
}
