#include "console/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"

#define LOCK_NAME "desk.lock"

static int
read_pid(int fd)
{
	char text[24];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return 0;
	text[n] = '\0';
	return (int)strtol(text, NULL, 10);
}

static bool
write_pid(int fd)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	return ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) == len;
}

/* Signals that are caught may come in between, also with LOCK_NB. */
static bool
try_lock(int fd, int how)
{
	int rc;

	do {
		rc = flock(fd, how | LOCK_NB);
	} while (rc < 0 && errno == EINTR);
	return rc == 0;
}

/* Only one of the reasons is another desk. */
static void
say_why(int fd, const char *path, const char *dir, struct err *err)
{
	if (errno == EWOULDBLOCK)
		err_set(err,
		    _("another desk (process %d) already works on %s; "
		      "stop it or give another --data"),
		    read_pid(fd), dir);
	else
		err_errno(err, _("cannot lock %s"), path);
}

int
lock_take(const char *dir, struct err *err)
{
	char *path = path_join(dir, LOCK_NAME);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		err_errno(err, _("cannot write %s"), path);
	} else if (!try_lock(fd, LOCK_EX)) {
		say_why(fd, path, dir, err);
		close(fd);
		fd = -1;
	} else {
		/* the pid is for people; the lock itself does not need it */
		(void)write_pid(fd);
	}
	free(path);
	return fd;
}

int
lock_owner(const char *dir)
{
	char *path = path_join(dir, LOCK_NAME);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int pid = 0;

	free(path);
	if (fd < 0)
		return 0;
	if (!try_lock(fd, LOCK_SH) && errno == EWOULDBLOCK)
		pid = read_pid(fd);
	close(fd);
	return pid;
}
