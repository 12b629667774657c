/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for where people live: addresses in the ways of several countries, and postcodes.
 */
#include "mask_rules.h"

#define START "(?<![\\p{L}\\p{N}])"
#define END "(?![\\p{L}\\p{N}])"
/* Says nothing that what follows doesn't; but a search then passes over all other bytes quickly. */
#define DIGIT_NEXT "(?=[0-9\\x{80}-\\x{10ffff}])"
#define CAPITAL_NEXT "(?=[A-Z\\x{80}-\\x{10ffff}])"
#define STREETS_SURE "street|road|avenue|lane|crescent|boulevard|terrace|gardens|quay|drive|rd|ave|blvd|grove|mews|parade|highway|parkway"
#define STREETS_NEEDING_CAPITALS "Row|Way|Park|Place|Close|Hill|Court|Square|Walk|Rise|St|Dr|Ln|Ct|Pl|Sq|Heights|Lawn|Manor|Meadows|Cottages|Villas|Wharf|Strand|Mall|Street|Road|Avenue|Lane|Drive"
#define NO_STREET_NAME "(?!(?:in|on|at|my|your|our|for|and|or|to|of|from|items?|pairs?|minutes?|mins?|hours?|days?|weeks?|months?|times?|years?|euros?|is|was|are|a|an|this|that|pieces?|people|persons?|with|it|i|down|up|along|off|across|by|next|per|different|other|addresses|more|orders?|percent|am|pm)\\b)"
#define HOUSE "(?:(?:flat|apt\\.?|apartment|unit|suite)\\s*#?\\w{1,5},?\\s+)?\\d{1,5}[a-z]?(?:\\s?[-/]\\s?\\d{1,5})?,?\\s+"
/* A word of a street's name, with a capital whatever the rule's case. */
#define CAPITAL "(?-i:\\p{Lu})[\\p{L}'’.-]{1,30}"
/* What follows a house's number: a letter, a staircase, a floor, a flat. */
#define HOUSE_END "(?: ?[a-z](?![\\p{L}'’]))?(?: ?[-/] ?\\d{1,4}[a-z]?(?!\\p{L})){0,3}(?:,? (?:bus|apt\\.?|app\\.?|lgh|m\\.|кв\\.?|sc\\.|ap\\.|et\\.|int\\.|bte|boîte|as\\.?) ?\\d{1,4}| \\d{1,3}(?=,? \\d{5} ))?(?:, ?\\d{1,2}\\. ?(?:tv|th|mf|sal|stock|og)\\.?)?(?![\\p{L}\\p{N}])"
#define NUMBER ",? (?:n[º°o.]{0,2} ?|nr\\.? ?|no\\.? ?:? ?|д\\.? ?)?\\d{1,4}"
#define UNITS "(?! ?(?:uhr|euro|eur|€|stück|gramm|kg|g|cm|mm|personen|mal|x|%))"
#define STATES "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
#define COUNTRY_PREFIX "(?:(?:D|A|CH|B|L|F|I|E|NL|SE?|DK|NO?|FIN?|CZ|SK|PL|HU?|RO|GR|LT|LV|EE|SI|HR)-)?"
/* A postcode and a place: "10115 Berlin", "111 51 Stockholm", "00-590 Warszawa". */
#define CODE_AND_PLACE COUNTRY_PREFIX "(?:\\d{4,5}|\\d{3} \\d{2}|\\d{2}-\\d{3}|\\d{4}-\\d{3}|\\d{5}-\\d{3}|\\d{4} ?[A-Z]{2}),? \\p{Lu}\\p{Ll}{2,}"
#define POSTCODE_WORD "(?:post ?code|postal code|zip(?: ?code)?|plz|postleitzahl|code postal|(?:cp|c\\.p)\\.?|código postal|cap|eircode|postnummer|postnr\\.?|postinumero|psč|kod pocztowy|irányítószám|cod poștal|posta kodu|т\\.?к\\.?|индекс|індекс|пощенски код)"

static const struct mask_rule rules[] = {
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "P\\.? ?O\\.? ?Box \\d{1,6}" END, NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:house|unit|cottage|block|no\\.|number) \\d{1,4}[a-z]?, (?:the )?" CAPITAL "(?: " CAPITAL "){0,2}", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START DIGIT_NEXT "\\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:(?:rue|avenue|av\\.|boulevard|bd|chemin|allée|impasse|quai) (?:(?:de|du|des|la|le|les|aux|au|saint|sainte)[ -]|[dl]['’]){0,3}"
	    "|(?:place|route|passage|square|cours) (?:(?:de|du|des|la|le|les)[ -]|[dl]['’]){1,3})[\\p{L}'’-]{2,30}(?:[ -](?-i:\\p{Lu})[\\p{L}'’-]{1,30}){0,3}", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START HOUSE "(?:" NO_STREET_NAME "[\\p{L}'’.-]{1,30}\\s+){1,4}(?:" STREETS_SURE ")" END "\\.?(?:\\s+(?:north|south|east|west|upper|lower)" END ")?", NULL},
	{PII_ADDRESS, false, false, MASK_NEEDS_DIGIT, START "(?i:" HOUSE ")(?:\\p{Lu}[\\p{L}'’.-]{0,30}\\s+){1,4}(?:" STREETS_NEEDING_CAPITALS ")" END "\\.?", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:address(?: is)?|liv(?:e|ing) at|deliver(?:ed)? (?:it )?to|ship(?:ped)? (?:it )?to|send (?:it )?to|moved? to|wohne(?: in)?(?: der)?|adresse(?: ist| est)?)\\s{0,2}:?\\s{0,2}\\K"
	    HOUSE NO_STREET_NAME "[\\p{L}'’.-]{2,30}(?: " NO_STREET_NAME "[\\p{L}'’.-]{2,30}){0,3}", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:flat|apt\\.?|apartment|suite) ?#?\\d{1,4}[a-z]?" END "(?! ?%)", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:" CAPITAL " ){0,2}(?:\\p{L}{0,30}(?:straße|strasse|str\\.)|\\p{L}{2,30}(?:gasse|allee|platz|weg|damm|ufer|steig|chaussee|straat|laan|plein|gracht|kade|dijk|singel)) ?\\d{1,4}" HOUSE_END, NULL},
	{PII_ADDRESS, false, false, MASK_NEEDS_DIGIT, START "(?:wohn(?:e|en|haft)|[Aa]dresse(?: ist)?:?|[Aa]nschrift(?: ist)?:?|zieh(?:e|en)|(?:liefern|schicken|senden)(?: Sie)?(?: es| das| bitte)?(?: an| nach)?) \\K(?:Am|An (?:der|den|dem)|Auf (?:der|dem)|Im|In (?:der|den)|Unter (?:der|den)|Zu[mr]|Hinter (?:der|dem)|Vor dem|Alte[rn]?|Neue[rn]?) \\p{Lu}[\\p{L}-]{2,30}(?: \\p{Lu}[\\p{L}-]{2,30})? \\d{1,3}(?i:" UNITS HOUSE_END ")", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:calle|c/|avda\\.?|avenida|paseo|plaza|carrera|camino|ronda|rua|travessa|praça|largo|alameda|ul\\.|al\\.|os\\.|pl\\.) ?(?:(?:de|del|la|las|los|el|da|do|dos|das) ){0,3}[\\p{L}'’-]{2,30}(?: [\\p{L}'’-]{2,30}){0,3}?" NUMBER "(?!\\d)" HOUSE_END, NULL},
	{PII_ADDRESS, false, false, MASK_NEEDS_DIGIT, START "(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ll]argo) (?!DHL|UPS|GLS|DPD|An |Fed|Royal|Post|E-?[Mm]ail|Whats|App)(?:(?:di|del|della|delle|dei|degli|san|santa) |d['’]){0,2}\\p{Lu}[\\p{L}'’.]{1,30}(?: \\p{Lu}[\\p{L}'’.]{1,30}){0,3},? \\d{1,4}(?!\\d)", NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:" CAPITAL " ){0,2}(?:(?-i:\\p{Lu})\\p{L}{2,30}(?:gatan|gata|gate|gaten|vägen|vegen|veien|vej|vejen|gade|torget|katu|tie|polku|kuja|väg|veg|stræde)|(?<= )(?:gate|gata|gatan|vei|veg|väg|vej|plads|allé)) \\d{1,4}" HOUSE_END, NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:" CAPITAL " ){1,3}(?:utca|út|útja|tér|körút|u\\.|caddesi|cad\\.|sokak|sokağı|sok\\.|bulvarı|mahallesi)" NUMBER HOUSE_END, NULL},
	{PII_ADDRESS, true, false, MASK_NEEDS_DIGIT, START "(?:str\\.|strada|bulevardul|bd\\.|calea|aleea|șos\\.|șoseaua|piața|οδός|οδού|λεωφόρος|λεωφ\\.|ул\\.|улица|улице|вул\\.|вулиця|просп\\.|проспект|пр-т|бул\\.|бульвар|пер\\.) (?-i:\\p{Lu})[\\p{L}'’.-]{1,30}(?: [\\p{L}'’.-]{2,30}){0,2}?" NUMBER HOUSE_END, NULL},
	{PII_ADDRESS, false, false, MASK_NEEDS_DIGIT | MASK_NEEDS_CODE_BEHIND, START CAPITAL_NEXT "\\p{Lu}[\\p{L}'’.-]{2,30}(?: [\\p{L}'’.-]{2,30}){0,3} \\d{1,4}(?i:" UNITS HOUSE_END ")(?=(?:,|, ?|\\n)\\s?(?:" CODE_AND_PLACE "|(?i:" POSTCODE_WORD ") \\d))", NULL},
	{PII_POSTCODE, true, false, MASK_NEEDS_LETTER_DIGIT, START "(?:[ac-fhknprtv-y]\\d{2}|d6w) ?[0-9ac-fhknprtv-y]{4}" END, mask_check_eircode},
	{PII_POSTCODE, true, false, MASK_NEEDS_LETTER_DIGIT, START "(?<!size )(?:gir ?0aa|[a-pr-uwyz](?:\\d{1,2}|[a-hk-y]\\d{1,2}|\\d[a-hjkps-uw]|[a-hk-y]\\d[abehmnprv-y]) ?\\d(?!x[ls])[abd-hjlnp-uw-z]{2})" END, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_LETTER_DIGIT, START "[ABCEGHJ-NPRSTVXY]\\d[A-Z] ?\\d[A-Z]\\d" END, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_STATE_CODE, START "(?:" STATES "),? \\d{5}(?:-\\d{4})?" END, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_CHAIN | MASK_NEEDS_DIGIT_ROW, "(?<![\\p{L}\\p{N}-])" DIGIT_NEXT "\\d{5}-\\d{4}(?![\\p{L}\\p{N}-])", NULL},
	{PII_POSTCODE, true, false, MASK_NEEDS_DIGIT, START POSTCODE_WORD "\\s{0,2}(?:is|ist|est|es|è|to|är|er|on|je|este)?\\s{0,2}[:=]?\\s{0,2}"
	    "\\K(?:\\d{4} ?[a-z]{2}(?![a-z0-9])|\\d{2,3}[ -]\\d{2,3}|\\d{4,5}-\\d{3}|\\d{4,6}|[a-z]{1,2}\\d[a-z0-9]{0,2} ?[a-z0-9]{3,4})" END, NULL},
	{PII_POSTCODE, false, false, MASK_NEEDS_CODE_BEFORE, "(?<![\\p{L}\\p{N}.,-])" DIGIT_NEXT "(?:\\d{2}-\\d{3}|\\d{5}-\\d{3}|\\d{4}-\\d{3}|\\d{4} [A-Z]{2})(?= \\p{Lu}\\p{Ll}{2,})", NULL},
	{PII_POSTCODE, false, true, MASK_NEEDS_DIGIT, START COUNTRY_PREFIX "(?:\\d{4} ?[A-Z]{2}|\\d{3} \\d{2}|\\d{4,5}-\\d{3}|\\d{4,6}|\\d{2}-\\d{3})" END, NULL},
};

const struct mask_rule *
mask_place_rules(size_t *count)
{
	*count = sizeof rules / sizeof rules[0];
	return rules;
}
