/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for what people are known by in figures and signs: addresses of e-mail, telephones, cards,
 * accounts, papers.
 */
#include "mask_rules.h"

#define START "(?<![\\p{L}\\p{N}])"
#define END "(?![\\p{L}\\p{N}])"
/* Says nothing that what follows doesn't; but a search then passes over all other bytes quickly. */
#define DIGIT_NEXT "(?=[0-9\\x{80}-\\x{10ffff}])"
#define DOT "(?:dot|punkt|point|punto|ponto|kropka|punt)"
/* "number", "no.", "is", ":" between a word for a thing and its figures. */
#define NUMBER_WORD "(?:number|no|num|nr|nummer|numéro|número|numero|numer|číslo|szám|номер|nº|n°|#)"
#define IS "(?:is|was|ist|lautet|est|es|è|é|to|jest|är|er|on|je|este|to jest)"
#define LINK "\\W{0,3}(?:" NUMBER_WORD "\\W{0,3})?(?:" IS "\\b)?\\W{0,3}"
#define PHONE_WORD "(?:phone|tel|telephone|mobile|mob|cell|cellphone|landline|whats ?app|telefon|handy|rufnummer|mobilnummer|telefonnummer|tél|téléphone|portable|gsm|telé" \
	"fono|móvil|celular|telefono|cellulare|telefoon|mobiel|telefoonnummer|komórka|telemóvel|telefone|mobil|mobilen|puhelin|puhelinnumero|telefonszámom|telefonszám|telefonul|cep|telefonum|cep telefonum" \
	"|τηλέφωνο|κινητό|телефон|тел|моб|мобильный|電話は|电话)"
#define CALL_ME "(?:(?:call|ring|text|reach|phone) (?:me|us)(?: back)?(?: on| at)?|ru(?:f|fen sie) mich(?: bitte)? an(?: unter)?|appelez(?:-moi)? (?:au|le)|llám(?:ame|enme|eme) (?:al|a)|bel (?:me|mij)(?: op)?|chiama(?:mi|temi) al|ligue(?:-me)? para|zadzwoń(?: do mnie)?(?: pod)?|ring (?:mig|meg)?(?: på)?)"
#define MY_NUMBER "(?:my (?:new )?number(?:['’]s)?|meine nummer|mon numéro|mi número|il mio numero|mijn nummer|mój numer|o meu número|mitt nummer|mit nummer|numeroni|můj? číslo|numărul meu|numaram|мой номер|мій номер)"
#define SHOP_NUMBER "(?:tracking|track|consignment|sendung\\w{0,12}|suivi|seguimiento|spedizione|przesyłk\\w{1,3}|ean|upc|isbn|gtin|imei|barcodes?|sku|serial|firmware|build|version|part|item|article|artikel\\w{0,10}|artículo|invoice|rechnung\\w{0,8}|facture|factura|fattura|faktura|ref|reference|kunden\\w{0,8}|order|purchase|bestell\\w{0,10}|commande|pedido|ordine|zamówieni\\w{1,2}|voucher|coupon|gift ?card)"
#define PAPER "(?:passport|reisepass|passeport|pasaporte|passaporto|paspoort|paszport\\w{0,2}|passaporte|pass?(?:nummer|nr)|driv(?:ing|er['’]?s?) licen[cs]e|führerschein\\w{0,6}|permis de conduire|personalausweis\\w{0,6}|carte d['’]identité|id card|identity card|dowód osobisty" \
	"|pps ?n?|ssn|social security|nin|ni|national insurance|pesel|nip|steuer-?id\\w{0,20}|steueridentifikationsnummer|sozialversicherung\\w{0,8}|bsn|personnummer|cpr|fødselsnummer|henkilötunnus|rodné číslo|cnp|nif|cpf|tc kimlik|tax (?:id|number|reference))"

static const struct mask_rule rules[] = {
	{MASK_SHIELD, false, false, MASK_NEEDS_BRACKET, "\\[(?:email|phone|card|iban|address|postcode|name|order|id)\\]", NULL},
	{PII_EMAIL, true, false, MASK_NEEDS_AT, "[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+'-]{0,255} ?[@\\x{ff20}\\x{fe6b}] ?(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}[.\\x{ff0e}\\x{3002}]){1,8}\\p{L}{2,24}" END, NULL},
	{PII_EMAIL, true, false, MASK_NEEDS_AT_BRACKET, "(?:[\\p{L}\\p{N}_%+-]{1,63}\\s?[\\[({<]\\s?" DOT "\\s?[\\])}>]\\s?){0,3}[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63}\\s?[\\[({<]\\s?(?:at|@)\\s?[\\])}>]\\s?[\\p{L}\\p{N}-]{1,63}"
	    "(?:(?:\\s?[\\[({<]\\s?" DOT "\\s?[\\])}>]\\s?|\\s" DOT "\\s|\\.)[\\p{L}\\p{N}-]{2,63}){1,4}", NULL},
	{PII_EMAIL, true, false, MASK_NEEDS_AT_WORD, "(?:[\\p{L}\\p{N}_%+-]{1,63} " DOT " ){0,3}[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63} at (?!(?:the|a|this|that|my|your|our|least|all|one) )[\\p{L}\\p{N}-]{1,63}(?: " DOT " [\\p{L}\\p{N}-]{2,63}){1,4}", NULL},
	{PII_EMAIL, true, false, MASK_NEEDS_AT_WORD, START "[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63} at (?:gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|live|gmx|web|eircom|aol|example)\\.\\p{L}{2,4}" END, NULL},
	{PII_IBAN, true, false, MASK_NEEDS_LETTER_DIGIT, START "[a-z]{2}\\d{2}(?:[ -]?[a-z0-9]){11,30}", mask_check_iban},
	{PII_IBAN, false, false, MASK_NEEDS_CHAIN, START DIGIT_NEXT "\\d{2}(?:[ -]?\\d{4}){6}" END, mask_check_nrb},
	{PII_CARD, false, false, MASK_NEEDS_CHAIN, "(?<![\\p{L}\\p{N}+])" DIGIT_NEXT "\\d(?:[ .\\x{a0}\\x{202f}-]{0,2}\\d){12,22}(?![\\p{L}])", mask_check_card},
	{PII_CARD, true, false, MASK_NEEDS_DIGIT, START "(?:cvv2?|cvc2?|security code|cryptogramme|prüfziffer|prüfnummer|código de seguridad|codice di sicurezza|kod bezpieczeństwa|beveiligingscode)\\s{0,2}(?:is|ist|est|es|:|=|#)?\\s{0,2}\\K\\d{3,4}" END, NULL},
	{PII_ID, true, false, MASK_NEEDS_CHAIN | MASK_NEEDS_DIGIT_ROW, START "[x-z\\d]\\d{7}[ -]?[a-hj-np-tv-z]" END, mask_check_dni},
	{PII_ID, true, false, MASK_NEEDS_DIGITS | MASK_NEEDS_LETTER_DIGIT, START "[a-z]{6}\\d{2}[a-ehlmprst]\\d{2}[a-z]\\d{3}[a-z]" END, mask_check_fiscal_code},
	{PII_ID, false, false, MASK_NEEDS_CHAIN, "(?<![\\p{L}\\p{N}.,+-])[12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?\\d{2} ?\\d{3} ?\\d{3} ?\\d{2}" END, mask_check_nir},
	{PII_ID, false, false, MASK_NEEDS_CHAIN, "(?<![\\p{L}\\p{N}.+-])" DIGIT_NEXT "(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\p{L}\\p{N}-])", NULL},
	{PII_ID, false, false, MASK_NEEDS_DIGIT_GROUPS, START "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \\d{2} \\d{2} \\d{2} [A-D]" END, NULL},
	{PII_ID, true, false, MASK_NEEDS_DIGIT, START PAPER LINK "\\K(?:[a-z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[a-d]|\\d{2,4}(?:[ -]\\d{2,4}){2,4}|\\d{6}-?\\d{3,4}|(?=[a-z]{0,6}\\d)[a-z0-9]{6,18})" END, mask_check_paper},
	{MASK_SHIELD, false, false, MASK_NEEDS_CHAIN, "(?<!\\d)(?:19|20)\\d{2}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?)?(?!\\d)", NULL},
	{MASK_SHIELD, false, false, MASK_NEEDS_DIGIT, "(?<!\\d)" DIGIT_NEXT "\\d{1,2}([./-])\\d{1,2}\\1(?:19|20)\\d{2}(?!\\d)", NULL},
	{MASK_SHIELD, true, false, MASK_NEEDS_DIGIT, START "1Z(?: ?[0-9A-Z]){16}" END, NULL},
	{MASK_SHIELD, true, false, MASK_NEEDS_DIGIT, START SHOP_NUMBER LINK "\\K(?=[a-z-]{0,4}\\d)[a-z0-9]+(?:[ /.-]?\\d[a-z0-9]*){0,6}" END, NULL},
	{PII_PHONE, false, false, MASK_NEEDS_DIAL, START "(?:\\+|00(?=[ (]{0,2}[1-9])) ?\\(?\\d(?:[ ().\\x{a0}/-]{0,3}\\d){5,16}(?!\\d)", mask_check_phone},
	{PII_PHONE, false, false, MASK_NEEDS_CHAIN, "(?<![\\p{L}\\p{N}+.,/-])\\(?0\\d{1,4}\\)?(?:[ .\\x{a0}/-]?\\d){5,10}" END, mask_check_national_phone},
	{PII_PHONE, false, false, MASK_NEEDS_CHAIN, "(?<![\\p{L}\\p{N}+.,-])(?:1[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-])\\d{3}[ .-]\\d{4}" END, NULL},
	{PII_PHONE, false, false, MASK_NEEDS_CHAIN, "(?<![\\p{L}\\p{N}+.,-])(?:8[ -]?\\(?9\\d{2}\\)?[ -]?\\d{3}[ -]?\\d{2}[ -]?\\d{2}|\\([1-9]\\d\\) ?9?\\d{4}-\\d{4})" END, NULL},
	{PII_PHONE, true, false, MASK_NEEDS_CHAIN, START "(?:" PHONE_WORD "|" CALL_ME "|" MY_NUMBER ")" LINK "\\K\\+?\\(?\\d(?:[ ().\\x{a0}/-]{0,3}\\d){6,14}(?!\\d)", mask_check_phone},
};

const struct mask_rule *
mask_code_rules(size_t *count)
{
	*count = sizeof rules / sizeof rules[0];
	return rules;
}
