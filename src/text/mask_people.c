/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for people's names, by what stands around them, and whether a known name that is an everyday
 * word as well is meant as one.
 */
#include "mask_rules.h"

#include <string.h>

#include "floorwalker/base/utf8.h"

#define START "(?<![\\p{L}\\p{N}])"
#define END "(?![\\p{L}\\p{N}])"	/* also where what follows says it: a text is then seen to have no
					   such word (pattern_needs.c) */
/* What no name begins with, though it may be written with a capital. */
#define NO_PERSON "There|All|Team|Everyone|Everybody|Folks|Sir|Madam|Again|Tarn|You|Yes|No|Not|Okay?|Please|Thanks?|The|This|That|My|Your|Our|Its?|Is|We|In|On|At|And|But|For|From|Very|Really|So|Too|Just|Still|Sorry|Always|Never|Also|Now|Me|Item|Items|Same|Another|More|Any|Every|Nothing" \
	"|Orders?|Gift|Card|Returns?|Refunds?|Exchange|Cancel|Delivery|Shipping|Parcel|Package|Invoice|Payment|Discount|Status|Address|Size|Colou?r|Customer|Service|Support|Sales|Track|Tracking|Damaged|Faulty|Wrong|Spam|Trip|Where|When|What|Who|Why|How|Hello|Hi|Hey|Good|Morning|Help|Human|Agent|Mr|Mrs|Ms|Miss" \
	"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|August|September|October|November|December|Christmas|Easter|Black|Blue|New|North|South|East|West|Best|Kind|Warm|Regards|Wishes|Take|Waiting|Unacceptable|Sent|Loves?" \
	"|Herr|Frau|Mit|Viele|Liebe[rn]?|Freundlichen?|Grüßen?|Guten|Hier|Sehr|Nicht|Immer|Noch|Die|Der|Das|Ein|Eine|Mein|Meine|Ich|Bestellung|Rechnung|Je|Très|Pas|Trop|Bien|Client|Cliente|Soy|Muy|Un|Una|No|Sono|Molto|Non|Cordiali|Ik|Niet|Erg|Heel|Zeer|Met|Muito|Não|Sou|Nie|Bardzo|Jestem|Jag|Jeg|Meget|Ikke|Inte|Mycket|Med|Vänlig|Venlig|Olen|Jsem|Velmi|Nem|Nagyon|Nu|Foarte|Sunt|Mă|Adım|Benim|Çok|Ben|Я|Не|Очень|Дуже|Меня|Мене|Με"
/* w: a given or family name with its capital; n: one to three of them, with the small words between
 * (van der Meulen, de la Cruz, Ó Cadhain) and initials; f: at least two. Behind what uses them: the
 * bytes that a match may begin with are known to PCRE2 only where it finds them first. */
#define PEOPLE "(?(DEFINE)(?<w>(?!(?i:" NO_PERSON ")" END ")\\p{Lu}[\\p{L}'’-]{1,30}+)" \
	"(?<p>(?:(?:van|von|der|den|de|del|della|di|da|dos|la|le|el|al|bin|ibn|zu|te|ten|ter|af|Ní|Nic|Uí|Ó|O|Mac|Mc|\\p{Lu}\\.) ){0,2})" \
	"(?<n>(?&p)(?&w)(?: (?&p)(?&w)){0,2})(?<f>(?&p)(?&w)(?: (?&p)(?&w)){1,2}))"
/* A title-case sentence goes on: "My Son Loves It". */
#define NO_TITLE "(?! (?:" NO_PERSON ")" END ")"
#define NO_NAME "(?!(?:and|i|im|i'm|but|my|from|the|with|order|on|at|in|is|not|wrong|mis\\w+|spelled|spelt|und|et|can|could|please|you|where|what|have|was|bei|for|here|also|so|as|it|that|a|no|na|e|y|og|och|ja|en|i|a|på|på)\\b)"
#define INTROS "my name(?:['’]s| is)|i(?: am|['’]?m) called|they call me|(?:her|his|their) name is|ich hei(?:ß|ss)e|(?:mein|der) name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|mijn naam is|ik heet|mam na imię|nazywam się|(?:o )?meu nome é|chamo-me|me chamo|jag heter|mitt namn är|jeg hedder|mit navn er|jeg heter|(?:mitt navn|navnet mitt) er|nimeni on|jmenuji se|volám sa|a nevem|mă numesc|numele meu este|(?:benim )?adım|ismim|меня зовут|мене звати|моє ім['’]я|με λένε|казвам се|zovem se"
#define WEAK_INTROS "i'm|i’m|i am|this is|ich bin|hier ist|je suis|soy|sono|ik ben|jag är|jeg er|olen|jsem|jestem|sou|sunt|ben|я"
#define GREETINGS "dear|hi|hello|hey|hallo|liebe[rs]?|bonjour|chère?|cher|hola|ciao|beste|hej|hei|moi|cześć|ahoj|olá|szia|bună|merhaba|привет|привіт|thanks|thank you"
#define CLOSINGS "regards|wishes|cheers|sincerely|yours|best|thanks|thank you|thx|many thanks|ta|grüßen?|gruß|danke|dank|mfg|lg|vg|cordialement|merci(?: d['’]avance)?|bises|saludos?|atentamente|gracias|saluti|grazie|groet(?:en|jes)?|groet|bedankt|pozdrawiam|pozdrowienia|dziękuję|dzięki|cumprimentos|atenciosamente|obrigad[oa]|hälsning(?:ar)?|hälsn\\.?|mvh|vh|tack|hilsen|hilsener|tak|takk|terveisin|kiitos|pozdravem|děkuji|üdvözlettel|köszönöm|stimă|mulțumesc|saygılarımla|teşekkürler|уважением|спасибо|повагою|дякую|εκτίμηση|ευχαριστώ"
#define TITLES "Mr|Mrs|Ms|Miss|Dr|Prof|Mme|Mlle|M\\.|Monsieur|Madame|Herrn?|Frau|Hr|Fru|Sig|Signora?|Sra?|Señora?|Dhr|Mevr|Mevrouw|Meneer|Pan|Pani|Don|Doña|Dott|Pán|Paní"

static const struct mask_rule rules[] = {
	{PII_NAME, true, false, 0, START "(?:" INTROS ")" END ":? +\\K" NO_NAME "[\\p{L}'’-]{2,30}(?: " NO_NAME "[\\p{L}'’-]{2,30}){0,2}", NULL},
	{PII_NAME, true, false, 0, START "(?:(?:full |first |last |given |family |sur)?name|nom|nombre|nome|naam|namn|navn|nimi|imię i nazwisko|jméno|név|nume) ?: ?\\K" NO_NAME "[\\p{L}'’-]{2,30}(?: " NO_NAME "[\\p{L}'’-]{2,30}){0,2}", NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_NAMES, START "(?i:" WEAK_INTROS ") \\K(?&f)" NO_TITLE PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_NAMES, START "(?i:it's|it’s|its) \\K(?&f)(?=[,.;\\r\\n]|$| (?:here|again|from|and|with|speaking)" END ")" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL, START "(?i:this is|hier ist) \\K(?&w)(?= (?:speaking|here|calling|writing|again)" END ")" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL, START "(?i:" GREETINGS ")" END ",? \\K(?&n)(?=[,.!:\\r\\n]|$| (?:here|again)" END ")" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_NAME_LAST, START "(?i:" CLOSINGS ")" END "[,.!]?\\s{1,4}\\K(?&n)(?=\\s*[.!]?\\s*$)" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_LINE, START "(?i:" CLOSINGS ")" END "[,.!]?\\r?\\n\\s{0,4}\\K(?&n)(?=\\s*[.!]?\\s*(?:\\n|$))" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_NAMES_FIRST, "^\\s*\\K(?&f)(?=\\s*[.!]?\\s*$|\\s*[,;]?\\s+(?:[A-Za-z]{1,2}\\d|\\d{4,5}(?!\\d)|\\[(?:postcode|email|phone|address)\\]|[^\\s@]{1,64}@))" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_NAMES_FIRST, "^\\s*\\K(?&f)(?= (?:here|again|speaking|vagyok|här|her|hier|ici|aquí|qui|tutaj)" END ")" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL, START "(?i:my (?:wife|husband|partner|mother|father|mum|mom|dad|son|daughter|sister|brother|friend|flatmate|neighbou?r)|meine (?:frau|mutter|tochter|schwester)|mein (?:mann|vater|sohn|bruder)|ma (?:femme|mère|fille|sœur)|mon (?:mari|père|fils|frère)|c/o|attn\\.?:?|care of|on behalf of|addressed to|an agent called|(?:spoke|talked|chatted|speaking|spoken) (?:to|with)|change the name to|(?:the|my) name (?:should be|to))" END ",? \\K(?&n)" NO_TITLE PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_DIGIT | MASK_NEEDS_CAPITAL | MASK_NEEDS_NAMES, START "(?i:deliver(?:ed)?(?: it)? to|ship(?:ped)?(?: it)? to|send(?: it)? to|sent to),?:? \\K(?&f)(?=,?\\s+(?:\\d|(?i:flat|apt|apartment|unit|p\\.? ?o\\b)))" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL, START "(?i:(?:surname|(?:family|first|last|given|full) name)(?: is| was)?:?|name on (?:the|my|this|that) (?:order|account|parcel|package|card|invoice) (?:is|was):?|(?:under|in) the name(?: of)?|signed(?: (?:for )?by)?[:,]?"
	    "|(?:ordered|placed|bought|accepted) by|(?:account|order|booking) (?:is )?under|(?:account ?holder|card ?holder|recipient|addressee|customer)(?: is|:)) \\K(?&n)" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL | MASK_NEEDS_NAMES, START "(?i:account ?holder|card ?holder|recipient|addressee|customer) \\K(?&f)" PEOPLE, NULL},
	{PII_NAME, false, false, MASK_NEEDS_CAPITAL, START "(?:" TITLES ")\\.? \\K(?&n)" PEOPLE, NULL},
};

const struct mask_rule *
mask_people_rules(size_t *count)
{
	*count = sizeof rules / sizeof rules[0];
	return rules;
}

/* Given and family names that are words of every day, folded, in order. */
static const char *const everyday[] = {"amber", "angel", "april", "art", "august", "autumn",
    "baker", "bank", "banks", "best", "bill", "bishop", "black", "blanc", "blanco", "bob", "brook",
    "brown", "bush", "carol", "case", "cash", "chance", "chase", "chip", "christian", "church",
    "clay", "cliff", "cook", "cruz", "crystal", "daisy", "dale", "dawn", "day", "dean", "dick",
    "don", "drew", "earl", "east", "eve", "faith", "fields", "fisher", "flores", "ford", "fox",
    "frank", "frost", "gene", "ginger", "glen", "grace", "grand", "grant", "gray", "green", "grey",
    "guy", "hall", "harmony", "hazel", "heath", "heather", "hill", "holly", "hope", "hunter",
    "iris", "ivy", "jack", "jade", "joy", "june", "junior", "justice", "king", "klein", "knight",
    "kurz", "lance", "lane", "lang", "lily", "little", "long", "love", "luz", "major", "mar",
    "mark", "mason", "max", "may", "melody", "mercy", "miles", "moon", "neumann", "noble", "north",
    "olive", "page", "park", "parks", "pat", "patience", "pearl", "penny", "petit", "petite",
    "pierce", "pitch", "pope", "porter", "potter", "power", "price", "prince", "ray", "rey", "reyes",
    "rich", "rivers", "rob", "robin", "rock", "rosa", "rose", "roux", "royal", "ruby", "sandy",
    "schwarz", "sharp", "short", "skip", "sky", "small", "snow", "sol", "sommer", "south", "star",
    "sterling", "stone", "strong", "sue", "summer", "summers", "sunny", "sweet", "swift", "taylor",
    "violet", "wade", "walker", "wall", "ward", "waters", "weiss", "wells", "west", "white", "wild",
    "will", "willow", "winter", "winters", "wise", "wolf", "wood", "woods", "young"};

static bool
is_everyday(const char *s, size_t length)
{
	size_t low = 0, high = sizeof everyday / sizeof everyday[0];
	struct str folded;
	int order = 1;

	str_init(&folded);
	utf8_fold_plain(&folded, s, length);
	while (low < high && order != 0) {
		size_t middle = (low + high) / 2;

		order = strcmp(folded.data, everyday[middle]);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	str_clear(&folded);
	return order == 0;
}

static bool
begins_capital(const char *s, size_t length)
{
	uint32_t point;

	return utf8_next(s, length, &point) > 0 && utf8_is_upper(point);
}

/* The word that ends before byte at; its length, 0 where a sign or the text's start stands there. */
static size_t
word_before(const char *s, size_t at, size_t *start)
{
	size_t end = at;

	while (end > 0 && s[end - 1] == ' ')
		end--;
	*start = end;
	while (*start > 0 && ((s[*start - 1] | 32) >= 'a' && (s[*start - 1] | 32) <= 'z'))
		(*start)--;
	return end - *start;
}

static bool
is_one_of(const char *s, size_t length, const char *words)
{
	char word[16];

	if (length == 0 || length + 3 > sizeof word)
		return false;
	word[0] = ' ';
	for (size_t i = 0; i < length; i++)
		word[i + 1] = (char)(s[i] | 32);
	word[length + 1] = ' ';
	word[length + 2] = '\0';
	return strstr(words, word) != NULL;
}

/* What stands behind a name that opens a sentence: nothing, a sign, "here", "is my". */
static bool
ends_as_name(const char *s, size_t size, size_t end)
{
	size_t from = end, to;

	if (end >= size || strchr(",.!:;\r\n)", s[end]) != NULL || s[end] == '\'')
		return true;
	while (from < size && s[from] == ' ')
		from++;
	for (to = from; to < size && (s[to] | 32) >= 'a' && (s[to] | 32) <= 'z'; to++)
		;
	return is_one_of(s + from, to - from, " here again speaking is ");
}

bool
mask_is_known_name(const char *s, size_t size, size_t start, size_t length)
{
	size_t before, n, end = start + length, first = 0;

	while (first < length && s[start + first] != ' ' && s[start + first] != '\n')
		first++;
	if (first < length)		/* several of their names in a row */
		return begins_capital(s + start, length) || !is_everyday(s + start, first) ||
		    !is_everyday(s + start + first + 1, length - first - 1);
	if (!is_everyday(s + start, length))
		return true;
	if (!begins_capital(s + start, length))
		return false;
	n = word_before(s, start, &before);
	if (n == 0 && (before == 0 || strchr(".!?\n", s[before - 1]) != NULL))
		return ends_as_name(s, size, end);
	if (n == 0 && s[before - 1] >= '0' && s[before - 1] <= '9')
		return false;
	if (end + 1 < size && s[end] == ' ' && s[end + 1] >= '0' && s[end + 1] <= '9')
		return false;
	return !is_one_of(s + before, n,
	    " the a an this that in on by since until till of next last early late mid from our your my its ");
}
