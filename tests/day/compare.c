/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comparisons and sweeps over made-up days whose truth is known: differences are found, and none where there
 * is none; threads change no byte.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/compare.h"
#include "floorwalker/report/report.h"
#include "floorwalker/world.h"

#define VISITORS 150

/* Of each visitor the AI contains a share that stands in ai.send_at; what it doesn't waits as many
 * seconds as there are people too few. Draws are the visitor's, and the side's where its title says so. */
static enum err
play(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    struct errinfo *e)
{
	const struct simulation *s = o->simulation;
	int64_t agents = s->people.crew_count > 0 ? s->people.crews[0].count : 1;
	int64_t visitors = (int64_t)fmax(VISITORS, s->demand.per_hour[0]);
	char label[80];

	(void)e;
	for (int64_t i = 0; i < visitors; i++) {
		struct contact c = {.replication = replication,
		    .number = i,
		    .counts = true,
		    .scenario = "made",
		    .persona = "made",
		    .intent = "made",
		    .channel = "web",
		    .tier = "",
		    .language = "en",
		    .came_ms = i * 1000,
		    .first_answer_ms = i * 1000 + 500,
		    .queued_ms = -1,
		    .person_ms = -1,
		    .ended_ms = i * 1000 + 60000};
		struct random_stream r;
		double u;

		snprintf(label, sizeof(label), "%s/%lld/%lld", s->title, (long long)replication,
		    (long long)i);
		random_init(&r, o->seed, label);
		u = random_unit(&r);
		c.outcome = (struct conversation_outcome){
		    .shopper_messages = 3, .ai_messages = 3, .ai_on = true, .need_met = true,
		    .recontact_known = true};
		c.resolved = true;
		if (u >= s->ai.send_at) {
			c.outcome.handed_off = c.outcome.human_joined = true;
			c.reason = HANDOFF_UNSURE;
			c.agents = 1;
			c.queued_ms = c.came_ms + 1000;
			c.person_ms = c.queued_ms +
			    (int64_t)(random_exponential(&r, 60000.0 / (double)agents));
			c.handle_ms = 120000;
			c.ended_ms = c.person_ms + 120000;
		}
		teller->contact(teller->context, &c, NULL);
	}
	for (int64_t t = 0; t < 12; t++) {
		struct floor_sample f = {
		    .at_ms = t * DAY_SAMPLE_MS, .counts = true, .present = agents, .occupancy = 0.5};

		teller->sample(teller->context, &f);
	}
	return ERR_OK;
}

static struct simulation
side(double share, const char *title)
{
	struct simulation s = {.name = "made",
	    .title = title,
	    .world = "made",
	    .days = 1,
	    .replications = 1,
	    .level_share = 0.8,
	    .level_within_ms = 30000};

	s.ai.on = true;
	s.ai.backend = "builtin";
	s.ai.send_at = share;
	s.people.cost_per_hour = 20;
	return s;
}

static const struct value *
compare(struct arena *a, const struct simulation *x, const struct simulation *y, uint64_t seed,
    struct compare_options o)
{
	struct value *result;
	struct errinfo e;

	o.sides[0] = (struct compare_side){ "a", { .simulation = x, .seed = seed } };
	o.sides[1] = (struct compare_side){ "b", { .simulation = y, .seed = seed } };
	o.player = play;
	if (compare_run(&o, a, &result, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return result;
}

static void
a_difference_is_found_and_ends_it(void **state)
{
	struct simulation x = side(0.75, "same"), y = side(0.65, "same");
	struct arena *a = arena_new();
	const struct value *v =
	    compare(a, &x, &y, 1, (struct compare_options){ .replications = 40, .threads = 1 });
	const struct value *d = value_get(v, "decides"), *f;

	(void)state;
	assert_string_equal(value_get_text(d, "verdict"), "below");
	assert_true(value_get_int(v, "replications", 0) < 10);
	assert_true(value_get_real(d, "high", 1) < 0);
	assert_true(fabs(value_get_real(d, "difference", 0) + 0.10) < 0.05);
	assert_string_equal(value_get_text(d, "by"), "visitor");
	/* the same shoppers: nobody is contained by the stricter side alone */
	assert_int_equal(value_get_int(value_get(v, "visitors"), "more_b", -1), 0);
	f = value_at(value_get(v, "figures"), 1);
	assert_string_equal(value_get_text(f, "name"), "containment_confirmed");
	assert_true(value_get_real(f, "low", 1) <= value_get_real(f, "difference", 0));
	assert_true(value_get_real(f, "high", 1) < 0);
	arena_free(&a);
}

#define COMPARISONS (CHECK_FULL ? 300 : CHECK_SANITIZED ? 12 : 120)
#define FOUND_MOST (CHECK_FULL ? 23 : CHECK_SANITIZED ? 2 : 11)	/* P(more | one in twenty) < 0.02 */

/* At twenty looks each, under no difference, of many comparisons at most one in twenty may find one. */
static void
no_difference_is_seldom_found(void **state)
{
	struct simulation x = side(0.7, "this"), y = side(0.7, "that");
	uint64_t comparisons = COMPARISONS;
	int64_t found = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= comparisons; seed++) {
		struct arena *a = arena_new();
		const struct value *v = compare(a, &x, &y, seed,
		    (struct compare_options){ .replications = 20, .threads = 1 });

		found += !text_is(
		    value_get_text(value_get(v, "decides"), "verdict"), "open");
		arena_free(&a);
	}
	assert_true(found <= FOUND_MOST);
}

static void
the_same_is_told_within_a_margin(void **state)
{
	struct simulation x = side(0.7, "this"), y = side(0.7, "that");
	struct arena *a = arena_new();
	const struct value *v = compare(a, &x, &y, 4,
	    (struct compare_options){ .replications = 400, .threads = 1, .margin = 0.05 });

	(void)state;
	assert_string_equal(value_get_text(value_get(v, "decides"), "verdict"), "same");
	arena_free(&a);
}

static void
what_is_open_says_how_many_more(void **state)
{
	struct simulation x = side(0.70, "this"), y = side(0.69, "that");
	struct arena *a = arena_new();
	const struct value *v = compare(a, &x, &y, 2,
	    (struct compare_options){ .replications = 2, .threads = 1, .plays_all = true });
	const struct value *d = value_get(v, "decides");
	struct str text, words;

	(void)state;
	assert_string_equal(value_get_text(d, "verdict"), "open");
	assert_true(value_get_int(d, "more", 0) > 100);
	assert_int_equal(value_get_int(d, "n", 0), 2 * VISITORS);
	/* each replication brings VISITORS differences */
	assert_int_equal(value_get_int(d, "more_replications", 0),
	    (value_get_int(d, "more", 0) + VISITORS - 1) / VISITORS);
	str_init(&text);
	str_init(&words);
	report_comparison_text(v, &text);
	str_addf(&words, " more visitors, %lld more replications such as these, would decide",
	    (long long)value_get_int(d, "more_replications", 0));
	assert_true(value_get_int(d, "more_replications", 0) > 1);
	assert_non_null(strstr(text.data, words.data));
	str_reset(&text);
	report_comparison_html(v, &text);
	assert_non_null(strstr(text.data, words.data));
	str_clear(&text);
	str_clear(&words);
	arena_free(&a);
}

static void
figures_of_the_queue_go_by_replication(void **state)
{
	struct simulation x = side(0.5, "same"), y = side(0.5, "same");
	struct crew one = { .count = 1 }, four = { .count = 4 };
	struct arena *a = arena_new();
	const struct value *v, *d;

	(void)state;
	x.people.crews = &one;
	y.people.crews = &four;
	x.people.crew_count = y.people.crew_count = 1;
	v = compare(a, &x, &y, 3,
	    (struct compare_options){.replications = 60, .threads = 1, .figure = "asa"});
	d = value_get(v, "decides");
	assert_string_equal(value_get_text(d, "by"), "replication");
	assert_string_equal(value_get_text(d, "verdict"), "below");
	assert_true(fabs(value_get_real(d, "difference", 0) + 45000) < 3000);
	arena_free(&a);
}

static const struct value *
compare_crews(struct arena *a, int64_t left, int64_t right, const char *const titles[2], uint64_t seed,
    struct compare_options o)
{
	struct crew crews[2] = {{.count = (int)left}, {.count = (int)right}};
	struct simulation x = side(0.5, titles[0]), y = side(0.5, titles[1]);

	x.people.crews = &crews[0];
	y.people.crews = &crews[1];
	x.people.crew_count = y.people.crew_count = 1;
	o.threads = 1;
	return compare(a, &x, &y, seed, o);
}

static const char *const same_shoppers[2] = { "same", "same" };

/* As many replications as are played where nobody says how many. */
static void
a_service_level_is_decided_by_the_usual_number_of_replications(void **state)
{
	struct arena *a = arena_new();
	const struct value *v, *d;

	(void)state;
	v = compare_crews(a, 1, 3, same_shoppers, 3,
	    (struct compare_options){.replications = 20, .figure = "service_level"});
	d = value_get(v, "decides");
	assert_string_equal(value_get_text(d, "by"), "replication");
	assert_string_equal(value_get_text(d, "verdict"), "above");
	assert_true(value_get_real(d, "low", -1) > 0 && value_get_int(d, "more", -1) == 0);
	assert_true(fabs(value_get_real(d, "level", 0) - 0.99) < 1e-9);
	arena_free(&a);
}

static void
of_few_it_says_roughly_how_many_more(void **state)
{
	struct arena *a = arena_new();
	const struct value *v, *d;
	struct str text;

	(void)state;
	v = compare_crews(a, 1, 3, same_shoppers, 3,
	    (struct compare_options){.replications = 5, .figure = "service_level"});
	d = value_get(v, "decides");
	assert_string_equal(value_get_text(d, "verdict"), "open");
	assert_true(value_get_int(d, "more", -1) >= 15 && value_get_int(d, "more", -1) < 60);
	assert_true(value_get_bool(d, "more_is_rough", false));
	str_init(&text);
	report_comparison_text(v, &text);
	assert_non_null(strstr(text.data, "more replications would decide, if all stays as it is: a rough guess"));
	assert_non_null(strstr(text.data, "These are means over replications that have the figure on both sides"));
	str_clear(&text);
	arena_free(&a);
}

/* Of twenty replications few differ: too lumpy for the rule, and it says so everywhere. */
static void
what_has_no_interval_says_why(void **state)
{
	struct arena *a = arena_new();
	const struct value *v, *d, *list;
	struct str text, page;

	(void)state;
	v = compare_crews(a, 9, 10, same_shoppers, 3,
	    (struct compare_options){.replications = 20, .figure = "service_level"});
	d = value_get(v, "decides");
	assert_int_equal(value_get_int(d, "n", 0), 20);
	assert_false(value_get_bool(d, "all_the_same", true));
	assert_true(value_is_null(value_get(d, "low")));
	assert_non_null(strstr(value_get_text(d, "why"), "too lumpy"));
	assert_non_null(strstr(value_get_text(d, "why"), "replications as it is now, and there are 20"));
	list = value_get(v, "figures");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *f = value_at(list, i);

		assert_int_equal(value_is_null(value_get(f, "low")), value_get_text(f, "why")[0] != '\0');
	}
	str_init(&text);
	str_init(&page);
	report_comparison_text(v, &text);
	report_comparison_html(v, &page);
	assert_non_null(strstr(text.data, "No interval: the differences are too lumpy"));
	assert_non_null(strstr(page.data, "no interval: the differences are too lumpy"));
	v = compare_crews(a, 1, 3, same_shoppers, 3,
	    (struct compare_options){.replications = 1, .figure = "service_level"});
	str_reset(&text);
	str_reset(&page);
	report_comparison_text(v, &text);
	report_comparison_html(v, &page);
	assert_non_null(strstr(text.data, "none (1)"));
	assert_non_null(strstr(text.data, "\n  1 "));
	assert_non_null(strstr(page.data, "none<small>one replication alone has the figure on both sides: it needs at least two</small>"));
	assert_non_null(strstr(page.data, "floorwalker(1), under compare"));
	assert_null(strstr(page.data, ".h)"));
	str_clear(&text);
	str_clear(&page);
	arena_free(&a);
}

/* What no difference can be beyond. */
static double
most_of(const struct value *figure)
{
	const char *unit = value_get_text(figure, "unit");

	return text_is(unit, "share") ? 1 : text_is(unit, "score") ? 4 : INFINITY;
}

/* Of two replications intervals are wide, but no share differs by more than 1. How many more would leave 0
 * out goes by the interval as it was before it was cut. */
static void
no_share_differs_by_more_than_all(void **state)
{
	struct simulation x = side(0.97, "same"), y = side(0.97, "same");
	struct crew one = {.count = 1}, three = {.count = 3};
	struct arena *a = arena_new();
	int cut = 0, near = 0;

	(void)state;
	x.people.crews = &one;
	y.people.crews = &three;
	x.people.crew_count = y.people.crew_count = 1;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		const struct value *v = compare(
		    a, &x, &y, seed, (struct compare_options){.replications = 2, .threads = 1});
		const struct value *list = value_get(v, "figures");

		for (size_t i = 0; i < value_count(list); i++) {
			const struct value *f = value_at(list, i);
			double most = most_of(f), low = value_get_real(f, "low", 0),
			       high = value_get_real(f, "high", 0),
			       d = fabs(value_get_real(f, "difference", 0));
			int64_t more = value_get_int(f, "more", -1);

			assert_true(low >= -most && high <= most && low <= high);
			cut += low <= -most || high >= most;
			if (low > -most || more < 0 || value_get_real(f, "difference", 0) <= 0)
				continue;
			near++;
			assert_true((double)more > 2 * (pow((d + most) / d, 2) - 1) + 1);
		}
	}
	assert_true(cut > 0 && near > 0);
	arena_free(&a);
}

#define QUEUES (CHECK_FULL ? 300 : CHECK_SANITIZED ? 4 : 60)

/* The same floor with other shoppers: at twenty-one looks each. */
static void
no_difference_of_queues_is_seldom_found(void **state)
{
	static const char *const titles[2] = { "this", "that" }, *const figures[] = { "service_level", "asa" };
	int64_t found = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= QUEUES; seed++) {
		struct arena *a = arena_new();
		const struct value *v = compare_crews(a, 2, 2, titles, seed,
		    (struct compare_options){.replications = 40, .figure = figures[seed % 2]});

		found += !text_is(value_get_text(value_get(v, "decides"), "verdict"), "open");
		arena_free(&a);
	}
	assert_true(found <= QUEUES / 20);
}

static void
what_is_alike_says_so_and_is_the_same_within_a_margin(void **state)
{
	struct simulation x = side(0.7, "same"), y = side(0.7, "same");
	struct arena *a = arena_new();
	const struct value *v = compare(a, &x, &y, 4,
	    (struct compare_options){ .replications = 2, .threads = 1, .margin = 0.01 });
	const struct value *d = value_get(v, "decides");
	struct str text;

	(void)state;
	/* .025^(1/300): too few; 368 are enough */
	assert_string_equal(value_get_text(d, "verdict"), "open");
	assert_int_equal(value_get_int(d, "more", -1), 68);
	assert_true(value_get_bool(d, "all_the_same", false));
	assert_true(fabs(value_get_real(d, "others_at_most", 0) - 0.012221) < 1e-6);
	str_init(&text);
	report_comparison_text(v, &text);
	assert_non_null(strstr(text.data, "Alike in all 300 visitors: at 95 % at most 1.2 % of all to come aren't."));
	assert_non_null(strstr(text.data, "About 68 more visitors, 1 more replication such as these, would decide"));
	v = compare(a, &x, &y, 4,
	    (struct compare_options){ .replications = 20, .threads = 1, .margin = 0.01 });
	assert_string_equal(value_get_text(value_get(v, "decides"), "verdict"), "same");
	assert_int_equal(value_get_int(v, "replications", 0), 3);
	v = compare(a, &x, &y, 4, (struct compare_options){ .replications = 3, .threads = 1 });
	assert_non_null(strstr(value_get_text(value_get(v, "decides"), "more_unknown"), "--margin"));
	assert_true(value_is_null(value_get(value_get(v, "decides"), "more_replications")));
	v = compare(a, &x, &y, 4,
	    (struct compare_options){.replications = 3, .threads = 1, .figure = "messages", .margin = 1});
	assert_string_equal(value_get_text(value_get(v, "decides"), "verdict"), "open");
	assert_non_null(strstr(value_get_text(value_get(v, "decides"), "more_unknown"), "nothing bounds"));
	str_clear(&text);
	arena_free(&a);
}

/* Over two replications one side has a hundred visitors more in each. */
static void
who_comes_on_one_side_alone_is_counted(void **state)
{
	struct simulation x = side(0.7, "same"), y = side(0.6, "same");
	struct share some = { .name = "calm", .weight = 1 }, others = { .name = "calm", .weight = 2 };
	struct arena *a = arena_new();
	const struct compare_options two = {.replications = 2, .threads = 1, .plays_all = true};
	const struct value *v;
	struct str text, page;

	(void)state;
	str_init(&text);
	str_init(&page);
	y.demand.per_hour[0] = VISITORS + 100;
	v = compare(a, &x, &y, 4, two);
	assert_int_equal(value_get_int(value_get(v, "arrivals"), "both", -1), 2 * VISITORS);
	assert_int_equal(value_get_int(value_get(v, "arrivals"), "a_alone", -1), 0);
	assert_int_equal(value_get_int(value_get(v, "arrivals"), "b_alone", -1), 200);
	report_comparison_text(v, &text);
	report_comparison_html(v, &page);
	assert_non_null(strstr(text.data, "\n300 visitors on both sides; 200 on B alone aren't in the differences that decide, seed 4"));
	assert_non_null(strstr(page.data, "with 300 visitors on both sides; 200 on B alone aren't in the differences that decide; 2 of"));
	v = compare(a, &y, &x, 4,
	    (struct compare_options){.replications = 2, .threads = 1, .figure = "service_level"});
	str_reset(&text);
	report_comparison_text(v, &text);
	assert_non_null(strstr(text.data, "\n300 visitors on both sides; 200 on A alone, seed 4"));
	y.demand.per_hour[0] = VISITORS;
	x.demand.personas = y.demand.personas = &some;
	x.demand.persona_count = y.demand.persona_count = 1;
	str_reset(&text);
	report_comparison_text(compare(a, &x, &y, 4, two), &text);
	assert_non_null(strstr(text.data, "\nthe same shoppers on both sides, seed 4"));
	y.demand.personas = &others;
	str_reset(&text);
	report_comparison_text(compare(a, &x, &y, 4, two), &text);
	assert_non_null(strstr(text.data, "\nthe same arrivals on both sides, seed 4"));
	str_clear(&text);
	str_clear(&page);
	arena_free(&a);
}

static void
threads_change_no_byte(void **state)
{
	struct simulation x = side(0.72, "same"), y = side(0.69, "same");
	struct arena *a = arena_new();
	struct str texts[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		str_init(&texts[i]);
		value_print(&texts[i],
		    compare(a, &x, &y, 5,
			(struct compare_options){.replications = 30, .threads = i == 0 ? 1 : 8}));
	}
	assert_string_equal(texts[0].data, texts[1].data);
	str_clear(&texts[0]);
	str_clear(&texts[1]);
	arena_free(&a);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	struct simulation x = side(0.7, "same");
	struct compare_options o = {.replications = 2, .player = play, .figure = "containment_confirmd"};
	struct arena *a = arena_new();
	struct value *result;
	struct errinfo e;

	(void)state;
	o.sides[0] = o.sides[1] = (struct compare_side){ "a", { .simulation = &x, .seed = 1 } };
	assert_int_equal(compare_run(&o, a, &result, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "containment_confirmed"));
	o.figure = NULL;
	o.sides[1].day.seed = 2;
	assert_int_equal(compare_run(&o, a, &result, &e), ERR_USAGE);
	arena_free(&a);
}

/* ---- sweeps */

static void
axes_are_read(void **state)
{
	static const struct { const char *text, *first, *last; size_t count; } good[] = {
	    {"a.b=2..6", "2", "6", 5},
	    {"a=0.3..0.9/0.1", "0.3", "0.9", 7},
	    {"a=1..10/3", "1", "10", 4},
	    {"a=x,y,z", "x", "z", 3},
	    {"a=7", "7", "7", 1},
	};
	static const char *const bad[] = { "a", "=3", "a=", "a=1,,2", "a=6..2", "a=1..9/0", "a=1..x", "a=1..9999", "a=1,1", "a=x,y,x", "a=0.5,1,0.50" };
	struct arena *a = arena_new();
	struct errinfo e;
	struct axis x;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(axis_parse(a, good[i].text, &x, &e), ERR_OK);
		assert_int_equal(x.count, good[i].count);
		assert_string_equal(x.values[0], good[i].first);
		assert_string_equal(x.values[x.count - 1], good[i].last);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_not_equal(axis_parse(a, bad[i], &x, &e), ERR_OK);
	arena_free(&a);
}

static void
a_sweep_names_the_cheapest_point_that_keeps_the_level(void **state)
{
	static const char text[] =
	    "simulation: made\nservice_level: {share: 0.8, within: 40s}\ndemand: {per_hour: {daily: 1}}\n"
	    "people: {crews: {chat: {count: 1}}, cost_per_hour: 20}\nai: {send_at: 0.5}\n";
	struct settings settings = { .currency = "EUR" };
	struct sweep_options o = { .settings = &settings, .replications = 4 };
	struct arena *a = arena_new();
	char path[] = "/tmp/floorwalker-sweep-XXXXXX.yaml";
	const struct value *best, *points;
	struct value *result;
	struct errinfo e;
	struct str out;
	int fd = mkstemps(path, 5);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	o.path = path;
	o.days.player = play;
	o.days.threads = 1;
	o.days.day.seed = 1;
	assert_int_equal(axis_parse(a, "people.crews.chat.count=1..6", &o.axes[0], &e), ERR_OK);
	o.axis_count = 1;
	if (sweep_run(&o, a, &result, &e) != ERR_OK)
		fail_msg("%s", e.text);
	unlink(path);
	points = value_get(result, "points");
	assert_int_equal(value_count(points), 6);
	/* exponential waits with mean 60 s / n: within 40 s 74 % of them for n = 2, 86 % for n = 3 */
	best = value_get(result, "best");
	assert_string_equal(value_as_text(value_at(value_get(best, "values"), 0), ""), "3");
	assert_string_equal(value_get_text(value_at(points, 0), "keeps_level"), "no");
	assert_string_equal(value_get_text(value_at(points, 5), "keeps_level"), "yes");
	str_init(&out);
	report_sweep_text(result, &out);
	assert_non_null(strstr(out.data, "Least cost that keeps it: people.crews.chat.count = 3"));
	str_clear(&out);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_difference_is_found_and_ends_it),
	    cmocka_unit_test(no_difference_is_seldom_found),
	    cmocka_unit_test(the_same_is_told_within_a_margin),
	    cmocka_unit_test(what_is_open_says_how_many_more),
	    cmocka_unit_test(figures_of_the_queue_go_by_replication),
	    cmocka_unit_test(a_service_level_is_decided_by_the_usual_number_of_replications),
	    cmocka_unit_test(of_few_it_says_roughly_how_many_more),
	    cmocka_unit_test(what_has_no_interval_says_why),
	    cmocka_unit_test(no_share_differs_by_more_than_all),
	    cmocka_unit_test(no_difference_of_queues_is_seldom_found),
	    cmocka_unit_test(what_is_alike_says_so_and_is_the_same_within_a_margin),
	    cmocka_unit_test(who_comes_on_one_side_alone_is_counted),
	    cmocka_unit_test(threads_change_no_byte),
	    cmocka_unit_test(what_makes_no_sense_is_refused),
	    cmocka_unit_test(axes_are_read),
	    cmocka_unit_test(a_sweep_names_the_cheapest_point_that_keeps_the_level),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
