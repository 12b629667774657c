/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a drill is scored by, and what must be learnt.
 */
#include <string.h>

#include "file.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define LESSONS_MOST 100
#define WEIGHT_MOST 1000

void
reader_usual_rubric(struct rubric *out)
{
	*out = (struct rubric){
	    .weight = {[CRITERION_POLICY] = 3, [CRITERION_ACCURACY] = 3,
		[CRITERION_FIRST_RESPONSE] = 1, [CRITERION_HANDLING] = 1, [CRITERION_TONE] = 2,
		[CRITERION_TRANSFERS] = 1, [CRITERION_APPROVALS] = 3,
		[CRITERION_SATISFACTION] = 2},
	    .first_response_ms = 60000,
	    .handling_ms = 8 * 60000,
	    .pass_at = 70};
}

static void
names_of_criteria(const char *names[CRITERION_COUNT])
{
	for (int i = 0; i < CRITERION_COUNT; i++)
		names[i] = criterion_name((enum criterion)i);
}

static void
read_weights(struct reader *r, const struct value *v, struct rubric *out)
{
	const struct value *map = fields_map(&r->f, v, "weights");
	const char *names[CRITERION_COUNT];
	double sum = 0;

	names_of_criteria(names);
	if (map == NULL || !fields_known(&r->f, map, names, CRITERION_COUNT))
		return;
	for (int i = 0; i < CRITERION_COUNT; i++) {
		out->weight[i] =
		    fields_real(&r->f, map, names[i], 0, WEIGHT_MOST, out->weight[i]);
		sum += out->weight[i];
	}
	if (sum <= 0)
		fields_fault(&r->f, map, "'weights' needs at least one above 0");
}

void
reader_rubric(struct reader *r, const struct value *root)
{
	const struct value *v = fields_map(&r->f, root, "rubric");
	struct rubric *out = &r->out->rubric;
	const char *tone;

	reader_usual_rubric(out);
	if (v == NULL)
		return;
	FIELDS_KNOWN(&r->f, v, "weights", "first_response", "handling", "pass_at", "tone");
	read_weights(r, v, out);
	out->first_response_ms =
	    fields_duration(&r->f, v, "first_response", out->first_response_ms);
	out->handling_ms = fields_duration(&r->f, v, "handling", out->handling_ms);
	if (out->first_response_ms <= 0 || out->handling_ms <= 0)
		fields_fault(&r->f, v, "'first_response' and 'handling' are longer than 0");
	out->pass_at = fields_real(&r->f, v, "pass_at", 0, 100, out->pass_at);
	tone = fields_text(&r->f, v, "tone");
	if (r->f.err == ERR_OK && tone != NULL) {
		tone = file_beside(r->f.arena, r->path, tone);
		if (!file_is_folder(tone))
			fields_fault(&r->f, value_get(v, "tone"),
			    "'tone' is a folder beside this file, with LANGUAGE.yaml in it");
		reader_tones(r, tone);
	}
}

void
reader_tones(struct reader *r, const char *folder)
{
	struct drill *d = r->out;

	if (r->f.err == ERR_OK && folder != NULL)
		r->f.err = tone_load(r->f.arena, folder, &d->tones, &d->tone_count, r->f.e);
}

static void
read_lesson(struct reader *r, const struct value *v, struct lesson *out)
{
	const char *names[CRITERION_COUNT];

	FIELDS_KNOWN(&r->f, v, "id", "text", "criterion", "at_least", "scenario", "hint");
	names_of_criteria(names);
	out->id = fields_text(&r->f, v, "id");
	out->text = fields_text(&r->f, v, "text");
	if (out->id == NULL || out->text == NULL)
		fields_fault(&r->f, v, "'%s' is missing: %s", out->id == NULL ? "id" : "text",
		    out->id == NULL ? "a short name" : "what is to be learnt, in a sentence");
	if (value_get(v, "criterion") == NULL)
		fields_fault(&r->f, v, "'criterion' is missing: what it is measured by");
	out->criterion =
	    (enum criterion)fields_word(&r->f, v, "criterion", names, CRITERION_COUNT, 0);
	out->at_least = fields_real(&r->f, v, "at_least", 0, 100, r->out->rubric.pass_at);
	out->scenario = reader_scenario(r, v, "scenario");
	out->hint = reader_block(r, v, "hint");
}

void
reader_lessons(struct reader *r, const struct value *root)
{
	const struct value *list = fields_list(&r->f, root, "learn");
	struct drill *d = r->out;

	if (value_count(list) > LESSONS_MOST)
		fields_fault(&r->f, list, "'learn' holds more than %d", LESSONS_MOST);
	d->lessons = arena_alloc(r->f.arena, (value_count(list) + 1) * sizeof(*d->lessons));
	for (size_t i = 0; r->f.err == ERR_OK && i < value_count(list); i++) {
		struct lesson *x = &d->lessons[d->lesson_count];

		read_lesson(r, value_at(list, i), x);
		for (size_t k = 0; r->f.err == ERR_OK && k < d->lesson_count; k++)
			if (text_is(d->lessons[k].id, x->id))
				fields_fault(&r->f, value_at(list, i),
				    "there are two lessons \"%.40s\"", x->id);
		d->lesson_count++;
	}
}
