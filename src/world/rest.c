/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What rests on world.yaml alone, read side by side: the shop's records, the rules, and for each language its
 * messages and its articles. What is found wrong is reported in one order, whoever was done first.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/pool.h"
#include "reading.h"

#define LANGUAGES_MOST 64

struct noted {
	bool error;
	const char *text;
	struct noted *next;
};

/* One language: messages/xx.yaml, and the articles as its shoppers get them. */
struct language {
	const char *file, *name;	/* xx.yaml; xx */
	struct reading reading;		/* of its messages; its files arena is its own */
	struct noted *first, **last;
	struct messages *messages;
	struct knowledge *articles;	/* NULL for the world's own language */
	struct errinfo why;
	enum err err;			/* of the articles */
};

/* The pieces: records, rules, own articles; then messages and articles of each language. */
enum { RECORDS, RULES, OWN_ARTICLES, FIXED };

struct parts {
	struct reading *reading;
	const char *policy, *articles;	/* folders */
	struct language *languages;
	size_t count;
	struct errinfo policy_why, articles_why;
	enum err policy_err, articles_err;
};

static void
note(void *context, const struct world_fault *f)
{
	struct language *l = context;
	struct noted *n = arena_alloc(l->reading.files, sizeof *n);

	n->error = f->error;
	n->text = arena_text(l->reading.files, f->text);
	*l->last = n;
	l->last = &n->next;
}

static void
read_messages(struct language *l)
{
	struct reading *r = &l->reading;
	const char *relative = arena_printf(r->files, "messages/%s", l->file);
	const struct value *v = parse_file(r, relative);
	struct errinfo why;

	if (v == NULL)
		return;
	if (messages_new(v, &l->messages, &why) != ERR_OK)
		fault_text(r, true, why.code, why.text);
	else if (!text_is(messages_language(l->messages), l->name))
		fault_at(r, v, "the language %s belongs in %s.yaml", messages_language(l->messages),
		    messages_language(l->messages));
}

static enum err
read_part(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct parts *x = context;
	struct world *w = x->reading->world;
	const char *language = w->settings.language;
	struct language *l;

	(void)p, (void)own, (void)e;
	switch (number) {
	case RECORDS:
		read_catalogue(x->reading);
		read_customers(x->reading);
		read_orders(x->reading);
		read_canned(x->reading);
		return ERR_OK;
	case RULES:
		x->policy_err =
		    policy_load(x->policy, w->settings.currency, &w->policy, &x->policy_why);
		return ERR_OK;
	case OWN_ARTICLES:
		x->articles_err =
		    knowledge_load(x->articles, language, &w->knowledge, &x->articles_why);
		return ERR_OK;
	default:
		break;
	}
	l = &x->languages[(number - FIXED) / 2];
	if ((number - FIXED) % 2 == 0)
		read_messages(l);
	else if (!text_is(l->name, language))
		l->err =
		    knowledge_load_in(x->articles, language, l->name, &l->articles, &l->why);
	return ERR_OK;
}

static void
find_languages(struct parts *x)
{
	struct reading *r = x->reading;
	struct errinfo why;
	const char **names;
	enum err err = file_list(r->files, file_join(r->files, r->world->folder, "messages"),
	    ".yaml", &names, &x->count, &why);

	if (err != ERR_OK)
		fault_text(r, true, err, why.text);
	if (x->count > LANGUAGES_MOST) {
		fault_text(r, true, ERR_LIMIT,
		    arena_printf(r->files, "messages: at most %d languages", LANGUAGES_MOST));
		x->count = 0;
	}
	x->languages = arena_alloc(r->files, (x->count + 1) * sizeof *x->languages);
	for (size_t i = 0; i < x->count; i++) {
		struct language *l = &x->languages[i];

		l->file = names[i];
		l->name = arena_text_n(r->files, names[i], strlen(names[i]) - strlen(".yaml"));
		l->last = &l->first;
		l->reading = (struct reading){
		    .world = r->world, .files = arena_new(), .found = note, .context = l};
	}
}

static void
take_languages(struct parts *x)
{
	struct reading *r = x->reading;
	struct world *w = r->world;
	bool torn = x->count == 0;

	w->messages = arena_alloc(r->kept, (x->count + 1) * sizeof(struct messages *));
	w->translated = arena_alloc(r->kept, (x->count + 1) * sizeof(struct knowledge *));
	for (size_t i = 0; i < x->count; i++) {
		struct language *l = &x->languages[i];

		for (const struct noted *n = l->first; n != NULL; n = n->next)
			fault_text(r, n->error, l->reading.code, n->text);
		arena_free(&l->reading.files);
		torn = torn || l->messages == NULL;
		if (l->messages == NULL) {
			knowledge_free(&l->articles);
			continue;
		}
		w->messages[w->message_count] = l->messages;
		w->translated[w->message_count++] = l->articles;
	}
	if (!torn && world_messages(w, w->settings.language) == NULL)
		fault_text(r, true, ERR_INPUT,
		    arena_printf(r->files,
			"messages/%s.yaml: the world's own language has no messages",
			w->settings.language));
}

void
read_rest(struct reading *r)
{
	struct parts x = {.reading = r,
	    .policy = file_join(r->files, r->world->folder, "policy"),
	    .articles = file_join(r->files, r->world->folder, "knowledge")};
	struct pool_work work = {.context = &x, .piece = read_part};
	struct errinfo why;
	enum err err;

	find_languages(&x);
	work.count = FIXED + 2 * (int64_t)x.count;
	if ((err = pool_run(&work, &why)) != ERR_OK)
		fault_text(r, true, err, why.text);
	take_languages(&x);
	if (x.policy_err != ERR_OK)
		fault_text(r, true, x.policy_err, x.policy_why.text);
	if (x.articles_err != ERR_OK)
		fault_text(r, true, x.articles_err, x.articles_why.text);
	for (size_t i = 0; i < x.count && x.articles_err == ERR_OK; i++)
		if (x.languages[i].err != ERR_OK)
			fault_text(r, true, x.languages[i].err, x.languages[i].why.text);
}
