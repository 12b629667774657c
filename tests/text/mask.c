/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../check.h"
#include "floorwalker/base/random.h"
#include "floorwalker/text/mask_known.h"

static struct masker *masker, *common, *over;	/* over knows the same, and remembers */
static struct errinfo info;

static int
setup(void **state)
{
	static const char *const names[] = {"Aoife", "Nolan", "Aoife Nolan", "O'Brien", "X"};
	static const char *const texts[] = {"14 Abbey Row", "H91 X2K4", "Galway Arms", "7"};
	struct mask_options options = {.known_names = names,
	    .known_name_count = 5,
	    .known_texts = texts,
	    .known_text_count = 4,
	    .order_pattern = "TF-[0-9]{6}"};

	(void)state;
	for (int k = 0; k < PII_KIND_COUNT; k++)
		options.kinds[k] = k != PII_ORDER;
	check_ok(masker_new(&options, &masker, &info), &info);
	struct mask_options of_all = options;
	of_all.known_name_count = of_all.known_text_count = 0;
	check_ok(masker_new(&of_all, &common, &info), &info);
	masker_remember(common);
	check_ok(masker_new_over(common, &options, &over, &info), &info);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	masker_free(&over);
	masker_free(&common);
	masker_free(&masker);
	return 0;
}

struct pair {
	const char *raw, *masked;	/* masked NULL: stays as it is */
};

static void
masks(const struct pair *pairs, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		const char *expected = pairs[i].masked != NULL ? pairs[i].masked : pairs[i].raw;
		struct str once, twice;

		str_init(&once);
		str_init(&twice);
		masker_apply(masker, &once, pairs[i].raw, strlen(pairs[i].raw));
		masker_apply(masker, &twice, once.data, once.length);
		if (!text_is(once.data, expected)) {
			print_message(
			    "# '%s' became '%s', not '%s'\n", pairs[i].raw, once.data, expected);
			wrong++;
		}
		if (!text_is(once.data, twice.data)) {
			print_message(
			    "# '%s' became '%s' at the second time\n", once.data, twice.data);
			wrong++;
		}
		str_clear(&once);
		str_clear(&twice);
	}
	assert_int_equal(wrong, 0);
}

#define MASKS(pairs) masks(pairs, sizeof(pairs) / sizeof(pairs)[0])

static void
emails_are_masked_however_they_are_written(void **state)
{
	static const struct pair pairs[] = {
		{"write to aoife.nolan@example.com please", "write to [email] please"},
		{"aoife+shop@mail.example.co.uk.", "[email]."},
		{"<a_b%c@example.org>", "<[email]>"},
		{"'o'brien@example.com'", "'[email]'"},
		{"J\xc3\xbcrgen@b\xc3\xbc" "cher.example", "[email]"},
		{"a@b.ie,c@d.ie", "[email],[email]"},
		{"AOIFE@EXAMPLE.COM", "[email]"},
		{"aoife (at) example (dot) com", "[email]"},
		{"aoife[at]example.com", "[email]"},
		{"aoife at example dot com", "[email]"},
		{"aoife\xef\xbc\xa0" "example\xef\xbc\x8e" "com", "[email]"},
		{"aoife dot nolan at example dot com", "[email]"},
		{"aoife (dot) nolan (at) example (dot) com", "[email]"},
		{"it's jsmith at gmail.com", "it's [email]"},
		{"jsmith @ example.com", "[email]"},
		{"mailto:a@example.net?x=1", "mailto:[email]?x=1"},
		{"look at the dot on it", NULL},
		{"we met at noon", NULL},
		{"follow @tarnandfell", NULL},
		{"www.tarnandfell.example", NULL},
		{"3 @ 20.00 each", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
phones_are_masked_with_their_usual_separators(void **state)
{
	static const struct pair pairs[] = {
		{"+353 1 555 0101", "[phone]"},
		{"+353 (0)87 123 4567.", "[phone]."},
		{"ring +353871234567 now", "ring [phone] now"},
		{"0044 20 7946 0958", "[phone]"},
		{"087 123 4567", "[phone]"},
		{"0871234567", "[phone]"},
		{"(01) 555 0101 22", "[phone]"},
		{"06 12 34 56 78", "[phone]"},
		{"030/12345678", "[phone]"},
		{"07700 900123", "[phone]"},
		{"(415) 555-0132", "[phone]"},
		{"415-555-0132", "[phone]"},
		{"1-415-555-0132", "[phone]"},
		{"415.555.0132", "[phone]"},
		{"+1 415 555 0132", "[phone]"},
		{"+49-30-1234567", "[phone]"},
		{"call me on 5550101", "call me on [phone]"},
		{"my phone number is 555 0101 9", "my phone number is [phone]"},
		{"tel: 5550 1019", "tel: [phone]"},
		{"WhatsApp 87 123 45 67", "WhatsApp [phone]"},
		{"Telefon: 1234567", "Telefon: [phone]"},
		{"m\xc3\xb3vil 612 345 678", "m\xc3\xb3vil [phone]"},
		{"\xef\xbc\x90\xef\xbc\x98\xef\xbc\x97 123 4567", "[phone]"},
		{"\xd9\xa0\xd9\xa8 +353\xc2\xa0" "87\xc2\xa0" "1234567", "\xd9\xa0\xd9\xa8 [phone]"},
		{"on 2026-10-14 at 09:30", NULL},
		{"on 14.10.2026", NULL},
		{"on 01/02/2026 please", NULL},
		{"my order is 1234567", NULL},
		{"order number is 20261014", NULL},
		{"it cost 1,299.00 or 0.50", NULL},
		{"20,000 mm and 420 g", NULL},
		{"tracking CE100101IE", NULL},
		{"SKU 100-200", NULL},
		{"TF-100101", NULL},
		{"0123", NULL},
		{"2026-10-14T09:00:00+01:00", NULL},
		{"10 000 000 units", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
cards_are_masked_where_luhn_holds(void **state)
{
	static const struct pair pairs[] = {
		{"4111 1111 1111 1111", "[card]"},
		{"4111111111111111", "[card]"},
		{"5500-0000-0000-0004", "[card]"},
		{"3400 000000 00009", "[card]"},
		{"my card 6011000000000004, ok", "my card [card], ok"},
		{"2223003122003222", "[card]"},
		{"4222222222222", "[card]"},
		{"30000000000004", "[card]"},
		{"6304000000000000000", "[card]"},
		{"4111 1111 1111 1111 12/27", "[card] 12/27"},
		{"4111 1111 1111 1111 123", "[card] 123"},
		{"pay 12 4111 1111 1111 1111", "pay 12 [card]"},
		{"4111.1111.1111.1111", "[card]"},
		{"cvv 123", "cvv [card]"},
		{"CVC: 9876", "CVC: [card]"},
		{"\xef\xbc\x94\xef\xbc\x91\xef\xbc\x91\xef\xbc\x91 1111 1111 1111", "[card]"},
		{"4111 1111 1111 1112", NULL},
		{"Visa ending 4417", NULL},
		{"1111 1111 1111 1111 1111", NULL},
		{"0000000000000000", NULL},
		{"AB4111111111111111", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
ibans_are_masked_where_their_check_digits_hold(void **state)
{
	static const struct pair pairs[] = {
		{"IE29 AIBK 9311 5212 3456 78", "[iban]"},
		{"ie29aibk93115212345678", "[iban]"},
		{"DE89 3704 0044 0532 0130 00 please", "[iban] please"},
		{"GB82WEST12345698765432.", "[iban]."},
		{"FR14 2004 1010 0505 0001 3M02 606", "[iban]"},
		{"NL91ABNA0417164300", "[iban]"},
		{"ES91 2100 0418 4502 0005 1332", "[iban]"},
		{"IT60X0542811101000000123456", "[iban]"},
		{"NO9386011117947", "[iban]"},
		{"BE68-5390-0754-7034", "[iban]"},
		{"IBAN:AT611904300234573201", "IBAN:[iban]"},
		{"IE29AIBK93115212345679", NULL},
		{"ZZ82WEST12345698765432", NULL},
		{"XDE89370400440532013000", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
postcodes_are_masked_where_shape_or_context_is_sure(void **state)
{
	static const struct pair pairs[] = {
		{"it's D02 X285", "it's [postcode]"},
		{"d02x285", "[postcode]"},
		{"A65 F4E2, Ireland", "[postcode], Ireland"},
		{"SW1A 1AA", "[postcode]"},
		{"m1 1ae", "[postcode]"},
		{"EC1A1BB", "[postcode]"},
		{"K1A 0B1", "[postcode]"},
		{"ship it to San Francisco, CA 94107", "ship it to San Francisco, [postcode]"},
		{"94107-1234", "[postcode]"},
		{"zip code is 94107", "zip code is [postcode]"},
		{"PLZ 10115", "PLZ [postcode]"},
		{"code postal: 75011", "code postal: [postcode]"},
		{"postcode 1012 AB", "postcode [postcode]"},
		{"my eircode is h91x2k4", "my eircode is [postcode]"},
		{"h91 x2k4", "[postcode]"},
		{"H91X2K4", "[postcode]"},
		{"d10 cafe", NULL},
		{"I ordered 10000 of them", NULL},
		{"size S10 3XL", NULL},
		{"size 42 please", NULL},
		{"in 2026 OK", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
addresses_are_masked_in_several_languages(void **state)
{
	static const struct pair pairs[] = {
		{"I live at 12 High Street, Cork", "I live at [address], Cork"},
		{"12 high street", "[address]"},
		{"221B Baker Street", "[address]"},
		{"Flat 3, 12 Patrick Street", "[address]"},
		{"Apt 4B", "[address]"},
		{"14 abbey row", "[address]"},
		{"14 Abbey Row", "[address]"},
		{"5 Fitzwilliam Square", "[address]"},
		{"123 N. Main St.", "[address]"},
		{"1600 Pennsylvania Avenue", "[address]"},
		{"PO Box 123", "[address]"},
		{"send it to 9 priory park please", "send it to [address]"},
		{"Lindenstra\xc3\x9f" "e 5, 10115 Berlin", "[address], [postcode] Berlin"},
		{"Berliner Str. 12a", "[address]"},
		{"lindenstrasse 5", "[address]"},
		{"Keizersgracht 123, 1015 CJ Amsterdam", "[address], [postcode] Amsterdam"},
		{"12 rue de la Paix, 75002 Paris", "[address], [postcode] Paris"},
		{"3 bis avenue Victor Hugo", "[address]"},
		{"Calle de Alcal\xc3\xa1 42", "[address]"},
		{"Via Roma 12", "[address]"},
		{"ul. Marsza\xc5\x82kowska 10", "[address]"},
		{"Galway Arms", "[address]"},
		{"I waited 10 minutes on the street", NULL},
		{"2 pairs by the road", NULL},
		{"via DHL 3 days", NULL},
		{"I have 2 place mats", NULL},
		{"bring 5 items", NULL},
		{"3 Corrib Green jackets", NULL},
		{"deliver to 2 different addresses", NULL},
		{"flat 30% off", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
names_are_masked_where_known_or_said(void **state)
{
	static const struct pair pairs[] = {
		{"Hi, Aoife here", "Hi, [name] here"},
		{"AOIFE NOLAN", "[name]"},
		{"aoife  nolan's jacket", "[name]'s jacket"},
		{"Mrs O'Brien", "Mrs [name]"},
		{"o'brien", "[name]"},
		{"my name is Sean Murphy and", "my name is [name] and"},
		{"my name is sean", "my name is [name]"},
		{"I'm called Sean Murphy and I want a refund", "I'm called [name] and I want a refund"},
		{"Sean Murphy here, where is my parcel?", "[name] here, where is my parcel?"},
		{"It's for my wife Sin\xc3\xa9" "ad Murphy", "It's for my wife [name]"},
		{"c/o Mary Murphy", "c/o [name]"},
		{"the name on the order is Sean Murphy", "the name on the order is [name]"},
		{"It's under the name Murphy", "It's under the name [name]"},
		{"my surname is Murphy and first name Sean", "my surname is [name] and first name [name]"},
		{"signed for by Mary O'Brien", "signed for by [name]"},
		{"Account holder: Sean Murphy", "Account holder: [name]"},
		{"customer Sean Murphy, 3 parcels", "customer [name], 3 parcels"},
		{"deliver to Sean Murphy, 3 Abbey Lane", "deliver to [name], [address]"},
		{"Ich hei\xc3\x9f" "e Petra Schmidt", "Ich hei\xc3\x9f" "e [name]"},
		{"je m'appelle Luc", "je m'appelle [name]"},
		{"Dear Mr. Byrne,", "Dear Mr. [name],"},
		{"I'm Zebulon Quackenbush and my e-mail is x", "I'm [name] and my e-mail is x"},
		{"this is Zebulon Quackenbush, where is it", "this is [name], where is it"},
		{"This is Zebulon speaking", "This is [name] speaking"},
		{"Name: zebulon quackenbush", "Name: [name]"},
		{"Full name: Zebulon Quackenbush, postcode below", "Full name: [name], postcode below"},
		{"I am Sanne van der Meulen.", "I am [name]."},
		{"Please help.\nRegards,\nZebulon Quackenbush", "Please help.\nRegards,\n[name]"},
		{"Where is it? Thanks, Zebulon", "Where is it? Thanks, [name]"},
		{"Dear Zebulon Quackenbush, we wrote", "Dear [name], we wrote"},
		{"Hi Zebulon! All fine.", "Hi [name]! All fine."},
		{"Zebulon Quackenbush", "[name]"},
		{"Zebulon Quackenbush, H91 X2K5", "[name], [postcode]"},
		{"Zebulon Quackenbush z.q@zorp.example", "[name] [email]"},
		{"Hi there, hello again", NULL},
		{"Hi There!", NULL},
		{"Dear Sir or Madam,", NULL},
		{"Thanks, The tent leaks", NULL},
		{"Gift Card", NULL},
		{"Where Is My Order", NULL},
		{"I'm Very Angry", NULL},
		{"This is not good. I am in Galway now", NULL},
		{"Thank You", NULL},
		{"Aoifes", NULL},
		{"my name is on the parcel", NULL},
		{"they called me about it", NULL},
		{"deliver to New Zealand please", NULL},
		{"sent to Dublin 4 days ago", NULL},
		{"my friend said so", NULL},
		{"the product name is Corrib", NULL},
		{"Is customer Care there? Customer Service Team", NULL},
		{"sent by An Post", NULL},
		{"Still here, waiting", NULL},
		{"my name is misspelled", NULL},
		{"size X please", NULL},
		{"the corrib jacket", NULL},
	};

	(void)state;
	MASKS(pairs);
}

static void
marks_stay_and_several_kinds_stand_side_by_side(void **state)
{
	static const struct pair pairs[] = {
		{"[email] [phone] [name]", NULL},
		{"Aoife, 14 Abbey Row, H91 X2K4, +353 1 555 0101, a@b.ie", "[name], [address], [postcode], [phone], [email]"},
		{"order TF-100101 for aoife@example.com", "order TF-100101 for [email]"},
		{"", NULL},
		{"\xff\xfe" "a@b.ie\xff", "\xff\xfe[email]\xff"},
	};

	(void)state;
	MASKS(pairs);
}

static void
only_the_kinds_asked_for_are_masked(void **state)
{
	struct mask_options options = {
	    .kinds = {[PII_ORDER] = true}, .order_pattern = "TF-[0-9]{6}"};
	struct masker *m;
	struct str out;

	(void)state;
	check_ok(masker_new(&options, &m, &info), &info);
	str_init(&out);
	masker_apply(m, &out, "tf-100101 for a@b.ie", 20);
	assert_string_equal(out.data, "[order] for a@b.ie");
	str_clear(&out);
	masker_free(&m);
	options.order_pattern = "(";
	assert_int_equal(masker_new(&options, &m, &info), ERR_INPUT);
	assert_non_null(strstr(info.text, "order_pattern: the pattern"));
	assert_null(m);
}

static void
finds_are_ordered_and_name_their_bytes(void **state)
{
	const char *text = "caf\xc3\xa9 a@b.ie or 087 123 4567";
	struct arena *a = arena_new();
	enum pii_kind kind;
	struct pii *found;

	(void)state;
	assert_int_equal(masker_find(masker, a, text, strlen(text), &found), 2);
	assert_int_equal(found[0].kind, PII_EMAIL);
	assert_int_equal(found[0].start, 6);
	assert_int_equal(found[0].length, 6);
	assert_int_equal(found[1].kind, PII_PHONE);
	assert_int_equal(found[1].start, 16);
	assert_int_equal(found[1].length, 12);
	for (int k = 0; k < PII_KIND_COUNT; k++) {
		assert_true(pii_kind_from(pii_kind_name((enum pii_kind)k), &kind));
		assert_int_equal(kind, k);
	}
	assert_false(pii_kind_from("shoe", &kind));
	arena_free(&a);
}

/* Mixtures of personal pieces, digits and separators: nothing sure survives, and masking again
 * changes nothing. */
static void
masking_twice_changes_nothing_whatever_comes(void **state)
{
	static const char *const pieces[] = {"4111 1111 1111 1111", "087 123 4567", "+353", "1",
	    "0", " ", "-", "a@b.ie", "@", ".", "12 High Street", ", ", "10115", "Aoife", "[", "]",
	    "name", "IE29AIBK93115212345678", "my name is ", "TF-100101", "tel ", "(", ")",
	    "H91 X2K4", "\xff", "2026-10-14", "\xe2\x80\x99", "at", "Via Roma 1"};
	struct random_stream r;

	(void)state;
	random_init(&r, 3, "mask");
	for (int round = 0; round < 3000; round++) {
		struct str raw, once, twice;

		str_init(&raw);
		str_init(&once);
		str_init(&twice);
		for (uint64_t i = random_below(&r, 12); i > 0; i--)
			str_add(&raw, pieces[random_below(&r, sizeof pieces / sizeof pieces[0])]);
		masker_apply(masker, &once, raw.data, raw.length);
		masker_apply(masker, &twice, once.data, once.length);
		assert_string_equal(once.data, twice.data);
		str_clear(&raw);
		str_clear(&once);
		str_clear(&twice);
	}
}

/* The same texts again and again, of one who is known and of nobody. */
static void
what_is_remembered_is_what_would_be_found(void **state)
{
	static const char *const texts[] = {"Thanks, Aoife Nolan, for TF-100101", "14 Abbey Row",
	    "call 087 123 4567 or aoife@example.com", "nothing in it", "My name is Sean Burke",
	    "a@b.ie 14 Abbey Row H91 X2K4 087 123 4567 c@d.ie e@f.ie g@h.ie 0871234567", ""};
	static const char *const marked[] = {"Thanks, [name], for TF-100101", "[address]",
	    "call [phone] or [email]", "nothing in it", "My name is [name]",
	    "[email] [address] [postcode] [phone] [email] [email] [email] [phone]", ""};

	(void)state;
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
			struct str fresh, again, nobodys;

			str_init(&fresh);
			str_init(&again);
			str_init(&nobodys);
			masker_apply(masker, &fresh, texts[i], strlen(texts[i]));
			masker_apply(common, &nobodys, texts[i], strlen(texts[i]));
			masker_apply(over, &again, texts[i], strlen(texts[i]));
			assert_string_equal(again.data, fresh.data);
			if (i != 1 && i != 5)
				assert_string_equal(nobodys.data, marked[i]);
			str_clear(&fresh);
			str_clear(&again);
			str_clear(&nobodys);
		}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(emails_are_masked_however_they_are_written),
		TEST(phones_are_masked_with_their_usual_separators),
		TEST(cards_are_masked_where_luhn_holds),
		TEST(ibans_are_masked_where_their_check_digits_hold),
		TEST(postcodes_are_masked_where_shape_or_context_is_sure),
		TEST(addresses_are_masked_in_several_languages),
		TEST(names_are_masked_where_known_or_said),
		TEST(marks_stay_and_several_kinds_stand_side_by_side),
		TEST(only_the_kinds_asked_for_are_masked),
		TEST(finds_are_ordered_and_name_their_bytes),
		TEST(what_is_remembered_is_what_would_be_found),
		TEST(masking_twice_changes_nothing_whatever_comes),
	};

	return RUN_TAP(tests);
}
