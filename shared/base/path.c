#include "shared/base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"

static char *
xdg_dir(const char *variable, const char *below_home)
{
	const char *base = getenv(variable);
	const char *home = getenv("HOME");

	if (base != NULL && base[0] == '/')
		return str_fmt("%s/pomoc", base);
	if (home == NULL || home[0] != '/')
		return NULL;
	return str_fmt("%s/%s/pomoc", home, below_home);
}

char *
path_config_dir(void)
{
	return xdg_dir("XDG_CONFIG_HOME", ".config");
}

bool
path_data_is_set(void)
{
	const char *own = getenv("POMOC_DATA");

	return own != NULL && own[0] != '\0';
}

char *
path_data_dir(void)
{
	if (path_data_is_set())
		return str_dup(getenv("POMOC_DATA"));
	return xdg_dir("XDG_DATA_HOME", ".local/share");
}

char *
path_join(const char *dir, const char *name)
{
	return str_fmt("%s/%s", dir, name);
}

bool
path_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* mkdir() may name another reason before it sees that it is there. */
static bool
is_there(const char *path)
{
	int why = errno;
	bool is = access(path, F_OK) == 0;

	errno = why;
	return is;
}

/* The first one that cannot be made is the one to be told of. */
static bool
make_parents(const char *path, struct err *err)
{
	char *copy = str_dup(path);
	bool ok = true;

	for (char *p = copy + 1; ok && *copy != '\0' && *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) < 0 && !is_there(copy))
			ok = err_errno(err, "cannot make folder %s", copy);
		*p = '/';
	}
	free(copy);
	return ok;
}

bool
path_make_dir(const char *path, struct err *err)
{
	struct stat st;
	bool ok = false;

	if (!make_parents(path, err))
		return false;
	if (mkdir(path, 0700) < 0 && !is_there(path))
		err_errno(err, "cannot make folder %s", path);
	else if (stat(path, &st) < 0)
		err_errno(err, "%s", path);
	else if (!S_ISDIR(st.st_mode))
		err_set(err, "%s is not a folder", path);
	else if (st.st_uid != geteuid())
		err_set(err, "%s belongs to another user", path);
	else if ((st.st_mode & 022) != 0)
		err_set(err,
		    "%s may be written to by others; run: "
		    "chmod go-w %s",
		    path, path);
	else
		ok = true;
	return ok;
}

static bool
write_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

static int
open_parent(const char *path)
{
	char *dir = str_dup(path);
	char *slash = strrchr(dir, '/');
	int fd;

	if (slash != NULL)
		slash[slash == dir] = '\0';
	fd = open(
	    slash != NULL ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	return fd;
}

FILE *
path_open_read(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	int saved;
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fdopen(fd, "r");
	if (fd < 0) {
		saved = errno;
		err_errno(err, "%s", path);
		errno = saved;
		return NULL;
	}
	close(fd);
	err_set(err, _("%s is not an ordinary file"), path);
	errno = EINVAL;
	return NULL;
}

int
path_lock_parent(const char *path)
{
	int fd = open_parent(path), rc = -1;

	while (fd >= 0 && (rc = flock(fd, LOCK_EX)) < 0 && errno == EINTR)
		;
	if (fd >= 0 && rc < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The folder's own entry must reach the disk too, or a power cut undoes it. */
void
path_sync_parent(const char *path)
{
	int fd = open_parent(path);

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
}

/* Between the name of a file and the number of the process that writes it. */
#define TEMPORARY ".tmp."
/* So long nobody writes; the number is another process's by then. */
#define WRITING_S 3600

char *
path_temporary(const char *path)
{
	return str_fmt("%s" TEMPORARY "%d", path, (int)getpid());
}

/* A temporary of that file, or with NULL of any; of a process that is gone. */
static bool
is_left(int dir, const char *entry, const char *name)
{
	const char *at = strstr(entry, TEMPORARY), *next;
	struct stat st;
	int64_t pid;

	while (at != NULL && (next = strstr(at + 1, TEMPORARY)) != NULL)
		at = next;
	if (at == NULL || at == entry ||
	    !str_int(at + strlen(TEMPORARY), 1, INT32_MAX, &pid) ||
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

bool
path_remove(const char *path, struct err *err)
{
	return unlink(path) == 0 || errno == ENOENT ||
	    err_errno(err, _("cannot remove %s"), path);
}

bool
path_write_atomic(const char *path, const void *data, size_t len, mode_t mode,
    struct err *err)
{
	char *tmp = path_temporary(path);
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, fd;
	struct stat st;
	bool ok;

	/* a device or a pipe would be gone */
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISLNK(st.st_mode)) {
		free(tmp);
		return err_set(err, _("%s is not a regular file"), path);
	}
	/* in a folder of others it may be a link to what is dear to us */
	unlink(tmp);
	fd = open(tmp, flags, mode);
	ok = fd >= 0;

	if (!ok) {
		err_errno(err, _("cannot write %s"), path);
		goto out;
	}
	ok = write_all(fd, data, len) && fsync(fd) == 0;
	if (!ok)
		err_errno(err, _("cannot write %s"), path);
	close(fd);
	if (ok && rename(tmp, path) < 0)
		ok = err_errno(err, _("cannot write %s"), path);
	if (ok)
		path_sync_parent(path);
	else
		unlink(tmp);
out:
	free(tmp);
	return ok;
}
