#include "console/cmd/cmd_write.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "shared/base/str.h"

bool
cmd_write(struct cmd_args *a, struct err *err)
{
	return cmd_open(a, true, err);
}

const char *
cmd_author(void)
{
	static char name[256];
	const struct passwd *pw;

	if (cmd_served() != NULL)
		return cmd_served()->name;
	pw = getpwuid(geteuid());
	if (pw == NULL || pw->pw_name[0] == '\0')
		snprintf(name, sizeof(name), "uid %d", (int)geteuid());
	else
		str_copy(name, sizeof(name), pw->pw_name);
	return name;
}

const char *
cmd_by(void)
{
	static char by[300];

	if (cmd_served() != NULL)
		snprintf(by, sizeof(by), "key %s", cmd_served()->key);
	else
		snprintf(by, sizeof(by), "user %s", cmd_author());
	return by;
}
