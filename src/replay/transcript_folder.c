/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transcripts as a folder of conversations: made beside its place and moved there once it is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/text/mask_known.h"
#include "suite.h"
#include "transcript.h"

/* ---- masking */

static enum err
open_masker(const struct transcript_saving *how, struct masker **out, struct errinfo *e)
{
	struct mask_options o = {.order_pattern = how->order_pattern};
	enum err err;

	*out = NULL;
	if (how->keep_personal)
		return ERR_OK;
	for (int k = 0; k < PII_KIND_COUNT; k++)
		o.kinds[k] = k != PII_ORDER;	/* what it is about: the shop tells who may ask */
	if ((err = masker_new(&o, out, e)) == ERR_OK)
		masker_remember(*out);
	return err;
}

/* One that knows this shopper. *own is to be freed. */
static enum err
masker_of(const struct transcript *t, const struct masker *common, struct arena *a,
    struct masker **own, struct errinfo *e)
{
	const char **names = arena_alloc(a, (t->name_count + 1) * sizeof *names),
		   **texts = arena_alloc(a, (t->name_count + 1) * sizeof *texts);
	struct mask_options o = {.known_names = names, .known_texts = texts};

	*own = NULL;
	if (common == NULL || t->name_count == 0)
		return ERR_OK;
	for (size_t i = 0; i < t->name_count; i++)
		if (t->names[i][0] >= '0' && t->names[i][0] <= '9')	/* an address, a postcode */
			texts[o.known_text_count++] = t->names[i];
		else
			names[o.known_name_count++] = t->names[i];
	return masker_new_over(common, &o, own, e);
}

/* ---- folders */

static void
remove_files(struct arena *a, const char *folder)
{
	const char **names;
	size_t count;

	if (file_list(a, folder, "", &names, &count, NULL) == ERR_OK)
		for (size_t i = 0; i < count; i++)
			(void)unlink(file_join(a, folder, names[i]));
	(void)rmdir(folder);
}

static enum err
prepare(struct arena *a, const char *folder, struct errinfo *e)
{
	const char **names, *slash = strrchr(folder, '/');
	size_t count = 0;
	enum err err;

	if (file_exists(folder) && !file_is_folder(folder))
		return err_set(
		    e, ERR_EXISTS, "%s is there already and no folder; name a new one", folder);
	if (file_is_folder(folder)) {
		if ((err = file_list(a, folder, "", &names, &count, e)) != ERR_OK)
			return err;
		if (count > 0)
			return err_set(
			    e, ERR_EXISTS, "%s has files in it already; name a new folder", folder);
	}
	return slash != NULL && slash > folder
	    ? file_make_folder(arena_text_n(a, folder, (size_t)(slash - folder)), e)
	    : ERR_OK;
}

/* One of many that nobody sees before all are there: it reaches the disk with them. */
static enum err
put_file(const char *path, const struct str *text, struct errinfo *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	size_t done = 0;
	ssize_t n = 0;

	if (fd < 0)
		return err_set(e, ERR_IO, "can't write %s: %s", path, strerror(errno));
	while (done < text->length && (n = write(fd, text->data + done, text->length - done)) != -1)
		done += (size_t)n;
	if (close(fd) != 0 || n == -1)
		return err_set(e, ERR_IO, "can't write %s: %s", path, strerror(errno));
	return ERR_OK;
}

/* All of it to the disk, then to its place. */
static enum err
move_folder(const char *beside, const char *folder, struct errinfo *e)
{
	int fd = open(beside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool kept = fd >= 0 && syncfs(fd) == 0;

	if (fd >= 0)
		(void)close(fd);
	if (!kept || chmod(beside, 0755) != 0 || rename(beside, folder) != 0)
		return err_set(e, ERR_IO, "can't make the folder %s: %s", folder, strerror(errno));
	return ERR_OK;
}

static enum err
save_one(struct arena *a, struct transcripts *t, size_t i, const char *name,
    const struct transcript_saving *how, const struct masker *common, const char *folder,
    struct transcript_saved *out, struct errinfo *e)
{
	const struct transcript *x = &t->items[i];
	struct masker *own;
	struct str text;
	enum err err = masker_of(x, common, a, &own, e);

	if (err != ERR_OK)
		return err;
	str_init(&text);
	if (transcript_to_yaml(a, t, x, name, how, own != NULL ? own : common, &text)) {
		err = put_file(file_join(a, folder, arena_printf(a, "%s.yaml", name)), &text, e);
		out->conversations++;
		for (size_t k = 0, says = 0; k < x->count; k++) {
			says += x->turns[k].role == TRANSCRIPT_SHOPPER;
			if (says > REPLAY_STEPS_MOST)
				break;
			out->turns++;
			out->says += x->turns[k].role == TRANSCRIPT_SHOPPER;
		}
	}
	str_clear(&text);
	masker_free(&own);
	return err;
}

enum err
transcripts_save(struct arena *a, struct transcripts *t, const struct transcript_saving *how,
    const char *given, struct transcript_saved *out, struct errinfo *e)
{
	size_t end = strlen(given);
	struct masker *masker = NULL;
	const char *folder, **names;
	char *beside;
	enum err err;

	*out = (struct transcript_saved){0};
	while (end > 1 && given[end - 1] == '/')
		end--;
	folder = arena_text_n(a, given, end);
	if ((err = prepare(a, folder, e)) != ERR_OK ||
	    (err = open_masker(how, &masker, e)) != ERR_OK)
		return err;
	beside = arena_printf(a, "%s.XXXXXX", folder);
	if (mkdtemp(beside) == NULL) {
		masker_free(&masker);
		return err_set(
		    e, ERR_IO, "can't make a folder beside %s: %s", folder, strerror(errno));
	}
	names = transcripts_names(a, t, how, masker);
	for (size_t i = 0; err == ERR_OK && i < t->count; i++)
		err = save_one(a, t, i, names[i], how, masker, beside, out, e);
	if (err == ERR_OK && out->conversations == 0)
		err = err_set(
		    e, ERR_INPUT, "there is no conversation in which a shopper says anything");
	if (err == ERR_OK)
		err = move_folder(beside, folder, e);
	if (err != ERR_OK)
		remove_files(a, beside);
	masker_free(&masker);
	return err;
}
