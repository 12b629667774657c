/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Personas behave apart: each plays the same sixty visits, and of every two some behaviours differ by
 * more than chance. Each behaviour is measured once a visit; over the visits in which the two differ
 * an exact sign test (binomial, two-sided) gives a p-value; all pairs and behaviours together are
 * held to 1 % by Holm's procedure (Holm, 1979). So it is in each language.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/sim/script.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "visit_play.h"

#define VISITS 60
#define PERSONAS_LEAST 16
#define PERSONAS_MOST 32
#define LEVEL 0.01
#define BEHAVIOURS_LEAST 2		/* by which every two must differ */

enum behaviour {
	WORDS_FIRST,
	WORDS_LATER,
	MESSAGES,
	LOWER_CASE,
	OPEN_ENDS,
	TYPOS,
	GIVES_ALL,
	PAUSE,
	ARGUES,
	ASKS_WHY,
	WANTS_PERSON,
	REPLY_PATIENCE,
	QUEUE_PATIENCE,
	LEAVES_AT_HAND_OVER,
	COMES_AGAIN,
	BEHAVIOUR_COUNT
};
static const char *const names[] = {"words of the first message", "words of later ones", "messages",
    "share in lower case", "share without an end", "typos a word", "order number at once",
    "pause", "argues", "asks why", "asks for a person", "reply patience", "queue patience",
    "leaves at the hand-over", "comes again"};

/* What somebody says who argues, who asks what a question is for, who wants a person; each up to a NULL. */
struct tongue {
	const char *scenarios, *words;
	const char *argue[12], *why[12], *person[12];
};
static const struct tongue english = {
    "scenarios", "scenarios/shopper/en.yaml",
    {"check again", "do anything at all", "make an exception", "have another look"},
    {"need that?", "want that for", "really necessary", "have to tell you"},
    {"somebody real", "member of staff", "get me a person", "a human i could", "one of your staff", "an actual person"}};
static const struct tongue german = {
    "scenarios/de", "scenarios/shopper/de.yaml",
    {"das noch einmal", "gar nichts machen", "noch einmal nach", "eine ausnahme", "noch mal"},
    {"wozu brauchen", "warum wollen", "wirklich nötig", "das angeben", "wofür braucht", "warum wollt", "echt nötig"},
    {"echten menschen", "einem mitarbeiter", "mit einem bot", "mit einer person", "richtigen menschen", "aus eurem team"}};
static const struct tongue spanish = {
    "scenarios/es", "scenarios/shopper/es.yaml",
    {"lo otra vez", "hacer nada", "una excepci", "vuelve a mirar"},
    {"para qué lo", "por qué quier", "por qué quer", "realmente necesario", "tengo que decirlo", "de verdad hace falta"},
    {"persona de verdad", "un empleado", "con un bot", "hablar con una persona", "pueda hablar", "alguien del equipo"}};

static const struct tongue *tongue;
static struct visit_stage stage;
static double measured[PERSONAS_MOST][VISITS][BEHAVIOUR_COUNT];
static size_t persona_count;
static struct str known;	/* all words that are spelt right, in lower case */

/* ---- measuring one visit */

static bool
is_spelt(const char *word, size_t length)
{
	char small[64];

	if (length >= sizeof(small))
		return true;
	for (size_t i = 0; i < length; i++)
		small[i] = (char)tolower((unsigned char)word[i]);
	return memmem(known.data, known.length, small, length) != NULL;
}

static bool
says_any(const char *text, const char *const *what)
{
	for (size_t i = 0; what[i] != NULL; i++)
		if (strcasestr(text, what[i]) != NULL)
			return true;
	return false;
}

struct sums { double words, messages, lower, open, typos, gaps, gap_ms; };

static void
measure_words(const char *text, size_t length, struct sums *s)
{
	size_t at = 0;
	bool lower = true;

	while (at < length) {
		size_t start = at;
		bool plain = true;

		for (; at < length && text[at] != ' '; at++) {
			plain = plain && isalpha((unsigned char)text[at]);
			lower = lower && !isupper((unsigned char)text[at]);
		}
		s->words++;
		s->typos += plain && at - start > 4 && !is_spelt(text + start, at - start);
		at++;
	}
	s->lower += lower;
	s->open += length > 0 && strchr(".!?", text[length - 1]) == NULL;
}

static void
measure(const struct visited *v, double out[BEHAVIOUR_COUNT])
{
	struct sums first = { 0 }, later = { 0 };
	long long last = -1;

	memset(out, 0, BEHAVIOUR_COUNT * sizeof(*out));
	for (const char *line = v->record; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		char *after;
		long long at = strtoll(line, &after, 10);

		if (after != line && strncmp(after, " shopper: ", 10) == 0) {
			const char *text = after + 10;
			char *copy = mem_text_n(text, length - (size_t)(text - line));

			measure_words(copy, strlen(copy), first.messages == 0 ? &first : &later);
			if (first.messages == 0)
				out[GIVES_ALL] = strstr(copy, "TF-") != NULL || strstr(copy, "tf-") != NULL;
			else {
				later.gaps++;
				later.gap_ms += (double)(at - last);
				later.messages++;
				out[ARGUES] += says_any(copy, tongue->argue);
				out[ASKS_WHY] += says_any(copy, tongue->why);
				out[WANTS_PERSON] += says_any(copy, tongue->person);
			}
			first.messages = 1;
			mem_free(copy);
		}
		if (after != line && at >= 0)
			last = at;
		line += length + (line[length] != '\0');
	}
	out[WORDS_FIRST] = first.words;
	out[WORDS_LATER] = later.messages > 0 ? later.words / later.messages : NAN;
	out[MESSAGES] = first.messages + later.messages;
	out[LOWER_CASE] = (first.lower + later.lower) / out[MESSAGES];
	out[OPEN_ENDS] = (first.open + later.open) / out[MESSAGES];
	out[TYPOS] = (first.typos + later.typos) / (first.words + later.words);
	out[PAUSE] = later.gaps > 0 ? later.gap_ms / later.gaps : NAN;
	out[REPLY_PATIENCE] = (double)v->reply_patience_ms;
	out[QUEUE_PATIENCE] = (double)v->queue_patience_ms;
	out[LEAVES_AT_HAND_OVER] = v->leaves_at_hand_over;
	out[COMES_AGAIN] = v->again_ms >= 0;
}

/* ---- playing */

/* Whether somebody wants a change, and the shop's rules keep them from it. */
static bool
is_refused(const struct scenario *s)
{
	for (size_t i = 0; i < s->action_count; i++)
		if (s->actions[i].state != ACTION_DENIED_BY_RULE)
			return false;
	return s->contain && s->goal_count == 1 &&
	    speech_wants_action(stage.script->words, s->goals[0].want) &&
	    s->goals[0].confirm == CONFIRM_YES && text_is(s->goals[0].settle, "none");
}

/* Scenarios that every persona may play: of visits that are asked for a number every second, and
 * every second ends in a refusal. */
static size_t
choose_scenarios(bool refused, size_t *out, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < stage.script->scenario_count && n < most; i++) {
		const struct scenario *s = &stage.script->scenarios[i];

		if (s->persona_count == 0 && visitors_scenario_weight(stage.visitors, i) > 0 &&
		    is_refused(s) == refused && s->proofs[PROOF_ORDER_NUMBER] &&
		    s->goals[0].opening == OPENING_PARTIAL)
			out[n++] = i;
	}
	return n;
}

static void
play(size_t persona)
{
	static struct visited v[VISITS];
	size_t others[512], refused[512], other_count = choose_scenarios(false, others, 512),
	    refused_count = choose_scenarios(true, refused, 512);
	const char *name = stage.script->personas[persona].name;

	assert_true(refused_count > 2 && other_count > 10);
	memset(v, 0, sizeof(v));
	for (size_t i = 0; i < VISITS; i++)
		v[i].visit = (struct visit){.number = (int64_t)i,
		    .scenario = i % 2 ? refused[i / 2 % refused_count]
				      : others[i * other_count / VISITS],
		    .persona = name,
		    .at_ms = world_settings(stage.shared.world)->as_of_ms + (int64_t)i * 20000};
	visits_play(&stage, v, VISITS);
	for (size_t i = 0; i < VISITS; i++) {
		assert_non_null(strstr(v[i].record, name));
		assert_string_equal(v[i].fault, "");
		measure(&v[i], measured[persona][i]);
	}
	visited_clear(v, VISITS);
}

/* ---- the test */

/* Of n fair coins so few or fewer on the rarer side, on either side. */
static double
sign_test(size_t less, size_t more)
{
	size_t n = less + more, k = less < more ? less : more;
	double p = 0;

	for (size_t i = 0; i <= k && n > 0; i++)
		p += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) - (double)n * log(2));
	return n == 0 || 2 * p > 1 ? 1 : 2 * p;
}

static double
p_value(size_t a, size_t b, enum behaviour x)
{
	size_t less = 0, more = 0;

	for (size_t i = 0; i < VISITS; i++) {
		double d = measured[a][i][x] - measured[b][i][x];

		less += d < 0;
		more += d > 0;		/* neither where one has none of it */
	}
	return sign_test(less, more);
}

struct hypothesis { double p; size_t a, b; enum behaviour x; };

static int
by_p(const void *x, const void *y)
{
	double a = ((const struct hypothesis *)x)->p, b = ((const struct hypothesis *)y)->p;

	return a < b ? -1 : a > b;
}

static void
tell_apart(void)
{
	static struct hypothesis h[PERSONAS_MOST * PERSONAS_MOST * BEHAVIOUR_COUNT];
	static int apart[PERSONAS_MOST][PERSONAS_MOST], used[BEHAVIOUR_COUNT];
	size_t n = 0, rejected = 0;

	memset(apart, 0, sizeof(apart));
	memset(used, 0, sizeof(used));
	persona_count = stage.script->persona_count;
	assert_in_range(persona_count, PERSONAS_LEAST, PERSONAS_MOST);
	for (size_t i = 0; i < persona_count; i++)
		play(i);
	for (size_t a = 0; a < persona_count; a++)
		for (size_t b = a + 1; b < persona_count; b++)
			for (int x = 0; x < BEHAVIOUR_COUNT; x++)
				h[n++] = (struct hypothesis){p_value(a, b, (enum behaviour)x), a, b, (enum behaviour)x};
	qsort(h, n, sizeof(*h), by_p);
	for (; rejected < n && h[rejected].p <= LEVEL / (double)(n - rejected); rejected++) {
		apart[h[rejected].a][h[rejected].b]++;
		used[h[rejected].x]++;
	}
	for (int x = 0; x < BEHAVIOUR_COUNT; x++)
		print_message("# %s: %d pairs\n", names[x], used[x]);
	for (size_t a = 0; a < persona_count; a++)
		for (size_t b = a + 1; b < persona_count; b++)
			if (apart[a][b] < BEHAVIOURS_LEAST)
				fail_msg("%s and %s differ in %d behaviours", stage.script->personas[a].name, stage.script->personas[b].name, apart[a][b]);
	for (int x = 0; x < BEHAVIOUR_COUNT; x++)
		if (used[x] == 0)
			fail_msg("nobody is apart in \"%s\"", names[x]);
}

static void
every_two_personas_differ_beyond_chance(void **state)
{
	(void)state;
	tell_apart();
}

/* The same persona twice, with other visitors: the test says nothing where nothing is. */
static void
one_persona_does_not_differ_from_itself(void **state)
{
	(void)state;
	memcpy(measured[persona_count], measured[0], sizeof(measured[0]));
	for (int x = 0; x < BEHAVIOUR_COUNT; x++)
		assert_true(p_value(0, persona_count, (enum behaviour)x) >= 1);
	assert_true(sign_test(0, 10) < 0.002);
	assert_true(fabs(sign_test(1, 9) - 22.0 / 1024) < 1e-9);
	assert_true(sign_test(5, 5) >= 1);
}

/* ---- */

static void
learn_words(const char *path)
{
	struct errinfo e;

	check_ok(file_read(path, 8 << 20, &known, &e), &e);
}

static void
learn_spelling(void)
{
	const struct shop_records *r = world_records(stage.shared.world);
	struct arena *a = arena_new();

	str_init(&known);
	learn_words(file_data(a, tongue->words));
	learn_words(file_data(a, "scenarios/worlds/tarn-and-fell/customers.yaml"));
	for (size_t i = 0; i < stage.script->persona_count; i++) {
		const struct persona *p = &stage.script->personas[i];

		for (size_t k = 0; k < p->opener_count; k++)
			str_addf(&known, "%s\n", p->openers[k]);
		for (size_t k = 0; k < p->closer_count; k++)
			str_addf(&known, "%s\n", p->closers[k]);
		for (size_t k = 0; k < p->aside_count; k++)
			str_addf(&known, "%s\n", p->asides[k]);
	}
	for (size_t i = 0; i < r->product_count; i++) {
		str_addf(&known, "%s\n%s\n", r->products[i].name, r->products[i].kind);
		for (size_t k = 0; k < r->products[i].variant_count; k++)
			for (size_t o = 0; o < r->products[i].variants[k].option_count; o++)
				str_addf(&known, "%s\n", r->products[i].variants[k].options[o].value);
	}
	for (size_t i = 0; i < known.length; i++)
		known.data[i] = (char)tolower((unsigned char)known.data[i]);
	arena_free(&a);
}

static int
open_stage(void **state)
{
	tongue = *state;
	visit_stage_open(&stage, tongue->scenarios, 20);
	learn_spelling();
	return 0;
}

static int
close_stage(void **state)
{
	(void)state;
	str_clear(&known);
	visit_stage_close(&stage);
	return 0;
}

#define IN(tongue) open_stage, close_stage, (void *)&(tongue)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    {"every two personas differ beyond chance", every_two_personas_differ_beyond_chance, IN(english)},
	    {"one persona does not differ from itself", one_persona_does_not_differ_from_itself, IN(english)},
	    {"every two German personas differ beyond chance", every_two_personas_differ_beyond_chance, IN(german)},
	    {"every two Spanish personas differ beyond chance", every_two_personas_differ_beyond_chance, IN(spanish)},
	};

	return CHECK_NO_STUDY ? 0 : RUN_TAP(tests);
}
