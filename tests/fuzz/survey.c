/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of survey answers: what was read has a conversation, a score and a key, and what is refused is
 * refused with a sentence that begins with a place and is safe to show.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/survey.h"
#include "floorwalker/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
check(const struct survey_answer *x)
{
	if (x->conversation_id < 1 || x->score < SURVEY_LEAST_SCORE ||
	    x->score > SURVEY_MOST_SCORE || text_is_empty(x->key) || x->comment == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct zone *zone;
	struct arena *a = arena_new();
	struct survey_answer *answers;
	struct errinfo e = {0};
	size_t count;

	if (zone == NULL && zone_open("Europe/Dublin", &zone, NULL) != ERR_OK &&
	    zone_open("UTC", &zone, NULL) != ERR_OK)
		abort();
	enum err r =
	    survey_parse(a, zone, "fuzz", (const char *)bytes, size, &answers, &count, &e);
	for (size_t i = 0; r == ERR_OK && i < count; i++)
		check(&answers[i]);
	if (r != ERR_OK &&
	    ((r != ERR_INPUT && r != ERR_LIMIT) || strncmp(e.text, "fuzz:", 5) != 0 ||
		!text_is_safe(e.text, strlen(e.text))))
		abort();
	arena_free(&a);
	return 0;
}
