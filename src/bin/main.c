/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		printf("floorwalker %s\n", FLOORWALKER_VERSION);
		return 0;
	}
	fprintf(stderr, "usage: floorwalker --version\n");
	return 2;
}
