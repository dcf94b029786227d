#include "console/cmd/cmd.h"
#include "console/cmd/cmd_args.h"
#include "console/cmd/cmd_pager.h"
#include "shared/base/near.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define ROW(name) &cmd_##name,
static const struct cmd *const table[] = {CMD_NAMES(ROW)};

const struct cmd *
cmd_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (str_eq(table[i]->name, name))
			return table[i];
	return NULL;
}

const char *
cmd_nearest(const char *name)
{
	struct near n;

	near_begin(&n, name);
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		near_try(&n, table[i]->name);
	return n.found;
}

const struct cmd *
cmd_at(size_t i)
{
	return i < ARRAY_LEN(table) ? table[i] : NULL;
}

static int
parse_and_run(struct cmd_args *a, int argc, char **argv)
{
	struct err err = {0};
	bool ok;

	if (!cmd_parse(a, argc, argv))
		return a->code;
	if (cmd_pages(a))
		cmd_pager(cmd_columns());
	ok = a->cmd->run(a, &err);
	if (!ok && a->code == CMD_OK)
		cmd_fail(a, "%s", err.text);
	cmd_close(a);
	return ok ? cmd_done(a, CMD_OK) : a->code;
}

int
cmd_run(const struct cmd *cmd, int argc, char **argv)
{
	struct cmd_args a = {.cmd = cmd};
	int code = parse_and_run(&a, argc, argv);

	cmd_pager_end();
	return code;
}
