/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening: a store is bound to a world once; a desk joins store, backend, shop and policy.
 */
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "floorwalker/base/date.h"

#define META_WORLD "world"
#define META_PRACTICE "practice"
#define META_CREATED "created_ms"
#define META_SHIFT "shift_ms"
#define META_KEY "key_check"	/* a keyed hash: another key is told before it seals anything */

/* ---- a new store */

static enum err
bind(struct store *s, const char *world, const char *key_check, bool practice, int64_t shift_ms,
    const struct clock *clock, struct errinfo *e)
{
	char created[32], shift[32];
	enum err r;
	snprintf(created, sizeof created, "%lld", (long long)clock_now_ms(clock));
	snprintf(shift, sizeof shift, "%lld", (long long)shift_ms);
	if ((r = store_begin(s, e)) != ERR_OK)
		return r;
	if ((r = store_meta_put(s, META_PRACTICE, practice ? "yes" : "no", e)) != ERR_OK ||
	    (r = store_meta_put(s, META_CREATED, created, e)) != ERR_OK ||
	    (r = store_meta_put(s, META_SHIFT, shift, e)) != ERR_OK ||
	    (r = store_meta_put(s, META_KEY, key_check, e)) != ERR_OK ||
	    (r = store_meta_put(s, META_WORLD, world, e)) != ERR_OK) {
		store_rollback(s);
		return r;
	}
	return store_commit(s, e);
}

static enum err
make_key(const char *target, char check[SEAL_HEX], struct errinfo *e)
{
	struct keyring *k;
	char path[4096];
	snprintf(path, sizeof path, "%s.key", target);
	enum err r = keyring_open(path, true, &k, e);
	if (r != ERR_OK)
		return r;
	keyring_lookup(k, "key", META_KEY, check);
	keyring_free(&k);
	return ERR_OK;
}

/* A store sealed with two keys could never be read whole again. Stores from before the check have
 * none. */
static enum err
check_key(struct store *s, struct arena *a, const struct keyring *k, const char *target,
    struct errinfo *e)
{
	char own[SEAL_HEX];
	const char *bound;
	enum err r = store_meta_get(s, a, META_KEY, &bound, e);
	if (r != ERR_OK)
		return r == ERR_NOT_FOUND ? ERR_OK : r;
	keyring_lookup(k, "key", META_KEY, own);
	return text_is(own, bound)
	    ? ERR_OK
	    : err_set(e, ERR_FORBIDDEN,
		  "%s.key isn't the key that %s was made with; restore that one from a copy",
		  target, target);
}

static enum err
check_unbound(struct store *s, const char *target, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *world;
	enum err r = store_meta_get(s, a, META_WORLD, &world, e);
	if (r == ERR_OK)
		r = err_set(e, ERR_EXISTS, "%s is bound to the world %s already; name another file",
		    target, world);
	else if (r == ERR_NOT_FOUND)
		r = ERR_OK;
	arena_free(&a);
	return r;
}

/* One process at a time gives a store its shop: two would mix theirs. The store's own file is not
 * for locking: closing it again would drop SQLite's locks. */
static enum err
lock_key(const char *target, int *out, struct errinfo *e)
{
	char path[4096];
	snprintf(path, sizeof path, "%s.key", target);
	*out = open(path, O_RDONLY | O_CLOEXEC);
	if (*out < 0 || flock(*out, LOCK_EX) != 0)
		return err_set(e, ERR_IO, "%s can't be locked: %s", path, strerror(errno));
	return ERR_OK;
}

static int64_t
whole_days(int64_t from_ms, int64_t to_ms)
{
	int64_t days = (to_ms - from_ms) / DATE_DAY_MS;
	return (to_ms < from_ms && (to_ms - from_ms) % DATE_DAY_MS != 0 ? days - 1 : days) *
	    DATE_DAY_MS;
}

enum err
desk_store_init(const char *target, const char *world_folder, bool practice, bool shift,
    const struct clock *clock, struct errinfo *e)
{
	struct store_options o = {.create = true};
	struct world *w;
	struct store *s;
	char whole[4096], check[SEAL_HEX];
	if (text_starts(target, "memory:"))
		return err_set(e, ERR_USAGE, "a store in memory is gone at once; name a file");
	if (strlen(target) > 4000 || realpath(world_folder, whole) == NULL)
		return err_set(e, ERR_NOT_FOUND, "there is no world folder %s", world_folder);
	enum err r = world_load(whole, &w, e);
	if (r != ERR_OK)
		return r;
	int64_t shift_ms = shift ? whole_days(world_settings(w)->as_of_ms, clock_now_ms(clock)) : 0;
	if ((r = store_open(target, &o, &s, e)) == ERR_OK) {
		int lock = -1;
		if ((r = check_unbound(s, target, e)) == ERR_OK &&
		    (r = make_key(target, check, e)) == ERR_OK &&
		    (r = lock_key(target, &lock, e)) == ERR_OK &&
		    (r = check_unbound(s, target, e)) == ERR_OK &&
		    (r = shop_embedded_seed(s, world_records(w), shift_ms, e)) == ERR_OK)
			r = bind(s, whole, check, practice, shift_ms, clock, e);
		if (lock >= 0)
			close(lock);
		store_close(&s);
	}
	world_free(&w);
	return r;
}

/* ---- what all desks of a process share */

enum err
desk_shared_open(const char *target, struct desk_shared *out, struct errinfo *e)
{
	struct store_options o = {.read_only = false};
	struct arena *a = arena_new();
	struct store *s;
	const char *folder;
	*out = (struct desk_shared){0};
	enum err r = store_open(target, &o, &s, e);
	if (r == ERR_OK) {
		r = store_meta_get(s, a, META_WORLD, &folder, e);
		if (r == ERR_NOT_FOUND)
			r = err_set(e, r,
			    "%s is bound to no world yet; run: floorwalker store init --store %s --world WORLD",
			    target, target);
		if (r == ERR_OK)
			r = world_load(folder, &out->world, e);
		if (r == ERR_OK)
			r = keyring_open(
			    arena_printf(a, "%s.key", target), false, &out->keyring, e);
		if (r == ERR_OK)
			r = check_key(s, a, out->keyring, target, e);
		store_close(&s);
	}
	if (r != ERR_OK)
		desk_shared_close(out);
	arena_free(&a);
	return r;
}

const struct settings *
desk_shared_settings(const struct desk_shared *s)
{
	return s->settings != NULL ? s->settings : world_settings(s->world);
}

void
desk_shared_close(struct desk_shared *s)
{
	if (s->world != NULL)
		world_free(&s->world);
	if (s->understander != NULL)
		understander_free(&s->understander);
	if (s->keyring != NULL)
		keyring_free(&s->keyring);
}

/* ---- a desk */

static enum err
join(struct desk *d, const struct desk_options *o, struct errinfo *e)
{
	enum err r = o->tools == NULL ? desk_check_sentences(d->world, d->backend, e) : ERR_OK;
	if (r == ERR_OK && o->tools == NULL)
		r = tools_new(&d->shared, d->backend != NULL, &d->own_tools, e);
	d->tools = o->tools == NULL ? d->own_tools : o->tools;
	return r != ERR_OK
	    ? r
	    : shop_embedded_new(d->store, o->base, d->settings, d->clock, &d->shop, e);
}

enum err
desk_new(const struct desk_options *options, struct desk **out, struct errinfo *e)
{
	struct desk *d = mem_zero(1, sizeof *d);
	d->shared = *options->shared;
	d->store = options->take_store;
	d->backend = options->take_backend;
	d->world = options->shared->world;
	d->settings = tools_settings(&d->shared);
	d->clock = options->clock;
	d->worker = mem_text(options->worker == NULL ? "desk" : options->worker);
	d->practice = options->practice;
	d->simulated = options->simulated;
	d->unsealed = d->simulated ? unsealed_seen_new(UNSEALED_MOST) : NULL;
	d->states = d->simulated && text_is(store_target(d->store), "memory:") ? state_kept_new()
									       : NULL;
	d->traces = options->traces;
	d->worded_by_contact = options->worded_by_contact;
	d->seed = options->seed;
	d->step = options->step;
	d->step_context = options->step_context;
	enum err r = join(d, options, e);
	if (r != ERR_OK)
		desk_free(&d);
	*out = d;
	return r;
}

enum err
desk_ahead_ms(struct desk *d, int64_t *out, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *word;
	enum err r = store_meta_get(d->store, a, META_SHIFT, &word, e);
	*out = 0;
	if (r == ERR_OK && !text_to_int(word, INT64_MIN, INT64_MAX, out))
		r = err_set(e, ERR_CORRUPT, "the store's %s is \"%.40s\"", META_SHIFT, word);
	arena_free(&a);
	return r == ERR_NOT_FOUND ? ERR_OK : r;
}

static enum err
read_practice(struct store *s, bool *out, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *word;
	enum err r = store_meta_get(s, a, META_PRACTICE, &word, e);
	*out = r == ERR_OK && strcmp(word, "yes") == 0;
	arena_free(&a);
	return r == ERR_NOT_FOUND ? ERR_OK : r;
}

enum err
desk_open(const struct desk_shared *shared, const char *target, const char *backend,
    const struct clock *clock, const char *worker, struct desk **out, struct errinfo *e)
{
	struct desk_options o = {.shared = shared, .clock = clock, .worker = worker};
	struct store_options how = {0};
	enum err r = store_open(target, &how, &o.take_store, e);
	if (r == ERR_OK)
		r = read_practice(o.take_store, &o.practice, e);
	if (r == ERR_OK && backend != NULL)
		r = backend_open(backend, &o.take_backend, e);
	if (r == ERR_OK)
		return desk_new(&o, out, e);
	if (o.take_store != NULL)
		store_close(&o.take_store);
	return r;
}

void
desk_free(struct desk **d)
{
	struct desk *x = *d;
	if (x == NULL)
		return;
	*d = NULL;
	if (x->shop != NULL)
		shop_free(&x->shop);
	if (x->backend != NULL)
		backend_free(&x->backend);
	if (x->store != NULL)
		store_close(&x->store);
	for (size_t i = 0; i < KNOWN_MASKERS; i++)
		known_masker_clear(&x->known[i]);
	day_free(&x->day);
	look_free(&x->look);
	floor_free(&x->floor);
	desk_tools_free(&x->own_tools);
	mem_free(x->worker);
	mem_free(x->agents_by_id);
	mem_wipe(x->lifted, sizeof x->lifted);
	for (size_t i = 0; i < OPENED_KEYS; i++)
		open_key_free(&x->opened[i].key);
	unsealed_seen_free(&x->unsealed);
	state_kept_free(&x->states);
	crew_seen_free(&x->crew);
	mem_free(x);
}

struct store *desk_store(struct desk *d) { return d->store; }
struct shop *desk_shop(struct desk *d) { return d->shop; }
const struct settings *desk_settings(const struct desk *d) { return d->settings; }
const struct world *desk_world(const struct desk *d) { return d->world; }
const struct clock *desk_clock(const struct desk *d) { return d->clock; }
bool desk_is_practice(const struct desk *d) { return d->practice; }
