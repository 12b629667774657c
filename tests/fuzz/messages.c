/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Message files: whatever loads renders or says why not.
 */
#include <stdint.h>

#include "floorwalker/text/messages.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct message_param params[] = {
	    {.name = "n", .number = 2}, {.name = "order", .text = "TF-100101"}};
	struct arena *a = arena_new();
	struct messages *m;
	struct value *v;
	struct errinfo e;
	struct str out;

	str_init(&out);
	if (value_parse_yaml(a, "fuzz", (const char *)bytes, size, &value_limits_message, &v, &e) ==
		ERR_OK &&
	    messages_new(v, &m, &e) == ERR_OK) {
		const struct value *list = value_get(v, "messages");

		for (size_t i = 0; i < value_count(list); i++)
			for (size_t variant = 0; variant < 3; variant++)
				if (messages_render(m, &out, value_key_at(list, i), variant, params,
					2, &e) != ERR_OK)
					continue;
		messages_free(&m);
	}
	str_clear(&out);
	arena_free(&a);
	return 0;
}
