#include "console/cmd/cmd_write.h"

#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/base/str.h"

bool
cmd_write(struct cmd_args *a, struct err *err)
{
	return cmd_open(a, true, err);
}

/* Who called sudo, and not whom he became; NULL without. */
static const struct passwd *
sudoer(void)
{
	const char *name = getenv("SUDO_USER"), *uid = getenv("SUDO_UID");
	const struct passwd *pw = NULL;
	int64_t n;

	if (name != NULL && uid != NULL && str_int(uid, 0, UINT32_MAX, &n))
		pw = getpwnam(name);
	return pw != NULL && (int64_t)pw->pw_uid == n ? pw : NULL;
}

const char *
cmd_author(void)
{
	static char name[256];
	const struct passwd *pw;

	if (cmd_served() != NULL)
		return cmd_served()->name;
	pw = sudoer();
	if (pw == NULL)
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
	else if (sudoer() != NULL)
		snprintf(by, sizeof(by), "user %s, sudo uid %d", cmd_author(),
		    (int)geteuid());
	else
		snprintf(by, sizeof(by), "user %s", cmd_author());
	return by;
}
