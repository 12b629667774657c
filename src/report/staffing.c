/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/report/report.h"

#include <math.h>
#include <stdio.h>

#define NAME_WIDTH 30
#define CELL_WIDTH 14
#define RANGE_WIDTH 26
#define CELL 32

/* What stands side by side, where it's there. */
static const struct {
	const char *key, *title;
} models[] = {{"erlang_c", "Erlang C"}, {"erlang_a", "Erlang A"}, {"simulated", "simulated"}};
#define MODELS (sizeof(models) / sizeof(models[0]))

enum shown_as { SHARE, SECONDS, NUMBER, KEEPS, WHOLE };
static const struct {
	const char *key, *title;
	enum shown_as as;
} rows[] = {
    {"p_wait", "have to wait", SHARE},
    {"p_abandon", "leave", SHARE},
    {"p_served_within", "served within the time", SHARE},
    {"mean_wait_s", "mean wait", SECONDS},
    {"mean_wait_served_s", "mean wait of the served", SECONDS},
    {"wait_p50_s", "half wait at most", SECONDS},
    {"wait_p90_s", "9 of 10 wait at most", SECONDS},
    {"wait_p95_s", "19 of 20 wait at most", SECONDS},
    {"mean_queue", "waiting at a time", NUMBER},
    {"occupancy", "agents' time on contacts", SHARE},
    {"breach", "target", KEEPS},
    {"least_agents", "agents it takes", WHOLE},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void
print_cell(char out[CELL], const struct value *v, enum shown_as as)
{
	double x = value_as_real(v, 0);

	if (value_is_null(v))
		(void)snprintf(out, CELL, "-");
	else if (as == SHARE)
		(void)snprintf(out, CELL, "%.2f %%", 100 * x);
	else if (as == SECONDS)
		(void)snprintf(out, CELL, "%.1f s", x);
	else if (as == NUMBER)
		(void)snprintf(out, CELL, "%.2f", x);
	else if (as == KEEPS)
		(void)snprintf(out, CELL, "%s", value_as_bool(v, true) ? "missed" : "kept");
	else
		(void)snprintf(out, CELL, "%lld", (long long)value_as_int(v, 0));
}

/* "11.73 % to 12.40 %", of what was simulated. */
static void
add_range(const struct value *range, enum shown_as as, struct str *out)
{
	char low[CELL], high[CELL], both[2 * CELL + 8];

	if (value_count(range) != 2)
		return;
	print_cell(low, value_at(range, 0), as);
	print_cell(high, value_at(range, 1), as);
	(void)snprintf(both, sizeof(both), "%s to %s", low, high);
	str_addf(out, "%*s", RANGE_WIDTH, both);
}

static void
add_models(const struct value *v, struct str *out)
{
	const struct value *simulated = value_get(v, "simulated"),
			   *ranges = value_get(simulated, "intervals");
	char cell[CELL];

	str_addf(out, "\n%*s", NAME_WIDTH, "");
	for (size_t m = 0; m < MODELS; m++)
		if (value_get(v, models[m].key) != NULL)
			str_addf(out, "%*s", CELL_WIDTH, models[m].title);
	if (ranges != NULL)
		str_addf(out, "%*s", RANGE_WIDTH, "95 % interval of it");
	str_add(out, "\n");
	for (size_t r = 0; r < ROWS; r++) {
		str_addf(out, "  %-*s", NAME_WIDTH - 2, rows[r].title);
		for (size_t m = 0; m < MODELS; m++) {
			const struct value *model = value_get(v, models[m].key);

			if (model == NULL)
				continue;
			print_cell(cell, value_get(model, rows[r].key), rows[r].as);
			str_addf(out, "%*s", CELL_WIDTH, cell);
		}
		add_range(value_get(ranges, rows[r].key), rows[r].as, out);
		str_add(out, "\n");
	}
	for (size_t m = 0; m < MODELS; m++) {
		const struct value *model = value_get(v, models[m].key);

		if (model != NULL && !value_get_bool(model, "defined", true))
			str_addf(out, "%s%s: %s.\n",
			    model == simulated ? "Nothing " : "No figures of ",
			    models[m].title, value_get_text(model, "why_not"));
	}
	if (ranges != NULL)
		str_addf(out, "Simulated: %lld contacts in %lld replications, each after %lld of warm-up.\n",
		    (long long)value_get_int(simulated, "contacts", 0),
		    (long long)value_get_int(simulated, "replications", 0),
		    (long long)value_get_int(simulated, "warm_up_contacts", 0));
	if (value_get(simulated, "note") != NULL)
		str_addf(out, "Note: %s.\n", value_get_text(simulated, "note"));
}

/* In percent, with all digits that were said: 99.999 % are not 100 %. */
static void
add_percent(struct str *out, double share)
{
	str_addf(out, "%.15g %%", 100 * share);
}

/* "12 agents keep the target." */
static void
add_verdict(const struct value *v, int64_t agents, bool given, struct str *out)
{
	const struct value *breach = value_get(v, "breach"), *least = value_get(v, "least_agents");

	if (!given && !value_is_null(least)) {
		str_addf(out, "It takes %lld agent%s; what follows is theirs.\n", (long long)agents,
		    agents == 1 ? "" : "s");
		return;
	}
	if (breach != NULL)
		str_addf(out, "%lld agent%s %s%s the target; ", (long long)agents,
		    agents == 1 ? "" : "s", value_as_bool(breach, true) ? "miss" : "keep",
		    agents != 1 ? "" : value_as_bool(breach, true) ? "es" : "s");
	if (value_is_null(least))
		str_add(out, "no number of agents that can be reckoned with keeps it.\n");
	else
		str_addf(out, "it takes %lld.\n", (long long)value_as_int(least, 0));
}

static void
add_demand(const struct value *v, double aht, struct str *out)
{
	str_addf(out,
	    "%.4g contacts an hour arrive at people, %.4g s each: %.4g agents' worth of work.\n",
	    value_get_real(v, "arrivals_per_hour", 0), aht, value_get_real(v, "offered_load", 0));
}

void
report_staffing_text(const struct value *result, struct str *out)
{
	const struct value *target = value_get(result, "target"),
			   *fall = value_get(result, "after_fall");
	double aht = value_get_real(result, "aht_s", 0),
	       most = value_get_real(target, "most_abandoned", 1);
	int64_t agents = value_get_int(result, "agents", 0);

	if (value_get(result, "containment") != NULL) {
		str_addf(out, "%.4g contacts an hour, of which the AI keeps ",
		    value_get_real(result, "contacts_per_hour", 0));
		add_percent(out, value_get_real(result, "containment", 0));
		str_add(out, ".\n");
	}
	add_demand(result, aht, out);
	str_add(out, "Target: ");
	add_percent(out, value_get_real(target, "share", 0));
	str_addf(out, " served within %.4g s", value_get_real(target, "within_s", 0));
	if (most < 1) {
		str_add(out, ", at most ");
		add_percent(out, most);
		str_add(out, " leave");
	}
	str_add(out, ".\n");
	add_verdict(result, agents, value_get_bool(result, "agents_given", true), out);
	add_models(result, out);
	if (fall == NULL)
		return;
	str_addf(out, "\nIf the AI keeps %.15g points less, ", value_get_real(fall, "points", 0));
	add_percent(out, value_get_real(fall, "containment", 0));
	str_add(out, ":\n");
	add_demand(fall, aht, out);
	add_verdict(fall, agents, true, out);
	add_models(fall, out);
}
