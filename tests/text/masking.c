/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How well the masker finds personal data in the written cases of masking.txt, and in those of
 * masking-blind.txt that nothing was tuned on: precision and recall by kind, with floors.
 */
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/mask.h"
#include "floorwalker/text/text.h"

#define MOST_BYTES 100000
#define MOST_MARKS 16
#define MOST_NAMES 8

/* A case without its marks, and where they stood. */
struct written {
	char text[512];
	size_t length;
	struct pii marks[MOST_MARKS];
	size_t count;
};

/* marked and hidden: what should be masked, and what of it was, to its last letter and digit. found
 * and right: what was masked, and what of it lies within marks, one of its own kind among them. */
struct score {
	int marked[PII_KIND_COUNT], hidden[PII_KIND_COUNT], found[PII_KIND_COUNT],
	    right[PII_KIND_COUNT];
	int cases, clean;
};

static double
share(int part, int whole)
{
	return whole == 0 ? 1 : (double)part / whole;
}

static int
sum(const int counts[PII_KIND_COUNT])
{
	int n = 0;

	for (int k = 0; k < PII_KIND_COUNT; k++)
		n += counts[k];
	return n;
}

/* Takes "{kind:text}" apart. */
static void
read_case(const char *line, struct written *out)
{
	char kind[16];

	memset(out, 0, sizeof *out);
	for (const char *p = line; *p != '\0'; p++) {
		struct pii *mark = &out->marks[out->count];
		size_t n;

		assert_true(out->length + 2 < sizeof out->text && out->count + 1 < MOST_MARKS);
		if (*p == '{') {
			n = strcspn(p + 1, ":");
			assert_true(n < sizeof kind);
			memcpy(kind, p + 1, n);
			kind[n] = '\0';
			if (!pii_kind_from(kind, &mark->kind))
				fail_msg("%s is no kind: %s", kind, line);
			mark->start = out->length;
			p += n + 1;
		} else if (*p == '}') {
			mark->length = out->length - mark->start;
			out->count++;
		} else if (*p == '\\' && p[1] == 'n') {
			out->text[out->length++] = '\n';
			p++;
		} else {
			out->text[out->length++] = *p;
		}
	}
}

static bool
is_in(const struct pii *spans, size_t count, size_t at, int kind)
{
	for (size_t i = 0; i < count; i++)
		if (at >= spans[i].start && at < spans[i].start + spans[i].length &&
		    (kind < 0 || spans[i].kind == (enum pii_kind)kind))
			return true;
	return false;
}

/* Whether every letter and digit of a span lies in one of the others; and whether one of those is
 * of its kind. */
static bool
is_covered(const struct written *w, const struct pii *span, const struct pii *others, size_t count,
    bool *alike)
{
	*alike = false;
	for (size_t i = span->start, n; i < span->start + span->length; i += n) {
		uint32_t point;

		n = utf8_next(w->text + i, w->length - i, &point);
		if (!utf8_is_letter(point) && !utf8_is_digit(point))
			continue;
		if (!is_in(others, count, i, -1))
			return false;
		*alike |= is_in(others, count, i, (int)span->kind);
	}
	return true;
}

/* What is scored: the masker; one that masks nothing, one that masks all, which must fall through
 * the floors. */
enum way { AS_IT_IS, NOTHING, EVERYTHING };

static void
score_case(struct score *s, const struct masker *m, const char *line, enum way way, bool shows)
{
	struct arena *a = arena_new();
	struct written w;
	struct pii *found;
	size_t count;
	bool clean = true, alike;

	read_case(line, &w);
	count = masker_find(m, a, w.text, w.length, &found);
	if (way == EVERYTHING) {
		found = arena_alloc(a, sizeof *found);
		*found = (struct pii){PII_NAME, 0, w.length};
		count = 1;
	}
	for (size_t i = 0; i < w.count; i++) {
		bool hidden = is_covered(&w, &w.marks[i], found, count, &alike);

		s->marked[w.marks[i].kind]++;
		s->hidden[w.marks[i].kind] += hidden;
		clean &= hidden;
	}
	for (size_t i = 0; i < count; i++) {
		bool right = is_covered(&w, &found[i], w.marks, w.count, &alike) && alike;

		s->found[found[i].kind]++;
		s->right[found[i].kind] += right;
		clean &= right;
	}
	s->cases++;
	s->clean += clean;
	if (!clean && shows) {
		struct str out;

		str_init(&out);
		masker_apply(m, &out, w.text, w.length);
		print_message("# %s -> %s\n", line, out.data);
		str_clear(&out);
	}
	arena_free(&a);
}

struct setting {
	const char *names[MOST_NAMES];
	size_t name_count;
	bool orders;
	enum way way;
};

/* "!orders mask", "!known A; B" */
static void
read_directive(struct setting *s, char *line)
{
	if (strncmp(line, "!orders ", 8) == 0) {
		s->orders = strcmp(line + 8, "mask") == 0;
		return;
	}
	if (strncmp(line, "!known", 6) != 0)
		fail_msg("no directive: %s", line);
	s->name_count = 0;
	for (char *save, *name = strtok_r(line + 6, ";", &save); name != NULL;
	     name = strtok_r(NULL, ";", &save)) {
		assert_true(s->name_count < MOST_NAMES);
		s->names[s->name_count++] = name + strspn(name, " ");
	}
}

static struct masker *
masker_for(const struct setting *s)
{
	struct mask_options options = {.known_names = s->names,
	    .known_name_count = s->name_count,
	    .order_pattern = "TF-[0-9]{6}"};
	struct masker *m;
	struct errinfo info;

	for (int k = 0; k < PII_KIND_COUNT; k++)
		options.kinds[k] = s->way != NOTHING && (k != PII_ORDER || s->orders);
	check_ok(masker_new(&options, &m, &info), &info);
	return m;
}

static struct score
score_file(const char *name, enum way way, bool shows)
{
	struct setting setting = {.way = way};
	struct masker *m = masker_for(&setting);
	struct arena *a = arena_new();
	struct score score = {0};
	struct errinfo info;
	struct str text;

	str_init(&text);
	check_ok(file_read(
		     file_join(a, getenv("srcdir"), name), MOST_BYTES, &text, &info), &info);
	for (char *save, *line = strtok_r(text.data, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		if (line[0] == '#')
			continue;
		if (line[0] == '!') {
			read_directive(&setting, line);
			masker_free(&m);
			m = masker_for(&setting);
			continue;
		}
		assert_non_null(strchr(line, '|'));
		score_case(&score, m, strchr(line, '|') + 1, way, shows);
	}
	masker_free(&m);
	str_clear(&text);
	arena_free(&a);
	return score;
}

static void
print_score(const char *title, const struct score *s)
{
	print_message("# %s: %d cases, %d masked exactly\n", title, s->cases, s->clean);
	for (int k = 0; k < PII_KIND_COUNT; k++)
		print_message("#   %-9s %4d marked  recall %.3f  %4d found  precision %.3f\n",
		    pii_kind_name((enum pii_kind)k), s->marked[k],
		    share(s->hidden[k], s->marked[k]), s->found[k],
		    share(s->right[k], s->found[k]));
	print_message("#   %-9s %4d marked  recall %.3f  %4d found  precision %.3f\n", "all",
	    sum(s->marked), share(sum(s->hidden), sum(s->marked)), sum(s->found),
	    share(sum(s->right), sum(s->found)));
}

/* Least recall and precision: of each kind, and of all together. */
struct floors {
	double recall, precision, recall_all, precision_all;
};

static const struct floors open_floors = {0.95, 0.95, 0.985, 0.985},
			   blind_floors = {0.9, 0.9, 0.96, 0.96};

/* How many of the floors a score falls through. */
static int
below(const struct score *s, const struct floors *f)
{
	int n = (share(sum(s->hidden), sum(s->marked)) < f->recall_all) +
	    (share(sum(s->right), sum(s->found)) < f->precision_all);

	for (int k = 0; k < PII_KIND_COUNT; k++)
		n += (share(s->hidden[k], s->marked[k]) < f->recall) +
		    (share(s->right[k], s->found[k]) < f->precision);
	return n;
}

#define OPEN "tests/text/masking.txt"
#define BLIND "tests/text/masking-blind.txt"

static void
written_cases_are_masked(void **state)
{
	struct score s = score_file(OPEN, AS_IT_IS, getenv("MASKING_SHOW") != NULL);

	(void)state;
	print_score("open cases", &s);
	assert_true(s.cases >= 300);
	assert_int_equal(below(&s, &open_floors), 0);
}

static void
cases_that_nothing_was_tuned_on_are_masked(void **state)
{
	struct score s = score_file(BLIND, AS_IT_IS, false);

	(void)state;
	print_score("blind cases", &s);
	assert_int_equal(below(&s, &blind_floors), 0);
}

static void
masking_nothing_or_all_falls_through_the_floors(void **state)
{
	struct score nothing = score_file(OPEN, NOTHING, false),
		     all = score_file(OPEN, EVERYTHING, false);

	(void)state;
	assert_int_equal(below(&nothing, &open_floors), PII_KIND_COUNT + 1);
	assert_int_equal(below(&all, &open_floors), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_cases_are_masked),
		cmocka_unit_test(cases_that_nothing_was_tuned_on_are_masked),
		cmocka_unit_test(masking_nothing_or_all_falls_through_the_floors),
	};

	return RUN_TAP(tests);
}
