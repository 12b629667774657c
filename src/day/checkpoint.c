/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "days.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/seal.h"
#include "floorwalker/base/str.h"

#define FORMAT "floorwalker days 2"
#define FILE_MOST ((size_t)4 << 30)
/* How a line begins, about its sum. */
#define SUM "{\"sum\":\""
#define BODY "\",\"body\":"

/* A replication's line holds its bootstrap. */
static const struct value_limits line_limits = { (size_t)64 << 20, 32, 4000000 };

struct checkpoint {
	char *path;
	int file;
};

/* {"sum": …, "body": …} and a newline; the sum is of the body as it is printed. */
static void
add_line(struct str *out, const struct value *body)
{
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX];
	struct str text;

	str_init(&text);
	value_print(&text, body);
	seal_sha256(text.data, text.length, hash);
	seal_hex(hash, SEAL_HASH, hex);
	str_addf(out, SUM "%s" BODY, hex);
	str_add_n(out, text.data, text.length);
	str_add(out, "}\n");
	str_clear(&text);
}

static bool
sum_is_right(const char *line, size_t length)
{
	const size_t begin = strlen(SUM) + SEAL_HEX - 1 + strlen(BODY);
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX];

	if (length < begin + 1 || memcmp(line, SUM, strlen(SUM)) != 0)
		return false;
	seal_sha256(line + begin, length - begin - 1, hash);
	seal_hex(hash, SEAL_HASH, hex);
	return memcmp(line + strlen(SUM), hex, SEAL_HEX - 1) == 0;
}

/* Steps over the words as far as there is a line; false: it says something else. */
static bool
goes_on(const char **at, const char *end, const char *words)
{
	size_t left = (size_t)(end - *at), n = strlen(words) < left ? strlen(words) : left;

	if (memcmp(*at, words, n) != 0)
		return false;
	*at += n;
	return true;
}

/* Whether an interruption can have left this of a line: as far as it goes it begins as one does. Of
 * anything else nobody may cut a byte. */
static bool
can_be_torn(const char *line, size_t length, int number)
{
	const char *at = line, *end = line + length;

	if (!goes_on(&at, end, SUM))
		return false;
	for (int i = 0; i < SEAL_HEX - 1 && at < end; i++, at++)
		if (memchr("0123456789abcdef", *at, 16) == NULL)
			return false;
	return goes_on(&at, end, BODY) &&
	    goes_on(&at, end,
		number == 1 ? "{\"format\":\"" FORMAT "\",\"seed\":\"" : "{\"replication\":");
}

static struct value *
header(const struct days_options *o, struct arena *a)
{
	const struct simulation *s = o->day.simulation;
	struct value *v = value_map(a);

	value_set_text(v, "format", FORMAT);
	value_set_text(v, "seed", arena_printf(a, "%" PRIu64, o->day.seed));
	value_set_text(v, "simulation", s->name == NULL ? "" : s->name);
	value_set_int(v, "days", s->days);
	value_set_int(v, "warm_up_ms", s->warm_up_ms);
	value_set_int(v, "worst", (int64_t)o->worst);
	value_set_bool(v, "transcripts", o->day.want_transcripts);
	value_set_text(v, "identity", o->identity == NULL ? "" : o->identity);
	return v;
}

static enum err
check_header(const char *path, const struct value *is, const struct value *wanted,
    struct errinfo *e)
{
	for (size_t i = 0; i < value_count(wanted); i++) {
		const char *key = value_key_at(wanted, i);

		if (!value_is_equal(value_get(is, key), value_at(wanted, i)))
			return err_set(e, ERR_CONFLICT,
			    "%s: it is of another run (its %s differs): name another file, or remove it",
			    path, text_is(key, "identity") ? "files, options or version" : key);
	}
	return ERR_OK;
}

static enum err
read_replication(const struct days_options *o, const struct value *body, bool *done,
    struct tally **sum, struct errinfo *e)
{
	int64_t r = value_get_int(body, "replication", -1);
	struct tally *t;
	enum err err;

	if (r < 0)
		return value_err(e, ERR_CORRUPT, body, "it names no replication");
	if (r >= o->replications || done[r])
		return ERR_OK;
	if ((err = tally_from_value(
		 value_get(body, "tally"), o->day.simulation, o->day.seed, &t, e)) != ERR_OK)
		return err;
	done[r] = true;
	return days_add(sum, t, e);
}

static enum err
read_line(const struct days_options *o, const char *line, size_t length, int number, bool *done,
    struct tally **sum, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct value *v;
	const struct value *body;
	enum err err = value_parse_json(a, o->checkpoint, line, length, &line_limits, &v, e);

	if (err == ERR_OK) {
		body = value_get(v, "body");
		err = number == 1 ? check_header(o->checkpoint, body, header(o, a), e)
				  : read_replication(o, body, done, sum, e);
	}
	arena_free(&a);
	return err;
}

/* Of a last line that isn't whole: what an interruption left is cut off later. */
static enum err
check_torn(const char *path, const char *line, size_t length, int number, struct errinfo *e)
{
	return can_be_torn(line, length, number)
	    ? ERR_OK
	    : err_set(e, ERR_CORRUPT,
		  "%s:%d: the line doesn't begin as a checkpoint's: it is none, or was changed; name another file, or remove it",
		  path, number);
}

/* good: how many bytes of it are whole lines. */
static enum err
read_lines(const struct days_options *o, const struct str *text, bool *done, struct tally **sum,
    size_t *good, struct errinfo *e)
{
	int number = 0;
	enum err err;

	*good = 0;
	while (*good < text->length) {
		const char *line = text->data + *good,
			   *end = memchr(line, '\n', text->length - *good);

		number++;
		if (end == NULL)
			return check_torn(o->checkpoint, line, text->length - *good, number, e);
		if (!sum_is_right(line, (size_t)(end - line)))
			return end + 1 == text->data + text->length && number > 1
			    ? check_torn(o->checkpoint, line, (size_t)(end - line), number, e)
			    : err_set(e, ERR_CORRUPT,
				  "%s:%d: the line fails its sum: it is no checkpoint, or was changed; name another file, or remove it",
				  o->checkpoint, number);
		if ((err = read_line(o, line, (size_t)(end - line), number, done, sum, e)) != ERR_OK)
			return err;
		*good += (size_t)(end - line) + 1;
	}
	return ERR_OK;
}

static enum err
write_all(const struct checkpoint *c, const struct str *text, struct errinfo *e)
{
	size_t done = 0;

	while (done < text->length) {
		ssize_t n = write(c->file, text->data + done, text->length - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_IO, "%s: %s", c->path, strerror(errno));
		done += (size_t)n;
	}
	return fsync(c->file) == 0 ? ERR_OK
				   : err_set(e, ERR_IO, "%s: %s", c->path, strerror(errno));
}

static enum err
begin(const struct checkpoint *c, const struct days_options *o, size_t good, struct errinfo *e)
{
	struct arena *a;
	struct str line;
	enum err err;

	if (ftruncate(c->file, (off_t)good) != 0)
		return err_set(e, ERR_IO, "%s: %s", c->path, strerror(errno));
	if (good > 0)
		return ERR_OK;
	a = arena_new();
	str_init(&line);
	add_line(&line, header(o, a));
	err = write_all(c, &line, e);
	str_clear(&line);
	arena_free(&a);
	return err;
}

enum err
checkpoint_open(const struct days_options *o, bool *done, struct tally **sum,
    struct checkpoint **out, struct errinfo *e)
{
	struct checkpoint *c;
	struct str text;
	size_t good = 0;
	enum err err = ERR_OK;

	*out = NULL;
	if (o->checkpoint == NULL)
		return ERR_OK;
	str_init(&text);
	if (file_exists(o->checkpoint) &&
	    (err = file_read(o->checkpoint, FILE_MOST, &text, e)) == ERR_OK)
		err = read_lines(o, &text, done, sum, &good, e);
	str_clear(&text);
	if (err != ERR_OK)
		return err;
	c = mem_zero(1, sizeof(*c));
	c->path = mem_text(o->checkpoint);
	c->file = open(o->checkpoint, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (c->file < 0)
		err = err_set(e, ERR_IO, "%s: %s", o->checkpoint, strerror(errno));
	else
		err = begin(c, o, good, e);
	if (err != ERR_OK)
		checkpoint_close(&c);
	*out = c;
	return err;
}

enum err
checkpoint_add(struct checkpoint *c, int64_t replication, struct tally *t, struct errinfo *e)
{
	struct arena *a;
	struct value *body;
	struct str line;
	enum err err;

	if (c == NULL)
		return ERR_OK;
	a = arena_new();
	body = value_map(a);
	value_set_int(body, "replication", replication);
	value_set(body, "tally", tally_to_value(t, a));
	str_init(&line);
	add_line(&line, body);
	err = write_all(c, &line, e);
	str_clear(&line);
	arena_free(&a);
	return err;
}

void
checkpoint_close(struct checkpoint **c)
{
	if (*c == NULL)
		return;
	if ((*c)->file >= 0)
		close((*c)->file);
	mem_free((*c)->path);
	mem_free(*c);
	*c = NULL;
}
