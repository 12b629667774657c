/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/clock.h"

const struct value *
floor_state(struct play *p)
{
	struct value *parsed;
	struct errinfo e = {0};

	if (!p->state)
		return NULL;
	check_ok(value_parse_json(p->arena, "state", p->state, strlen(p->state),
		     &value_limits_message, &parsed, &e),
	    &e);
	return parsed;
}

void
floor_say(struct shop_floor *s, const char *text)
{
	struct play *p = &s->play;
	const struct shop_records *records = world_records(p->world);
	const struct settings *settings = world_settings(p->world);
	const struct value *state = floor_state(p);
	struct understanding u;
	struct errinfo e = {0};
	struct understand_context context = {
	    .products = records->products,
	    .product_count = records->product_count,
	    .order_pattern = settings->order_pattern,
	    .currency = settings->currency,
	    .zone = settings->zone,
	    .now_ms = clock_now_ms(p->clock),
	    .expected = value_get_text(state, "expected"),
	    .language = p->language ? p->language : "en",
	    .index = s->index,
	};

	check_ok(understand(s->understander, p->arena, text, &context, &u, &e), &e);
	check_ok(play_turn(p, text, &u), &p->error);
	if (getenv("FLOOR_SHOW"))
		fprintf(stderr, "> %s\n  %s\n", text, p->draft.text);
}

void
floor_begin(struct shop_floor *s, const char *customer)
{
	s->play.state = NULL;
	s->play.line_count = 0;
	s->play.action_count = 0;
	s->play.proven = s->play.just_proven = false;
	s->play.language = NULL;
	if (customer)
		play_prove(&s->play, customer);
}

void
floor_begin_in(struct shop_floor *s, const char *customer, const char *language)
{
	floor_begin(s, customer);
	s->play.language = language;
}

int
floor_set_up(void **state)
{
	struct shop_floor *s = mem_zero(1, sizeof *s);
	struct errinfo e = {0};
	const struct shop_records *records;

	play_open(&s->play, NULL);
	records = world_records(s->play.world);
	check_ok(understander_open("", &s->understander, &e), &e);
	check_ok(understand_index_new(s->understander, records->products, records->product_count,
		     world_settings(s->play.world)->order_pattern,
		     world_settings(s->play.world)->name, &s->index, &e),
	    &e);
	*state = s;
	return 0;
}

int
floor_tear_down(void **state)
{
	struct shop_floor *s = *state;

	understand_index_free(&s->index);
	understander_free(&s->understander);
	play_close(&s->play);
	mem_free(s);
	return 0;
}
