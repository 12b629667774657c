/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files into tables. The first fault ends it, with its place.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/expr.h"
#include "floorwalker/text/text.h"
#include "table.h"

#define REASON_MAX 600
#define ID_MAX 64

static bool
is_id(const char *s)
{
	size_t length =
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return length > 0 && length <= ID_MAX && s[length] == '\0';
}

/* A text that must be there (or may be ""), of one line, within the limit. */
static enum err
read_text(struct arena *a, const struct value *map, const char *key, bool needed, const char **out,
    struct errinfo *e)
{
	const struct value *v = value_get(map, key);
	const char *text = value_as_text(v, NULL);

	if (v == NULL && !needed) {
		*out = "";
		return ERR_OK;
	}
	if (v == NULL)
		return value_err(e, ERR_INPUT, map, "'%s' is missing", key);
	if (text == NULL)
		return value_err(e, ERR_INPUT, v, "'%s' must be text; put it in quotes", key);
	if (strlen(text) > REASON_MAX)
		return value_err(e, ERR_LIMIT, v, "'%s' is longer than %d bytes", key, REASON_MAX);
	if (!text_is_safe(text, strlen(text)))
		return value_err(e, ERR_INPUT, v,
		    "'%s' has control, invisible or direction characters that have no place in a reason",
		    key);
	if (needed && text[strspn(text, " \t\n")] == '\0')
		return value_err(e, ERR_INPUT, v, "'%s' is empty", key);
	*out = arena_text(a, text);
	return ERR_OK;
}

static enum err
read_jq(struct policy *p, struct rule *r, const struct value *v, struct errinfo *e)
{
	const char *source = value_as_text(v, NULL);
	struct errinfo why;
	size_t i;

	if (source == NULL)
		return value_err(e, ERR_INPUT, v, "jq is an expression in quotes");
	if (expr_check(source, &why) != ERR_OK)
		return value_err(e, why.code, v, "jq: %s", why.text);
	r->jq = arena_text(p->arena, source);
	r->plain = expr_plain_read(p->arena, source);
	r->jq_number = p->jq_count;
	if ((p->jq_count & (p->jq_count + 1)) == 0) {	/* the room doubles when it is a power of
							   two less one */
		const char **more = arena_alloc(p->arena, 2 * (p->jq_count + 1) * sizeof(*more));

		for (i = 0; i < p->jq_count; i++)
			more[i] = p->jq[i];
		p->jq = more;
	}
	p->jq[p->jq_count++] = r->jq;
	return ERR_OK;
}

static enum err
read_when(struct policy *p, struct rule *r, const struct value *when, struct errinfo *e)
{
	size_t i, count = value_count(when);
	enum err err;

	if (value_kind(when) != VALUE_MAP)
		return value_err(e, ERR_INPUT, when,
		    "'when' is a map of fact: condition; {} where the row always holds");
	r->columns = arena_alloc(p->arena, (count + 1) * sizeof(*r->columns));
	for (i = 0; i < count; i++) {
		const char *key = value_key_at(when, i), *nearest;
		const struct value *v = value_at(when, i);
		size_t fact;

		if (text_is(key, "jq")) {
			if ((err = read_jq(p, r, v, e)) != ERR_OK)
				return err;
			continue;
		}
		if (!fact_type_find(key, &fact)) {
			nearest = text_is_fold(key, "jq") ? "jq" : fact_type_nearest(key);
			return err_set(e, ERR_INPUT,
			    "%s:%d:%d: there is no fact '%.40s'%s%s%s; doc/worlds.md lists them",
			    value_source_name(when), value_key_line(when, i),
			    value_key_column(when, i), key,
			    nearest != NULL ? "; did you mean '" : "",
			    nearest != NULL ? nearest : "", nearest != NULL ? "'" : "");
		}
		if ((err = column_read(p->arena, fact, v, p->currency, &r->columns[r->column_count],
			 e)) != ERR_OK)
			return err;
		r->column_count++;
	}
	return ERR_OK;
}

static enum err
read_offer(struct policy *p, struct rule *r, const struct value *offer, struct errinfo *e)
{
	enum action_kind kind;
	size_t i;

	if (offer == NULL)
		return ERR_OK;
	if (value_kind(offer) != VALUE_LIST || value_count(offer) > ACTION_KIND_COUNT)
		return value_err(e, ERR_INPUT, offer,
		    "'offer' is a list of kinds of action, like [exchange, goodwill]");
	r->offer = arena_alloc(p->arena, (value_count(offer) + 1) * sizeof(*r->offer));
	for (i = 0; i < value_count(offer); i++) {
		const struct value *v = value_at(offer, i);

		if (!action_kind_from(value_as_text(v, ""), &kind))
			return value_err(e, ERR_INPUT, v,
			    "'%.40s' is no kind of action: refund, cancel, return, exchange, item_change, payment_change, "
			    "address_change, profile_address_change, discount, goodwill",
			    value_source_text(v));
		r->offer[r->offer_count++] = action_kind_name(kind);
	}
	return ERR_OK;
}

/* The id names the row in traces, tests and audits: unique over all tables. */
static enum err
check_id(const struct policy *p, const struct table *t, const struct rule *r, const struct value *v,
    struct errinfo *e)
{
	size_t i, k;

	if (!is_id(r->id))
		return value_err(e, ERR_INPUT, v,
		    "a rule's id has letters, digits, '.', '_', '-', %d at most", ID_MAX);
	if (text_is(r->id, "policy-error"))
		return value_err(e, ERR_INPUT, v,
		    "the id policy-error is taken: verdicts use it where a row fails");
	for (k = 0; k <= ACTION_KIND_COUNT; k++) {
		const struct table *other = k < ACTION_KIND_COUNT ? p->tables[k] : t;

		for (i = 0; other != NULL && i < other->rule_count; i++)
			if (text_is(other->rules[i].id, r->id))
				return value_err(e, ERR_INPUT, v,
				    "the id '%s' is taken by the rule at %s:%d; ids are unique over all tables",
				    r->id, other->file, other->rules[i].line);
	}
	return ERR_OK;
}

static enum err
read_rule(struct policy *p, struct table *t, const struct value *v, struct errinfo *e)
{
	static const char *const known[] = {
	    "id", "when", "then", "shopper", "agent", "offer", "cite"};
	struct rule *r = &t->rules[t->rule_count];
	const struct value *when, *then;
	enum err err;

	if (value_kind(v) != VALUE_MAP)
		return value_err(
		    e, ERR_INPUT, v, "a rule is a map with id, when, then, shopper, agent");
	if ((err = value_check_keys(v, known, sizeof(known) / sizeof(known[0]), e)) != ERR_OK)
		return err;
	r->line = value_line(v);
	r->column_at = value_column(v);
	if ((err = read_text(p->arena, v, "id", true, &r->id, e)) != ERR_OK ||
	    (err = check_id(p, t, r, value_get(v, "id"), e)) != ERR_OK)
		return err;
	when = value_get(v, "when");
	if (when == NULL)
		return value_err(e, ERR_INPUT, v,
		    "rule '%s' lacks 'when'; write when: {} where it always holds", r->id);
	if ((err = read_when(p, r, when, e)) != ERR_OK)
		return err;
	then = value_get(v, "then");
	if (!verdict_outcome_from(value_as_text(then, ""), &r->outcome))
		return value_err(e, ERR_INPUT, then != NULL ? then : v,
		    "rule '%s': then is approve, deny or human", r->id);
	if ((err = read_text(p->arena, v, "shopper", true, &r->shopper, e)) != ERR_OK ||
	    (err = read_text(p->arena, v, "agent", true, &r->agent, e)) != ERR_OK ||
	    (err = read_text(p->arena, v, "cite", false, &r->cite, e)) != ERR_OK ||
	    (err = read_offer(p, r, value_get(v, "offer"), e)) != ERR_OK)
		return err;
	v = value_get(v, "cite") != NULL ? value_get(v, "cite") : v;
	r->cite_line = value_line(v);
	r->cite_column = value_column(v);
	t->rule_count++;
	return ERR_OK;
}

/* The kind that the file is for: its name and its 'table' say the same. */
static enum err
read_kind(const struct policy *p, const char *stem, const struct value *root, enum action_kind *out,
    struct errinfo *e)
{
	const struct value *v = value_get(root, "table");

	if (v == NULL)
		return value_err(e, ERR_INPUT, root,
		    "'table' is missing: the kind of action that this file decides");
	if (!action_kind_from(value_as_text(v, ""), out))
		return value_err(e, ERR_INPUT, v,
		    "'%.40s' is no kind of action: refund, cancel, return, exchange, item_change, payment_change, "
		    "address_change, profile_address_change, discount, goodwill",
		    value_source_text(v));
	if (p->tables[*out] != NULL)
		return value_err(e, ERR_INPUT, v, "the table %s stands in %s already",
		    action_kind_name(*out), p->tables[*out]->file);
	if (!text_is(stem, action_kind_name(*out)))
		return value_err(e, ERR_INPUT, v, "the table %s belongs in the file %s.yaml",
		    action_kind_name(*out), action_kind_name(*out));
	return ERR_OK;
}

static enum err
read_table(struct policy *p, const char *stem, const char *file, const struct value *root,
    struct errinfo *e)
{
	static const char *const known[] = { "table", "version", "says", "rules" };
	const struct value *rules, *version;
	struct table *t;
	enum action_kind kind;
	enum err err;
	size_t i;

	if (value_kind(root) != VALUE_MAP)
		return value_err(
		    e, ERR_INPUT, root, "a table is a map with table, version, says, rules");
	if ((err = value_check_keys(root, known, sizeof(known) / sizeof(known[0]), e)) != ERR_OK ||
	    (err = read_kind(p, stem, root, &kind, e)) != ERR_OK)
		return err;
	t = arena_alloc(p->arena, sizeof(*t));
	t->kind = kind;
	t->file = arena_text(p->arena, file);
	version = value_get(root, "version");
	t->version = arena_text(p->arena, value_source_text(version));
	if (!is_id(t->version))
		return value_err(e, ERR_INPUT, version != NULL ? version : root,
		    "'version' is a date or a number, like 2026-10-01");
	if ((err = read_text(p->arena, root, "says", true, &t->says, e)) != ERR_OK)
		return err;
	rules = value_get(root, "rules");
	if (value_kind(rules) != VALUE_LIST)
		return value_err(e, ERR_INPUT, rules != NULL ? rules : root,
		    "'rules' is a list of rows; [] where a person decides all");
	if (value_count(rules) > POLICY_RULES_MAX)
		return value_err(
		    e, ERR_LIMIT, rules, "a table has %d rules at most", POLICY_RULES_MAX);
	t->line = value_line(rules);
	t->rules = arena_alloc(p->arena, (value_count(rules) + 1) * sizeof(*t->rules));
	for (i = 0; i < value_count(rules); i++)
		if ((err = read_rule(p, t, value_at(rules, i), e)) != ERR_OK)
			return err;
	p->tables[kind] = t;
	return ERR_OK;
}

/* One file, called label in messages; its bytes join those that are hashed. stem: the table that it must hold; NULL:
 * whichever it says. */
static enum err
load_file(struct policy *p, const char *path, const char *label, const char *stem, struct str *hashed,
    struct errinfo *e)
{
	struct arena *scratch = arena_new();
	struct value *root;
	struct str bytes;
	enum err err;

	str_init(&bytes);
	err = file_read(path, POLICY_FILE_MAX, &bytes, e);
	if (err == ERR_OK)
		err = value_parse_yaml(
		    scratch, label, bytes.data, bytes.length, &value_limits_file, &root, e);
	if (err == ERR_OK)
		err = read_table(
		    p, stem != NULL ? stem : value_get_text(root, "table"), label, root, e);
	str_addf(hashed, "%s\n%zu\n", strrchr(label, '/') != NULL ? strrchr(label, '/') + 1 : label,
	    bytes.length);
	str_add_n(hashed, bytes.data, bytes.length);
	str_clear(&bytes);
	arena_free(&scratch);
	return err;
}

/* A folder's tables, but for those that are there already. */
static enum err
load_folder(struct policy *p, const char *folder, struct str *hashed, struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err err = file_list(p->arena, folder, ".yaml", &names, &count, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char *stem = arena_text_n(p->arena, names[i], strlen(names[i]) - strlen(".yaml"));
		enum action_kind kind;

		if (action_kind_from(stem, &kind) && p->tables[kind] != NULL)
			continue;
		err = load_file(p, file_join(p->arena, folder, names[i]),
		    arena_printf(p->arena, "policy/%s", names[i]), stem, hashed, e);
	}
	return err;
}

static const char *
describe(struct policy *p, const struct str *hashed)
{
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX];
	struct str s;
	char *text;
	size_t k;

	seal_sha256(hashed->data, hashed->length, hash);
	seal_hex(hash, sizeof(hash), hex);
	str_init(&s);
	for (k = 0; k < ACTION_KIND_COUNT; k++)
		if (p->tables[k] != NULL)
			str_addf(&s, "%s %s, ", action_kind_name(p->tables[k]->kind),
			    p->tables[k]->version);
	str_addf(&s, "sha256 %s", hex);
	text = arena_text(p->arena, s.data);
	str_clear(&s);
	return text;
}

enum err
policy_load(const char *folder, const char *currency, struct policy **out, struct errinfo *e)
{
	return policy_load_over(folder, NULL, currency, out, e);
}

enum err
policy_load_over(const char *folder, const char *file, const char *currency, struct policy **out,
    struct errinfo *e)
{
	struct arena *arena = arena_new();
	struct policy *p = arena_alloc(arena, sizeof(*p));
	struct str hashed;
	enum err err = ERR_OK;

	*out = NULL;
	p->arena = arena;
	if (strlen(currency) != 3) {
		arena_free(&arena);
		return err_set(e, ERR_INPUT,
		    "'%.20s' is no currency: three letters of ISO 4217, like EUR", currency);
	}
	memcpy(p->currency, currency, 4);
	str_init(&hashed);
	if (file != NULL)
		err = load_file(p, file, file, NULL, &hashed, e);
	if (err == ERR_OK)
		err = load_folder(p, folder, &hashed, e);
	if (err == ERR_OK)
		p->hash = describe(p, &hashed);
	str_clear(&hashed);
	if (err != ERR_OK)
		arena_free(&arena);
	else
		*out = p;
	return err;
}

void
policy_free(struct policy **p)
{
	struct arena *arena;

	if (*p == NULL)
		return;
	arena = (*p)->arena;	/* holds the policy itself */
	*p = NULL;
	arena_free(&arena);
}

const char *
policy_hash(const struct policy *p)
{
	return p->hash;
}

size_t
policy_rule_count(const struct policy *p)
{
	size_t k, count = 0;

	for (k = 0; k < ACTION_KIND_COUNT; k++)
		count += p->tables[k] != NULL ? p->tables[k]->rule_count : 0;
	return count;
}

static const struct rule *
rule_at(const struct policy *p, size_t i, const struct table **table)
{
	size_t k;

	for (k = 0; k < ACTION_KIND_COUNT; k++) {
		size_t count = p->tables[k] != NULL ? p->tables[k]->rule_count : 0;

		*table = p->tables[k];
		if (i < count)
			return &p->tables[k]->rules[i];
		i -= count;
	}
	return NULL;
}

const char *
policy_rule_id(const struct policy *p, size_t i)
{
	const struct table *t;
	const struct rule *r = rule_at(p, i, &t);

	return r != NULL ? r->id : NULL;
}

const char *
policy_rule_cite(const struct policy *p, size_t i, const char **file, int *line, int *column)
{
	const struct table *t;
	const struct rule *r = rule_at(p, i, &t);

	if (r == NULL)
		return NULL;
	*file = t->file;
	*line = r->cite_line;
	*column = r->cite_column;
	return r->cite;
}

bool
policy_has_table(const struct policy *p, enum action_kind kind)
{
	return p->tables[kind] != NULL;
}
