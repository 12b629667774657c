/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/backend.h"

#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

struct backend {
	const struct backend_ops *ops;
	void *self;
};

struct backend *
backend_new(const struct backend_ops *ops, void *take_self)
{
	struct backend *b = mem_zero(1, sizeof *b);

	b->ops = ops;
	b->self = take_self;
	return b;
}

void
backend_free(struct backend **b)
{
	if (!b || !*b)
		return;
	if ((*b)->ops->free)
		(*b)->ops->free((*b)->self);
	mem_free(*b);
	*b = NULL;
}

const char *
backend_name(const struct backend *b)
{
	return b->ops->name;
}

enum err
backend_check(const struct backend *b, const struct messages *m, size_t *at, struct errinfo *e)
{
	return b->ops->check ? b->ops->check(m, at, e) : ERR_OK;
}

enum err
backend_draft_reply(struct backend *b, struct arena *a, const struct backend_request *q,
    struct backend_draft *out, struct errinfo *e)
{
	memset(out, 0, sizeof *out);
	out->text = "";
	out->intent = "";
	out->summary = "";
	enum err err = b->ops->draft(b->self, a, q, out, e);

	if (err)
		return err;
	if (!out->text)
		out->text = "";
	if (!out->intent)
		out->intent = "";
	if (!out->summary)
		out->summary = "";
	return ERR_OK;
}

enum err
backend_open(const char *name, struct backend **out, struct errinfo *e)
{
	if (text_is(name, "builtin"))
		return backend_builtin_new(out, e);
	if (text_starts(name, "http://") || text_starts(name, "https://"))
		return backend_http_new(name, 0, out, e);
	if (text_starts(name, "http:"))
		return backend_http_new(name + strlen("http:"), 0, out, e);
	return err_set(e, ERR_USAGE,
	    "there is no backend \"%s\"; use \"builtin\" or \"http:URL\" (as in http:http://127.0.0.1:8080/turn)",
	    name ? name : "");
}
