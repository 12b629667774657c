/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line editor: readline with its drawing taken away. One at a time in a process, since readline
 * is.
 */
#ifndef FLOORWALKER_TUI_EDITOR_H
#define FLOORWALKER_TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

enum editor_state { EDITOR_OFF, EDITOR_ON, EDITOR_DONE, EDITOR_CANCELLED };

/* Offers words for completion: those that fit what stands from start to end of line are given to
 * word(). */
typedef void editor_words(void *context, const char *line, size_t start,
    void (*word)(void *to, const char *text), void *to);

/* "emacs", "vi", or "inputrc" for what readline's own file says; for lines that begin from now
 * on. */
void editor_set_editing(const char *mode);
/* From now on texts are kept here and readline is left alone: keys edit nothing but C-g, which
 * leaves. For the linear console, whose lines readline reads from the terminal itself. */
void editor_keep_plain(void);
/* history: of command lines; what is written to shoppers never has one. complete may be NULL. */
void editor_begin(bool history, editor_words *complete, void *context);
/* A key in key notation. Esc cancels (in vi's insert mode it leaves that first). newlines: M-Enter
 * and C-o put one in. */
void editor_key(const char *key, bool newlines);
void editor_insert(const char *text, size_t length);	/* as typed, nothing in it acts; sanitised
							   by the caller */
enum editor_state editor_state(void);
const char *editor_text(void);			/* until the next call; after EDITOR_DONE the whole
						   line */
size_t editor_point(void);			/* byte of the cursor */
const char *editor_choices(void);		/* what completion found when it was more than one,
						   "" none; until the next key */
void editor_end(void);				/* forgets the text */

#endif
