/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What telling languages apart is worth, on texts by others that nothing was trained on. Not part of
 * check.
 *
 *   language_bench MODELS TEXTS WORDS   cuts each line of TEXTS/LANGUAGE.txt (tests/bench/catalogues
 *                                       makes them) into pieces of WORDS words and asks for the
 *                                       language of each
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/understand.h"

#define MOST_LANGUAGES 128
#define MOST_NAME 12
#define BINS 15
#define LETTERS_A_WORD 3	/* where no blanks stand between words */
#define NOISE 500

struct tally {
	char name[MOST_NAME];
	size_t pieces, spoken, right;
	size_t taken_for[MOST_LANGUAGES];
};

struct bench {
	const struct understander *u;
	struct understand_index *index;
	size_t words;
	struct tally languages[MOST_LANGUAGES];
	size_t count;
	size_t bin_count[BINS], bin_right[BINS];
	double bin_sum[BINS];
};

static int
fail(const struct errinfo *info)
{
	fprintf(stderr, "language_bench: %s\n", info->text);
	return 1;
}

static size_t
language_at(struct bench *b, const char *name)
{
	for (size_t i = 0; i < b->count; i++)
		if (strcmp(b->languages[i].name, name) == 0)
			return i;
	if (b->count == MOST_LANGUAGES)
		return 0;
	snprintf(b->languages[b->count].name, MOST_NAME, "%s", name);
	return b->count++;
}

static void
ask(struct bench *b, struct tally *t, bool known, const char *piece, size_t length)
{
	struct arena *a = arena_new();
	struct understand_context context = {
	    .order_pattern = "TF-[0-9]{6}", .currency = "EUR", .expected = "", .language = "",
	    .index = b->index};
	struct understanding out;
	struct errinfo info;

	t->pieces++;
	if (understand(b->u, a, arena_text_n(a, piece, length), &context, &out, &info) == ERR_OK &&
	    out.language[0] != '\0') {
		bool right = strcmp(out.language, t->name) == 0;
		size_t bin = (size_t)fmin(BINS - 1, out.language_probability * BINS);

		t->spoken++;
		t->right += right;
		t->taken_for[language_at(b, out.language)] += !right;
		if (known) {
			b->bin_count[bin]++;
			b->bin_right[bin] += right;
			b->bin_sum[bin] += out.language_probability;
		}
	}
	arena_free(&a);
}

/* Asks for every whole piece of a line. */
static void
cut(struct bench *b, struct tally *t, bool known, const char *line)
{
	size_t length = strlen(line), from = 0, words = 0, letters = 0;
	bool within = false;

	for (size_t i = 0, n; i < length; i += n) {
		uint32_t point;
		bool letter, wide;

		n = utf8_next(line + i, length - i, &point);
		letter = utf8_is_letter(point) || utf8_is_mark(point);
		wide = point >= 0x2e80 && letter;
		letters += wide;
		if ((within && utf8_is_space(point)) || letters == LETTERS_A_WORD) {
			words++;
			letters = 0;
		}
		within = !utf8_is_space(point) && (within || (letter && !wide));
		if (words == b->words) {
			ask(b, t, known, line + from, i + n - from);
			from = i + n;
			words = letters = 0;
			within = false;
		}
	}
	if (words + within == b->words)
		ask(b, t, known, line + from, length - from);
}

static void
print_row(const struct bench *b, const struct tally *t)
{
	size_t most = 0;

	for (size_t i = 0; i < b->count; i++)
		most = t->taken_for[i] > t->taken_for[most] ? i : most;
	printf("  %-5s %6zu pieces  speaks on %.3f  right then %.3f", t->name, t->pieces,
	    t->pieces > 0 ? (double)t->spoken / (double)t->pieces : 0,
	    t->spoken > 0 ? (double)t->right / (double)t->spoken : 1);
	if (b->count > 0 && t->taken_for[most] > 0)
		printf("  taken for %s %zu times", b->languages[most].name, t->taken_for[most]);
	printf("\n");
}

/* Expected calibration error over what is spoken of (Naeini et al. 2015). */
static double
calibration_error(const struct bench *b)
{
	double sum = 0, all = 0;

	for (size_t i = 0; i < BINS; i++) {
		sum += fabs(b->bin_sum[i] - (double)b->bin_right[i]);
		all += (double)b->bin_count[i];
	}
	return all > 0 ? sum / all : 0;
}

static void
print_sum(const struct bench *b, const char *title, bool known, const bool *is_known, size_t files)
{
	size_t pieces = 0, spoken = 0, right = 0, n = 0;

	for (size_t i = 0; i < files; i++) {
		if (is_known[i] != known || b->languages[i].pieces == 0)
			continue;
		pieces += b->languages[i].pieces;
		spoken += b->languages[i].spoken;
		right += b->languages[i].right;
		n++;
	}
	printf("%s: %zu languages, %zu pieces of %zu words: speaks on %.4f", title, n, pieces,
	    b->words, pieces > 0 ? (double)spoken / (double)pieces : 0);
	if (known)
		printf(", right then %.4f, calibration error %.4f",
		    spoken > 0 ? (double)right / (double)spoken : 1, calibration_error(b));
	printf("\n");
}

/* Letters drawn at random, and codes: no language at all. */
static void
ask_noise(struct bench *b)
{
	struct tally letters = {.name = "noise"}, codes = {.name = "codes"};
	struct random_stream r;

	random_init(&r, 1, "language.noise");
	for (size_t i = 0; i < NOISE; i++) {
		struct str text, code;

		str_init(&text);
		str_init(&code);
		for (size_t w = 0; w < b->words; w++) {
			for (uint64_t n = 2 + random_below(&r, 7); n > 0; n--)
				str_add_char(&text, (char)('a' + random_below(&r, 26)));
			str_add_char(&text, ' ');
			str_addf(&code, "%c%c%c-%04d ", (char)('A' + random_below(&r, 26)),
			    (char)('A' + random_below(&r, 26)), (char)('A' + random_below(&r, 26)),
			    (int)random_below(&r, 10000));
		}
		ask(b, &letters, false, text.data, text.length);
		ask(b, &codes, false, code.data, code.length);
		str_clear(&text);
		str_clear(&code);
	}
	printf("letters at random: speaks on %.3f; codes: %.3f\n",
	    (double)letters.spoken / (double)letters.pieces,
	    (double)codes.spoken / (double)codes.pieces);
}

static int
run(struct bench *b, const char *folder)
{
	struct arena *a = arena_new();
	const char **names;
	size_t count;
	bool known[MOST_LANGUAGES] = {false};
	struct errinfo info;

	if (file_list(a, folder, ".txt", &names, &count, &info) != ERR_OK)
		return fail(&info);
	for (size_t i = 0; i < count; i++)
		language_at(b, arena_text_n(a, names[i], strlen(names[i]) - 4));
	count = count < MOST_LANGUAGES ? count : MOST_LANGUAGES;
	for (size_t i = 0; i < count; i++) {
		char *name = arena_text_n(a, names[i], strlen(names[i]) - 4);
		const char *phrases = file_data(a, arena_printf(a, "phrases/%s/language.yaml", name));
		struct str text;

		known[i] = phrases != NULL;
		str_init(&text);
		if (file_read(file_join(a, folder, names[i]), 64u << 20, &text, &info) != ERR_OK)
			return fail(&info);
		for (char *save, *line = strtok_r(text.data, "\n", &save); line != NULL;
		     line = strtok_r(NULL, "\n", &save))
			cut(b, &b->languages[i], known[i], line);
		str_clear(&text);
		print_row(b, &b->languages[i]);
	}
	print_sum(b, "languages that it knows", true, known, count);
	print_sum(b, "languages that it doesn't", false, known, count);
	ask_noise(b);
	arena_free(&a);
	return 0;
}

int
main(int argc, char **argv)
{
	struct bench *b = mem_zero(1, sizeof *b);
	struct understander *u;
	struct errinfo info;
	int rc;

	if (argc != 4 || !file_is_folder(argv[2])) {
		fprintf(stderr, "usage: language_bench MODELS TEXTS WORDS\n");
		return 2;
	}
	b->words = (size_t)strtoul(argv[3], NULL, 10);
	if (understander_open(argv[1], &u, &info) != ERR_OK ||
	    understand_index_new(u, NULL, 0, "TF-[0-9]{6}", "", &b->index, &info) != ERR_OK)
		return fail(&info);
	b->u = u;
	rc = run(b, argv[2]);
	understand_index_free(&b->index);
	understander_free(&u);
	mem_free(b);
	return rc;
}
