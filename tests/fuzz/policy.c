/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decision tables: what is accepted can be checked and decides, whatever its rules say.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static char folder[64], path[96];

static void
clean(void)
{
	unlink(path);
	rmdir(folder);
}

static void
found(void *context, const struct policy_fault *f)
{
	*(size_t *)context += f->text[0] != '\0';
}

static void
decide(const struct policy *p)
{
	struct arena *a = arena_new();
	struct value *facts = value_map(a), *item;
	struct policy_session *s;
	struct verdict v;
	struct errinfo e;

	value_set_int(facts, "amount", 4000);
	value_set_int(facts, "days_since_order", 9);
	value_set_text(facts, "tier", "plus");
	value_set_text(facts, "country", "IE");
	value_set_bool(facts, "delivered", false);
	item = value_add_map(value_set_list(facts, "items"));
	value_set_bool(item, "opened", true);
	if (policy_session_new(p, &s, &e) != ERR_OK)
		abort();
	if (policy_decide(s, ACTION_REFUND, facts, 1790000000000, &v, value_list(a), &e) !=
		ERR_OK ||
	    v.rule == NULL)
		abort();
	policy_session_free(&s);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct policy *p;
	struct errinfo e;
	size_t faults = 0;

	if (folder[0] == '\0') {
		(void)snprintf(folder, sizeof(folder), "/tmp/fuzz-policy-XXXXXX");
		if (mkdtemp(folder) == NULL)
			abort();
		(void)snprintf(path, sizeof(path), "%s/refund.yaml", folder);
		(void)atexit(clean);
	}
	if (size > 100000 || file_write(path, bytes, size, 0600, &e) != ERR_OK)
		return 0;
	if (policy_load(folder, "EUR", &p, &e) != ERR_OK)
		return 0;
	if (policy_check(p, found, &faults, &e) == ERR_OK)
		decide(p);
	policy_free(&p);
	return 0;
}
