/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plural categories of cardinal integers, after CLDR 42 (unicode.org/cldr, plurals.xml).
 */
#include <string.h>

#include "floorwalker/text/messages.h"

enum family {
	ONE,
	ONE_OR_ZERO,
	ONE_AND_MILLIONS,
	FRENCH,
	NONE,
	POLISH,
	RUSSIAN,
	SERBIAN,
	CZECH,
	ARABIC,
	IRISH,
	WELSH,
	LITHUANIAN,
	LATVIAN,
	ROMANIAN,
	SLOVENE
};

static const struct {
	char language[6];
	enum family family;
} families[] = {
	{"en", ONE}, {"de", ONE}, {"nl", ONE}, {"sv", ONE}, {"da", ONE}, {"nb", ONE}, {"no", ONE}, {"nn", ONE}, {"fi", ONE}, {"et", ONE},
	{"el", ONE}, {"hu", ONE}, {"tr", ONE}, {"bg", ONE}, {"is", ONE}, {"eu", ONE}, {"gl", ONE}, {"lb", ONE}, {"fy", ONE}, {"af", ONE},
	{"sq", ONE}, {"ka", ONE}, {"he", ONE}, {"fa", ONE_OR_ZERO}, {"hi", ONE_OR_ZERO}, {"bn", ONE_OR_ZERO},
	{"es", ONE_AND_MILLIONS}, {"it", ONE_AND_MILLIONS}, {"ca", ONE_AND_MILLIONS}, {"pt-PT", ONE_AND_MILLIONS},
	{"fr", FRENCH}, {"pt", FRENCH},
	{"ja", NONE}, {"zh", NONE}, {"ko", NONE}, {"vi", NONE}, {"th", NONE}, {"id", NONE}, {"ms", NONE},
	{"pl", POLISH}, {"ru", RUSSIAN}, {"uk", RUSSIAN}, {"be", RUSSIAN}, {"hr", SERBIAN}, {"sr", SERBIAN}, {"bs", SERBIAN},
	{"cs", CZECH}, {"sk", CZECH}, {"ar", ARABIC}, {"ga", IRISH}, {"cy", WELSH}, {"lt", LITHUANIAN}, {"lv", LATVIAN}, {"ro", ROMANIAN},
	{"sl", SLOVENE},
};

static enum family
family_of(const char *language)
{
	size_t base = strcspn(language, "-_");

	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
		if (strcmp(families[i].language, language) == 0)
			return families[i].family;
	}
	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
		if (strlen(families[i].language) == base &&
		    memcmp(families[i].language, language, base) == 0)
			return families[i].family;
	}
	return NONE;
}

static bool
within(uint64_t n, uint64_t low, uint64_t high)
{
	return n >= low && n <= high;
}

static const char *
slavic(enum family family, uint64_t n)
{
	uint64_t ten = n % 10, hundred = n % 100;
	bool few = within(ten, 2, 4) && !within(hundred, 12, 14);

	if (family == POLISH ? n == 1 : ten == 1 && hundred != 11)
		return "one";
	if (few)
		return "few";
	return family == SERBIAN ? "other" : "many";
}

static const char *
celtic_or_arabic(enum family family, uint64_t n)
{
	if (n == 0)
		return family == IRISH ? "other" : "zero";
	if (n == 1)
		return "one";
	if (n == 2)
		return "two";
	if (family == ARABIC)
		return within(n % 100, 3, 10) ? "few" : within(n % 100, 11, 99) ? "many" : "other";
	if (family == IRISH)
		return within(n, 3, 6) ? "few" : within(n, 7, 10) ? "many" : "other";
	return n == 3 ? "few" : n == 6 ? "many" : "other";
}

static const char *
baltic(enum family family, uint64_t n)
{
	uint64_t ten = n % 10, hundred = n % 100;

	if (family == LATVIAN && (ten == 0 || within(hundred, 11, 19)))
		return "zero";
	if (ten == 1 && !within(hundred, 11, 19))
		return "one";
	return family == LITHUANIAN && ten >= 2 && !within(hundred, 11, 19) ? "few" : "other";
}

const char *
plural_category(const char *language, int64_t number)
{
	enum family family = family_of(language != NULL ? language : "");
	uint64_t n = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	bool millions = n != 0 && n % 1000000 == 0;

	switch (family) {
	case ONE: return n == 1 ? "one" : "other";
	case ONE_OR_ZERO: return n <= 1 ? "one" : "other";
	case ONE_AND_MILLIONS: return n == 1 ? "one" : millions ? "many" : "other";
	case FRENCH: return n <= 1 ? "one" : millions ? "many" : "other";
	case POLISH: case RUSSIAN: case SERBIAN: return slavic(family, n);
	case CZECH: return n == 1 ? "one" : within(n, 2, 4) ? "few" : "other";
	case ARABIC: case IRISH: case WELSH: return celtic_or_arabic(family, n);
	case LITHUANIAN: case LATVIAN: return baltic(family, n);
	case ROMANIAN: return n == 1 ? "one" : n == 0 || within(n % 100, 1, 19) ? "few" : "other";
	case SLOVENE:
		return n % 100 == 1         ? "one"
		    : n % 100 == 2          ? "two"
		    : within(n % 100, 3, 4) ? "few"
					    : "other";
	case NONE: break;
	}
	return "other";
}

bool
plural_has(const char *language, const char *category, int64_t up_to)
{
	for (int64_t n = 0; n <= up_to && n <= 200; n++)
		if (strcmp(plural_category(language, n), category) == 0)
			return true;
	return up_to >= 1000000 && strcmp(plural_category(language, 1000000), category) == 0;
}
