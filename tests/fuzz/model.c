/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model files from outside: whatever stands in one, opening it is refused or predicting with it
 * reads nothing outside of it. The input is a model's body; the header with its checksum is put
 * before it here, so that what the checksum guards is reached: as a model of one intent a text, and
 * as one of several.
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
	size_t count;

	classify_predict(m, a, "where is my parcel? order 12345", true, &answer);
	for (size_t i = 0; i < answer.count; i++)
		if (memchr(answer.best[i].label, 0, 70000) == NULL)
			abort();
	if ((answer.each != NULL) != classify_is_several(m))
		abort();
	(void)classify_labels(m, &count);
	for (size_t k = 0; answer.each != NULL && k < count; k++)
		if (answer.each[k] < 0 || answer.each[k] > 1)
			abort();
	arena_free(&a);
}

static void
try(const char *path, const char *kind, const uint8_t *bytes, size_t size)
{
	struct classify_model *m;
	struct errinfo e;

	if (model_file_write(path, kind, bytes, size, &e) == ERR_OK &&
	    classify_open(path, "intents", &m, &e) == ERR_OK) {
		predict(m);
		classify_free(&m);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char path[] = "/tmp/floorwalker-fuzz-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		abort();
	close(fd);
	try(path, "intents", bytes, size);
	try(path, MODEL_SEVERAL, bytes, size);
	unlink(path);
	return 0;
}
