#include "shared/sys/user.h"

#define SECURITY_WIN32
#include <stdlib.h>
#include <windows.h>
/* below it */
#include <security.h>

#include "shared/base/i18n.h"
#include "shared/base/os_windows.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define NAME_MAX_LETTERS 256

char *
user_name(char *dst, size_t size)
{
	wchar_t name[NAME_MAX_LETTERS] = L"";
	char full[NAME_MAX_LETTERS * 3] = "";
	DWORD n = NAME_MAX_LETTERS;

	/* the full name is there where a domain knows him */
	if (!GetUserNameExW(NameDisplay, name, &n) || name[0] == L'\0') {
		n = NAME_MAX_LETTERS;
		if (!GetUserNameW(name, &n))
			name[0] = L'\0';
	}
	os_narrow(full, sizeof(full), name);
	if (str_trim(full)[0] == '\0')
		str_copy(full, sizeof(full), "user");
	return utf8_clean(dst, size, str_trim(full), 64);
}

bool
user_is_root(void)
{
	SID_IDENTIFIER_AUTHORITY nt = SECURITY_NT_AUTHORITY;
	PSID admins;
	BOOL is = FALSE;

	if (!AllocateAndInitializeSid(&nt, 2, SECURITY_BUILTIN_DOMAIN_RID,
		DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0, 0, 0, &admins))
		return false;
	if (!CheckTokenMembership(NULL, admins, &is))
		is = FALSE;
	FreeSid(admins);
	return is;
}

const char *
user_root(void)
{
	return _("administrator");
}
