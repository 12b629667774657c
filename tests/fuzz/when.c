/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody types as a time: read as an instant that lies ahead and not too far, or refused
 * with a sentence; what follows is part of what was typed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct zone *zone;
	const int64_t now = INT64_C(1791964800000);	/* 2026-10-14 */
	char *words = mem_text_n((const char *)bytes, size);
	const char *rest;
	struct errinfo e = {0};
	int64_t at;

	if (zone == NULL && zone_open("Europe/Dublin", &zone, NULL) != ERR_OK &&
	    zone_open("UTC", &zone, NULL) != ERR_OK)
		abort();
	enum err r = when_parse(zone, now, words, &at, &rest, &e);
	if (r == ERR_OK && (at <= now || at > now + SNOOZE_MOST_MS))
		abort();
	if (r == ERR_OK && (rest < words || rest > words + strlen(words) || *rest == ' '))
		abort();
	if (r != ERR_OK &&
	    (r != ERR_USAGE || e.text[0] == '\0' || !text_is_safe(e.text, strlen(e.text))))
		abort();
	mem_free(words);
	return 0;
}
