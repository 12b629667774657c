/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zone.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"

#define FOLDER "/usr/share/zoneinfo"
#define LARGEST ((size_t)262144)
#define HEADER ((size_t)44)

static uint32_t
big_endian_32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t
big_endian_64(const unsigned char *p)
{
	return (int64_t)((uint64_t)big_endian_32(p) << 32 | big_endian_32(p + 4));
}

/* Reads up to the limit; false where there is no digit or it is larger. */
static bool
read_number(const char **s, int limit, int *out)
{
	int n = 0;

	if (**s < '0' || **s > '9')
		return false;
	for (; **s >= '0' && **s <= '9'; (*s)++) {
		n = n * 10 + (**s - '0');
		if (n > limit)
			return false;
	}
	*out = n;
	return true;
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool
read_time(const char **s, int *out)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes = 0, seconds = 0;

	if (**s == '-' || **s == '+')
		(*s)++;
	if (!read_number(s, 167, &hours))
		return false;
	if (**s == ':') {
		(*s)++;
		if (!read_number(s, 59, &minutes))
			return false;
		if (**s == ':') {
			(*s)++;
			if (!read_number(s, 59, &seconds))
				return false;
		}
	}
	*out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

/* A zone's abbreviation: letters, or anything in <>. */
static bool
skip_name(const char **s)
{
	const char *from = *s;

	if (**s == '<') {
		const char *close = strchr(*s, '>');

		if (close == NULL)
			return false;
		*s = close + 1;
		return true;
	}
	while ((**s >= 'a' && **s <= 'z') || (**s >= 'A' && **s <= 'Z'))
		(*s)++;
	return *s - from >= 3;
}

static bool
read_day(const char **s, struct zone_day *d)
{
	memset(d, 0, sizeof *d);
	d->seconds = 7200;
	if (**s == 'M') {
		d->kind = 'M';
		(*s)++;
		if (!read_number(s, 12, &d->month) || d->month < 1 || *(*s)++ != '.')
			return false;
		if (!read_number(s, 5, &d->week) || d->week < 1 || *(*s)++ != '.')
			return false;
		if (!read_number(s, 6, &d->weekday))
			return false;
	} else {
		d->kind = **s == 'J' ? 'J' : '0';
		if (**s == 'J')
			(*s)++;
		if (!read_number(s, 365, &d->day))
			return false;
	}
	if (**s != '/')
		return true;
	(*s)++;
	return read_time(s, &d->seconds);
}

/* The footer (POSIX TZ). Its offsets count westwards. */
static bool
read_rule(const char *s, struct zone_rule *r)
{
	memset(r, 0, sizeof *r);
	if (*s == '\0')
		return true;
	if (!skip_name(&s) || !read_time(&s, &r->standard))
		return false;
	r->standard = -r->standard;
	r->present = true;
	if (*s == '\0')
		return true;
	r->has_summer = true;
	r->summer = r->standard + 3600;
	if (!skip_name(&s))
		return false;
	if (*s != ',') {
		if (!read_time(&s, &r->summer))
			return false;
		r->summer = -r->summer;
	}
	if (*s++ != ',' || !read_day(&s, &r->start) || *s++ != ',' || !read_day(&s, &r->end))
		return false;
	return *s == '\0';
}

struct counts {
	size_t utc, standard, leap, times, types, chars;
};

static bool
read_header(const unsigned char *p, size_t length, struct counts *c)
{
	if (length < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	c->utc = big_endian_32(p + 20);
	c->standard = big_endian_32(p + 24);
	c->leap = big_endian_32(p + 28);
	c->times = big_endian_32(p + 32);
	c->types = big_endian_32(p + 36);
	c->chars = big_endian_32(p + 40);
	return c->utc <= LARGEST && c->standard <= LARGEST && c->leap <= LARGEST &&
	    c->times <= LARGEST && c->types <= 256 && c->types > 0 && c->chars <= LARGEST;
}

static size_t
block_size(const struct counts *c, size_t time_size)
{
	return c->times * (time_size + 1) + c->types * 6 + c->chars + c->leap * (time_size + 4) +
	    c->standard + c->utc;
}

/* The block of 64-bit times at p. */
static bool
read_block(struct zone *z, const unsigned char *p, const struct counts *c)
{
	const unsigned char *types = p + c->times * 8, *infos = types + c->times;

	z->count = c->times;
	z->types = c->types;
	z->at = mem_zero(c->times, sizeof *z->at);
	z->type = mem_zero(c->times, 1);
	for (size_t i = 0; i < c->types; i++) {
		z->offset[i] = (int)(int32_t)big_endian_32(infos + i * 6);
		if (z->offset[i] < -90000 || z->offset[i] > 93600)
			return false;
	}
	for (size_t i = 0; i < c->times; i++) {
		z->at[i] = big_endian_64(p + i * 8);
		z->type[i] = types[i];
		if (types[i] >= c->types || (i > 0 && z->at[i] <= z->at[i - 1]))
			return false;
	}
	return true;
}

static bool
read_tzif(struct zone *z, const unsigned char *p, size_t length)
{
	struct counts c;
	size_t skip, body;
	const char *footer;

	if (!read_header(p, length, &c) || p[4] < '2')
		return false;
	skip = HEADER + block_size(&c, 4);
	if (skip > length || !read_header(p + skip, length - skip, &c))
		return false;
	p += skip + HEADER;
	length -= skip + HEADER;
	body = block_size(&c, 8);
	if (body > length || !read_block(z, p, &c))
		return false;
	/* The footer stands between two line ends; the text is NUL-terminated by struct str. */
	footer = (const char *)p + body;
	length -= body;
	if (length < 2 || footer[0] != '\n' || footer[length - 1] != '\n' || length > 256)
		return false;
	{
		char rule[256];

		memcpy(rule, footer + 1, length - 2);
		rule[length - 2] = '\0';
		return read_rule(rule, &z->rule);
	}
}

static bool
is_sound_name(const char *name)
{
	if (strlen(name) >= sizeof((struct zone *)0)->name || *name == '/' || *name == '\0' ||
	    strstr(name, "..") != NULL)
		return false;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") ==
	    strlen(name);
}

enum err
zone_open(const char *name, struct zone **out, struct errinfo *e)
{
	const char *folder = getenv("TZDIR");
	struct str bytes, path;
	struct zone *z;
	enum err err;

	*out = NULL;
	if (text_is_empty(name) || !is_sound_name(name))
		return err_set(e, ERR_INPUT,
		    "'%.80s' is no time zone; use a name such as Europe/Dublin",
		    name != NULL ? name : "");
	z = mem_zero(1, sizeof *z);
	memcpy(z->name, name, strlen(name) + 1);
	if (strcmp(name, "UTC") == 0) {
		z->types = 1;
		*out = z;
		return ERR_OK;
	}
	str_init(&bytes);
	str_init(&path);
	str_addf(&path, "%s/%s", text_is_empty(folder) ? FOLDER : folder, name);
	err = file_read(path.data, LARGEST, &bytes, NULL);
	if (err == ERR_NOT_FOUND)
		err_set(e, err, "no time zone is called %s; see the names in %s (Debian: tzdata)",
		    name, text_is_empty(folder) ? FOLDER : folder);
	else if (err != ERR_OK)
		err_set(e, err, "the time zone %s cannot be read from %s", name, path.data);
	else if (!read_tzif(z, (const unsigned char *)bytes.data, bytes.length))
		err = err_set(
		    e, ERR_CORRUPT, "%s is no sound TZif file of version 2 or later", path.data);
	str_clear(&bytes);
	str_clear(&path);
	if (err == ERR_OK)
		*out = z;
	else
		zone_free(&z);
	return err;
}

void
zone_free(struct zone **z)
{
	if (z == NULL || *z == NULL)
		return;
	mem_free((*z)->at);
	mem_free((*z)->type);
	mem_free(*z);
	*z = NULL;
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days since the epoch of a rule's day in a year. */
static int64_t
day_of_rule(const struct zone_day *d, int year)
{
	int64_t first;
	int weekday, day;

	if (d->kind == 'J') /* 1…365, 29 February is never counted */
		return date_days(year, 1, 1) + d->day - 1 + (is_leap(year) && d->day >= 60);
	if (d->kind == '0')
		return date_days(year, 1, 1) + d->day;
	first = date_days(year, d->month, 1);
	weekday = (int)(((first + 4) % 7 + 7) % 7); /* 0 = Sunday: 1970-01-01 was a Thursday */
	day = (d->weekday - weekday + 7) % 7 + (d->week - 1) * 7;
	if (d->week == 5) {
		int64_t next =
		    d->month == 12 ? date_days(year + 1, 1, 1) : date_days(year, d->month + 1, 1);

		while (first + day >= next)
			day -= 7;
	}
	return first + day;
}

static int
offset_by_rule(const struct zone_rule *r, int64_t at)
{
	struct zone utc = {.types = 1};
	struct date local;
	int64_t start, end;
	bool summer;

	if (!r->has_summer)
		return r->standard;
	date_from_ms(&utc, (at + r->standard) * 1000, &local);
	start = day_of_rule(&r->start, local.year) * 86400 + r->start.seconds - r->standard;
	end = day_of_rule(&r->end, local.year) * 86400 + r->end.seconds - r->summer;
	if (start < end)
		summer = at >= start && at < end;
	else
		summer = at >= start || at < end;
	return summer ? r->summer : r->standard;
}

int
zone_offset(const struct zone *z, int64_t at)
{
	size_t low = 0, high = z->count;

	if (z->count == 0 || at >= z->at[z->count - 1]) {
		if (z->rule.present)
			return offset_by_rule(&z->rule, at);
		return z->count == 0 ? z->offset[0] : z->offset[z->type[z->count - 1]];
	}
	if (at < z->at[0])
		return z->offset[0];
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (z->at[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return z->offset[z->type[low]];
}
