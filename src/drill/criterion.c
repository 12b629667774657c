/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/str.h"
#include "floorwalker/drill/drill.h"

static const struct {
	const char *name, *title;
} criteria[CRITERION_COUNT] = {
	[CRITERION_POLICY] = { "policy", "Policy kept" },
	[CRITERION_ACCURACY] = { "accuracy", "Accuracy against the facts" },
	[CRITERION_FIRST_RESPONSE] = { "first_response", "Time to first response" },
	[CRITERION_HANDLING] = { "handling", "Handling time" },
	[CRITERION_TONE] = { "tone", "Tone" },
	[CRITERION_TRANSFERS] = { "transfers", "No needless transfers" },
	[CRITERION_APPROVALS] = { "approvals", "Approvals" },
	[CRITERION_SATISFACTION] = { "satisfaction", "Satisfaction (CSAT proxy)" },
};

const char *
criterion_name(enum criterion c)
{
	return criteria[c].name;
}

const char *
criterion_title(enum criterion c)
{
	return criteria[c].title;
}

bool
criterion_from(const char *name, enum criterion *out)
{
	for (int i = 0; i < CRITERION_COUNT; i++)
		if (text_is(criteria[i].name, name)) {
			*out = (enum criterion)i;
			return true;
		}
	return false;
}
