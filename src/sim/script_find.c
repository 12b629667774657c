/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios that somebody names: theirs, or some that came with the program, from whatever folder they
 * ask.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/sim/sim.h"

#define HOME "scenarios"

/* What came with the program in a language has a folder of its code. */
static bool
is_code(const char *name)
{
	size_t length = strlen(name);

	return (length == 2 || length == 3) &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz") == length;
}

const char *
sim_language_folder(struct arena *a, const char *folder, const char *language)
{
	const char *path = file_join(a, folder, language);

	return is_code(language) && file_is_folder(path) ? path : NULL;
}

/* "de-furious" is in scenarios/de, "furious" in scenarios. */
static const char *
find_by_name(struct arena *a, const char *home, const char *name)
{
	const char *file = arena_printf(a, "%s.yaml", name), *path = file_join(a, home, file), **names;
	struct errinfo e;
	size_t count;

	if (file_exists(path))
		return path;
	if (file_list(a, home, "", &names, &count, &e) != ERR_OK)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const char *own = sim_language_folder(a, home, names[i]);

		if (own != NULL && file_exists(path = file_join(a, own, file)))
			return path;
	}
	return NULL;
}

const char *
sim_scenarios_find(struct arena *a, const char *given)
{
	const char *home, *path;

	if (file_exists(given))
		return given;
	if ((home = file_data(a, HOME)) == NULL)
		return NULL;
	if (text_is(given, HOME))
		return home;
	if (text_starts(given, HOME "/"))	/* as the manual says it, from elsewhere */
		given += strlen(HOME "/");
	if ((path = sim_language_folder(a, home, given)) != NULL)
		return path;
	path = file_join(a, home, given);
	return text_ends(given, ".yaml") && file_exists(path) ? path : find_by_name(a, home, given);
}
