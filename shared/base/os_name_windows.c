/* Files and variables by their names: see os.h. What takes them as char reads
 * the code page of the system, and our manifest makes that UTF-8 from Windows
 * 10 1903 on only. */
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <windows.h>

#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/os_windows.h"
#include "shared/base/str.h"

struct variable {
	struct variable *next;
	char *name, *value;
};

int
os_open(const char *path, int flags, unsigned mode)
{
	wchar_t *w = os_wide_path(path);
	int fd = _wopen(w, flags, mode & (_S_IREAD | _S_IWRITE));

	free(w);
	return fd;
}

bool
os_access(const char *path, int mode)
{
	wchar_t *w = os_wide_path(path);
	bool may = _waccess(w, mode) == 0;

	free(w);
	return may;
}

bool
os_remove(const char *path)
{
	wchar_t *w = os_wide_path(path);
	bool ok = _wunlink(w) == 0;

	free(w);
	return ok;
}

/* As UTF-8; NULL where it is not set. free() it. */
static char *
value_of(const char *name)
{
	wchar_t *w = os_wide(name);
	DWORD size = GetEnvironmentVariableW(w, NULL, 0);
	wchar_t *value = mem_array(size + 1, sizeof(*value));
	char *text = NULL;

	if (size > 0) {
		GetEnvironmentVariableW(w, value, size);
		text = os_text(value);
	}
	free(value);
	free(w);
	return text;
}

const char *
os_env(const char *name)
{
	static struct variable *asked;
	struct variable *v = asked;

	while (v != NULL && !str_eq(v->name, name))
		v = v->next;
	if (v == NULL) {
		v = mem_alloc(sizeof(*v));
		*v = (struct variable){.next = asked, .name = str_dup(name)};
		asked = v;
	}
	free(v->value);
	return v->value = value_of(name);
}
