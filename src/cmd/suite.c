/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations of others as a suite, and those of a suite or a store as what others read.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/replay/replay.h"
#include "floorwalker/replay/transcript.h"
#include "floorwalker/world.h"

#define PATHS_MOST 1000
#define KINDS_SHOWN 40			/* of what is lost; JSON has all */

static enum err
read_kind(const struct call *c, enum transcript_format *out, struct errinfo *e)
{
	const char *word, *names[TRANSCRIPT_FORMATS], *near;
	enum err err = call_need(c, "format", &word, e);

	for (int i = 0; i < TRANSCRIPT_FORMATS; i++)
		names[i] = transcript_format_name((enum transcript_format)i);
	if (err != ERR_OK || transcript_format_from(word, out))
		return err;
	near = text_nearest(word, names, TRANSCRIPT_FORMATS);
	return err_set(e, ERR_USAGE,
	    "--format is openai, csv, rasa, botium, chatwoot, uss or abcd, not \"%.40s\"%s%s", word,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
}

/* ---- what was lost */

static void
print_losses(const struct value *losses, FILE *to)
{
	size_t n = value_count(losses);

	if (n == 0)
		return;
	fputs("not carried over:\n", to);
	for (size_t i = 0; i < n && i < KINDS_SHOWN; i++) {
		const struct value *x = value_at(losses, i), *first = value_get(x, "first");
		const char *file = value_get_text(first, "file"), *id = value_get_text(first, "id");
		int64_t line = value_get_int(first, "line", 0);

		fprintf(to, "  %6lld  %s (first: %s%s%s", (long long)value_get_int(x, "count", 0),
		    value_get_text(x, "what"), file, file[0] != '\0' && id[0] != '\0' ? ", " : "",
		    id);
		if (line > 0)
			fprintf(to, "%sline %lld", file[0] != '\0' || id[0] != '\0' ? ", " : "",
			    (long long)line);
		fputs(")\n", to);
	}
	if (n > KINDS_SHOWN)
		fprintf(to, "  and %zu kinds more: --report json lists all\n", n - KINDS_SHOWN);
}

/* ---- import */

static enum err
read_files(
    struct call *c, enum transcript_format format, struct transcripts *out, struct errinfo *e)
{
	*out = (struct transcripts){0};
	for (size_t i = 0; i < c->word_count; i++) {
		struct transcripts one;
		struct str bytes;
		enum err err;

		str_init(&bytes);
		if ((err = file_read(c->words[i], TRANSCRIPT_BYTES_MOST, &bytes, e)) == ERR_OK)
			err = transcripts_read(format, c->arena, c->words[i],
			    bytes.data != NULL ? bytes.data : "", bytes.length, &one, e);
		str_clear(&bytes);
		if (err != ERR_OK)
			return err;
		transcripts_join(c->arena, out, &one);
	}
	return out->count <= TRANSCRIPTS_MOST
	    ? ERR_OK
	    : err_set(e, ERR_LIMIT, "more than %d conversations; import them in parts",
			 TRANSCRIPTS_MOST);
}

static enum err
read_report(const struct call *c, bool *json, struct errinfo *e)
{
	const char *word = call_text(c, "report", "text");

	*json = text_is(word, "json");
	return *json || text_is(word, "text")
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "--report is text or json, not \"%.40s\"", word);
}

static void
tell_import(struct call *c, const char *folder, const struct transcripts *t,
    const struct transcript_saved *saved, bool json)
{
	struct value *v = value_map(c->arena), *losses = transcripts_losses(c->arena, t);

	if (!json) {
		printf("%s: %zu conversation%s, %zu turn%s, %zu of them the shoppers'\n", folder,
		    saved->conversations, saved->conversations == 1 ? "" : "s", saved->turns,
		    saved->turns == 1 ? "" : "s", saved->says);
		print_losses(losses, stdout);
		return;
	}
	value_set_text(v, "folder", folder);
	value_set_int(v, "conversations", (int64_t)saved->conversations);
	value_set_int(v, "turns", (int64_t)saved->turns);
	value_set_int(v, "shoppers_turns", (int64_t)saved->says);
	value_set(v, "lost", losses);
	print_json(v);
}

static enum err
run_import(struct call *c, struct errinfo *e)
{
	struct transcript_saving how = {
	    .prefix = call_text(c, "prefix", ""), .keep_personal = call_has(c, "keep-personal")};
	struct transcript_saved saved;
	struct transcripts all;
	struct world *w = NULL;
	const char *into, *folder;
	bool json;
	enum err err;

	if ((err = read_kind(c, &how.format, e)) != ERR_OK ||
	    (err = read_report(c, &json, e)) != ERR_OK ||
	    (err = call_need(c, "into", &into, e)) != ERR_OK ||
	    (err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &w, e)) != ERR_OK)
		return err;
	how.order_pattern = world_settings(w)->order_pattern;
	if ((err = read_files(c, how.format, &all, e)) == ERR_OK &&
	    (err = transcripts_save(c->arena, &all, &how, into, &saved, e)) == ERR_OK)
		tell_import(c, into, &all, &saved, json);
	else if (err == ERR_INPUT && all.loss_count > 0)
		print_losses(transcripts_losses(c->arena, &all), stderr);
	world_free(&w);
	return err;
}

static const struct option import_options[] = {
	{ .name = "format", .value = "FORMAT", .help = "openai, csv, rasa, botium, chatwoot, uss or abcd" },
	{ .name = "into", .value = "FOLDER", .help = "the new folder" },
	{ .name = "prefix", .value = "WORD", .help = "what the conversations' names begin with" },
	{ .name = "keep-personal", .help = "leave e-mail addresses, phone numbers and names as they are" },
	{ .name = "world", .value = "WORLD", .help = "whose order numbers are no phone numbers (tarn-and-fell)" },
	{ .name = "report", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_suite_import = {
    .name = "suite import",
    .words = "FILE…",
    .least = 1,
    .most = PATHS_MOST,
    .summary = "conversations of other tools as a suite for replay",
    .help =
	"Writes a file a conversation into a new folder, whole or not at all: what the shopper said is said again by floorwalker replay; what was answered\n"
	"stands beside it; what the source asserts of an answer is expected (reply: contains, lacks). Personal data is masked. What can't be carried over\n"
	"is listed, with how often and where first. doc/transcripts.md says of each format what is read.",
    .examples =
	"  floorwalker suite import --format openai chats.jsonl --into our-suite\n"
	"  floorwalker suite import --format rasa tests/e2e_test_cases.yml --into from-rasa --prefix rasa\n"
	"  floorwalker suite import --format botium spec/convo/*.convo.txt --into from-botium --report json\n",
    .options = import_options,
    .run = run_import,
};

/* ---- export */

static void
print_fault(void *context, const char *fault)
{
	(void)context;
	fprintf(stderr, "%s\n", fault);
}

static enum err
take_suites(struct call *c, struct transcripts *out, struct errinfo *e)
{
	struct replay_suite *suite = NULL;
	struct world *w = NULL;
	const char *folder;
	enum err err;

	if ((err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) == ERR_OK &&
	    (err = world_load(folder, &w, e)) == ERR_OK &&
	    (err = replay_suite_load(c->words, c->word_count, w, print_fault, NULL, &suite, e)) ==
		ERR_OK)
		transcripts_of_suite(c->arena, suite, call_has(c, "fill"), out);
	replay_suite_free(&suite);
	world_free(&w);
	return err;
}

/* Conversations that fit the query, by their numbers. */
static enum err
take_found(struct call *c, struct desk *d, struct transcripts *out, struct errinfo *e)
{
	int64_t now_ms = clock_now_ms(desk_clock(d));
	struct conversation_query asked = {
	    .sort = SORT_BY_ID, .now_ms = now_ms, .limit = TRANSCRIPTS_MOST, .agent = ""};
	struct conversation_ids ids;
	struct query_words words;
	struct query query;
	struct str text;
	enum err err;

	str_init(&text);
	str_add(&text, "");
	for (size_t i = 0; i < c->word_count; i++)
		str_addf(&text, "%s%s", i > 0 ? " " : "", c->words[i]);
	desk_query_words(desk_settings(d), "", now_ms, &words);
	err = query_parse(c->arena, text.data, &words.scope, &query, e);
	str_clear(&text);
	asked.query = &query;
	if (err != ERR_OK ||
	    (err = store_query_ids(desk_store(d), c->arena, &asked, &ids, e)) != ERR_OK)
		return err;
	if (ids.total > TRANSCRIPTS_MOST)
		return err_set(e, ERR_LIMIT,
		    "%lld conversations fit, and %d are the most; name fewer (opened:30d)",
		    (long long)ids.total, TRANSCRIPTS_MOST);
	if (ids.count == 0)
		return err_set(
		    e, ERR_NOT_FOUND, "no conversation fits: there is nothing to export");
	return transcripts_of_store(c->arena, desk_store(d), ids.ids, ids.count, out, e);
}

static enum err
take_store(struct call *c, struct transcripts *out, struct errinfo *e)
{
	struct office office;
	const char *target;
	enum err err;

	if (call_has(c, "fill"))
		return err_set(
		    e, ERR_USAGE, "--fill is for suites: what a store has is masked, and stays so");
	if ((err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "export", e)) != ERR_OK)
		return err;
	err = take_found(c, office.desk, out, e);
	office_close(&office);
	return err;
}

static void
tell_export(struct call *c, const struct transcripts *t, const char *path, bool json)
{
	struct value *v = value_map(c->arena), *losses = transcripts_losses(c->arena, t);
	FILE *to = path != NULL ? stdout : stderr;
	size_t turns = 0;

	for (size_t i = 0; i < t->count; i++)
		turns += t->items[i].count;
	if (!json) {
		fprintf(to, "%s%s%zu conversation%s, %zu turn%s\n", path != NULL ? path : "",
		    path != NULL ? ": " : "", t->count, t->count == 1 ? "" : "s", turns,
		    turns == 1 ? "" : "s");
		print_losses(losses, to);
		return;
	}
	value_set_text(v, "file", path);
	value_set_int(v, "conversations", (int64_t)t->count);
	value_set_int(v, "turns", (int64_t)turns);
	value_set(v, "lost", losses);
	print_json(v);
}

static enum err
run_export(struct call *c, struct errinfo *e)
{
	const char *path = call_text(c, "out", NULL);
	enum transcript_format format;
	struct transcripts all = {0};
	struct str out;
	bool json;
	enum err err;

	if ((err = read_kind(c, &format, e)) != ERR_OK ||
	    (err = read_report(c, &json, e)) != ERR_OK)
		return err;
	if (format != TRANSCRIPT_OPENAI && format != TRANSCRIPT_CSV)
		return err_set(e, ERR_USAGE,
		    "%s can be read, not written: --format is openai or csv",
		    transcript_format_name(format));
	if (json && path == NULL)
		return err_set(
		    e, ERR_USAGE, "--report json needs --out: else both went to standard output");
	if (c->word_count == 0 && !call_has(c, "store"))
		return err_set(e, ERR_USAGE, "export what? Name a suite, or --store");
	if ((err = call_has(c, "store") ? take_store(c, &all, e) : take_suites(c, &all, e)) !=
	    ERR_OK)
		return err;
	str_init(&out);
	str_add(&out, "");
	if ((err = transcripts_write(format, c->arena, &all, &out, e)) == ERR_OK && path != NULL)
		err = file_write(path, out.data, out.length, 0600, e);
	else if (err == ERR_OK)
		fwrite(out.data, 1, out.length, stdout);
	str_clear(&out);
	if (err == ERR_OK)
		tell_export(c, &all, path, json);
	return err;
}

static const struct option export_options[] = {
	{ .name = "format", .value = "openai|csv", .help = "chat JSONL, or a turn a row" },
	{ .name = "out", .value = "FILE", .help = "where it goes (mode 0600); else standard output, and what is lost to standard error" },
	{ .name = "fill", .help = "{places} hold what they stand for in the world" },
	{ .name = "store", .value = "PATH", .help = "conversations of this store instead, all or those that fit the words (floorwalker-console(1), find)" },
	{ .name = "world", .value = "WORLD", .help = "that the suite is for (tarn-and-fell)" },
	{ .name = "report", .value = "text|json", .help = "text; json needs --out" },
	{ .name = NULL },
};

const struct subcommand subcommand_suite_export = {
    .name = "suite export",
    .words = "[SUITE… | QUERY…]",
    .most = PATHS_MOST,
    .summary = "conversations of a suite or a store as chat JSONL or CSV",
    .help =
	"Of a suite: what shoppers say, and what was answered where that is known, as of imported conversations; an expectation is no answer, so none is\n"
	"made of it, and it is listed instead. Of a store: what was said by all, masked as it is stored, without what never reached the shopper.\n"
	"What the format has no place for is listed, with how often and where first.",
    .examples =
	"  floorwalker suite export --format openai our-suite --out chats.jsonl\n"
	"  floorwalker suite export --format csv our-suite --fill\n"
	"  floorwalker suite export --format openai --store shop.db state:closed reason:policy --out policy.jsonl\n",
    .options = export_options,
    .run = run_export,
};
