/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Corrections of what messages meant, and their reviews.
 */
#include "floorwalker/store.h"
#include "floorwalker/text/translate.h"

#include "ops.h"

enum err
store_correction_add(struct store *s, struct intent_correction *x, struct errinfo *e)
{
	return store_add(s, RECORD_CORRECTION, x, e);
}

enum err
store_correction_get(
    struct store *s, struct arena *a, int64_t id, struct intent_correction *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_CORRECTION, a, id, out, e);
}

enum err
store_correction_list(struct store *s, struct arena *a, int64_t after_id, size_t limit,
    struct intent_correction **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r;

	if (limit == 0)
		limit = STORE_LIST_LIMIT;
	if (limit > INT32_MAX)
		return err_set(e, ERR_LIMIT, tr("a list of corrections can't be so long"));
	r = s->ops->correction_list(s->self, a, after_id, limit, &rows, e);
	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_review_add(struct store *s, struct correction_review *x, struct errinfo *e)
{
	return store_add(s, RECORD_REVIEW, x, e);
}

enum err
store_review_list(struct store *s, struct arena *a, int64_t correction_id, struct correction_review **out,
    size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->children(s->self, RECORD_REVIEW, a, correction_id, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}
