/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"

/* Who acts: the agent of this login; another only where the store is for practice. */
enum err
agent_of_call(struct call *c, struct desk *d, const char **out, struct errinfo *e)
{
	const char *named = call_text(c, "agent", NULL);
	const struct passwd *user = getpwuid(geteuid());
	const struct agent *own =
	    user != NULL ? settings_agent_of_login(desk_settings(d), user->pw_name) : NULL;

	*out = own != NULL ? own->id : "";
	if (named == NULL || (own != NULL && text_is(named, own->id)))
		return ERR_OK;
	if (!desk_is_practice(d))
		return err_set(e, ERR_FORBIDDEN,
		    "--agent %.40s: in this store you act as who you are logged in as (%s); acting as others works only in stores made with --practice",
		    named, user != NULL ? user->pw_name : "nobody");
	if (settings_agent(desk_settings(d), named) == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "there is no agent \"%.40s\" in this shop's world.yaml", named);
	*out = named;
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct command_table *table = command_table_new();
	struct command_call call = { .arena = c->arena };
	struct office office;
	struct str out;
	const char *target;
	bool json;
	enum err err;

	str_init(&out);
	call.out = &out;
	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "do", e)) != ERR_OK) {
		command_table_free(&table);
		return err;
	}
	call.desk = office.desk;
	if (json)
		call.json = value_map(c->arena);
	if ((err = agent_of_call(c, office.desk, &call.agent, e)) == ERR_OK)
		err = command_run_words(table, c->words, c->word_count, CONTEXT_SHELL, &call, e);
	if (err == ERR_OK && json)
		print_json(call.json);
	else if (err == ERR_OK && out.length > 0)
		printf("%s%s", out.data, out.data[out.length - 1] == '\n' ? "" : "\n");
	str_clear(&out);
	office_close(&office);
	command_table_free(&table);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "agent", .value = "ID", .help = "act as this agent: only in a store made for practice" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_do = {
    .name = "do",
    .words = "COMMAND [WORD…]",
    .least = 1,
    .most = 1000,
    .summary = "run one of the console's commands",
    .help =
	"The same commands, by the same names, as in the console: take, reply, give-back, approve, deny, note, close, search …\n"
	"You act as the agent whose login (world.yaml) is yours. A text with spaces may be quoted or not.",
    .examples =
	"  floorwalker do --store shop.db take C-17\n  floorwalker do --store shop.db reply C-17 \"I'll look into it now.\"\n"
	"  floorwalker do --store play.db --agent maeve approve A-3\n  floorwalker do --store shop.db deny A-4 \"Outside the window\"\n",
    .options = options,
    .run = run,
};
