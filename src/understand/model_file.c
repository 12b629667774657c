/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/seal.h"

#define MODEL_MAGIC "FWMODEL"
#define MODEL_BYTE_ORDER 0x01020304u
#define MODEL_SIZE_LIMIT ((off_t)512 * 1024 * 1024)

struct model_header {
	char magic[8];
	uint32_t version;
	uint32_t byte_order;
	char kind[16];
	uint64_t body_size;
	uint8_t hash[SEAL_HASH];
};

static enum err
header_check(const char *path, const char *kind, const struct model_header *h, size_t size,
    struct errinfo *e)
{
	uint8_t hash[SEAL_HASH];
	char wanted[sizeof h->kind] = { 0 };

	memcpy(wanted, kind, strnlen(kind, sizeof wanted - 1));
	if (size < sizeof *h || memcmp(h->magic, MODEL_MAGIC, sizeof h->magic) != 0)
		return err_set(e, ERR_CORRUPT, "%s is no model file: build the models again", path);
	if (h->byte_order != MODEL_BYTE_ORDER)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s was made on a machine of another byte order: build the models here", path);
	if (h->version != MODEL_FILE_VERSION)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s has model format %u, this program reads %d: build the models again", path,
		    (unsigned)h->version, MODEL_FILE_VERSION);
	if (memcmp(h->kind, wanted, sizeof wanted) != 0 &&
	    memcmp(h->kind, MODEL_SEVERAL, sizeof wanted) == 0)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s is a model of several intents a message, where one of a single intent each is needed: train it on rows with one label",
		    path);
	if (memcmp(h->kind, wanted, sizeof wanted) != 0)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s holds another kind of model than \"%s\": build the models again", path,
		    kind);
	if (h->body_size != size - sizeof *h)
		return err_set(e, ERR_CORRUPT,
		    "%s is %zu bytes long where its header says %llu: build the models again", path,
		    size, (unsigned long long)(h->body_size + sizeof *h));
	seal_sha256(h + 1, (size_t)h->body_size, hash);
	if (!seal_same(hash, h->hash, sizeof hash))
		return err_set(e, ERR_CORRUPT,
		    "%s is damaged, its checksum differs: build the models again", path);
	return ERR_OK;
}

enum err
model_file_open(const char *path, const char *kind, struct model_file *out, struct errinfo *e)
{
	struct stat st;
	enum err rc;
	int fd;

	memset(out, 0, sizeof *out);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
		    "%s: %s; look at the path; make builds the models of the program itself",
		    path, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_size < (off_t)sizeof(struct model_header) || st.st_size > MODEL_SIZE_LIMIT) {
		close(fd);
		return err_set(e, ERR_CORRUPT, "%s is no model file: build the models again", path);
	}
	out->map_size = (size_t)st.st_size;
	out->map = mmap(NULL, out->map_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (out->map == MAP_FAILED) {
		out->map = NULL;
		return err_set(e, ERR_IO, "%s: can't be mapped: %s", path, strerror(errno));
	}
	rc = header_check(path, kind, out->map, out->map_size, e);
	if (rc != ERR_OK) {
		model_file_close(out);
		return rc;
	}
	out->body = (const unsigned char *)out->map + sizeof(struct model_header);
	out->body_size = out->map_size - sizeof(struct model_header);
	return ERR_OK;
}

void
model_file_close(struct model_file *f)
{
	if (f->map != NULL)
		munmap(f->map, f->map_size);
	memset(f, 0, sizeof *f);
}

enum err
model_file_write(
    const char *path, const char *kind, const void *body, size_t size, struct errinfo *e)
{
	struct model_header h;
	unsigned char *whole;
	enum err rc;

	memset(&h, 0, sizeof h);
	memcpy(h.magic, MODEL_MAGIC, sizeof MODEL_MAGIC);
	h.version = MODEL_FILE_VERSION;
	h.byte_order = MODEL_BYTE_ORDER;
	if (strlen(kind) >= sizeof h.kind)
		return err_set(e, ERR_USAGE, "a model's kind has at most %zu letters: %s",
		    sizeof h.kind - 1, kind);
	memcpy(h.kind, kind, strlen(kind));
	h.body_size = size;
	seal_sha256(body, size, h.hash);
	whole = mem_alloc(sizeof h + size);
	memcpy(whole, &h, sizeof h);
	memcpy(whole + sizeof h, body, size);
	rc = file_write(path, whole, sizeof h + size, 0644, e);
	mem_free(whole);
	return rc;
}
