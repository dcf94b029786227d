/* What a front can still do, and what not: each is tried from inside the
 * sandbox, entered as the real front does. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "console/desk/front.h"
#include "console/desk/sandbox.h"
#include "shared/base/util.h"

#define ORDINARY 65533
#define NOBODY 65534 /* what root becomes */

static int terminal; /* a pty's inner side, as an operator has it */
static int log_file; /* append only, with a low number */
static int own; /* a socket made after the start, with a high number */
static pid_t brain;

/* --- what must not work --- */

static long
push_a_key(void)
{
	char key = 'x';

	return ioctl(terminal, TIOCSTI, &key);
}

static long
take_the_terminal(void)
{
	return ioctl(terminal, TIOCSCTTY, 0);
}

static long
push_a_key_in_disguise(void)
{
	char key = 'x';

	return syscall(
	    SYS_ioctl, terminal, UINT64_C(0x100000000) | TIOCSTI, &key);
}

static long
kill_another(void)
{
	return syscall(SYS_tgkill, brain, brain, 0);
}

static long
kill_anybody(void)
{
	return kill(brain, 0);
}

static long
look_at_a_path(void)
{
	struct stat st;

	return syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &st, 0);
}

static long
look_past_an_empty_path(void)
{
	struct stat st;

	return syscall(
	    SYS_newfstatat, AT_FDCWD, "/etc/passwd", &st, AT_EMPTY_PATH);
}

static long
open_a_file(void)
{
	return open("/etc/passwd", O_RDONLY);
}

static long
run_own_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
	    ? -1
	    : 0;
}

static long
make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
}

static long
stop_appending(void)
{
	return fcntl(log_file, F_SETFL, 0);
}

static long
stop_appending_politely(void)
{
	return fcntl(log_file, F_SETFL, O_NONBLOCK);
}

static long
make_it_blocking(void)
{
	return fcntl(own, F_SETFL, 0);
}

static long
ask_for_signals(void)
{
	return fcntl(own, F_SETFL, O_NONBLOCK | O_ASYNC);
}

static long
name_an_owner(void)
{
	return fcntl(own, F_SETOWN, brain);
}

static long
raise_limits(void)
{
	struct rlimit r;

	return syscall(SYS_prlimit64, brain, RLIMIT_NOFILE, NULL, &r);
}

static long
make_a_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static long
start_a_process(void)
{
	pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static long
start_a_program(void)
{
	char *argv[] = {"/bin/true", NULL};

	return execve(argv[0], argv, NULL);
}

static long
look_into_another(void)
{
	char byte;
	struct iovec iov = {&byte, 1};

	return process_vm_readv(brain, &iov, 1, &iov, 1, 0);
}

static long
copy_without_cloexec(void)
{
	return dup(own);
}

static long
filter_packets(void)
{
	struct sock_filter f = {BPF_RET | BPF_K, 0, 0, 0};
	struct sock_fprog p = {1, &f};

	return setsockopt(own, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof(p));
}

/* Some kernels refuse the former to anybody. */
static long
share_its_port(void)
{
	int on = 1;

	return setsockopt(own, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
}

/* --- what must --- */

static long
end_itself(void)
{
	return syscall(SYS_tgkill, getpid(), gettid(), 0);
}

static long
count_bytes(void)
{
	int n;

	return ioctl(own, FIONREAD, &n);
}

static long
switch_nonblocking(void)
{
	int on = 1;

	return ioctl(own, FIONBIO, &on);
}

static long
set_nonblocking(void)
{
	int flags = fcntl(own, F_GETFL);

	return flags < 0 ? -1 : fcntl(own, F_SETFL, flags | O_NONBLOCK);
}

static long
set_cloexec(void)
{
	return fcntl(own, F_SETFD, FD_CLOEXEC) < 0 ? -1 : fcntl(own, F_GETFD);
}

static long
copy_a_descriptor(void)
{
	return fcntl(own, F_DUPFD_CLOEXEC, 0);
}

static long
get_memory(void)
{
	void *p = malloc(8 << 20);

	if (p == NULL)
		return -1;
	memset(p, 1, 8 << 20);
	free(p);
	return 0;
}

static long
look_at_a_descriptor(void)
{
	struct stat st;

	return syscall(SYS_fstat, own, &st);
}

static long
send_at_once(void)
{
	int on = 1;

	return setsockopt(own, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static long
wait_a_moment(void)
{
	struct pollfd p = {own, POLLIN, 0};

	return poll(&p, 1, 1);
}

struct attempt {
	const char *name;
	long (*fn)(void);
};

#define TRY(fn)         \
	{               \
#fn, fn \
	}

static const struct attempt forbidden[] = {
    TRY(push_a_key),
    TRY(take_the_terminal),
    TRY(push_a_key_in_disguise),
    TRY(kill_another),
    TRY(kill_anybody),
    TRY(look_at_a_path),
    TRY(look_past_an_empty_path),
    TRY(open_a_file),
    TRY(run_own_code),
    TRY(make_code),
    TRY(stop_appending),
    TRY(stop_appending_politely),
    TRY(make_it_blocking),
    TRY(ask_for_signals),
    TRY(name_an_owner),
    TRY(raise_limits),
    TRY(make_a_socket),
    TRY(start_a_process),
    TRY(start_a_program),
    TRY(look_into_another),
    TRY(copy_without_cloexec),
    TRY(filter_packets),
    TRY(share_its_port),
};

static const struct attempt allowed[] = {
    TRY(end_itself),
    TRY(count_bytes),
    TRY(switch_nonblocking),
    TRY(set_nonblocking),
    TRY(set_cloexec),
    TRY(copy_a_descriptor),
    TRY(get_memory),
    TRY(look_at_a_descriptor),
    TRY(send_at_once),
    TRY(wait_a_moment),
};

/* --- in a child, for there is no way back --- */

static bool
try_all(void)
{
	bool ok = true;

	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++) {
		long rc = forbidden[i].fn();

		if (rc == -1 && errno == EPERM)
			continue;
		printf("%s: %ld, %s\n", forbidden[i].name, rc, strerror(errno));
		ok = false;
	}
	for (size_t i = 0; i < ARRAY_LEN(allowed); i++) {
		if (allowed[i].fn() >= 0)
			continue;
		printf("%s: %s\n", allowed[i].name, strerror(errno));
		ok = false;
	}
	return ok;
}

/* Another process of the same user, that anybody may look into: nothing but the
 * sandbox is between the two. */
static pid_t
start_a_brain(void)
{
	char byte = 0;
	int ends[2];
	pid_t pid;

	if (pipe(ends) < 0 || (pid = fork()) < 0)
		_exit(2);
	if (pid > 0) {
		if (read(ends[0], &byte, 1) != 1)
			_exit(2);
		close(ends[0]);
		close(ends[1]);
		return pid;
	}
	if (geteuid() == 0 &&
	    (setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
		setresuid(NOBODY, NOBODY, NOBODY) < 0))
		_exit(2);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	(void)!write(ends[1], &byte, 1);
	for (;;)
		pause();
}

static void
enter(const char *want)
{
	char report[200];
	struct err err;

	if (!sandbox_enter(report, sizeof(report), &err)) {
		printf("%s\n", err.text);
		_exit(3);
	}
	if (strstr(report, want) == NULL) {
		printf("the report is: %s\n", report);
		_exit(4);
	}
}

static void
as_the_front(void)
{
	brain = start_a_brain();
	enter("seccomp, ");
	if (prctl(PR_GET_DUMPABLE) != -1 || errno != EPERM) {
		puts("prctl is allowed");
		_exit(1);
	}
	_exit(try_all() ? 0 : 1);
}

static void
as_an_ordinary_user(void)
{
	if (setresgid(ORDINARY, ORDINARY, ORDINARY) < 0 ||
	    setresuid(ORDINARY, ORDINARY, ORDINARY) < 0)
		_exit(77);
	as_the_front();
}

/* Makes the calls fail as a kernel without them does. */
static void
take_from_the_kernel(int first, int second)
{
	struct sock_filter f[] = {
	    BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)first, 1, 0),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)second, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog p = {ARRAY_LEN(f), f};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p) < 0)
		_exit(77);
}

static void
without_landlock(void)
{
	brain = start_a_brain();
	take_from_the_kernel(444, 446);
	enter("no landlock on this kernel");
	_exit(try_all() ? 0 : 1);
}

static void
without_seccomp(void)
{
	take_from_the_kernel(SYS_seccomp, SYS_prctl);
	enter("no seccomp on this kernel");
	_exit(geteuid() == 0 || kill(brain, 0) == 0);
}

static void
dumps_no_core(void)
{
	struct rlimit core;

	enter("");
	if (getrlimit(RLIMIT_CORE, &core) == 0)
		_exit(core.rlim_max != 0);
	/* refused, as it should; the kernel knows */
	_exit(0);
}

static void
run(void (*fn)(void))
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		fn();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
a_front_can_do_its_work_only(void **state)
{
	run(as_the_front);
}

static void
so_can_that_of_an_ordinary_user(void **state)
{
	if (geteuid() != 0)
		skip();
	run(as_an_ordinary_user);
}

static void
an_older_kernel_gives_what_it_has(void **state)
{
	run(without_landlock);
	if (geteuid() == 0)
		run(without_seccomp);
}

static void
no_core_is_dumped(void **state)
{
	run(dumps_no_core);
}

static int
set_up(void **state)
{
	char path[] = "/tmp/pomoc-sandbox.XXXXXX";
	int master, pair, fd = mkstemp(path);

	(void)state;
	unlink(path);
	if (fd < 0 || openpty(&master, &terminal, NULL, NULL, NULL) < 0)
		return -1;
	fcntl(fd, F_SETFL, O_APPEND);
	log_file = FRONT_FD_LISTEN;
	dup2(fd, log_file);
	pair = socket(AF_INET, SOCK_STREAM, 0);
	own = fcntl(pair, F_DUPFD, 40);
	brain = getppid();
	setvbuf(stdout, NULL, _IONBF, 0); /* no buffer to be made inside */
	return own < 0 ? -1 : 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_front_can_do_its_work_only),
	    cmocka_unit_test(so_can_that_of_an_ordinary_user),
	    cmocka_unit_test(an_older_kernel_gives_what_it_has),
	    cmocka_unit_test(no_core_is_dumped),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
