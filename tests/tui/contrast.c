/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether every theme can be read. Contrast is WCAG 2.2's (success criteria 1.4.3 and 1.4.11, level
 * AA): 4.5 to 1 for text, 3 to 1 for lines, bars and marks; measured in true colour, in 256 colours
 * and in 16, with xterm's palette. Colours as people with dichromacy see them: Machado, Oliveira
 * and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
 * TVCG 15 (2009), table of severity 1.0. Differences of colours: CIEDE2000 (CIE 142-2001; Sharma,
 * Wu and Dalal, Color Research and Application 30 (2005)).
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../../src/tui/theme_colour.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/tui/theme.h"

#define PI 3.14159265358979323846
#define TEXT_LEAST 4.5
#define MARK_LEAST 3.0
/* Two colours of this difference or more are told apart at a glance; what is just noticeable is
 * about 1 (Sharma et al.; for colours that are not side by side several times that). */
#define INKS_APART 20.0
#define GROUNDS_APART 9.0

static double
linear(int c)
{
	double v = c / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4); /* sRGB, IEC 61966-2-1 */
}

static void
linear_rgb(int32_t rgb, double out[3])
{
	for (int i = 0; i < 3; i++)
		out[i] = linear(rgb >> (16 - 8 * i) & 0xff);
}

static double
luminance(int32_t rgb)
{
	double c[3];

	linear_rgb(rgb, c);
	return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

static double
contrast(int32_t a, int32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static int32_t
resolve(int32_t colour, int32_t assumed)
{
	return colour_rgb(colour < 0 ? assumed : colour);
}

/* What the eye gets: the terminal's own colours where the theme says none; faint ink as xterm and
 * VTE mix it, two thirds of itself and one of the ground; reversed where it is. */
static void
seen(const struct theme *t, struct style s, int colours, int32_t *fg, int32_t *bg)
{
	struct paint p = theme_paint(t, s, colours);
	int32_t own_fg, own_bg, kept, mixed = 0;

	theme_assumed(t, &own_fg, &own_bg);
	*fg = resolve(p.fg, own_fg);
	*bg = resolve(p.bg, own_bg);
	if (p.attributes & PAINT_DIM) {
		for (int i = 0; i < 24; i += 8)
			mixed |= (2 * (*fg >> i & 0xff) + (*bg >> i & 0xff)) / 3 << i;
		*fg = mixed;
	}
	if (p.attributes & PAINT_REVERSE) {
		kept = *fg;
		*fg = *bg;
		*bg = kept;
	}
}

static bool
is_mark(enum ink i)
{
	return i == INK_BORDER || i == INK_BAR || i == INK_BAR_REST;
}

/* Text is held to every ground; lines and bars to those that they are drawn on. */
static bool
is_used(struct style s)
{
	bool plain = s.ground == GROUND_PLAIN || s.ground == GROUND_PANE;

	if (s.ink == INK_BORDER)
		return plain || s.ground == GROUND_FIELD;
	return !is_mark((enum ink)s.ink) || plain || s.ground == GROUND_SELECTED ||
	    s.ground == GROUND_IDLE;
}

static void
every_ink_can_be_read_on_every_ground_of_every_theme(void **state)
{
	static const int depths[] = {1 << 24, 256, 16};
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char **names;
	size_t count, faults = 0;

	(void)state;
	check_ok(theme_list(a, &names, &count, &e), &e);
	for (size_t n = 0; n < count; n++) {
		struct theme *t;
		double least = 100;

		check_ok(theme_load(names[n], &t, &e), &e);
		for (size_t k = 0; k < 3 * INK_COUNT * GROUND_COUNT; k++) {
			struct style s = {
			    (uint8_t)(k / 3 % INK_COUNT), (uint8_t)(k / 3 / INK_COUNT)};
			double wanted = is_mark((enum ink)s.ink) ? MARK_LEAST : TEXT_LEAST, got;
			int32_t fg, bg;

			if (!is_used(s))
				continue;
			seen(t, s, depths[k % 3], &fg, &bg);
			got = contrast(fg, bg);
			if (!is_mark((enum ink)s.ink) && got < least)
				least = got;
			if (got < wanted) {
				print_message("# %s, ink %d on ground %d, %d colours: %06x on %06x "
					      "is %.2f, not %.1f\n",
				    names[n], s.ink, s.ground, depths[k % 3], (unsigned)fg,
				    (unsigned)bg, got, wanted);
				faults++;
			}
		}
		print_message("# %s: least contrast of text %.2f\n", names[n], least);
		theme_free(&t);
	}
	assert_int_equal(faults, 0);
	arena_free(&a);
}

/* ---- difference */

struct lab {
	double l, a, b;
};

static double
lab_f(double v)
{
	return v > 216.0 / 24389 ? cbrt(v) : (24389.0 / 27 * v + 16) / 116;
}

static struct lab
lab_of(const double c[3])
{
	double x = 0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2],
	       y = 0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2],
	       z = 0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2];
	double fx = lab_f(x / 0.95047), fy = lab_f(y), fz = lab_f(z / 1.08883);	/* D65 */

	return (struct lab){116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

static double
hue(double b, double a)
{
	double h = a == 0 && b == 0 ? 0 : atan2(b, a) * 180 / PI;

	return h < 0 ? h + 360 : h;
}

static double
sine(double degrees)
{
	return sin(degrees * PI / 180);
}

static double
cosine(double degrees)
{
	return cos(degrees * PI / 180);
}

/* CIEDE2000, equations 2 to 22 of Sharma et al. */
static double
difference(struct lab x, struct lab y)
{
	double mean = (hypot(x.a, x.b) + hypot(y.a, y.b)) / 2, seventh = pow(mean, 7);
	double g = 0.5 * (1 - sqrt(seventh / (seventh + pow(25, 7))));
	double xa = (1 + g) * x.a, ya = (1 + g) * y.a, xc = hypot(xa, x.b), yc = hypot(ya, y.b);
	double xh = hue(x.b, xa), yh = hue(y.b, ya), dh = yh - xh, h = xh + yh;
	double l = (x.l + y.l) / 2, c = (xc + yc) / 2, t, sl, sc, sh, rt, dl, dc;

	if (xc * yc == 0) {
		dh = 0;
	} else if (fabs(dh) > 180) {
		h = h < 360 ? (h + 360) / 2 : (h - 360) / 2;
		dh += dh > 0 ? -360 : 360;
	} else {
		h /= 2;
	}
	dh = 2 * sqrt(xc * yc) * sine(dh / 2);
	t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) -
	    0.20 * cosine(4 * h - 63);
	sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2));
	sc = 1 + 0.045 * c;
	sh = 1 + 0.015 * c * t;
	rt = -sine(60 * exp(-pow((h - 275) / 25, 2))) * 2 *
	    sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7)));
	dl = (y.l - x.l) / sl;
	dc = (yc - xc) / sc;
	dh /= sh;
	return sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
}

/* Pairs 1, 7, 17 and 25 of the data that Sharma et al. publish for checking. */
static void
differences_are_those_of_the_published_pairs(void **state)
{
	static const struct { struct lab x, y; double wanted; } pairs[] = {
		{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425}, {{50, 0, 0}, {50, -1, 2}, 2.3669}, {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
		{{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_true(fabs(difference(pairs[i].x, pairs[i].y) - pairs[i].wanted) < 0.0001);
	assert_true(fabs(contrast(0x000000, 0xffffff) - 21) < 0.001);
	assert_true(fabs(contrast(0x777777, 0xffffff) - 4.48) < 0.005);
}

/* ---- colours as others see them */

static const struct {
	const char *name;
	double m[9];
} sights[] = {
	{"usual", {1, 0, 0, 0, 1, 0, 0, 0, 1}},
	{"protanopia", {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998}},
	{"deuteranopia", {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881}},
	{"tritanopia", {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}},
};

static struct lab
lab_as_seen(int32_t rgb, const double m[9])
{
	double c[3], out[3];

	linear_rgb(rgb, c);
	for (int i = 0; i < 3; i++) {
		out[i] = m[3 * i] * c[0] + m[3 * i + 1] * c[1] + m[3 * i + 2] * c[2];
		out[i] = out[i] < 0 ? 0 : out[i] > 1 ? 1 : out[i];
	}
	return lab_of(out);
}

static size_t
compare(const char *name, const char *sight, const char *what, double got, double wanted)
{
	if (got >= wanted)
		return 0;
	print_message("# %s, %s: %s differ by %.1f, not %.0f\n", name, sight, what, got, wanted);
	return 1;
}

static size_t
check_theme(const char *name, const double m[9], const char *sight, int colours, double *least)
{
	static const struct { enum ink ink; const char *name; } inks[] = {
		{INK_GOOD, "good"}, {INK_WARN, "warn"}, {INK_BAD, "bad"}, {INK_TEXT, "text"},
	};
	struct errinfo e = {0};
	struct theme *t;
	size_t faults = 0;
	int32_t fg[4], bg, plain, selected, idle;

	check_ok(theme_load(name, &t, &e), &e);
	for (size_t i = 0; i < 4; i++)
		seen(t, (struct style){(uint8_t)inks[i].ink, GROUND_PANE}, colours, &fg[i], &bg);
	for (size_t i = 0; i < 4; i++) {
		for (size_t k = i + 1; k < 4; k++) {
			double d = difference(lab_as_seen(fg[i], m), lab_as_seen(fg[k], m));
			char what[40];

			snprintf(what, sizeof what, "%s and %s", inks[i].name, inks[k].name);
			faults += compare(name, sight, what, d, INKS_APART);
			if (d < *least)
				*least = d;
		}
	}
	seen(t, (struct style){INK_TEXT, GROUND_PANE}, colours, fg, &plain);
	seen(t, (struct style){INK_TEXT, GROUND_SELECTED}, colours, fg, &selected);
	seen(t, (struct style){INK_TEXT, GROUND_IDLE}, colours, fg, &idle);
	faults += compare(name, sight, "selected and other lines",
	    difference(lab_as_seen(plain, m), lab_as_seen(selected, m)), GROUNDS_APART);
	if (colours >= 256)
		faults += compare(name, sight, "selected and idle lines",
		    difference(lab_as_seen(idle, m), lab_as_seen(selected, m)), GROUNDS_APART / 2);
	theme_free(&t);
	return faults;
}

static void
good_and_bad_are_told_apart_by_those_whom_a_theme_is_for(void **state)
{
	static const struct { const char *theme; size_t first, last; } wanted[] = {
		{"colour-blind-red-green", 0, 2}, {"colour-blind-blue-yellow", 0, 3},
	};
	size_t faults = 0;

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		for (size_t k = wanted[i].first; k <= wanted[i].last; k++) {
			double least = 100;

			if (i == 1 &&
			    (k == 1 || k == 2)) /* for tritanopia; reds and greens are its means */
				continue;
			faults += check_theme(
			    wanted[i].theme, sights[k].m, sights[k].name, 1 << 24, &least);
			faults += check_theme(
			    wanted[i].theme, sights[k].m, sights[k].name, 256, &least);
			print_message("# %s, %s: inks differ by %.1f at least\n", wanted[i].theme,
			    sights[k].name, least);
		}
	}
	assert_int_equal(faults, 0);
}

/* The selected line is seen in every theme by its ground or its attributes; so that neither sight
 * nor colours matter, each also bears a mark. */
static void
the_selected_line_is_seen_by_everybody_in_every_theme(void **state)
{
	static const int depths[] = {1 << 24, 256, 16};
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char **names;
	size_t count, faults = 0;

	(void)state;
	check_ok(theme_list(a, &names, &count, &e), &e);
	for (size_t n = 0; n < count; n++) {
		struct theme *t;

		check_ok(theme_load(names[n], &t, &e), &e);
		for (size_t k = 0; k < 3 * 4; k++) {
			int32_t fg, plain, selected;
			double d;

			seen(t, (struct style){INK_TEXT, GROUND_PANE}, depths[k / 4], &fg, &plain);
			seen(t, (struct style){INK_TEXT, GROUND_SELECTED}, depths[k / 4], &fg,
			    &selected);
			d = difference(lab_as_seen(plain, sights[k % 4].m),
			    lab_as_seen(selected, sights[k % 4].m));
			faults += compare(names[n], sights[k % 4].name, "selected and other lines",
			    d, GROUNDS_APART);
		}
		theme_free(&t);
	}
	assert_int_equal(faults, 0);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_are_those_of_the_published_pairs),
		cmocka_unit_test(every_ink_can_be_read_on_every_ground_of_every_theme),
		cmocka_unit_test(good_and_bad_are_told_apart_by_those_whom_a_theme_is_for),
		cmocka_unit_test(the_selected_line_is_seen_by_everybody_in_every_theme),
	};

	return RUN_TAP(tests);
}
