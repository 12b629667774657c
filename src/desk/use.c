/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One use of a desk: a write transaction with its arena; it happens whole or not at all.
 */
#include "private.h"

#include <stdarg.h>
#include <stdio.h>

enum err
use_begin(struct use *u, struct desk *d, struct errinfo *e)
{
	enum err r = store_begin(d->store, e);
	if (r != ERR_OK)
		return r;
	*u = (struct use){.d = d, .a = arena_new(), .now = clock_now_ms(d->clock)};
	return ERR_OK;
}

enum err
use_end(struct use *u, enum err r, struct errinfo *e)
{
	if (r == ERR_OK)
		r = store_commit(u->d->store, e);
	else
		store_rollback(u->d->store);
	if (u->d->states != NULL)
		state_kept_settle(u->d->states, r == ERR_OK);
	arena_free(&u->a);
	if (r == ERR_OK && u->refusal.code != ERR_OK)
		return err_set(e, u->refusal.code, "%s", u->refusal.text);
	return r;
}

enum err
use_refuse(struct use *u, enum err code, const char *format, ...)
{
	va_list args;
	u->refusal.code = code;
	va_start(args, format);
	vsnprintf(u->refusal.text, sizeof u->refusal.text, format, args);
	va_end(args);
	return ERR_OK;
}

void
use_tell_step(struct desk *d, const char *name)
{
	if (d->step != NULL)
		d->step(d->step_context, name);
}
