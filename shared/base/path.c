#include "shared/base/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define DIR_MAX 4096

static char *
ours(bool (*home)(char *dst, size_t size))
{
	char dir[DIR_MAX];

	return home(dir, sizeof(dir)) ? path_join(dir, "pomoc") : NULL;
}

char *
path_config_dir(void)
{
	return ours(os_config_home);
}

bool
path_data_is_set(void)
{
	const char *own = os_env("POMOC_DATA");

	return own != NULL && own[0] != '\0';
}

char *
path_data_dir(void)
{
	if (path_data_is_set())
		return str_dup(os_env("POMOC_DATA"));
	return ours(os_data_home);
}

char *
path_join(const char *dir, const char *name)
{
	return str_fmt("%s/%s", dir, name);
}

bool
path_exists(const char *path)
{
	return os_access(path, F_OK);
}

/* mkdir() may name another reason before it sees that it is there. */
static bool
is_there(const char *path)
{
	int why = errno;
	bool is = os_access(path, F_OK);

	errno = why;
	return is;
}

/* The folder that it is in; free() it. */
static char *
parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = str_dup(slash != NULL ? path : ".");

	if (slash != NULL)
		dir[MAX_OF(slash - path, 1)] = '\0';
	return dir;
}

/* What is there is not touched: on Windows a server's name is no folder, and
 * yet its shares have such. The first one that cannot be made is the one to be
 * told of. */
static bool
make_parents(const char *path, struct err *err)
{
	char *dir = parent(path);
	bool ok = is_there(dir) || make_parents(dir, err);

	if (ok && !is_there(dir) && !os_mkdir(dir) && !is_there(dir))
		ok = err_errno(err, _("cannot make folder %s"), dir);
	free(dir);
	return ok;
}

bool
path_make_dir(const char *path, struct err *err)
{
	if (!make_parents(path, err))
		return false;
	if (!os_mkdir(path) && !is_there(path))
		return err_errno(err, _("cannot make folder %s"), path);
	switch (os_dir_check(path)) {
	case OS_DIR_OURS:
		return true;
	case OS_DIR_NONE:
		return err_set(err, _("%s is not a folder"), path);
	case OS_DIR_OTHERS:
		return err_set(err, _("%s belongs to another user"), path);
	case OS_DIR_OPEN:
		return err_set(err,
		    _("%s may be written to by others; make it private (%s)"),
		    path, _(os_private_how(true)));
	default:
		return err_errno(err, "%s", path);
	}
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

FILE *
path_open_read(const char *path, struct err *err)
{
	int fd = os_open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
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
	char *dir = parent(path);
	int fd = os_lock_dir(dir);

	free(dir);
	return fd;
}

/* The folder's own entry must reach the disk too, or a power cut undoes it. */
void
path_sync_parent(const char *path)
{
	char *dir = parent(path);

	os_sync_dir(dir);
	free(dir);
}

char *
path_temporary(const char *path)
{
	return str_fmt("%s" PATH_TEMPORARY "%d", path, (int)getpid());
}

bool
path_is_temporary(const char *entry, const char *name, int64_t *pid)
{
	const char *at = strstr(entry, PATH_TEMPORARY), *next;

	while (at != NULL && (next = strstr(at + 1, PATH_TEMPORARY)) != NULL)
		at = next;
	return at != NULL && at != entry &&
	    str_int(at + strlen(PATH_TEMPORARY), 1, INT32_MAX, pid) &&
	    (name == NULL ||
		(strncmp(entry, name, strlen(name)) == 0 &&
		    entry + strlen(name) == at));
}

bool
path_remove(const char *path, struct err *err)
{
	return os_remove(path) || errno == ENOENT ||
	    err_errno(err, _("cannot remove %s"), path);
}

bool
path_write_atomic(const char *path, const void *data, size_t len, mode_t mode,
    struct err *err)
{
	char *tmp = path_temporary(path);
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, fd;
	bool ok;

	/* a device or a pipe would be gone */
	if (os_kind(path) == OS_KIND_OTHER) {
		free(tmp);
		return err_set(err, _("%s is not a regular file"), path);
	}
	/* in a folder of others it may be a link to what is dear to us */
	os_remove(tmp);
	fd = os_open(tmp, flags, mode);
	ok = fd >= 0;

	if (!ok) {
		err_errno(err, _("cannot write %s"), path);
		goto out;
	}
	ok = write_all(fd, data, len) && os_sync(fd);
	if (!ok)
		err_errno(err, _("cannot write %s"), path);
	close(fd);
	if (ok && !os_replace(tmp, path))
		ok = err_errno(err, _("cannot write %s"), path);
	if (ok)
		path_sync_parent(path);
	else
		os_remove(tmp);
out:
	free(tmp);
	return ok;
}
