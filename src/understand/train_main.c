/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Run by make: train PHRASES MODELS reads the phrase files and writes the model files.
 */
#include <stdio.h>

#include "floorwalker/base/file.h"

#include "phrases.h"

#define TRAIN_SEED 20261014

static const char *const kinds[] = { "intents", "reasons", "sentiment", "language", "words" };

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct errinfo info;
	enum err rc;

	if (argc != 3) {
		fprintf(stderr, "usage: train PHRASES MODELS\n");
		return 2;
	}
	rc = file_make_folder(argv[2], &info);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && rc == ERR_OK; i++) {
		struct phrase_rows rows;

		rc = phrases_load(a, argv[1], kinds[i], &rows, &info);
		if (rc == ERR_OK)
			rc = understand_train(rows.rows, rows.count, kinds[i], TRAIN_SEED,
			    file_join(a, argv[2], arena_printf(a, "%s.model", kinds[i])), &info);
	}
	if (rc != ERR_OK)
		fprintf(stderr, "train: %s\n", info.text);
	arena_free(&a);
	return err_exit_code(rc);
}
