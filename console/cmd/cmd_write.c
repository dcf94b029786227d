#include "console/cmd/cmd_write.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/base/str.h"

struct db *
cmd_write(const struct cmd_args *a)
{
	cmd_note_writing();
	return cmd_open(a, true);
}

char *
cmd_author(void)
{
	const struct cmd_served *whom = cmd_served();
	const struct passwd *pw;

	if (whom != NULL)
		return str_dup(whom->name);
	pw = getpwuid(geteuid());
	if (pw == NULL || pw->pw_name[0] == '\0')
		return str_fmt("uid %d", (int)geteuid());
	return str_dup(pw->pw_name);
}

char *
cmd_by(void)
{
	const struct cmd_served *whom = cmd_served();
	char *me, *by;

	if (whom != NULL)
		return str_fmt("key %s", whom->key);
	me = cmd_author();
	by = str_fmt("user %s", me);
	free(me);
	return by;
}
