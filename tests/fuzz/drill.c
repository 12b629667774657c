/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trainer's file, the lists of words that tone is checked by, and a session's own file: each read, or refused
 * with a sentence that can be shown.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/drill/file.h"
#include "../../src/drill/session.h"
#include "floorwalker/base/file.h"
#include "floorwalker/text/text.h"
#include "floorwalker/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct world *world;

static void
check_refused(enum err err, const struct errinfo *e)
{
	if (err != ERR_OK && (e->text[0] == '\0' || !text_is_safe(e->text, strlen(e->text))))
		abort();
}

static void
check_drill(const struct drill *d)
{
	if (d->name == NULL || d->seat.id == NULL || d->length_ms <= 0 || d->tone_count == 0)
		abort();
	for (size_t i = 1; i < d->event_count; i++)
		if (d->events[i].at_ms < d->events[i - 1].at_ms)
			abort();
	for (size_t i = 0; i < d->lesson_count; i++)
		if (d->lessons[i].id == NULL || d->lessons[i].text == NULL)
			abort();
}

static void
check_tone(struct arena *a, const struct tone_words *w, const char *text)
{
	const char *plain = tone_plain(a, text);

	(void)tone_has(&w->greeting, plain);
	(void)tone_is_shouting(text);
	if (tone_longest_sentence(a, text) > strlen(text))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	const char *text = arena_text_n(a, (const char *)bytes, size);
	struct tone_words words;
	struct session session;
	struct drill d;
	struct errinfo e;
	enum err err;

	if (world == NULL && world_load(file_data(a, "worlds/tarn-and-fell"), &world, &e) != ERR_OK)
		abort();
	err = drill_read(a, "a.yaml", text, size, world_settings(world), &d, &e);
	check_refused(err, &e);
	if (err == ERR_OK)
		check_drill(&d);
	err = tone_read(a, "en.yaml", text, size, &words, &e);
	check_refused(err, &e);
	if (err == ERR_OK)
		check_tone(a, &words, text);
	err = session_parse(a, "session.json", "d-1", text, size, &session, &e);
	check_refused(err, &e);
	arena_free(&a);
	return 0;
}
