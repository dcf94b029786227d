/* Who may read and write what is ours: see os.h. That is this user, the system
 * and its administrators, by the access control lists. */
#include <aclapi.h>
#include <errno.h>
#include <io.h>
#include <sddl.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/os_windows.h"
#include "shared/base/str.h"

#define READS (FILE_READ_DATA | GENERIC_READ)
#define WRITES                                                          \
	(FILE_WRITE_DATA | FILE_APPEND_DATA | WRITE_DAC | WRITE_OWNER | \
	    GENERIC_WRITE | GENERIC_ALL)

/* The user of this process; free() it. */
static TOKEN_USER *
ourselves(void)
{
	HANDLE token;
	TOKEN_USER *user = NULL;
	DWORD size = 0;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return NULL;
	GetTokenInformation(token, TokenUser, NULL, 0, &size);
	if (size > 0) {
		user = mem_alloc(size);
		if (!GetTokenInformation(token, TokenUser, user, size, &size)) {
			free(user);
			user = NULL;
		}
	}
	CloseHandle(token);
	return user;
}

/* One of the system's own accounts, which read everything anyway. */
static bool
is_system(PSID sid)
{
	return IsWellKnownSid(sid, WinLocalSystemSid) ||
	    IsWellKnownSid(sid, WinBuiltinAdministratorsSid) ||
	    IsWellKnownSid(sid, WinCreatorOwnerSid) ||
	    IsWellKnownSid(sid, WinCreatorOwnerRightsSid);
}

/* Somebody else is given one of those rights. */
static bool
others_may(PACL acl, PSID us, ACCESS_MASK rights)
{
	if (acl == NULL) /* no list at all: everybody may */
		return true;
	for (DWORD i = 0; i < acl->AceCount; i++) {
		ACCESS_ALLOWED_ACE *ace;

		if (!GetAce(acl, i, (void **)&ace) ||
		    ace->Header.AceType != ACCESS_ALLOWED_ACE_TYPE ||
		    (ace->Mask & rights) == 0)
			continue;
		if (!EqualSid(&ace->SidStart, us) && !is_system(&ace->SidStart))
			return true;
	}
	return false;
}

static bool
is_closed(HANDLE h, ACCESS_MASK rights)
{
	TOKEN_USER *us = ourselves();
	PSECURITY_DESCRIPTOR all = NULL;
	PACL acl = NULL;
	bool ok;

	ok = us != NULL &&
	    GetSecurityInfo(h, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL,
		NULL, &acl, NULL, &all) == ERROR_SUCCESS &&
	    !others_may(acl, us->User.Sid, rights);
	LocalFree(all);
	free(us);
	return ok;
}

bool
os_is_private(int fd)
{
	return is_closed((HANDLE)_get_osfhandle(fd), READS | WRITES);
}

const char *
os_private_how(bool dir)
{
	return N_("Properties, Security: nobody but you");
}

enum os_dir
os_dir_check(const char *path)
{
	wchar_t *w = os_wide_path(path);
	DWORD a = GetFileAttributesW(w);
	enum os_dir dir = OS_DIR_OPEN;
	HANDLE h;

	h = CreateFileW(w, READ_CONTROL, FILE_SHARE_READ | FILE_SHARE_WRITE,
	    NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
	free(w);
	if (h == INVALID_HANDLE_VALUE) {
		os_failed();
		return OS_DIR_ERROR;
	}
	if (!(a & FILE_ATTRIBUTE_DIRECTORY))
		dir = OS_DIR_NONE;
	else if (is_closed(h, WRITES))
		dir = OS_DIR_OURS;
	CloseHandle(h);
	return dir;
}

/* A list of its own, which is not the parent's, and goes to all that is made
 * in it. */
bool
os_mkdir(const char *path)
{
	SECURITY_ATTRIBUTES sa = {.nLength = sizeof(sa)};
	TOKEN_USER *us = ourselves();
	wchar_t *w = os_wide_path(path);
	char *sid = NULL, *list;
	bool ok = false;

	if (us != NULL && ConvertSidToStringSidA(us->User.Sid, &sid)) {
		list = str_fmt("D:P(A;OICI;FA;;;%s)(A;OICI;FA;;;SY)"
			       "(A;OICI;FA;;;BA)",
		    sid);
		ok = ConvertStringSecurityDescriptorToSecurityDescriptorA(
		    list, SDDL_REVISION_1, &sa.lpSecurityDescriptor, NULL);
		free(list);
	}
	ok = ok && CreateDirectoryW(w, &sa);
	if (!ok)
		os_failed();
	LocalFree(sid);
	LocalFree(sa.lpSecurityDescriptor);
	free(us);
	free(w);
	return ok;
}
