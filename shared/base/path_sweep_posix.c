/* What writers left who were killed: see path.h. */
#include "shared/base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/str.h"

/* So long nobody writes; the number is another process's by then. */
#define WRITING_S 3600

/* A temporary of that file, or with NULL of any; of a process that is gone. */
static bool
is_left(int dir, const char *entry, const char *name)
{
	const char *at = strstr(entry, PATH_TEMPORARY), *next;
	struct stat st;
	int64_t pid;

	while (at != NULL && (next = strstr(at + 1, PATH_TEMPORARY)) != NULL)
		at = next;
	if (at == NULL || at == entry ||
	    !str_int(at + strlen(PATH_TEMPORARY), 1, INT32_MAX, &pid) ||
	    (name != NULL &&
		(strncmp(entry, name, strlen(name)) != 0 ||
		    entry + strlen(name) != at)))
		return false;
	if (fstatat(dir, entry, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	return (kill((pid_t)pid, 0) < 0 && errno == ESRCH) ||
	    st.st_mtime < time(NULL) - WRITING_S;
}

void
path_sweep(const char *dir, const char *name)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (is_left(dirfd(d), e->d_name, name))
			(void)unlinkat(dirfd(d), e->d_name, 0);
	(void)fsync(dirfd(d));
	closedir(d);
}
