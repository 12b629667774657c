/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"

static void
add_best(struct value *list, const struct classify_guess *g)
{
	struct value *one = value_add_map(list), *words;

	value_set_text(one, "intent", g->label);
	classify_set_real(one, "confidence", g->probability);
	words = value_set_list(one, "words");
	for (size_t i = 0; i < g->word_count; i++)
		value_add_text(words, g->words[i]);
}

static void
print_answer(const struct classify_model *m, const char *line, double threshold)
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
	value_set_text(v, "intent", outside ? CLASSIFY_OUTSIDE : answer.best[0].label);
	classify_set_real(v, "confidence", outside ? answer.outside : answer.best[0].probability);
	classify_set_real(v, "oos_probability", answer.outside);
	list = value_set_list(v, "best");
	for (size_t i = 0; i < answer.count; i++)
		add_best(list, &answer.best[i]);
	str_reset(&text);
	value_print(&text, v);
	puts(text.data);
	str_clear(&text);
	arena_free(&a);
}

enum err
classify_predict_run(struct call *c, struct errinfo *e)
{
	struct classify_model *m;
	double threshold;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	enum err rc;

	if ((rc = classify_call_threshold(c, &threshold, e)) != ERR_OK ||
	    (rc = classify_open_model(c, &m, e)) != ERR_OK)
		return rc;
	if (isnan(threshold))
		threshold = classify_threshold(m);
	while ((length = getline(&line, &room, stdin)) >= 0) {
		if (length > 0 && line[length - 1] == '\n')
			line[length - 1] = '\0';
		print_answer(m, line, threshold);
	}
	if (ferror(stdin))
		rc = err_set(e, ERR_IO, "standard input: %s", strerror(errno));
	free(line);
	classify_free(&m);
	return rc;
}
