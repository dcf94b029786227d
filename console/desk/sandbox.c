#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "console/desk/sandbox.h"
#include "shared/base/mem.h"

#define NOBODY 65534

/* linux/landlock.h of Debian 12 knows only the first versions. */
#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_restrict_self 446
#endif
#define LANDLOCK_VERSION_FLAG 1u
#define LANDLOCK_TCP_BOTH 3u

struct landlock_rules {
	uint64_t fs;
	uint64_t net;
};

static const int sandbox_calls[] = {
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(brk),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(close),
    SCMP_SYS(dup),
    SCMP_SYS(epoll_create1),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(eventfd2),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(fcntl),
    SCMP_SYS(fstat),
    SCMP_SYS(futex),
    SCMP_SYS(getegid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getpeername),
    SCMP_SYS(getpid),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(getsockname),
    SCMP_SYS(getsockopt),
    SCMP_SYS(gettid),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getuid),
    SCMP_SYS(ioctl),
    SCMP_SYS(listen),
    SCMP_SYS(lseek),
    SCMP_SYS(madvise),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(nanosleep),
    SCMP_SYS(newfstatat),
    SCMP_SYS(pipe2),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(recv),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield),
    SCMP_SYS(select),
    SCMP_SYS(send),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(setsockopt),
    SCMP_SYS(shutdown),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sysinfo),
    SCMP_SYS(time),
    SCMP_SYS(timerfd_settime), /* the loop's */
    SCMP_SYS(tgkill), /* abort() */
    SCMP_SYS(write),
    SCMP_SYS(writev),
};

static bool
drop_root(struct err *err)
{
	if (geteuid() != 0)
		return true;
	if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) < 0)
		return err_errno(err, "cannot become nobody");
	return true;
}

/* No rule at all: no file can be opened, no port bound or connected to. */
static bool
landlock(void)
{
	struct landlock_rules rules = {0, 0};
	long version = syscall(
	    __NR_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_FLAG);
	size_t size = sizeof(rules.fs);
	long fd;
	int bits = 13;

	if (version < 1)
		return false;
	if (version >= 2)
		bits = 14;
	if (version >= 3)
		bits = 15;
	rules.fs = (UINT64_C(1) << bits) - 1;
	if (version >= 4) {
		rules.net = LANDLOCK_TCP_BOTH;
		size = sizeof(rules);
	}
	fd = syscall(__NR_landlock_create_ruleset, &rules, size, 0);
	if (fd < 0)
		return false;
	if (syscall(__NR_landlock_restrict_self, (int)fd, 0) < 0) {
		close((int)fd);
		return false;
	}
	close((int)fd);
	return true;
}

/* What is not listed fails with EPERM: a C library that tries something new
 * then degrades instead of dying. */
static bool
seccomp(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < ARRAY_LEN(sandbox_calls); i++)
		ok = seccomp_rule_add(
			 ctx, SCMP_ACT_ALLOW, sandbox_calls[i], 0) == 0;
	ok = ok && seccomp_load(ctx) == 0;
	if (ctx != NULL)
		seccomp_release(ctx);
	return ok;
}

bool
sandbox_enter(char *report, int size, struct err *err)
{
	const struct rlimit none = {0, 0};
	struct rlimit files;
	bool was_root = geteuid() == 0, has_landlock, has_seccomp;

	(void)setrlimit(RLIMIT_CORE, &none);
	/* a link is a descriptor: as many as the system allows */
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	if (!drop_root(err))
		return false;
	/* stopped or busy it would not see the brain's end, and keep the port;
	 * asked for here, for a change of user clears it */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	has_landlock = landlock();
	has_seccomp = seccomp();
	snprintf(report, (size_t)size, "%s, %s%s",
	    has_seccomp ? "seccomp" : "no seccomp on this kernel",
	    has_landlock ? "landlock" : "no landlock on this kernel",
	    was_root ? ", user nobody" : "");
	return true;
}
