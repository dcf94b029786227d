#include "console/cmd/cmd.h"
#include "console/cmd/cmd_args.h"
#include "console/cmd/cmd_page.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define NEAR 2

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

/* How many letters must be added, dropped, changed or swapped with the next;
 * more than left is not looked for. */
static int
distance(const char *a, const char *b, int left)
{
	int d;

	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	if ((*a == '\0' && *b == '\0') || left == 0)
		return *a == *b ? 0 : 1;
	d = *a == '\0' ? left : distance(a + 1, b, left - 1);
	if (*b != '\0')
		d = MIN_OF(d, distance(a, b + 1, left - 1));
	if (*a != '\0' && *b != '\0') {
		d = MIN_OF(d, distance(a + 1, b + 1, left - 1));
		if (a[1] == *b && a[0] == b[1])
			d = MIN_OF(d, distance(a + 2, b + 2, left - 1));
	}
	return 1 + d;
}

const char *
cmd_nearest(const char *name)
{
	const char *nearest = NULL;
	int best = NEAR + 1;

	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		int d = distance(name, table[i]->name, NEAR);

		if (d < best) {
			best = d;
			nearest = table[i]->name;
		}
	}
	return nearest;
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
		cmd_page(cmd_columns());
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

	cmd_page_end();
	return code;
}
