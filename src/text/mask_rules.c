/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mask_rules.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/log.h"
#include "floorwalker/base/utf8.h"

/* ISO 13616: the length of an account number by country. */
static const struct {
	char country[3];
	unsigned char length;
} iban_lengths[] = {{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20},
    {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28},
    {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28},
    {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30},
    {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21},
    {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15},
    {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24},
    {"SC", 31}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28}, {"TL", 23},
    {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}};

/* The digit that a character stands for, in the scripts that shoppers' keyboards have; -1 for
 * none. */
static int
digit_value(uint32_t point)
{
	static const uint32_t zeros[] = {'0', 0xff10, 0x0660, 0x06f0, 0x0966};

	for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
		if (point >= zeros[i] && point <= zeros[i] + 9)
			return (int)(point - zeros[i]);
	}
	return -1;
}

static int
count_digits(const char *s, size_t length)
{
	int count = 0;

	for (size_t i = 0; i < length;) {
		uint32_t point;

		i += utf8_next(s + i, length - i, &point);
		count += utf8_is_digit(point);
	}
	return count;
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool
is_alnum(char c)
{
	c = upper(c);
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/* Mod 97 of the number with its first four characters moved to the end, letters as 10 … 35 (ISO
 * 7064). */
static bool
check_iban(const char *s, size_t size, size_t start, size_t *length)
{
	char account[40];
	size_t need = 0, have = 0, end = start;
	int rest = 0;

	for (size_t i = 0; i < sizeof iban_lengths / sizeof iban_lengths[0]; i++) {
		if (iban_lengths[i].country[0] == upper(s[start]) &&
		    iban_lengths[i].country[1] == upper(s[start + 1]))
			need = iban_lengths[i].length;
	}
	while (need > 0 && have < need && end < start + *length) {
		if (is_alnum(s[end]))
			account[have++] = upper(s[end]);
		end++;
	}
	if (need == 0 || have < need || (end < size && is_alnum(s[end])))
		return false;
	for (size_t i = 0; i < need; i++) {
		char c = account[(i + 4) % need];

		rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
	}
	*length = end - start;
	return rest == 1;
}

/* Luhn's check over digits (ISO/IEC 7812-1, annex B), and a first digit that cards have. */
static bool
is_card(const int *digits, int count)
{
	int sum = 0, first = digits[0];
	bool all_same = true;

	for (int i = 0; i < count; i++) {
		int d = digits[count - 1 - i];

		all_same &= d == first;
		if (i % 2 == 1)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	if (all_same || sum % 10 != 0)
		return false;
	return (first >= 3 && first <= 6) || (first == 2 && digits[1] >= 2 && digits[1] <= 7);
}

/* The longest start of the digits, up to a gap between them, that is a card. */
static bool
check_card(const char *s, size_t size, size_t start, size_t *length)
{
	size_t best = 0;
	int digits[20], count = 0;

	(void)size;
	for (size_t i = 0, n; i < *length && count < 19; i += n) {
		uint32_t point, next = 0;
		int value;

		n = utf8_next(s + start + i, *length - i, &point);
		value = digit_value(point);
		if (value < 0)
			continue;
		digits[count++] = value;
		if (i + n < *length)
			utf8_next(s + start + i + n, *length - i - n, &next);
		if (count >= 13 && !utf8_is_digit(next) && is_card(digits, count))
			best = i + n;
	}
	*length = best;
	return best > 0;
}

static bool
check_phone(const char *s, size_t size, size_t start, size_t *length)
{
	int digits = count_digits(s + start, *length);

	(void)size;
	if (strncmp(s + start, "00", 2) == 0)
		digits -= 2;
	return digits >= 7 && digits <= 15;
}

/* A national number: long enough that no date or amount is taken for one. */
static bool
check_national_phone(const char *s, size_t size, size_t start, size_t *length)
{
	int digits = count_digits(s + start, *length);

	(void)size;
	return digits >= 9 && digits <= 12;
}

/* An Eircode in small letters alone could be a word; a digit in its second half makes it sure. */
static bool
check_eircode(const char *s, size_t size, size_t start, size_t *length)
{
	bool small = false, digit = false;

	(void)size;
	for (size_t i = 0; i < *length; i++) {
		char c = s[start + i];

		small |= c >= 'a' && c <= 'z';
		digit |= i + 4 >= *length && c >= '0' && c <= '9';
	}
	return digit || !small;
}

#define STREETS_SURE "street|road|avenue|lane|crescent|boulevard|terrace|gardens|quay|drive|rd|ave|blvd|grove|mews|parade|highway|parkway"
#define STREETS_NEEDING_CAPITALS "Row|Way|Park|Place|Close|Hill|Court|Square|Walk|Rise|St|Dr|Ln|Ct|Pl|Sq|Heights|Lawn|Manor|Meadows|Cottages|Villas|Wharf|Strand|Mall|Street|Road|Avenue|Lane|Drive"
#define NO_STREET_NAME "(?!(?:in|on|at|my|your|our|for|and|or|to|of|from|items?|pairs?|minutes?|mins?|hours?|days?|weeks?|months?|times?|years?|euros?|is|was|are|a|an|this|that|pieces?|people|persons?|with|it|i|down|up|along|off|across|by|next|per|different|other|addresses|more|orders?|percent|am|pm)\\b)"
#define HOUSE "(?:(?:flat|apt\\.?|apartment|unit|suite)\\s*#?\\w{1,5},?\\s+)?\\d{1,5}[a-z]?(?:\\s?[-/]\\s?\\d{1,5})?,?\\s+"
#define NO_WORD_BEFORE "(?<![\\p{L}\\p{N}])"
#define NO_WORD_AFTER "(?![\\p{L}\\p{N}])"
#define NO_NAME "(?!(?:and|i|im|i'm|but|my|from|the|with|order|on|at|in|is|not|wrong|mis\\w+|spelled|spelt|und|et|can|could|please|you|where|what|have|was|bei|for|here|also|so|as|it|that|a)\\b)"
/* A given or family name in capitals, with the small words between (van der Meulen, de la Cruz,
 * O'Brien, Ã Cadhain). */
#define CAPITAL "\\p{Lu}[\\p{L}'\xe2\x80\x99-]{1,30}"
#define PARTICLE "(?:(?:van|von|der|den|de|del|della|di|da|la|le|el|al|bin|ibn|zu|te|ten|ter|N\xc3\xad|Nic|U\xc3\xad|\xc3\x93|O|Mac|Mc|[A-Z]\\.) ){0,2}"
#define NO_PERSON "(?!(?:There|All|Team|Everyone|Everybody|Folks|Sir|Madam|Again|Tarn|You|Yes|No|Not|Ok|Okay|Please|Thanks|Thank|The|This|That|My|Your|Our|It|We|I|In|On|At|And|But|For|From|Very|So|Just|Still|Sorry|" \
	"Order|Orders|Gift|Card|Return|Returns|Refund|Refunds|Exchange|Cancel|Delivery|Shipping|Parcel|Package|Invoice|Payment|Discount|Status|Address|Size|Size|Colour|Color|Customer|Service|Track|Tracking|Damaged|Faulty|Wrong|Where|When|What|Who|Why|How|Hello|Hi|Hey|Good|Help|Human|Agent|Mr|Mrs|Ms|Miss|Herr|Frau)" NO_WORD_AFTER ")"
#define PERSON NO_PERSON CAPITAL
#define STATES "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"

static const struct mask_rule rules[] = {
	{MASK_SHIELD, false, false, MASK_NEEDS_BRACKET, "\\[(?:email|phone|card|iban|address|postcode|name|order)\\]", NULL},
	{PII_EMAIL, true, false, MASK_NEEDS_AT, "[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+'-]{0,255} ?[@\\x{ff20}\\x{fe6b}] ?(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}[.\\x{ff0e}\\x{3002}]){1,8}\\p{L}{2,24}(?![\\p{L}\\p{N}])", NULL},
	{PII_EMAIL, true, false, MASK_NEEDS_BRACKET, "(?:[\\p{L}\\p{N}_%+-]{1,63}\\s?[\\[({<]\\s?(?:dot|punkt|point|punto)\\s?[\\])}>]\\s?){0,3}[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63}\\s?[\\[({<]\\s?(?:at|@)\\s?[\\])}>]\\s?[\\p{L}\\p{N}-]{1,63}"
	    "(?:(?:\\s?[\\[({<]\\s?(?:dot|punkt|point|punto)\\s?[\\])}>]\\s?|\\s(?:dot|punkt|point|punto)\\s|\\.)[\\p{L}\\p{N}-]{2,63}){1,4}", NULL},
	{PII_EMAIL, true, false, 0, "(?:[\\p{L}\\p{N}_%+-]{1,63} (?:dot|punkt|point|punto) ){0,3}[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63} at (?!(?:the|a|this|that|my|your|our|least|all|one) )[\\p{L}\\p{N}-]{1,63}(?: (?:dot|punkt|point|punto) [\\p{L}\\p{N}-]{2,63}){1,4}", NULL},
	{PII_EMAIL, true, false, 0, NO_WORD_BEFORE "[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63} at (?:gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|live|gmx|web|eircom|aol|example)\\.\\p{L}{2,4}" NO_WORD_AFTER, NULL},
	{PII_IBAN, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "[a-z]{2}\\d{2}(?:[ -]?[a-z0-9]){11,30}", check_iban},
	{PII_CARD, false, false, MASK_NEEDS_DIGIT, "(?<![\\p{L}\\p{N}+])\\d(?:[ .\\x{a0}\\x{202f}-]{0,2}\\d){12,22}(?![\\p{L}])", check_card},
	{PII_CARD, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:cvv2?|cvc2?|security code)\\s{0,2}(?:is|:|=|#)?\\s{0,2}\\K\\d{3,4}" NO_WORD_AFTER, NULL},
	{MASK_SHIELD, false, false, MASK_NEEDS_DIGIT, "(?<!\\d)(?:19|20)\\d{2}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?)?(?!\\d)", NULL},
	{MASK_SHIELD, false, false, MASK_NEEDS_DIGIT, "(?<!\\d)\\d{1,2}([./-])\\d{1,2}\\1(?:19|20)\\d{2}(?!\\d)", NULL},
	{PII_PHONE, false, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:\\+|00(?=[ (]{0,2}[1-9])) ?\\(?\\d(?:[ ().\\x{a0}/-]{0,3}\\d){5,16}(?!\\d)", check_phone},
	{PII_PHONE, false, false, MASK_NEEDS_DIGIT, "(?<![\\p{L}\\p{N}+.,/-])\\(?0\\d{1,4}\\)?(?:[ .\\x{a0}/-]?\\d){5,10}" NO_WORD_AFTER, check_national_phone},
	{PII_PHONE, false, false, MASK_NEEDS_DIGIT, "(?<![\\p{L}\\p{N}+.,-])(?:1[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-])\\d{3}[ .-]\\d{4}" NO_WORD_AFTER, NULL},
	{PII_PHONE, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:phone|tel|telephone|mobile|mob|cell|(?:call|ring|text|reach|phone) me(?: back)?(?: on| at)?|whats ?app|my number|telefon|handy|rufnummer|t\xc3\xa9l\xc3\xa9phone|portable|tel\xc3\xa9"
	    "fono|m\xc3\xb3vil|telefono|cellulare|telefoon|mobiel)\\W{0,3}(?:(?:number|no|nr|nummer|num\xc3\xa9ro|n\xc3\xbamero|numero)\\W{0,3})?(?:(?:is|ist|est|es|\xc3\xa8)\\b)?\\W{0,3}"
	    "\\K\\+?\\(?\\d(?:[ ().\\x{a0}/-]{0,3}\\d){6,14}(?!\\d)", check_phone},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "P\\.? ?O\\.? ?Box \\d{1,6}" NO_WORD_AFTER, NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "\\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:(?:rue|avenue|av\\.|boulevard|bd|chemin|all\xc3\xa9" "e|impasse|quai) (?:(?:de|du|des|la|le|les|aux|au|saint|sainte)[ -]|[dl]['\xe2\x80\x99]){0,3}"
	    "|(?:place|route|passage|square|cours) (?:(?:de|du|des|la|le|les)[ -]|[dl]['\xe2\x80\x99]){1,3})[\\p{L}'\xe2\x80\x99-]{2,30}(?:[ -](?-i:\\p{Lu})[\\p{L}'\xe2\x80\x99-]{1,30}){0,3}", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE HOUSE "(?:" NO_STREET_NAME "[\\p{L}'\xe2\x80\x99.-]{1,30}\\s+){1,4}(?:" STREETS_SURE ")" NO_WORD_AFTER "\\.?(?:\\s+(?:north|south|east|west|upper|lower)" NO_WORD_AFTER ")?", NULL},
	{PII_ADDRESS, false, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?i:" HOUSE ")(?:\\p{Lu}[\\p{L}'\xe2\x80\x99.-]{0,30}\\s+){1,4}(?:" STREETS_NEEDING_CAPITALS ")" NO_WORD_AFTER "\\.?", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:address(?: is)?|liv(?:e|ing) at|deliver(?:ed)? (?:it )?to|ship(?:ped)? (?:it )?to|send (?:it )?to|moved? to|wohne(?: in)?(?: der)?|adresse(?: ist| est)?)\\s{0,2}:?\\s{0,2}\\K"
	    HOUSE NO_STREET_NAME "[\\p{L}'\xe2\x80\x99.-]{2,30}(?: " NO_STREET_NAME "[\\p{L}'\xe2\x80\x99.-]{2,30}){0,3}", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:flat|apt\\.?|apartment|suite) ?#?\\d{1,4}[a-z]?" NO_WORD_AFTER "(?! ?%)", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:(?-i:\\p{Lu})[\\p{L}.-]{0,30} ){0,2}(?:\\p{L}{0,30}(?:stra\xc3\x9f" "e|strasse|str\\.)|\\p{L}{2,30}(?:gasse|allee|platz|weg|damm|ufer|steig|chaussee|straat|laan|plein|gracht|kade|dijk|singel)) ?\\d{1,4}(?: ?[a-z])?(?:[-/]\\d{1,4})?" NO_WORD_AFTER, NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:calle|c/|avda\\.?|avenida|paseo|plaza|carrera|camino|ronda|rua|travessa|ul\\.) ?(?:(?:de|del|la|las|los|el|da|do|dos|das) ){0,3}[\\p{L}'\xe2\x80\x99-]{2,30}(?: [\\p{L}'\xe2\x80\x99-]{2,30}){0,3}?,? (?:n[\xc2\xba\xc2\xb0o.]{0,2} ?)?\\d{1,4}(?!\\d)", NULL},
	{PII_ADDRESS, false, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ll]argo) (?!DHL|UPS|GLS|DPD|An |Fed|Royal|Post|E-?[Mm]ail|Whats|App)(?:(?:di|del|della|delle|dei|degli|san|santa) |d['\xe2\x80\x99]){0,2}\\p{Lu}[\\p{L}'\xe2\x80\x99.]{1,30}(?: \\p{Lu}[\\p{L}'\xe2\x80\x99.]{1,30}){0,3},? \\d{1,4}(?!\\d)", NULL},
	{PII_POSTCODE, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:[ac-fhknprtv-y]\\d{2}|d6w) ?[0-9ac-fhknprtv-y]{4}" NO_WORD_AFTER, check_eircode},
	{PII_POSTCODE, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:gir ?0aa|[a-pr-uwyz](?:\\d{1,2}|[a-hk-y]\\d{1,2}|\\d[a-hjkps-uw]|[a-hk-y]\\d[abehmnprv-y]) ?\\d(?!x[ls])[abd-hjlnp-uw-z]{2})" NO_WORD_AFTER, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "[ABCEGHJ-NPRSTVXY]\\d[A-Z] ?\\d[A-Z]\\d" NO_WORD_AFTER, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:" STATES "),? \\d{5}(?:-\\d{4})?" NO_WORD_AFTER, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_DIGIT, "(?<![\\p{L}\\p{N}-])\\d{5}-\\d{4}(?![\\p{L}\\p{N}-])", NULL},
	{PII_POSTCODE, true, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:post ?code|postal code|zip(?: ?code)?|plz|postleitzahl|code postal|c\\.p\\.|c\xc3\xb3" "digo postal|cap|eircode)\\s{0,2}(?:is|ist|est|es|\xc3\xa8)?\\s{0,2}[:=]?\\s{0,2}"
	    "\\K(?:\\d{4} ?[a-z]{2}(?![a-z0-9])|\\d{2,3}[ -]\\d{2,3}|\\d{4}-\\d{3}|\\d{4,6}|[a-z]{1,2}\\d[a-z0-9]{0,2} ?[a-z0-9]{3,4})" NO_WORD_AFTER, NULL},
	{PII_POSTCODE, false, true, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?:\\d{4} ?[A-Z]{2}|\\d{4,6}|\\d{2}-\\d{3})" NO_WORD_AFTER, NULL},
	{PII_NAME, true, false, 0, NO_WORD_BEFORE "(?:my name(?:['\xe2\x80\x99]s| is)|i(?: am|['\xe2\x80\x99]?m) called|they call me|ich hei(?:\xc3\x9f|ss)e|mein name ist|je m['\xe2\x80\x99]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|mijn naam is|ik heet) +"
	    "\\K" NO_NAME "[\\p{L}'\xe2\x80\x99-]{2,30}(?: " NO_NAME "[\\p{L}'\xe2\x80\x99-]{2,30}){0,2}", NULL},
	{PII_NAME, true, false, 0, NO_WORD_BEFORE "(?:(?:full |first |last |given |family |sur)?name|nom|nombre|nome|naam) ?: ?\\K" NO_NAME "[\\p{L}'\xe2\x80\x99-]{2,30}(?: " NO_NAME "[\\p{L}'\xe2\x80\x99-]{2,30}){0,2}", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:i['\xe2\x80\x99]m|i am|this is|ich bin|hier ist|je suis|soy|sono|ik ben) \\K" PERSON "(?: " PARTICLE PERSON "){1,2}", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:this is|hier ist) \\K" PERSON "(?= (?:speaking|here|calling|writing|again)" NO_WORD_AFTER ")", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:dear|hi|hello|hey|hallo|liebe[rs]?|bonjour|ch\xc3\xa8re?|cher|hola|ciao|beste|thanks|thank you),? \\K" PERSON "(?: " PARTICLE PERSON "){0,2}(?=[,.!:\\r\\n]|$)", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:regards|wishes|cheers|sincerely|yours|thanks|thank you|thx|many thanks|gr\xc3\xbc\xc3\x9f" "en?|gr\xc3\xbc\xc3\x9f" "e|cordialement|saludos|saluti|groeten|mfg|lg)[,.!]?\\s{1,4}\\K" PERSON
	    "(?: " PARTICLE PERSON "){0,2}(?=\\s*[.!]?\\s*$)", NULL},
	{PII_NAME, false, false, 0, "^\\s*\\K" PERSON "(?: " PARTICLE PERSON "){1,2}(?=\\s*[.!]?\\s*$|\\s*[,;]?\\s+(?:[A-Za-z]{1,2}\\d|\\d{4,5}(?!\\d)|\\[(?:postcode|email|phone|address)\\]|[^\\s@]{1,64}@))", NULL},
	{PII_NAME, false, false, 0, "^\\s*\\K" PERSON "(?: " PARTICLE PERSON "){1,2}(?= (?:here|again|speaking)" NO_WORD_AFTER ")", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:my (?:wife|husband|partner|mother|father|mum|mom|dad|son|daughter|sister|brother|friend|flatmate|neighbou?r)|c/o|attn\\.?:?|care of|on behalf of|addressed to),? \\K"
	    PERSON "(?: " PARTICLE PERSON "){0,2}", NULL},
	{PII_NAME, false, false, MASK_NEEDS_DIGIT, NO_WORD_BEFORE "(?i:deliver(?:ed)?(?: it)? to|ship(?:ped)?(?: it)? to|send(?: it)? to|sent to),?:? \\K" PERSON "(?: " PARTICLE PERSON "){1,2}(?=,?\\s+(?:\\d|(?i:flat|apt|apartment|unit|p\\.? ?o\\b)))", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:(?:surname|(?:family|first|last|given|full) name)(?: is| was)?:?|name on (?:the|my|this|that) (?:order|account|parcel|package|card|invoice) (?:is|was):?|(?:under|in) the name(?: of)?|signed(?: (?:for )?by)?[:,]?"
	    "|(?:ordered|placed|bought|accepted) by|(?:account ?holder|card ?holder|recipient|addressee|customer)(?: is|:)) \\K" PERSON "(?: " PARTICLE PERSON "){0,2}", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?i:account ?holder|card ?holder|recipient|addressee|customer) \\K" PERSON "(?: " PARTICLE PERSON "){1,2}", NULL},
	{PII_NAME, false, false, 0, NO_WORD_BEFORE "(?:Mr|Mrs|Ms|Miss|Mme|Herr|Frau|Sig|Sra)\\.? \\K\\p{Lu}[\\p{L}'\xe2\x80\x99-]{1,30}(?: \\p{Lu}[\\p{L}'\xe2\x80\x99-]{1,30})?", NULL},
};

#define RULES (sizeof rules / sizeof rules[0])

static const struct pattern *compiled[RULES];

static void
compile_all(void)
{
	for (size_t i = 0; i < RULES; i++) {
		struct errinfo info;
		struct pattern *p;

		if (pattern_new(rules[i].source, rules[i].caseless, &p, &info) != ERR_OK) {
			log_line(LOG_ERROR, "masking rule %zu: %s", i, info.text);
			abort(); /* a mistake in the table above */
		}
		compiled[i] = p;
	}
}

size_t
mask_rules(const struct mask_rule **out, const struct pattern *const **patterns)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, compile_all);
	*out = rules;
	*patterns = compiled;
	return RULES;
}
