/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kept.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTACT = 'c', SAMPLE = 's', END = 'e' };

struct keeper {
	const struct day_teller *teller;
	FILE *file;
};

static void
put(FILE *f, int kind, const void *data, size_t size)
{
	fputc(kind, f);
	fwrite(data, size, 1, f);
}

static void
keep_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct keeper *k = context;
	struct contact bare = *c;

	bare.scenario = bare.persona = bare.intent = bare.channel = bare.tier = bare.language =
	    bare.why = NULL;
	for (size_t i = 0; i < c->action_count; i++)
		bare.actions[i].rule = NULL;
	put(k->file, CONTACT, &bare, sizeof(bare));
	k->teller->contact(k->teller->context, c, transcript);
}

static void
keep_sample(void *context, const struct floor_sample *s)
{
	struct keeper *k = context;

	put(k->file, SAMPLE, s, sizeof(*s));
	k->teller->sample(k->teller->context, s);
}

static enum err
play_and_keep(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    const char *path, struct errinfo *e)
{
	char part[4200];
	struct keeper k = { .teller = teller };
	const struct day_teller keeper = { &k, keep_contact, keep_sample };
	bool written;
	enum err err;

	snprintf(part, sizeof(part), "%s.part", path);
	if ((k.file = fopen(part, "wb")) == NULL)
		return err_set(e, ERR_IO, "%s can't be written", part);
	err = day_play(o, replication, &keeper, e);
	fputc(END, k.file);
	written = ferror(k.file) == 0;
	written = fclose(k.file) == 0 && written;
	if (err != ERR_OK)
		return err;
	return written && rename(part, path) == 0 ? ERR_OK
						  : err_set(e, ERR_IO, "%s can't be written", path);
}

static enum err
tell(FILE *f, const char *path, const struct day_teller *teller, struct errinfo *e)
{
	struct floor_sample s;
	struct contact c;
	int kind;

	while ((kind = fgetc(f)) != END) {
		if (kind == CONTACT && fread(&c, sizeof(c), 1, f) == 1) {
			c.scenario = c.persona = c.intent = c.channel = c.tier = c.language = "";
			c.why = "";
			for (size_t i = 0; i < c.action_count; i++)
				c.actions[i].rule = "";
			teller->contact(teller->context, &c, NULL);
		} else if (kind == SAMPLE && fread(&s, sizeof(s), 1, f) == 1) {
			teller->sample(teller->context, &s);
		} else {
			return err_set(e, ERR_INPUT, "%s isn't a kept day: remove it", path);
		}
	}
	return ERR_OK;
}

enum err
kept_play(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    struct errinfo *e)
{
	const char *folder = getenv("FLOORWALKER_KEPT");
	char path[4100];
	enum err err;
	FILE *f;

	if (folder == NULL)
		return day_play(o, replication, teller, e);
	snprintf(path, sizeof(path), "%.3900s/%.60s-%" PRIu64 "-%" PRId64, folder,
	    o->simulation->name, o->seed, replication);
	if ((f = fopen(path, "rb")) == NULL)
		return play_and_keep(o, replication, teller, path, e);
	err = tell(f, path, teller, e);
	fclose(f);
	return err;
}
