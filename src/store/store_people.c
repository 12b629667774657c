/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People and texts, documents and effects.
 */
#include "floorwalker/store.h"
#include "floorwalker/text/translate.h"

#include "ops.h"

enum err
store_agent_put(struct store *s, const struct agent_state *x, struct errinfo *e)
{
	return store_save(s, RECORD_AGENT, x, e);
}

enum err
store_agent_get(struct store *s, struct arena *a, const char *agent, struct agent_state *out,
    struct errinfo *e)
{
	return s->ops->find(s->self, RECORD_AGENT, a, agent, out, e);
}

enum err
store_agent_list(
    struct store *s, struct arena *a, struct agent_state **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->all(s->self, RECORD_AGENT, a, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_profile_put(struct store *s, const struct profile *x, struct errinfo *e)
{
	return store_save(s, RECORD_PROFILE, x, e);
}

enum err
store_profile_get(struct store *s, struct arena *a, const char *customer_id, struct profile *out,
    struct errinfo *e)
{
	return s->ops->find(s->self, RECORD_PROFILE, a, customer_id, out, e);
}

enum err
store_note_add(struct store *s, struct note *n, struct errinfo *e)
{
	return store_add(s, RECORD_NOTE, n, e);
}

enum err
store_note_list(struct store *s, struct arena *a, int64_t conversation_id, struct note **out,
    size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->children(s->self, RECORD_NOTE, a, conversation_id, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_note_set_text(struct store *s, int64_t id, const char *text, struct errinfo *e)
{
	return store_set_text(s, RECORD_NOTE, id, text, e);
}

enum err
store_macro_put(struct store *s, const struct macro *m, struct errinfo *e)
{
	return store_save(s, RECORD_MACRO, m, e);
}

enum err
store_macro_list(
    struct store *s, struct arena *a, struct macro **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->all(s->self, RECORD_MACRO, a, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

/* ---- documents and effects */

enum err
store_document_get(struct store *s, struct arena *a, const char *kind, const char *id,
    struct document *out, struct errinfo *e)
{
	return s->ops->document_get(s->self, a, kind, id, out, e);
}

enum err
store_document_put(struct store *s, const char *kind, const char *id, const char *body,
    int64_t version, struct errinfo *e)
{
	struct document d = { kind, id, body, version };
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r && (!kind || !*kind || !id || !*id))
		r = err_set(e, ERR_USAGE, "a document needs a kind and an id");
	if (!r)
		r = record_check(RECORD_DOCUMENT, &d, e);
	if (!r)
		r = s->ops->document_put(s->self, &d, version, &done, e);
	if (!r && !done)
		return err_set(e, ERR_CONFLICT, "%s %.80s: %s", kind, id,
		    version ? STORE_CHANGED "; read it again" : "it is there already");
	return r;
}

enum err
store_document_list(struct store *s, struct arena *a, const char *kind, struct document **out,
    size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->document_list(s->self, a, kind, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_document_index(struct store *s, const char *kind, const char *name, const char *value,
    const char *id, struct errinfo *e)
{
	return store_save(s, RECORD_INDEX, &(struct document_key){ kind, name, value, id }, e);
}

enum err
store_document_find(struct store *s, struct arena *a, const char *kind, const char *name,
    const char *value, const char ***ids, size_t *count, struct errinfo *e)
{
	return s->ops->document_find(s->self, a, kind, name, value, ids, count, e);
}

enum err
store_document_remove(struct store *s, const char *kind, const char *id, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	return r ? r : s->ops->document_remove(s->self, kind, id, e);
}

enum err
store_document_unindex(struct store *s, const char *kind, const char *name, const char *value,
    const char *id, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	return r ? r : s->ops->document_unindex(s->self, kind, name, value, id, e);
}

enum err
store_effect_get(
    struct store *s, struct arena *a, const char *key, const char **result, struct errinfo *e)
{
	struct effect x;
	enum err r = s->ops->find(s->self, RECORD_EFFECT, a, key, &x, e);

	if (!r)
		*result = x.result;
	return r;
}

enum err
store_effect_add(
    struct store *s, const char *key, const char *result, int64_t at_ms, struct errinfo *e)
{
	struct effect x = { key, result, at_ms };
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r && (!key || !*key))
		r = err_set(e, ERR_USAGE, "an effect needs a key");
	if (!r)
		r = record_check(RECORD_EFFECT, &x, e);
	if (!r)
		r = s->ops->effect_add(s->self, &x, &done, e);
	return r || done ? r
			 : err_set(e, ERR_EXISTS, tr("the effect \"%.80s\" was applied already"), key);
}
