/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/tui/theme.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "theme_colour.h"

/* What a theme file says of one role. A colour that it leaves open is COLOUR_UNSAID: of an ink, the
 * ground's own; of a ground, the terminal's. */
struct look {
	int32_t fg, bg;
	unsigned attributes;
};

struct role {
	struct look full, few;
	bool has_few;
};

struct theme {
	char *name;
	int32_t assumed_fg, assumed_bg;		/* what "default" is taken for */
	struct role inks[INK_COUNT], grounds[GROUND_COUNT];
};

static const char *const ink_names[INK_COUNT] = {
	[INK_TEXT] = "text", [INK_DIM] = "dim", [INK_STRONG] = "strong", [INK_TITLE] = "title", [INK_ACCENT] = "accent", [INK_GOOD] = "good",
	[INK_WARN] = "warn", [INK_BAD] = "bad", [INK_SHOPPER] = "shopper", [INK_AI] = "ai", [INK_AGENT] = "agent", [INK_SYSTEM] = "system",
	[INK_NOTE] = "note", [INK_CITATION] = "citation", [INK_KEY] = "key", [INK_BORDER] = "border", [INK_FOCUS] = "focus", [INK_BAR] = "bar",
	[INK_BAR_REST] = "bar_rest", [INK_MATCH] = "match", [INK_PROMPT] = "prompt",
};
static const char *const ground_names[GROUND_COUNT] = {
	[GROUND_PLAIN] = "plain", [GROUND_TOP] = "top", [GROUND_TAB] = "tab", [GROUND_PANE] = "pane", [GROUND_SELECTED] = "selected",
	[GROUND_IDLE] = "idle", [GROUND_FOOT] = "foot", [GROUND_FIELD] = "field", [GROUND_ALERT] = "alert",
};
static const struct {
	const char *name;
	unsigned bit;
} attributes[] = {
	{"bold", PAINT_BOLD}, {"dim", PAINT_DIM}, {"italic", PAINT_ITALIC}, {"underline", PAINT_UNDERLINE}, {"reverse", PAINT_REVERSE},
};
#define ATTRIBUTES (sizeof attributes / sizeof *attributes)

static enum err
parse_colour(const struct value *map, const char *key, int32_t *out, struct errinfo *e)
{
	const struct value *v = value_get(map, key);
	const char *name = value_as_text(v, NULL);
	int64_t n = value_as_int(v, -1);

	*out = COLOUR_UNSAID;
	if (v == NULL)
		return ERR_OK;
	if (value_kind(v) == VALUE_INT && n >= 0 && n <= 255) {
		*out = (int32_t)n;
		return ERR_OK;
	}
	if (name != NULL && colour_parse(name, out))
		return ERR_OK;
	return value_err(e, ERR_INPUT, v,
	    "%s is no colour: write default, a name such as bright-red, a number from 0 to 255, or \"#rrggbb\" (quoted)",
	    text_is_empty(value_source_text(v)) ? "this" : value_source_text(v));
}

static enum err
parse_look(const struct value *map, bool nested, struct look *out, struct errinfo *e)
{
	static const char *const known[] = {
	    "fg", "bg", "bold", "dim", "italic", "underline", "reverse", "few"};
	enum err code;

	if (value_kind(map) != VALUE_MAP)
		return value_err(
		    e, ERR_INPUT, map, "a role is a map, such as {fg: 250, bold: true}");
	if ((code = value_check_keys(
		 map, known, sizeof known / sizeof *known - (nested ? 1 : 0), e)) != ERR_OK)
		return code;
	if ((code = parse_colour(map, "fg", &out->fg, e)) != ERR_OK ||
	    (code = parse_colour(map, "bg", &out->bg, e)) != ERR_OK)
		return code;
	out->attributes = 0;
	for (size_t i = 0; i < ATTRIBUTES; i++) {
		const struct value *v = value_get(map, attributes[i].name);

		if (v != NULL && value_kind(v) != VALUE_BOOL)
			return value_err(
			    e, ERR_INPUT, v, "%s is true or false", attributes[i].name);
		if (value_as_bool(v, false))
			out->attributes |= attributes[i].bit;
	}
	return ERR_OK;
}

static enum err
parse_roles(const struct value *map, const char *const *names, size_t count, struct role *out,
    struct errinfo *e)
{
	enum err code;

	if (map == NULL)
		return ERR_OK;
	if (value_kind(map) != VALUE_MAP)
		return value_err(e, ERR_INPUT, map, "expected a map of roles");
	if ((code = value_check_keys(map, names, count, e)) != ERR_OK)
		return code;
	for (size_t i = 0; i < count; i++) {
		const struct value *v = value_get(map, names[i]), *few;

		if (v == NULL)
			continue;
		if ((code = parse_look(v, false, &out[i].full, e)) != ERR_OK)
			return code;
		if ((few = value_get(v, "few")) != NULL) {
			out[i].has_few = true;
			if ((code = parse_look(few, true, &out[i].few, e)) != ERR_OK)
				return code;
		}
	}
	return ERR_OK;
}

/* What the theme takes the terminal's own ink and ground for. */
static enum err
parse_assumed(struct theme *t, const struct value *v, struct errinfo *e)
{
	static const char *const known[] = {"fg", "bg"};
	struct look l = {0xe5e5e5 | COLOUR_RGB, COLOUR_RGB, 0};
	enum err code;

	if (v != NULL && value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "assumes is a map with fg and bg");
	if (v != NULL &&
	    ((code = value_check_keys(v, known, 2, e)) != ERR_OK ||
		(code = parse_look(v, true, &l, e)) != ERR_OK))
		return code;
	if (l.fg < 0 || l.bg < 0)
		return value_err(
		    e, ERR_INPUT, v, "assumes needs fg and bg, and neither is default");
	t->assumed_fg = l.fg;
	t->assumed_bg = l.bg;
	return ERR_OK;
}

static enum err
parse(struct theme *t, const struct value *v, struct errinfo *e)
{
	static const char *const known[] = {"name", "about", "assumes", "ink", "ground"};
	enum err code;

	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "a theme is a map with name, ink and ground");
	if ((code = value_check_keys(v, known, sizeof known / sizeof *known, e)) != ERR_OK)
		return code;
	if (text_is_empty(value_get_text(v, "name")))
		return value_err(e, ERR_INPUT, v, "a theme needs a name");
	t->name = mem_text(value_get_text(v, "name"));
	if ((code = parse_assumed(t, value_get(v, "assumes"), e)) != ERR_OK)
		return code;
	for (size_t i = 0; i < INK_COUNT; i++)
		t->inks[i].full.fg = t->inks[i].full.bg = COLOUR_UNSAID;
	for (size_t i = 0; i < GROUND_COUNT; i++)
		t->grounds[i].full.fg = t->grounds[i].full.bg = COLOUR_UNSAID;
	if ((code = parse_roles(value_get(v, "ink"), ink_names, INK_COUNT, t->inks, e)) != ERR_OK)
		return code;
	return parse_roles(value_get(v, "ground"), ground_names, GROUND_COUNT, t->grounds, e);
}

enum err
theme_load(const char *name, struct theme **out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct theme *t = mem_zero(1, sizeof *t);
	struct value *v = NULL;
	const char *path = name;
	enum err code;

	*out = NULL;
	if (strchr(name, '/') == NULL && !text_ends(name, ".yaml"))
		path = file_data(a, arena_printf(a, "themes/%s.yaml", name));
	if (path == NULL)
		code = err_set(e, ERR_NOT_FOUND,
		    "there is no theme named %.60s; :set theme lists those that there are, or give a file's path",
		    name);
	else if ((code = value_load(a, path, &v, e)) == ERR_OK)
		code = parse(t, v, e);
	arena_free(&a);
	if (code == ERR_OK)
		*out = t;
	else
		theme_free(&t);
	return code;
}

void
theme_free(struct theme **t)
{
	if (*t == NULL)
		return;
	mem_free((*t)->name);
	mem_free(*t);
	*t = NULL;
}

const char *
theme_name(const struct theme *t)
{
	return t->name;
}

void
theme_assumed(const struct theme *t, int32_t *fg, int32_t *bg)
{
	*fg = t->assumed_fg;
	*bg = t->assumed_bg;
}

static struct look
look_of(const struct role *r, int colours)
{
	struct look l = colours < 256 && r->has_few ? r->few : r->full;

	l.fg = colour_reduce(l.fg, colours);
	l.bg = colour_reduce(l.bg, colours);
	return l;
}

struct paint
theme_paint(const struct theme *t, struct style s, int colours)
{
	struct look ink = look_of(&t->inks[s.ink < INK_COUNT ? s.ink : INK_TEXT], colours);
	struct look ground =
	    look_of(&t->grounds[s.ground < GROUND_COUNT ? s.ground : GROUND_PLAIN], colours);
	struct paint p = {COLOUR_DEFAULT, COLOUR_DEFAULT, ink.attributes | ground.attributes};

	/* A loud or reversed ground decides its ink too, so that every role stays readable on
	 * it. */
	if (ground.fg != COLOUR_UNSAID)
		p.fg = ground.fg;
	else if (ink.fg != COLOUR_UNSAID && !(ground.attributes & PAINT_REVERSE))
		p.fg = ink.fg;
	if (ground.bg != COLOUR_UNSAID)
		p.bg = ground.bg;
	else if (ink.bg != COLOUR_UNSAID)
		p.bg = ink.bg;
	if (ground.attributes & PAINT_REVERSE)
		p.attributes &= ~(unsigned)PAINT_DIM;
	return p;
}

const char *
theme_default(int colours)
{
	const char *named = getenv("FLOORWALKER_THEME"), *none = getenv("NO_COLOR"),
		   *ground = getenv("COLORFGBG");

	if (!text_is_empty(named))
		return named;
	if (!text_is_empty(none) || colours < 8)
		return "mono";
	if (ground != NULL && (text_ends(ground, ";7") || text_ends(ground, ";15")))
		return "light";
	return colours < 256 ? "sixteen" : "dark";
}

enum err
theme_list(struct arena *a, const char ***names, size_t *count, struct errinfo *e)
{
	const char *folder = file_data(a, "themes");
	enum err code;

	*count = 0;
	if (folder == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "no themes are installed; set $FLOORWALKER_DATA to the folder that holds themes/");
	if ((code = file_list(a, folder, ".yaml", names, count, e)) != ERR_OK)
		return code;
	for (size_t i = 0; i < *count; i++)
		(*names)[i] = arena_text_n(a, (*names)[i], strlen((*names)[i]) - strlen(".yaml"));
	return ERR_OK;
}
