/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"

#define LINES_AN_ARENA 8	/* before their memory is given back */

/* The next line of standard input, without its end. */
static bool
read_line(char **line, size_t *room)
{
	ssize_t length = getline(line, room, stdin);

	if (length > 0 && (*line)[length - 1] == '\n')
		(*line)[length - 1] = '\0';
	return length >= 0;
}

static void
add_best(struct value *list, const char *column, const struct classify_guess *g)
{
	struct value *one = value_add_map(list), *words;

	value_set_text(one, column, g->label);
	classify_set_real(one, "confidence", g->probability);
	words = value_set_list(one, "words");
	for (size_t i = 0; i < g->word_count; i++)
		value_add_text(words, g->words[i]);
}

static void
print_answer(const struct classify_model *m, const char *column, const char *line, double threshold)
{
	struct arena *a = arena_new();
	struct value *v = value_map(a), *list;
	struct classify_answer answer;
	struct str text;
	bool outside;

	str_init(&text);
	text_sanitise(&text, line, strlen(line), TEXT_MESSAGE_LIMIT, NULL);
	classify_predict(m, a, text.data, true, &answer);
	outside = threshold < 1 && answer.outside >= threshold;
	if (classify_is_several(m)) {
		classify_several_add(m, &answer, threshold, v);
	} else {
		value_set_text(v, column, outside ? CLASSIFY_OUTSIDE : answer.best[0].label);
		classify_set_real(
		    v, "confidence", outside ? answer.outside : answer.best[0].probability);
		classify_set_real(v, "oos_probability", answer.outside);
	}
	list = value_set_list(v, "best");
	for (size_t i = 0; i < answer.count; i++)
		add_best(list, column, &answer.best[i]);
	str_reset(&text);
	value_print(&text, v);
	puts(text.data);
	str_clear(&text);
	arena_free(&a);
}

/* A set of labels as a row of training has it, and the least of their probabilities; of no labels,
 * that of there being none but for the likeliest. */
static void
print_set(const struct classify_model *m, const struct classify_answer *answer, double threshold)
{
	size_t count, given = 0;
	const char *const *labels = classify_labels(m, &count);
	double least = 1, most = 0;

	for (size_t k = 0; k < count; k++) {
		most = answer->each[k] > most ? answer->each[k] : most;
		if (answer->each[k] < threshold)
			continue;
		least = answer->each[k] < least ? answer->each[k] : least;
		printf("%s%s", given++ > 0 ? "|" : "", labels[k]);
	}
	printf("%s\t%.4f\n", given > 0 ? "" : CLASSIFY_NONE, given > 0 ? least : 1 - most);
}

/* The label and its probability, without the words that spoke: at the speed of the model alone. */
static void
print_label(const struct classify_model *m, struct arena *a, const char *line, double threshold)
{
	struct classify_answer answer;
	struct str text;
	bool outside;

	str_init(&text);
	text_sanitise(&text, line, strlen(line), TEXT_MESSAGE_LIMIT, NULL);
	classify_predict(m, a, text.data, false, &answer);
	outside = threshold < 1 && answer.outside >= threshold;
	if (classify_is_several(m))
		print_set(m, &answer, threshold);
	else
		printf("%s\t%.4f\n", outside ? CLASSIFY_OUTSIDE : answer.best[0].label,
		    outside ? answer.outside : answer.best[0].probability);
	str_clear(&text);
}

static void
print_labels(const struct classify_model *m, double threshold)
{
	struct arena *a = arena_new();
	char *line = NULL;
	size_t room = 0, n = 0;

	while (read_line(&line, &room)) {
		if (++n % LINES_AN_ARENA == 0) {
			arena_free(&a);
			a = arena_new();
		}
		print_label(m, a, line, threshold);
	}
	free(line);
	arena_free(&a);
}

static void
print_answers(const struct classify_model *m, const char *column, double threshold)
{
	char *line = NULL;
	size_t room = 0;

	while (read_line(&line, &room))
		print_answer(m, column, line, threshold);
	free(line);
}

enum err
classify_predict_run(struct call *c, struct errinfo *e)
{
	const char *format = call_text(c, "format", "json");
	struct classify_model *m;
	double threshold;
	enum err rc;

	if (!text_is(format, "text") && !text_is(format, "json"))
		return err_set(e, ERR_USAGE, "--format is text or json, not \"%.60s\"", format);
	if ((rc = classify_call_threshold(c, &threshold, e)) != ERR_OK ||
	    (rc = classify_open_model(c, &m, e)) != ERR_OK)
		return rc;
	if (isnan(threshold))
		threshold = classify_threshold(m);
	if (text_is(format, "text"))
		print_labels(m, threshold);
	else
		print_answers(m, classify_column(classify_kind(c)), threshold);
	if (ferror(stdin))
		rc = err_set(e, ERR_IO, "standard input: %s", strerror(errno));
	classify_free(&m);
	return rc;
}
