/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program's own words in the agent's language. They stand in the code in English, marked by
 * tr(), tr_n() or N_(); texts/LANGUAGE.po has them in another one, in GNU gettext's format, so that
 * its tools and every translator's editor serve. The files are read at run time by us rather than
 * by libintl, which obeys the locale: a setting must do, in C.UTF-8 too, and without a catalogue
 * compiled or installed.
 *
 * What shoppers read is another matter: text/messages.h.
 */
#ifndef FLOORWALKER_TEXT_TRANSLATE_H
#define FLOORWALKER_TEXT_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"

/* Marks a text in a table, which tr() is given where it is shown. */
#define N_(text) text

/* "en": what stands in the code. Else texts/LANGUAGE.po, which must have two plural forms, chosen
 * as in English and German (n != 1), and the same printf conversions in each translation as in the
 * original: ERR_INPUT with the line else. ERR_NOT_FOUND: no such language. From then on all threads
 * speak it. A language once loaded stays in memory. */
NODISCARD enum err translate_to(const char *language, struct errinfo *e);
/* The same from a text; name is for messages. */
NODISCARD enum err translate_to_text(const char *language, const char *name, const char *text,
    size_t length, struct errinfo *e);
/* Whether that could be spoken; changes nothing. */
NODISCARD enum err translate_check(
    const char *name, const char *text, size_t length, struct errinfo *e);
const char *translate_language(void);		/* "en", "de"; static */

/* Whether this thread keeps to what stands in the code: work whose texts go on record, where every
 * reader has a language of their own. What it was before comes back, to be set again. */
bool translate_plain(bool plain);

/* The text in the language spoken, itself where there is no translation; lives as long as the
 * program, or as the text given. NULL gives NULL. */
const char *tr(const char *text) __attribute__((format_arg(1)));
/* one where n is 1, else many; in the language's own forms. */
const char *tr_n(const char *one, const char *many, long long n)
    __attribute__((format_arg(1), format_arg(2)));

#endif
