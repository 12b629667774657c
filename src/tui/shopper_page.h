/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FLOORWALKER_TUI_SHOPPER_PAGE_H
#define FLOORWALKER_TUI_SHOPPER_PAGE_H

#include "floorwalker/desk/reveal.h"
#include "floorwalker/desk/view.h"
#include "page.h"
#include "view.h"

/* All that is read of a shopper, in one arena. */
struct shopper_found {
	int64_t conversation_id;		/* 0: none is selected */
	struct conversation_view view;		/* masked */
	struct revealed revealed;
	struct conversation *earlier;		/* their other conversations, newest first */
	size_t earlier_count;
	struct action_list actions;		/* of all their conversations */
	const char **goods;			/* a name for each line of each order; "" not known */
};

/* Other conversations are the page's links 1 … raw: with what was revealed, where anything was. */
void shopper_fill(struct page *p, const struct scope *s, const struct shopper_found *f, bool raw);
/* Overwrites what was revealed. */
void shopper_wipe(const struct shopper_found *f);

#endif
