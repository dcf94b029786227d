#include "shared/sys/user.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

char *
user_name(char *dst, size_t size)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *login = getenv("LOGNAME");
	char full[256] = "";

	if (pw != NULL) {
		str_copy(full, sizeof(full), pw->pw_gecos ? pw->pw_gecos : "");
		full[strcspn(full, ",")] = '\0';
		if (full[0] == '\0')
			str_copy(full, sizeof(full), pw->pw_name);
	} else if (login != NULL) {
		str_copy(full, sizeof(full), login);
	}
	if (str_trim(full)[0] == '\0')
		str_copy(full, sizeof(full), "user");
	return utf8_clean(dst, size, str_trim(full), 64);
}

bool
user_is_root(void)
{
	return geteuid() == 0;
}

const char *
user_root(void)
{
	return "root";
}

bool
user_as_owner(const char *folder, struct err *err)
{
	struct stat st;

	if (!user_is_root())
		return true;
	if (stat(folder, &st) < 0)
		return err_errno(err, "%s", folder);
	if (st.st_uid == 0)
		return true;
	if (setegid(st.st_gid) == 0 && seteuid(st.st_uid) == 0)
		return true;
	err_errno(err, _("cannot work as the owner of %s"), folder);
	user_as_self();
	return false;
}

void
user_as_self(void)
{
	/* neither can fail for the one who was it before */
	if (seteuid(getuid()) != 0 || setegid(getgid()) != 0)
		abort();
}
