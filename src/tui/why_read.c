/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a turn: its trace, the turns beside it, the message that it answers, the articles that it
 * looked at and the weights of its confidence.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/desk/confidence.h"
#include "why.h"

static bool
has_ended(const struct turn *t)
{
	return t->ended_ms != 0 && !text_is_empty(t->trace);
}

/* Where it stands among the turns that ended; false: none did. */
static bool
choose(const struct turn_list *list, int64_t turn_id, struct why_turn *out)
{
	size_t at = list->count, last = list->count;

	for (size_t i = 0; i < list->count; i++) {
		if (!has_ended(&list->items[i]))
			continue;
		last = i;
		out->count++;
		if (list->items[i].id == turn_id)
			at = i;
	}
	if (last == list->count)
		return false;
	if (at == list->count)
		at = last;
	for (size_t i = 0; i < list->count; i++) {
		if (!has_ended(&list->items[i]))
			continue;
		out->at += i <= at;
		if (i < at)
			out->earlier = list->items[i].id;
		if (i > at && out->later == 0)
			out->later = list->items[i].id;
	}
	out->turn = list->items[at];
	return true;
}

static void
add_passage(struct why_turn *t, const struct knowledge *k, const char *id, double score,
    double probability, bool cited)
{
	const struct passage *x = text_is_empty(id) ? NULL : knowledge_find(k, id);
	struct why_passage *out = &t->passages[t->passage_count++];

	*out = (struct why_passage){
	    .id = id, .score = score, .probability = probability, .cited = cited};
	if (x == NULL)
		return;
	out->title = x->title;
	out->heading = x->heading;
	out->text = x->text;
}

static bool
is_cited(const struct value *cited, const char *id)
{
	for (size_t i = 0; i < value_count(cited); i++) {
		if (text_is(value_as_text(value_at(cited, i), ""), id))
			return true;
	}
	return false;
}

/* Those that it found, best first, then those that it cites and that aren't among them. */
static void
find_passages(struct arena *a, const struct world *w, struct why_turn *t)
{
	const struct value *found = value_path(t->trace, "inside.passages"),
			   *cited = value_path(t->trace, "draft.citations");
	const struct knowledge *k = world_knowledge_in(
	    w, value_as_text(value_path(t->trace, "understanding.language"), ""));

	t->passages =
	    arena_alloc(a, (value_count(found) + value_count(cited) + 1) * sizeof *t->passages);
	for (size_t i = 0; i < value_count(found); i++) {
		const struct value *x = value_at(found, i);

		add_passage(t, k, value_get_text(x, "id"), value_get_real(x, "score", NAN),
		    value_get_real(x, "probability", NAN),
		    is_cited(cited, value_get_text(x, "id")));
	}
	for (size_t i = 0; i < value_count(cited); i++) {
		const char *id = value_as_text(value_at(cited, i), "");
		bool there = false;

		for (size_t n = 0; n < t->passage_count; n++)
			there = there || text_is(t->passages[n].id, id);
		if (!there)
			add_passage(t, k, id, NAN, NAN, true);
	}
}

static enum err
find_message(struct arena *a, struct store *s, struct why_turn *t, struct errinfo *e)
{
	struct message_list list;
	enum err code =
	    store_message_list(s, a, t->turn.conversation_id, t->turn.up_to - 1, &list, e);

	t->asked = "";
	if (code == ERR_OK && list.count > 0 && list.items[0].number == t->turn.up_to &&
	    list.items[0].author == AUTHOR_SHOPPER)
		t->asked = list.items[0].text;
	return code;
}

static void
find_weights(struct arena *a, const struct world *w, struct why_turn *t)
{
	struct errinfo ignored;
	bool found = false;

	if (desk_confidence_load(w, a, &t->weights, &found, NULL, &ignored) != ERR_OK)
		t->weights.count = 0; /* told by what runs turns */
	else if (!found)
		t->weights = *backend_builtin_prior();
}

enum err
why_read(struct arena *a, struct desk *d, int64_t conversation_id, int64_t turn_id,
    struct why_turn *out, struct errinfo *e)
{
	struct store *s = desk_store(d);
	struct turn_list list;
	struct value *parsed;
	enum err code = store_turn_list(s, a, conversation_id, &list, e);

	*out = (struct why_turn){.asked = ""};
	if (code != ERR_OK)
		return code;
	if (!choose(&list, turn_id, out)) {
		if (list.count > 0)
			out->turn = list.items[list.count - 1];
		return ERR_OK;
	}
	code = value_parse_json(a, "trace", out->turn.trace, strlen(out->turn.trace),
	    &value_limits_message, &parsed, e);
	if (code != ERR_OK)
		return code;
	out->trace = parsed;
	find_passages(a, desk_world(d), out);
	find_weights(a, desk_world(d), out);
	return find_message(a, s, out, e);
}
