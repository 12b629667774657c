/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The subcommands: what `floorwalker NAME` does. One row each, one file a family in src/cmd/.
 */
#ifndef FLOORWALKER_CMD_H
#define FLOORWALKER_CMD_H

/* Runs what argv says. Returns the exit code: 0, 1 for a failure, 2 for words that make no
 * sense. */
int cmd_main(int argc, char **argv);

#endif
