/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Languages as people call them, beside the codes that files use.
 */
#ifndef FLOORWALKER_TEXT_LANGUAGE_H
#define FLOORWALKER_TEXT_LANGUAGE_H

#include <stddef.h>

#include "floorwalker/base/mem.h"

/* "German" of "de" (ISO 639-1); NULL where it isn't known by a name. Static. */
const char *language_title(const char *code);
/* "German (de)", with its region where the code has one ("Portuguese (pt-BR)"); of a code without a name "the
 * language "xx"". The arena's. */
const char *language_said(struct arena *a, const char *code);
/* What somebody meant who wrote "german", "DE" or "de-AT", of count codes; NULL where that can't be told. Two
 * letters are never near two others. */
const char *language_nearest(const char *word, const char *const *codes, size_t count);

#endif
