/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * hold STORE: keeps the store locked for writing, as a process does that hangs in the middle of one,
 * until its standard input ends. Says "held" once it does.
 */
#include <stdio.h>

#include "floorwalker/store.h"

int
main(int argc, char **argv)
{
	struct store_options how = {0};
	struct errinfo e = {0};
	struct store *s;

	if (argc != 2 || store_open(argv[1], &how, &s, &e) != ERR_OK ||
	    store_begin(s, &e) != ERR_OK) {
		fprintf(stderr, "hold: %s\n", e.text);
		return 1;
	}
	puts("held");
	fflush(stdout);
	while (getchar() != EOF)
		;
	store_rollback(s);
	store_close(&s);
	return 0;
}
