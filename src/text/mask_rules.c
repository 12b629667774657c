/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mask_rules.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/log.h"

#define MOST_RULES 100

static struct mask_rule rules[MOST_RULES];
static const struct pattern *compiled[MOST_RULES];
static size_t rule_count;

static void
add_rules(const struct mask_rule *part, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct errinfo info;
		struct pattern *p;

		if (rule_count == MOST_RULES ||
		    pattern_new(part[i].source, part[i].caseless, &p, &info) != ERR_OK) {
			log_line(LOG_ERROR, "masking rule %zu '%.80s': %s", i, part[i].source,
			    rule_count == MOST_RULES ? "one too many" : info.text);
			abort(); /* a mistake in a table */
		}
		rules[rule_count] = part[i];
		compiled[rule_count++] = p;
	}
}

static void
compile_all(void)
{
	const struct mask_rule *part;
	size_t count;

	part = mask_code_rules(&count);
	add_rules(part, count);
	part = mask_place_rules(&count);
	add_rules(part, count);
	part = mask_people_rules(&count);
	add_rules(part, count);
}

size_t
mask_rules(const struct mask_rule **out, const struct pattern *const **patterns)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, compile_all);
	*out = rules;
	*patterns = compiled;
	return rule_count;
}
