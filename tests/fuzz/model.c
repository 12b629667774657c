/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model files from outside: whatever stands in one, opening it is refused or predicting with it
 * reads nothing outside of it. The input is a model's body; the header with its checksum is put
 * before it here, so that what the checksum guards is reached.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/understand/classify.h"

#include "../../src/understand/model_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
predict(const struct classify_model *m)
{
	struct arena *a = arena_new();
	struct classify_answer answer;

	classify_predict(m, a, "where is my parcel? order 12345", true, &answer);
	for (size_t i = 0; i < answer.count; i++)
		if (memchr(answer.best[i].label, 0, 70000) == NULL)
			abort();
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char path[] = "/tmp/floorwalker-fuzz-XXXXXX";
	struct classify_model *m;
	struct errinfo e;
	int fd = mkstemp(path);

	if (fd < 0)
		abort();
	close(fd);
	if (model_file_write(path, "intents", bytes, size, &e) == ERR_OK &&
	    classify_open(path, "intents", &m, &e) == ERR_OK) {
		predict(m);
		classify_free(&m);
	}
	unlink(path);
	return 0;
}
