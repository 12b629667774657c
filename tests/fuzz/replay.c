/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a fuzz target over the files of its corpus, as an ordinary test: those in
 * tests/fuzz/corpus/TARGET, and each of them cut at every eighth.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int
replay(const char *path, const char *name, int number)
{
	struct str text;
	struct errinfo e;

	str_init(&text);
	if (file_read(path, 16 << 20, &text, &e) != ERR_OK) {
		printf("not ok %d - %s: %s\n", number, name, e.text);
		return 1;
	}
	for (size_t i = 1; i <= 8; i++) {
		/* A copy of its own, so that a read past the end is seen. */
		size_t size = text.length * i / 8;
		uint8_t *copy = mem_alloc(size + 1);

		memcpy(copy, text.data, size);
		LLVMFuzzerTestOneInput(copy, size);
		mem_free(copy);
	}
	str_clear(&text);
	printf("ok %d - %s does no harm, whole or cut\n", number, name);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/'), *target = slash != NULL ? slash + 1 : argv[0],
		   *source = getenv("srcdir");
	struct arena *a = arena_new();
	const char *folder = argc > 1
	    ? argv[1]
	    : arena_printf(a, "%s/tests/fuzz/corpus/%s", source != NULL ? source : ".", target);
	const char **names;
	struct errinfo e;
	size_t count;
	int failed = 0;

	if (file_list(a, folder, "", &names, &count, &e) != ERR_OK || count == 0) {
		printf("Bail out! no corpus in %s\n", folder);
		return 1;
	}
	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++)
		failed += replay(file_join(a, folder, names[i]), names[i], (int)i + 1);
	arena_free(&a);
	return failed > 0;
}
