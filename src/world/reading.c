/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fields of a world's files. A fault is reported with its place and reading goes on.
 */
#include "reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/model/money.h"

#define FILE_LIMIT (16u << 20)

void
fault_text(struct reading *r, bool error, enum err code, const char *text)
{
	struct world_fault f = { .error = error, .text = text };

	if (error && r->errors++ == 0) {
		r->code = code;
		(void)snprintf(r->first, sizeof(r->first), "%s", text);
	}
	if (!error)
		r->warnings++;
	if (r->found != NULL)
		r->found(r->context, &f);
}

static void
report(struct reading *r, bool error, const struct value *v, const char *format, va_list args)
{
	char text[600];
	int used = 0;

	if (v != NULL && value_line(v) > 0)
		used = snprintf(text, sizeof(text), "%s:%d:%d: ", value_source_name(v),
		    value_line(v), value_column(v));
	if (used < 0 || (size_t)used >= sizeof(text))
		used = 0;
	(void)vsnprintf(text + used, sizeof(text) - (size_t)used, format, args);
	fault_text(r, error, ERR_INPUT, text);
}

void
fault_at(struct reading *r, const struct value *v, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(r, true, v, format, args);
	va_end(args);
}

void
warn_at(struct reading *r, const struct value *v, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(r, false, v, format, args);
	va_end(args);
}

const struct value *
parse_file(struct reading *r, const char *relative)
{
	struct value *v = NULL;
	struct errinfo why;
	struct str bytes;
	enum err err;

	str_init(&bytes);
	err = file_read(file_join(r->files, r->world->folder, relative), FILE_LIMIT, &bytes, &why);
	if (err == ERR_OK)
		err = value_parse_yaml(
		    r->files, relative, bytes.data, bytes.length, &value_limits_file, &v, &why);
	str_clear(&bytes);
	if (err != ERR_OK)
		fault_text(r, true, err, why.text);
	return err == ERR_OK ? v : NULL;
}

bool
is_map(struct reading *r, const struct value *v, const char *what)
{
	if (value_kind(v) == VALUE_MAP)
		return true;
	fault_at(r, v, "%s is a map of key: value", what);
	return false;
}

void
only_keys(struct reading *r, const struct value *map, const char *const *known, size_t count)
{
	struct errinfo why;
	enum err err = value_check_keys(map, known, count, &why);

	if (err != ERR_OK)
		fault_text(r, true, err, why.text);
}

const struct value *
need_list(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	if (value_kind(v) == VALUE_LIST)
		return v;
	fault_at(r, v != NULL ? v : map, "'%s' must be a list", key);
	return NULL;
}

const char *
text_of(struct reading *r, const struct value *v, const char *what)
{
	const char *text = NULL;

	switch (value_kind(v)) {
	case VALUE_TEXT:
		text = value_as_text(v, "");
		break;
	case VALUE_INT:
	case VALUE_REAL:
		text = value_source_text(v);
		break;
	default:
		fault_at(r, v, "%s must be text; put it in quotes", what);
		return "";
	}
	if (strlen(text) > WORLD_TEXT_MAX) {
		fault_at(r, v, "%s is longer than %d bytes", what, WORLD_TEXT_MAX);
		return "";
	}
	if (!text_is_safe(text, strlen(text))) {
		fault_at(
		    r, v, "%s has control, invisible or direction characters; write it anew", what);
		return "";
	}
	return arena_text(r->kept, text);
}

const char *
may_text(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v == NULL ? "" : text_of(r, v, key);
}

const char *
need_text(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	const char *text;

	if (v == NULL) {
		fault_at(r, map, "'%s' is missing", key);
		return "";
	}
	text = text_of(r, v, key);
	if (text[0] == '\0' && value_kind(v) == VALUE_TEXT && value_as_text(v, "")[0] == '\0')
		fault_at(r, v, "'%s' is empty", key);
	return text;
}

const char *
need_id(struct reading *r, const struct value *map, const char *key)
{
	const char *id = need_text(r, map, key);
	size_t length =
	    strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-#");

	if (id[0] != '\0' && (id[length] != '\0' || length > WORLD_ID_MAX))
		fault_at(r, value_get(map, key),
		    "'%s': an id has letters, digits, '.', '_', '-' and '#', %d at most", key,
		    WORLD_ID_MAX);
	return id;
}

const char *
need_word(struct reading *r, const struct value *map, const char *key, const char *const *words,
    size_t count)
{
	const struct value *v = value_get(map, key);
	const char *said = value_as_text(v, ""), *nearest;
	size_t i;

	for (i = 0; i < count; i++)
		if (text_is(words[i], said))
			return words[i];
	nearest = text_nearest(said, words, count);
	if (v == NULL)
		fault_at(r, map, "'%s' is missing", key);
	else
		fault_at(r, v, "'%s' can't be '%.40s'%s%s%s; doc/worlds.md lists its words", key,
		    value_source_text(v), nearest != NULL ? "; did you mean '" : "",
		    nearest != NULL ? nearest : "", nearest != NULL ? "'" : "");
	return words[0];
}

static int64_t
amount_of(struct reading *r, const struct value *v, const char *key)
{
	const char *currency = r->world->settings.currency;
	int64_t minor = 0;

	if (!money_parse(value_source_text(v), currency, &minor) || minor < 0) {
		fault_at(r, v,
		    "'%s' must be an amount of %s with %d decimals at most, like %s, not below 0",
		    key, currency, money_decimals(currency),
		    money_decimals(currency) == 0 ? "189" : "189.00");
		return 0;
	}
	return minor;
}

int64_t
need_amount(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	if (v == NULL) {
		fault_at(r, map, "'%s' is missing", key);
		return 0;
	}
	return amount_of(r, v, key);
}

int64_t
may_amount(struct reading *r, const struct value *map, const char *key, int64_t otherwise)
{
	const struct value *v = value_get(map, key);

	return v == NULL ? otherwise : amount_of(r, v, key);
}

int64_t
need_int(struct reading *r, const struct value *map, const char *key, int64_t low, int64_t high)
{
	const struct value *v = value_get(map, key);
	int64_t n = value_as_int(v, low);

	if (value_kind(v) == VALUE_INT && n >= low && n <= high)
		return n;
	if (v == NULL)
		fault_at(r, map, "'%s' is missing", key);
	else
		fault_at(r, v, "'%s' must be a whole number from %lld to %lld", key, (long long)low,
		    (long long)high);
	return low;
}

double
need_real(struct reading *r, const struct value *map, const char *key, double low, double high)
{
	const struct value *v = value_get(map, key);
	double x = value_as_real(v, low);

	if ((value_kind(v) == VALUE_INT || value_kind(v) == VALUE_REAL) && x >= low && x <= high)
		return x;
	if (v == NULL)
		fault_at(r, map, "'%s' is missing", key);
	else
		fault_at(r, v, "'%s' must be a number from %g to %g", key, low, high);
	return low;
}

bool
may_bool(struct reading *r, const struct value *map, const char *key, bool otherwise)
{
	const struct value *v = value_get(map, key);

	if (v == NULL)
		return otherwise;
	if (value_kind(v) != VALUE_BOOL)
		fault_at(r, v, "'%s' is true or false", key);
	return value_as_bool(v, otherwise);
}

static int64_t
instant_of(struct reading *r, const struct value *v, const char *key)
{
	int64_t at_ms = 0;

	if (!date_parse(r->world->settings.zone, value_as_text(v, ""), &at_ms) || at_ms <= 0) {
		fault_at(r, v,
		    "'%s' must be a date (2026-10-12) or an instant with an offset (2026-10-12T09:30:00+01:00)",
		    key);
		return 0;
	}
	return at_ms;
}

int64_t
need_instant(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	if (v == NULL) {
		fault_at(r, map, "'%s' is missing", key);
		return 0;
	}
	return instant_of(r, v, key);
}

int64_t
may_instant(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v == NULL ? 0 : instant_of(r, v, key);
}

int64_t
need_duration(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	int64_t ms = 0;

	if (v == NULL)
		fault_at(r, map, "'%s' is missing", key);
	else if (!duration_parse(value_as_text(v, ""), &ms) || ms <= 0)
		fault_at(r, v, "'%s' must be a duration above 0, like 45s, 20m, 4h or 3d", key);
	return ms;
}

const char **
texts_of(struct reading *r, const struct value *list, const char *what, size_t *count)
{
	const char **texts = arena_alloc(r->kept, (value_count(list) + 1) * sizeof(*texts));
	size_t i;

	*count = 0;
	if (list != NULL && value_kind(list) != VALUE_LIST) {
		fault_at(r, list, "'%s' must be a list in [ ]", what);
		return texts;
	}
	for (i = 0; i < value_count(list); i++)
		texts[(*count)++] = text_of(r, value_at(list, i), what);
	return texts;
}

void
read_address(struct reading *r, const struct value *v, struct address *out)
{
	static const char *const known[] = {
	    "line1", "line2", "city", "region", "postcode", "country"};

	*out = (struct address){ "", "", "", "", "", "" };
	if (!is_map(r, v, "address"))
		return;
	only_keys(r, v, known, sizeof(known) / sizeof(known[0]));
	out->line1 = need_text(r, v, "line1");
	out->line2 = may_text(r, v, "line2");
	out->city = need_text(r, v, "city");
	out->region = may_text(r, v, "region");
	out->postcode = need_text(r, v, "postcode");
	out->country = need_text(r, v, "country");
	if (out->country[0] != '\0' &&
	    (strlen(out->country) != 2 || strspn(out->country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2))
		fault_at(r, value_get(v, "country"),
		    "'country' is two capital letters (ISO 3166-1), like IE");
}
