/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/language.h"

#include <string.h>

#include "floorwalker/base/str.h"

static const struct {
	const char *code, *title;
} titles[] = {
    {"ar", "Arabic"}, {"bg", "Bulgarian"}, {"ca", "Catalan"}, {"cs", "Czech"}, {"da", "Danish"},
    {"de", "German"}, {"el", "Greek"}, {"en", "English"}, {"es", "Spanish"}, {"et", "Estonian"},
    {"eu", "Basque"}, {"fi", "Finnish"}, {"fr", "French"}, {"ga", "Irish"}, {"gl", "Galician"},
    {"he", "Hebrew"}, {"hi", "Hindi"}, {"hr", "Croatian"}, {"hu", "Hungarian"}, {"id", "Indonesian"},
    {"is", "Icelandic"}, {"it", "Italian"}, {"ja", "Japanese"}, {"ko", "Korean"}, {"lt", "Lithuanian"},
    {"lv", "Latvian"}, {"nb", "Norwegian"}, {"nl", "Dutch"}, {"nn", "Norwegian Nynorsk"},
    {"no", "Norwegian"}, {"pl", "Polish"}, {"pt", "Portuguese"}, {"ro", "Romanian"}, {"ru", "Russian"},
    {"sk", "Slovak"}, {"sl", "Slovenian"}, {"sr", "Serbian"}, {"sv", "Swedish"}, {"th", "Thai"},
    {"tr", "Turkish"}, {"uk", "Ukrainian"}, {"vi", "Vietnamese"}, {"zh", "Chinese"},
};

/* Of a code without its region. */
static size_t
length_of(const char *code)
{
	return strcspn(code, "-_");
}

const char *
language_title(const char *code)
{
	size_t length = length_of(code);

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (strlen(titles[i].code) == length && strncmp(titles[i].code, code, length) == 0)
			return titles[i].title;
	return NULL;
}

const char *
language_said(struct arena *a, const char *code)
{
	const char *title = language_title(code);

	return title != NULL ? arena_printf(a, "%s (%.40s)", title, code)
			     : arena_printf(a, "the language \"%.40s\"", code);
}

const char *
language_nearest(const char *word, const char *const *codes, size_t count)
{
	size_t length = length_of(word);
	const char *title, *near;

	for (size_t i = 0; i < count; i++) {
		size_t own = length_of(codes[i]);
		bool same = own == length;

		for (size_t k = 0; same && k < own; k++)
			same = (word[k] | 0x20) == codes[i][k];
		title = language_title(codes[i]);
		if (same || (title != NULL && text_is_fold(title, word)))
			return codes[i];
	}
	for (size_t i = 0; i < count && length > 3; i++) {
		title = language_title(codes[i]);
		near = title == NULL ? NULL : text_nearest(word, &title, 1);
		if (near != NULL)
			return codes[i];
	}
	return NULL;
}
