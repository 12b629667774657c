/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define LONGEST 4096 /* one write of this size to a pipe is not torn */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sink = -1;
static enum log_level least = LOG_INFO;

void
log_to(int fd, enum log_level least_level)
{
	pthread_mutex_lock(&lock);
	sink = fd;
	least = least_level;
	pthread_mutex_unlock(&lock);
}

/* Controls, broken bytes and what reorders a line are written as \xNN or \u{NNNN}; the line stays
 * one line. */
static void
add_escaped(struct str *out, const char *s)
{
	size_t length = strlen(s);

	for (size_t i = 0, n; i < length; i += n) {
		uint32_t point;

		n = utf8_next(s + i, length - i, &point);
		if (point == 0xfffd && n == 1)
			str_addf(out, "\\x%02x", (unsigned)(unsigned char)s[i]);
		else if (point < 0x20 || (point >= 0x7f && point < 0xa0))
			str_addf(out, "\\x%02x", point);
		else if ((point >= 0x200b && point <= 0x200f) ||
		    (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x2069) ||
		    point == 0xfeff)
			str_addf(out, "\\u{%04x}", point);
		else
			str_add_n(out, s + i, n);
	}
}

void
log_line(enum log_level level, const char *format, ...)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	char text[LONGEST / 2], when[32];
	struct str line;
	struct tm utc;
	time_t now;
	va_list args;
	bool wanted;
	int kept = errno;

	pthread_mutex_lock(&lock);
	wanted = sink >= 0 && level >= least;
	pthread_mutex_unlock(&lock);
	if (!wanted)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	now = time(NULL);
	gmtime_r(&now, &utc);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
	str_init(&line);
	str_addf(&line, "%s %s ", when, names[level]);
	add_escaped(&line, text);
	str_cut(&line, LONGEST - 1);
	str_add_char(&line, '\n');
	pthread_mutex_lock(&lock);
	/* A sink that cannot be written has nowhere to complain to. */
	if (sink >= 0 && write(sink, line.data, line.length) < 0)
		sink = sink == STDERR_FILENO ? sink : -1;
	pthread_mutex_unlock(&lock);
	str_clear(&line);
	errno = kept;
}
