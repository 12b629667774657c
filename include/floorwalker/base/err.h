/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors: a code for the program, a sentence for the person.
 */
#ifndef FLOORWALKER_BASE_ERR_H
#define FLOORWALKER_BASE_ERR_H

#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/* What went wrong, coarse enough to act on. The sentence in struct errinfo says the rest. */
enum err {
	ERR_OK = 0,
	ERR_USAGE,	 /* called with words that make no sense: exit code 2 */
	ERR_INPUT,	 /* a file, message or reply from outside is malformed */
	ERR_LIMIT,	 /* larger, deeper or more than a stated limit */
	ERR_NOT_FOUND,	 /* no such record or file */
	ERR_EXISTS,	 /* a record with this key is there already */
	ERR_CONFLICT,	 /* someone else was first: a stale epoch, a lost lease, a changed
			    version */
	ERR_FORBIDDEN,	 /* the rules or the caller's rights say no */
	ERR_STATE,	 /* not possible in the record's present state */
	ERR_IO,		 /* the operating system said no */
	ERR_BUSY,	 /* locked by another process for longer than we wait; try again */
	ERR_TIMEOUT,	 /* no answer in time; what happened there is unknown */
	ERR_UNAVAILABLE, /* could not be reached; nothing happened there */
	ERR_CORRUPT,	 /* stored data fails its own checks */
	ERR_UNSUPPORTED, /* a newer version, or something this build lacks */
};

/* The sentence: what failed, on what (file, line, column, id), and what to do next. Plain value; no
 * ownership. */
struct errinfo {
	enum err code;
	char text[600];
};

/* Sets *e (which may be NULL) and returns code, so that failing is one line: return err_set(e,
 * ERR_INPUT, "…"). */
enum err err_set(struct errinfo *e, enum err code, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts "PREFIX: " before the text that is there, keeping the code; returns the code. For adding a
 * file or id on the way up. */
enum err err_prefix(struct errinfo *e, const char *format, ...) PRINTF_LIKE(2, 3);

/* Short stable word for a code ("conflict"); static. */
const char *err_name(enum err code);

/* The exit code that a command ends with: 0, 2 for ERR_USAGE, 1 for all else. */
int err_exit_code(enum err code);

#endif
