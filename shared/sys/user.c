#include "shared/sys/user.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
