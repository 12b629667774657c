/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kept conversation: read, and its expectations held against a record that is as odd as they are. Texts of it
 * through what compares the facts of two.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/replay/suite.h"
#include "floorwalker/base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct world *world;

/* What a judge may meet: all keys there, or none, with texts of the input's own. */
static void
make_turn(struct value *turn, const char *text, size_t i)
{
	struct value *list;

	if (i % 3 == 2)
		return;
	value_set_text(turn, "reply", text);
	value_set_text(turn, "intent", "greeting");
	value_set_real(turn, "confidence", 0.5);
	value_set_text(turn, "owner", "ai");
	list = value_set_list(turn, "events");
	value_add_text(list, "turn.sent");
	list = value_set_list(turn, "actions");
	value_set_text(value_add_map(list), "kind", "refund");
	list = value_set_list(value_set_map(turn, "slots"), "reason");
	value_set_int(value_add_map(list), "length", INT32_MAX);
	value_set_bool(value_set_map(turn, "gates"), "policy", i % 2 == 0);
}

static void
judge(struct arena *a, const struct talk *t, const char *text)
{
	struct replay_options o = {.world = world};
	struct replay_stage stage = {.options = &o};
	struct seen seen = {.record = value_map(a)};
	struct value *turns = value_set_list(seen.record, "turns"), *failures = value_list(a);

	seen.raw = arena_alloc(a, (t->step_count + 1) * sizeof *seen.raw);
	seen.said = arena_alloc(a, (t->step_count + 1) * sizeof *seen.said);
	seen.ms = arena_alloc(a, (t->step_count + 1) * sizeof *seen.ms);
	for (size_t i = 0; i < t->step_count; i++) {
		seen.raw[i] = text;
		seen.said[i] = i % 2 == 0 ? text : NULL;
		make_turn(value_add_map(turns), text, i);
	}
	make_turn(value_set_map(seen.record, "end"), text, t->step_count);
	replay_judge(&stage, a, t, &seen, failures);
	for (size_t i = 0; i < value_count(failures); i++)
		if (value_get_text(value_at(failures, i), "expected")[0] == '\0' ||
		    value_get(value_at(failures, i), "blame") == NULL)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	const char *text = arena_text_n(a, (const char *)bytes, size), *lacks;
	struct replay_suite *s = NULL;
	struct errinfo e;

	if (world == NULL && world_load(file_data(a, "worlds/tarn-and-fell"), &world, &e) != ERR_OK)
		abort();
	if (replay_suite_read("one.yaml", text, size, world, &s, &e) == ERR_OK) {
		for (size_t i = 0; i < s->count && s->program_count == 0; i++)
			judge(a, &s->talks[i], text);
		replay_suite_free(&s);
	}
	if (strlen(text) < 20000) {
		replay_means_compare(a, text, text, &lacks);
		if (lacks != NULL && strstr(lacks, "isn't said") != NULL)
			abort();	/* a text says what it says */
	}
	arena_free(&a);
	return 0;
}
