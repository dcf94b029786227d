#include "shared/base/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FDS_UNKNOWN 4096 /* closed blindly when there is no list of them */

static mode_t inherited = 022;

/* A reader sees the end at once, a writer of results is told of the failure;
 * only messages to nobody are dropped in silence. */
static void
fill_standard(void)
{
	static const int flags[] = {O_RDONLY, O_RDONLY, O_WRONLY};

	for (int want = 0; want < 3; want++) {
		int fd;

		if (fcntl(want, F_GETFD) >= 0 || errno != EBADF)
			continue;
		/* the lowest free number is the one that is wanted */
		fd = open("/dev/null", flags[want]);
		if (fd < 0)
			_exit(1);
		if (fd != want) {
			dup2(fd, want);
			close(fd);
		}
	}
}

/* Only what was ignored can be inherited; a handler is the run time's own. */
static void
settle_signals(void)
{
	struct sigaction sa;
	sigset_t none;

	for (int s = 1; s < NSIG; s++) {
		if (s == SIGHUP || s == SIGINT || s == SIGQUIT)
			continue;
		if (sigaction(s, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN)
			signal(s, SIG_DFL);
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
process_begin(void)
{
	fill_standard();
	settle_signals();
	process_close_from(3, true);
	inherited = umask(077);
}

void
process_arguments(int *argc, char ***argv)
{
}

mode_t
process_umask(void)
{
	return inherited;
}

static void
close_one(int fd, bool on_exec)
{
	if (on_exec)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	else
		close(fd);
}

void
process_close_from(int first, bool on_exec)
{
	DIR *dir;
	const struct dirent *e;

	/* musl has no function of this name */
	if (syscall(SYS_close_range, (unsigned)first, ~0U,
		on_exec ? CLOSE_RANGE_CLOEXEC : 0) == 0)
		return;
	dir = opendir("/proc/self/fd");
	if (dir == NULL) {
		for (int fd = first; fd < FDS_UNKNOWN; fd++)
			close_one(fd, on_exec);
		return;
	}
	while ((e = readdir(dir)) != NULL) {
		int fd = atoi(e->d_name);

		if (fd >= first && fd != dirfd(dir))
			close_one(fd, on_exec);
	}
	closedir(dir);
}
