/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/desk/recording.h"
#include "floorwalker/sim/sim.h"

#define WORDS_MOST 256
#define FOUND_MOST 10000

/* Conversations on their way into a folder. */
struct recording {
	struct call *c;
	const char *into, *prefix;
	const char *const *tags;
	size_t tag_count;
	int64_t shift_ms, each;
	struct value *written;		/* scenario -> how many; of those that were played for it */
	int64_t count, turns, passed_over;
};

static enum err
write_one(struct recording *r, struct desk *d, int64_t conversation_id, const char *what,
    int64_t number, struct errinfo *e)
{
	struct recording_options o = {.name = desk_recording_name(r->c->arena, r->prefix, what, number),
	    .tags = r->tags,
	    .tag_count = r->tag_count,
	    .shift_ms = r->shift_ms};
	const char *path = file_join(r->c->arena, r->into, arena_printf(r->c->arena, "%s.yaml", o.name));
	struct str text;
	size_t turns;
	enum err err;

	if (file_exists(path))
		return err_set(e, ERR_EXISTS, "%s is there already; name another folder, or a --prefix", path);
	str_init(&text);
	err = desk_recording(d, conversation_id, &o, &text, &turns, e);
	if (err == ERR_STATE) {
		r->passed_over++;
		err = ERR_OK;
	} else if (err == ERR_OK && (err = file_write(path, text.data, text.length, 0644, e)) == ERR_OK) {
		r->count++;
		r->turns += (int64_t)turns;
	}
	str_clear(&text);
	return err;
}

/* ---- from a store */

static enum err
find(struct call *c, struct desk *d, const char *query, int64_t since_ms, int64_t *ids, size_t *count,
    struct errinfo *e)
{
	int64_t now_ms = clock_now_ms(desk_clock(d)), total = 0;
	struct conversation_query asked = {.sort = SORT_BY_UPDATED, .now_ms = now_ms, .limit = FOUND_MOST};
	struct conversation_ids found;
	struct message_hit *hits;
	struct query_words words;
	struct query q;
	size_t n = 0;
	enum err err;

	desk_query_words(desk_settings(d), "", now_ms, &words);
	if ((err = query_parse(c->arena, query, &words.scope, &q, e)) != ERR_OK)
		return err;
	if (since_ms > 0)
		query_add(c->arena, &q, (struct query_term){.field = QUERY_OPENED, .low = since_ms, .high = INT64_MAX});
	if (!store_query_has_words(&q)) {
		asked.query = &q;
		if ((err = store_query_ids(desk_store(d), c->arena, &asked, &found, e)) != ERR_OK)
			return err;
		for (; *count < FOUND_MOST && n < found.count; n++)
			ids[(*count)++] = found.ids[n];
		return ERR_OK;
	}
	err = store_message_find(desk_store(d), c->arena, &q, FOUND_MOST, &hits, &n, &total, e);
	for (size_t i = 0; err == ERR_OK && i < n && *count < FOUND_MOST; i++) {
		size_t k = 0;

		while (k < *count && ids[k] != hits[i].conversation_id)
			k++;
		if (k == *count)
			ids[(*count)++] = hits[i].conversation_id;
	}
	return err;
}

static enum err
write_all(struct recording *r, struct desk *d, const int64_t *ids, size_t count, struct errinfo *e)
{
	enum err err = count == 0 ? err_set(e, ERR_NOT_FOUND, "no conversation is named, and none was found")
				  : desk_ahead_ms(d, &r->shift_ms, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		struct conversation x;

		if ((err = store_conversation_get(desk_store(d), r->c->arena, ids[i], &x, e)) == ERR_OK)
			err = write_one(r, d, ids[i], x.intent[0] != '\0' ? x.intent : "conversation", ids[i], e);
	}
	return err;
}

static enum err
record_store(struct recording *r, const char *target, struct errinfo *e)
{
	struct call *c = r->c;
	int64_t *ids = arena_alloc(c->arena, FOUND_MOST * sizeof *ids);
	size_t count = 0;
	struct office office;
	enum err err = office_open(&office, target, NULL, "record", e);

	if (err != ERR_OK)
		return err;
	for (size_t i = 0; err == ERR_OK && i < c->word_count && count < FOUND_MOST; i++)
		if (!record_id_parse('C', c->words[i], &ids[count++]))
			err = err_set(e, ERR_USAGE, "%.40s is no conversation, such as C-17", c->words[i]);
	if (err == ERR_OK && call_has(c, "search"))
		err = find(c, office.desk, call_text(c, "search", ""), 0, ids, &count, e);
	if (err == ERR_OK)
		err = write_all(r, office.desk, ids, count, e);
	office_close(&office);
	return err;
}

enum err
record_since(struct call *c, const char *target, const char *into, const char **world, struct errinfo *e)
{
	struct recording r = {.c = c, .into = into, .prefix = ""};
	int64_t *ids = arena_alloc(c->arena, FOUND_MOST * sizeof *ids), since_ms = 0, now_ms;
	size_t count = 0;
	struct office office;
	enum err err = office_open(&office, target, NULL, "record", e);

	if (err != ERR_OK)
		return err;
	now_ms = clock_now_ms(desk_clock(office.desk));
	*world = arena_text(c->arena, world_folder(office.shared.world));
	if (call_has(c, "since"))
		err = call_moment(
		    desk_settings(office.desk)->zone, "since", call_text(c, "since", ""), now_ms, &since_ms, e);
	if (err == ERR_OK)
		err = find(c, office.desk, "", since_ms, ids, &count, e);
	if (err == ERR_OK)
		err = write_all(&r, office.desk, ids, count, e);
	office_close(&office);
	return err;
}

/* ---- from scenarios, played */

static enum err
take_played(void *context, const struct sim_played *p, struct errinfo *e)
{
	struct recording *r = context;
	int64_t n = value_get_int(r->written, p->scenario, 0), before = r->count;
	enum err err;

	if (!p->as_expected) {
		r->passed_over++;
		return ERR_OK;
	}
	if (n >= r->each)
		return ERR_OK;
	err = write_one(r, p->desk, p->conversation_id, p->scenario, n + 1, e);
	if (r->count > before)
		value_set_int(r->written, p->scenario, n + 1);
	return err;
}

static enum err
record_scenarios(struct recording *r, struct errinfo *e)
{
	struct call *c = r->c;
	struct simulation_words words = {.scenarios = c->words, .count = c->word_count};
	struct sim_options o = {.backend = "builtin",
	    .threads = 1,
	    .played = take_played,
	    .played_context = r};
	struct sim_script *script = NULL;
	struct world *w = NULL;
	struct understander *u = NULL;
	struct value *result;
	const char *folder;
	int64_t seed, each = r->each;
	enum err err;

	if ((err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) != ERR_OK)
		return err;
	if ((err = world_load(folder, &w, e)) == ERR_OK &&
	    (err = desk_understander_open(w, &u, e)) == ERR_OK &&
	    (err = simulation_script(c->arena, &words, world_settings(w), &script, e)) == ERR_OK) {
		o.script = script;
		o.world = w;
		o.understander = u;
		o.seed = (uint64_t)seed;
		o.conversations = (int64_t)sim_script_count(script) * each * 3;	/* they are drawn: some come less often */
		r->written = value_map(c->arena);
		err = sim_run(&o, c->arena, &result, e);
	}
	sim_script_free(&script);
	understander_free(&u);
	world_free(&w);
	return err;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct recording r = {.c = c, .prefix = call_text(c, "prefix", "")};
	const char *target = call_text(c, "store", NULL);
	enum err err;

	if ((err = call_need(c, "into", &r.into, e)) != ERR_OK ||
	    (err = call_int(c, "each", 1, 100, 2, &r.each, e)) != ERR_OK)
		return err;
	if (call_has(c, "scenarios") == (target != NULL))
		return err_set(e, ERR_USAGE, "either --store says where the conversations are, or --scenarios that they are to be played");
	r.tags = call_all(c, "tag", &r.tag_count);
	if ((err = file_make_folder(r.into, e)) != ERR_OK ||
	    (err = target != NULL ? record_store(&r, target, e) : record_scenarios(&r, e)) != ERR_OK)
		return err;
	printf("%lld conversations with %lld turns written into %s", (long long)r.count, (long long)r.turns, r.into);
	if (r.passed_over > 0)
		printf("; %lld passed over: %s", (long long)r.passed_over,
		    target != NULL ? "the AI had no turn in them" : "they didn't end as their scenario says");
	puts("");
	printf("see what holds, and read them: floorwalker replay %s\n", r.into);
	return ERR_OK;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "where the conversations are" },
	{ .name = "search", .value = "QUERY", .help = "those that it finds (doc/search.md)" },
	{ .name = "scenarios", .help = "play scenarios instead, and keep what came of them; the words name them (all)" },
	{ .name = "each", .value = "N", .help = "of each scenario N conversations at most (2)" },
	{ .name = "seed", .value = "S", .help = "1; which shoppers the scenarios get" },
	{ .name = "world", .value = "WORLD", .help = "of the scenarios: a folder, or one that came with floorwalker (tarn-and-fell)" },
	{ .name = "into", .value = "FOLDER", .help = "the suite; made where it isn't there, nothing in it is written over" },
	{ .name = "prefix", .value = "TEXT", .help = "what the files' names begin with" },
	{ .name = "tag", .value = "WORD", .help = "a tag of each", .several = true },
	{ .name = NULL },
};

const struct subcommand subcommand_record = {
    .name = "record",
    .words = "[CONVERSATION…|SCENARIO…]",
    .most = WORDS_MOST,
    .summary = "keep conversations as a suite for floorwalker replay",
    .help =
	"Each conversation becomes a file with what the shopper said and expectations taken from what came of it (floorwalker-scenario(5)). Nothing\n"
	"personal is in it: {email}, {name} … stand for what the world's records say of the customer, and marks such as [phone] for the rest. Where an\n"
	"agent corrected what a message meant, the correction is expected. It ends where a person took over.",
    .examples =
	"  floorwalker record --store shop.db C-17 --into our-suite\n"
	"  floorwalker record --store shop.db --search 'reason:policy amount:>50' --into our-suite --tag real\n"
	"  floorwalker record --scenarios refund-damaged-small --each 3 --into our-suite\n",
    .options = options,
    .run = run,
};
