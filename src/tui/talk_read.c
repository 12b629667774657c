/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "talk.h"

bool
talk_is_working(const struct talk_found *f)
{
	const struct conversation_view *v = &f->view;

	return v->conversation.state == CONVERSATION_AI && v->turn.id != 0 &&
	    (v->turn.state == TURN_WAITING || v->turn.state == TURN_RUNNING);
}

static void
add_passage(struct talk_found *out, const struct knowledge *k, const struct message *m,
    const struct value *cited)
{
	const char *id = value_kind(cited) == VALUE_TEXT ? value_as_text(cited, "")
							 : value_get_text(cited, "id");
	const struct passage *x = text_is_empty(id) ? NULL : knowledge_find(k, id);

	if (text_is_empty(id))
		return;
	out->passages[out->passage_count++] = (struct talk_passage){m->id, id,
	    x != NULL && text_is_empty(value_get_text(cited, "title")) ? x->title
								       : value_get_text(cited, "title"),
	    x == NULL ? "" : x->text};
}

/* What the AI's messages cite, in their order. */
static void
find_passages(struct talk_found *out, struct arena *a, const struct world *w)
{
	const struct message_list *list = &out->view.messages;
	const struct knowledge *k = world_knowledge_in(w, out->view.conversation.language);
	size_t room = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct message *m = &list->items[i];
		struct value *cited;

		if (m->author != AUTHOR_AI || text_is_empty(m->citations) ||
		    value_parse_json(a, "citations", m->citations, strlen(m->citations),
			&value_limits_message, &cited, NULL) != ERR_OK)
			continue;
		if (out->passage_count + value_count(cited) > room) {
			struct talk_passage *grown = arena_alloc(
			    a, (room = 2 * (room + value_count(cited))) * sizeof *grown);

			if (out->passage_count > 0)
				memcpy(grown, out->passages, out->passage_count * sizeof *grown);
			out->passages = grown;
		}
		for (size_t n = 0; n < value_count(cited); n++)
			add_passage(out, k, m, value_at(cited, n));
	}
}

/* Those whispers that are for who looks, among the notes. */
static void
add_whispers(struct arena *a, const struct scope *s, struct conversation_view *v)
{
	struct note *all = arena_alloc(a, (v->note_count + v->whisper_count + 1) * sizeof *all);
	size_t n = 0, w = 0, count = 0;

	while (n < v->note_count || w < v->whisper_count) {
		const struct note *x = &v->whispers[w];

		if (w < v->whisper_count && !text_is(x->reader, s->agent) &&
		    !text_is(x->agent, s->agent))
			w++;
		else if (w == v->whisper_count ||
		    (n < v->note_count && v->notes[n].id < x->id))
			all[count++] = v->notes[n++];
		else
			all[count++] = v->whispers[w++];
	}
	v->notes = all;
	v->note_count = count;
}

enum err
talk_read(struct talk_found *out, struct arena *a, const struct scope *s, struct errinfo *e)
{
	size_t count = 0;
	enum err code;

	if (s->conversation_id == 0)
		return ERR_OK;
	if ((code = desk_view(s->desk, a, s->conversation_id, &out->view, e)) != ERR_OK ||
	    (code = desk_presence_list(desk_store(s->desk), a, s->now_ms, &s->conversation_id, 1,
		 &out->here, &count, e)) != ERR_OK)
		return code;
	for (size_t i = 0; i < count; i++) {
		if (!text_is(out->here[i].agent, s->agent))
			out->here[out->here_count++] = out->here[i];
	}
	add_whispers(a, s, &out->view);
	find_passages(out, a, desk_world(s->desk));
	return ERR_OK;
}
