#include "console/desk/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "console/desk/front.h"
#include "shared/base/util.h"
#include "shared/sys/self.h"

#define NOBODY 65534
/* what the kernel adds to the flags of files, and glibc hides */
#define KERNEL_LARGEFILE 0100000

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

/* Allowed with any arguments. None of them names a file or a process. */
static const int sandbox_calls[] = {
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(brk),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(close),
    SCMP_SYS(epoll_create1),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
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
    SCMP_SYS(lseek),
    SCMP_SYS(madvise),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(nanosleep),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(shutdown),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sysinfo),
    SCMP_SYS(time),
    SCMP_SYS(timerfd_settime), /* the loop's */
    SCMP_SYS(write),
    SCMP_SYS(writev),
};

/* Calls that can do much, and of which little is needed: the argument number
 * arg must have value in the bits of mask. Rows of one call are alternatives.
 */
static const struct {
	int call;
	unsigned arg;
	uint64_t mask;
	uint64_t value;
} sandbox_narrow[] = {
    {SCMP_SYS(ioctl), 1, UINT32_MAX, FIONBIO},
    {SCMP_SYS(ioctl), 1, UINT32_MAX, FIONREAD},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_GETFD},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_SETFD},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_GETFL},
    {SCMP_SYS(fcntl), 1, UINT32_MAX, F_DUPFD_CLOEXEC},
    {SCMP_SYS(mmap), 2, PROT_EXEC, 0},
    {SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
    {SCMP_SYS(setsockopt), 1, UINT32_MAX, IPPROTO_TCP},
};

/* Whether "root" is only a name here: a user namespace, as of a rootless
 * container, in which it stands for an ordinary user. */
static bool
is_mapped_root(void)
{
	unsigned inside = 1, outside = 0;
	FILE *f = fopen("/proc/self/uid_map", "re");
	bool known = f != NULL && fscanf(f, "%u %u", &inside, &outside) == 2;

	if (f != NULL)
		fclose(f);
	return known && inside == 0 && outside != 0;
}

static bool
become_nobody(void)
{
	return setgroups(0, NULL) == 0 &&
	    setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
	    setresuid(NOBODY, NOBODY, NOBODY) == 0;
}

/* What an ordinary user has not either. */
static void
drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};

	(void)syscall(SYS_capset, &head, none);
}

/* *who: for the report. */
static bool
drop_root(const char **who, struct err *err)
{
	*who = "";
	if (geteuid() == 0 && become_nobody()) {
		*who = ", user nobody";
	} else if (geteuid() == 0 && is_mapped_root()) {
		*who = ", the user of this container";
	} else if (geteuid() == 0) {
		return err_set(err,
		    "cannot become nobody: %s; start the desk as an ordinary "
		    "user",
		    strerror(errno));
	}
	drop_capabilities();
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

	if (version < 1)
		return false;
	/* 13 kinds of access at first, one more in each of the next two */
	rules.fs = (UINT64_C(1) << (12 + MIN_OF(version, 3))) - 1;
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

static bool
allow(scmp_filter_ctx ctx, int call)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, call, 0) == 0;
}

static bool
allow_narrow(scmp_filter_ctx ctx, size_t i)
{
	const struct scmp_arg_cmp must = SCMP_CMP64(sandbox_narrow[i].arg,
	    SCMP_CMP_MASKED_EQ, sandbox_narrow[i].mask,
	    sandbox_narrow[i].value);

	return seccomp_rule_add(
		   ctx, SCMP_ACT_ALLOW, sandbox_narrow[i].call, 1, must) == 0;
}

/* Non-blocking can be switched on, and nothing off; and only of what was opened
 * here: the descriptors that came from outside may be others' too. */
static bool
allow_nonblock(scmp_filter_ctx ctx)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 3,
		   SCMP_A0_32(SCMP_CMP_GE, FRONT_FDS, 0),
		   SCMP_A1_32(SCMP_CMP_EQ, F_SETFL, 0),
		   SCMP_A2_32(SCMP_CMP_MASKED_EQ,
		       (uint32_t) ~(O_ACCMODE | KERNEL_LARGEFILE),
		       O_NONBLOCK)) == 0;
}

/* abort() */
static bool
allow_own_end(scmp_filter_ctx ctx)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
		   SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)getpid(), 0)) == 0;
}

/* What is not listed fails with EPERM: a C library that tries something new
 * then degrades instead of dying. */
static bool
seccomp(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < ARRAY_LEN(sandbox_calls); i++)
		ok = allow(ctx, sandbox_calls[i]);
	for (size_t i = 0; ok && i < ARRAY_LEN(sandbox_narrow); i++)
		ok = allow_narrow(ctx, i);
	ok = ok && allow_nonblock(ctx) && allow_own_end(ctx) &&
	    seccomp_load(ctx) == 0;
	if (ctx != NULL)
		seccomp_release(ctx);
	return ok;
}

bool
sandbox_enter(char *report, int size, struct err *err)
{
	struct rlimit files;
	bool has_landlock, has_seccomp;
	const char *who;

	/* a link is a descriptor: as many as the system allows */
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	if (!drop_root(&who, err))
		return false;
	self_protect();
	/* stopped or busy it would not see the brain's end, and keep the port;
	 * asked for here, for a change of user clears it */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	has_landlock = landlock();
	has_seccomp = seccomp();
	snprintf(report, (size_t)size, "%s, %s%s",
	    has_seccomp ? "seccomp" : "no seccomp on this kernel",
	    has_landlock ? "landlock" : "no landlock on this kernel", who);
	return true;
}
