/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "floorwalker/cmd.h"

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	return cmd_main(argc, argv);
}
