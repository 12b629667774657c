/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a keyring's master key.
 */
#include "floorwalker/base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"

/* Makes the key file whole or not at all, and never over one that is there. */
static enum err
make_key_file(const char *path, struct errinfo *e)
{
	uint8_t master[SEAL_KEY];
	char line[SEAL_HEX + 1];
	struct str temporary;
	enum err err;

	err = random_secret(master, sizeof master, e);
	if (err != ERR_OK)
		return err;
	seal_hex(master, sizeof master, line);
	line[SEAL_HEX - 1] = '\n';
	str_init(&temporary);
	str_addf(&temporary, "%s.new.%ld", path, (long)getpid());
	err = file_write(temporary.data, line, SEAL_HEX, 0600, e);
	if (err == ERR_OK) {
		if (link(temporary.data, path) != 0 && errno != EEXIST)
			err = err_set(
			    e, ERR_IO, "%s: cannot make the key file: %s", path, strerror(errno));
		unlink(temporary.data);
	}
	str_clear(&temporary);
	mem_wipe(master, sizeof master);
	mem_wipe(line, sizeof line);
	return err;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum err
check_private(int fd, const char *path, struct errinfo *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(
		    e, ERR_IO, "%s: cannot look at the key file: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_FORBIDDEN, "%s: the key file is no regular file", path);
	if ((st.st_mode & 077) != 0)
		return err_set(e, ERR_FORBIDDEN,
		    "%s: others may read the key file (mode %04o); run: chmod 600 '%s'", path,
		    (unsigned)st.st_mode & 07777, path);
	return ERR_OK;
}

static enum err
read_key(int fd, const char *path, uint8_t master[SEAL_KEY], struct errinfo *e)
{
	char text[SEAL_HEX + 2];
	ssize_t n = read(fd, text, sizeof text);
	bool ok = n == SEAL_HEX - 1 || (n == SEAL_HEX && text[SEAL_HEX - 1] == '\n');

	for (size_t i = 0; ok && i < SEAL_KEY; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		ok = high >= 0 && low >= 0;
		master[i] = (uint8_t)(ok ? high << 4 | low : 0);
	}
	mem_wipe(text, sizeof text);
	if (!ok)
		return err_set(e, ERR_CORRUPT,
		    "%s: a key file is one line of 64 hexadecimal digits; restore it from a copy",
		    path);
	return ERR_OK;
}

enum err
keyring_open(const char *path, bool create, struct keyring **out, struct errinfo *e)
{
	uint8_t master[SEAL_KEY];
	enum err err;
	int fd;

	*out = NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT && create) {
		err = make_key_file(path, e);
		if (err != ERR_OK)
			return err;
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	if (fd < 0 && errno == ENOENT)
		return err_set(e, ERR_NOT_FOUND,
		    "%s: there is no key file; restore it from a copy: without it nothing that was sealed can be read",
		    path);
	if (fd < 0)
		return err_set(
		    e, ERR_IO, "%s: cannot open the key file: %s", path, strerror(errno));
	err = check_private(fd, path, e);
	if (err == ERR_OK)
		err = read_key(fd, path, master, e);
	close(fd);
	if (err == ERR_OK)
		*out = keyring_new_from(master);
	mem_wipe(master, sizeof master);
	return err;
}
