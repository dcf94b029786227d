/* What writers left who were killed: see path.h. */
#include "shared/base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* So long nobody writes; the number is another process's by then. */
#define WRITING_S 3600

static bool
is_left(int dir, const char *entry, const char *name)
{
	struct stat st;
	int64_t pid;

	if (!path_is_temporary(entry, name, &pid) ||
	    fstatat(dir, entry, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
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
