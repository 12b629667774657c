/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trainer's file, the lists of words that tone is checked by, and a session's own files: each read, or refused
 * with a sentence that can be shown. What contacts come to is shown in lines that a terminal may get.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/drill/file.h"
#include "../../src/drill/session.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/drill/debrief.h"
#include "floorwalker/report/report.h"
#include "floorwalker/text/text.h"
#include "floorwalker/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct world *world;

/* A sentence without controls; what it quotes may be long, or cut within a letter. */
static void
check_refused(enum err err, const struct errinfo *e)
{
	if (err != ERR_OK && e->text[0] == '\0')
		abort();
	for (const char *p = e->text; err != ERR_OK && *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
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

static void
check_lines(const struct str *text)
{
	for (const char *p = text->data; *p != '\0';) {
		size_t length = strcspn(p, "\n");

		if (utf8_width(p, length) > 80 || !text_is_safe(p, length))
			abort();
		p += length + (p[length] != '\0');
	}
}

static void
check_debrief(struct arena *a, const struct drill *d, const struct value *contacts,
    const char *player)
{
	const struct session s = {.id = "d-1", .drill = "d", .drill_path = "d.yaml",
	    .trainee = "Ada", .seat = "me", .speed = 1, .ended_ms = 60000000,
	    .branch_of = "d-0", .branched_ms = 58000000};
	const struct value *debrief, *more;
	struct errinfo e;
	struct str out;
	enum err err = debrief_make(a, d, &s, contacts, player, &debrief, &e);

	check_refused(err, &e);
	if (err != ERR_OK)
		return;
	if (debrief_put_beside(a, (struct value *)(uintptr_t)debrief, debrief, &e) != ERR_OK)
		abort();
	str_init(&out);
	report_debrief_text(debrief, NULL, &out);
	check_lines(&out);
	report_debrief_html(debrief, NULL, &out);
	str_reset(&out);
	if (debrief_compare(a, debrief, debrief, &more, &e) != ERR_OK)
		abort();
	report_debrief_comparison_text(more, &out);
	if (debrief_progress(a, &debrief, 1, &more, &e) != ERR_OK)
		abort();
	report_drill_progress_text(more, NULL, &out);
	check_lines(&out);
	report_drill_progress_html(more, NULL, &out);
	str_clear(&out);
}

static void
check_contacts(struct arena *a, const char *text, size_t size)
{
	struct value *contacts;
	struct drill d;
	struct errinfo e;

	if (value_parse_json(a, "contacts.json", text, size, &value_limits_message, &contacts, &e) != ERR_OK ||
	    drill_load(a, file_data(a, "drills/outage.yaml"), world_settings(world), &d, &e) != ERR_OK)
		return;
	check_debrief(a, &d, contacts, "me");
	check_debrief(a, &d, contacts, "ai");
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
	check_contacts(a, text, size);
	arena_free(&a);
	return 0;
}
