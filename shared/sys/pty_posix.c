#include "shared/sys/pty_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "shared/base/mem.h"
#include "shared/base/process.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/sys/self.h"

#define DEFAULT_SHELL "/bin/sh"
#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"
#define ENV_MAX 8

/* All that the child needs, made before the fork. */
struct plan {
	char *const *argv; /* NULL: the shell */
	const char *slave;
	int report; /* where to say why it failed */
	char *shell;
	char *login_name; /* "-bash" */
	char *home;
	char *env[ENV_MAX];
	int nenv;
};

/* All zero and fd -1. */
static void
clear(struct pty *p)
{
	*p = (struct pty){.fd = -1};
	keeper_init(&p->keeper);
}

struct pty *
pty_new(void)
{
	struct pty *p = mem_alloc(sizeof(*p));

	clear(p);
	return p;
}

void
pty_free(struct pty *p)
{
	free(p);
}

int
pty_fd(const struct pty *p)
{
	return p->fd;
}

int
pty_end_fd(const struct pty *p)
{
	return p->keeper.fd;
}

/* --- the plan --- */

static const char *
env_or(const char *name, const char *otherwise)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : otherwise;
}

/* Accounts of services have one of these, which end at once. */
static bool
lets_nobody_in(const char *path)
{
	static const char *const names[] = {
	    "nologin", "false", "true", "sync", "shutdown", "halt"};
	const char *name = strrchr(path, '/') + 1;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(name, names[i]))
			return true;
	return false;
}

static bool
is_shell(const char *path)
{
	struct stat st;

	return path != NULL && path[0] == '/' && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode) && access(path, X_OK) == 0 &&
	    !lets_nobody_in(path);
}

static const char *
find_shell(const struct passwd *pw)
{
	if (is_shell(getenv("SHELL")))
		return getenv("SHELL");
	if (pw != NULL && is_shell(pw->pw_shell))
		return pw->pw_shell;
	return DEFAULT_SHELL;
}

static const char *
find_home(const struct passwd *pw)
{
	const char *home = env_or("HOME", pw != NULL ? pw->pw_dir : "/");
	struct stat st;

	return stat(home, &st) == 0 && S_ISDIR(st.st_mode) ? home : "/";
}

static const char *
find_lang(void)
{
	return env_or("LC_ALL", env_or("LC_CTYPE", env_or("LANG", "C.UTF-8")));
}

/* Its standout is reverse; screen-256color says italic, which not every screen
 * shows. */
static const char *
find_term(void)
{
	static const char *const files[] = {"/etc/terminfo/t/tmux-256color",
	    "/lib/terminfo/t/tmux-256color",
	    "/usr/share/terminfo/t/tmux-256color",
	    "/usr/lib/terminfo/t/tmux-256color",
	    "/usr/local/share/terminfo/t/tmux-256color",
	    "/usr/share/terminfo/74/tmux-256color"};

	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		if (access(files[i], R_OK) == 0)
			return "tmux-256color";
	return "screen-256color";
}

static void
plan_env(struct plan *plan, const char *name, const char *value)
{
	plan->env[plan->nenv++] = str_fmt("%s=%s", name, value);
}

static void
plan_init(struct plan *plan)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *user = pw != NULL ? pw->pw_name : env_or("USER", "user");
	const char *base;

	memset(plan, 0, sizeof(*plan));
	plan->shell = str_dup(find_shell(pw));
	plan->home = str_dup(find_home(pw));
	base = strrchr(plan->shell, '/');
	plan->login_name = str_fmt("-%s", base + 1);
	plan_env(plan, "HOME", plan->home);
	plan_env(plan, "USER", user);
	plan_env(plan, "LOGNAME", user);
	plan_env(plan, "SHELL", plan->shell);
	plan_env(plan, "PATH", env_or("PATH", DEFAULT_PATH));
	plan_env(plan, "LANG", find_lang());
	plan_env(plan, "TERM", find_term());
}

static void
plan_fini(struct plan *plan)
{
	free(plan->shell);
	free(plan->login_name);
	free(plan->home);
	for (int i = 0; i < plan->nenv; i++)
		free(plan->env[i]);
}

/* --- the child --- */

static void
default_signals(void)
{
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The slave becomes the controlling terminal and 0, 1, 2. */
static bool
take_terminal(const char *slave)
{
	int fd = open(slave, O_RDWR | O_NOCTTY);

	return fd >= 0 && login_tty(fd) == 0;
}

static void
exec_program(const struct plan *plan)
{
	char *shell_argv[] = {plan->login_name, NULL};

	if (plan->argv != NULL) {
		execvp(plan->argv[0], plan->argv);
		return;
	}
	execv(plan->shell, shell_argv);
	/* it is there and cannot be run: of another machine, half removed */
	shell_argv[0] = "-sh";
	execv(DEFAULT_SHELL, shell_argv);
}

/* In the child. Only returns to report on fd 3 why it failed. */
static void
run_child(void *ctx)
{
	const struct plan *plan = ctx;
	int report, e;

	/* out of the way of 0, 1, 2; then to its place */
	report = fcntl(plan->report, F_DUPFD, 10);
	default_signals();
	self_unprotect();
	if (take_terminal(plan->slave) && dup3(report, 3, O_CLOEXEC) == 3) {
		report = 3;
		process_close_from(4, false);
		umask(process_umask());
		if (chdir(plan->home) < 0 && chdir("/") < 0)
			_exit(127);
		environ = (char **)(uintptr_t)plan->env;
		exec_program(plan);
	}
	e = errno;
	if (write(report, &e, sizeof(e)) < 0)
		_exit(126);
	_exit(127);
}

/* --- the parent --- */

static bool
open_master(int *fd, char *slave, size_t size, struct err *err)
{
	*fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (*fd < 0)
		return err_errno(err, "no pseudo-terminal");
	if (grantpt(*fd) == 0 && unlockpt(*fd) == 0 &&
	    ptsname_r(*fd, slave, size) == 0)
		return true;
	err_errno(err, "no pseudo-terminal");
	close(*fd);
	*fd = -1;
	return false;
}

static void
set_utf8(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return;
	t.c_iflag |= IUTF8;
	tcsetattr(fd, TCSANOW, &t);
}

/* Waits for the exec; the pipe closes by itself when it succeeds. */
static bool
started(int fd, const char *what, struct err *err)
{
	int e;
	ssize_t n;

	do
		n = read(fd, &e, sizeof(e));
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(e))
		return true;
	errno = e;
	return err_errno(err, "cannot start %s", what);
}

/* There is no program, only its keeper. */
static void
give_up(struct pty *p)
{
	keeper_end(&p->keeper);
	waitpid(p->keeper.pid, NULL, 0);
	close(p->keeper.fd);
	keeper_init(&p->keeper);
	p->pid = 0;
}

static bool
spawn(struct pty *p, const char *slave, char *const argv[], struct err *err)
{
	struct plan plan;
	int report[2];
	bool ok;

	if (pipe2(report, O_CLOEXEC) < 0)
		return err_errno(err, "pipe");
	plan_init(&plan);
	plan.argv = argv;
	plan.slave = slave;
	plan.report = report[1];
	ok = keeper_start(&p->keeper, run_child, &plan, &p->pid, err);
	close(report[1]);
	if (ok &&
	    !started(report[0], argv == NULL ? plan.shell : argv[0], err)) {
		ok = false;
		give_up(p);
	}
	close(report[0]);
	plan_fini(&plan);
	return ok;
}

bool
pty_open(struct pty *p, char *const argv[], int cols, int rows, struct err *err)
{
	char slave[64];

	clear(p);
	if (!open_master(&p->fd, slave, sizeof(slave), err))
		return false;
	set_utf8(p->fd);
	pty_resize(p, cols, rows);
	if (spawn(p, slave, argv, err))
		return true;
	close(p->fd);
	p->fd = -1;
	return false;
}

enum io
pty_read(struct pty *p, void *dst, size_t size, size_t *got)
{
	ssize_t n;

	*got = 0;
	if (p->fd < 0)
		return IO_CLOSED;
	do
		n = read(p->fd, dst, size);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		*got = (size_t)n;
		return IO_OK;
	}
	if (n == 0 || errno == EIO)
		return IO_CLOSED;
	return errno == EAGAIN ? IO_AGAIN : IO_ERROR;
}

enum io
pty_write(struct pty *p, const void *src, size_t len, size_t *put)
{
	ssize_t n;

	*put = 0;
	if (p->fd < 0)
		return IO_CLOSED;
	do
		n = write(p->fd, src, len);
	while (n < 0 && errno == EINTR);
	if (n >= 0) {
		*put = (size_t)n;
		return n > 0 || len == 0 ? IO_OK : IO_AGAIN;
	}
	if (errno == EIO)
		return IO_CLOSED;
	return errno == EAGAIN ? IO_AGAIN : IO_ERROR;
}

/* The kernel keeps what is typed ahead on the other side, out of the master's
 * reach. */
static int
other_side(const struct pty *p)
{
	if (p->fd < 0)
		return -1;
	return ioctl(
	    p->fd, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
}

void
pty_drop(struct pty *p)
{
	int fd = other_side(p);

	if (fd < 0)
		return;
	tcflush(fd, TCIFLUSH);
	close(fd);
}

size_t
pty_unread(const struct pty *p)
{
	int fd = other_side(p), n = 0;

	if (fd < 0)
		return 0;
	if (ioctl(fd, FIONREAD, &n) < 0)
		n = 0;
	close(fd);
	return n > 0 ? (size_t)n : 0;
}

bool
pty_resize(struct pty *p, int cols, int rows)
{
	struct winsize w = {
	    .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	return p->fd >= 0 && ioctl(p->fd, TIOCSWINSZ, &w) == 0;
}

bool
pty_echo(const struct pty *p)
{
	struct termios t;

	if (p->fd < 0 || tcgetattr(p->fd, &t) < 0)
		return true;
	/* line editors echo by themselves, without ICANON */
	return (t.c_lflag & ECHO) || !(t.c_lflag & ICANON);
}

bool
pty_reap(struct pty *p)
{
	int status;

	if (p->pid == 0 || p->reaped)
		return true;
	switch (keeper_status(&p->keeper, &status)) {
	case IO_AGAIN:
		return false;
	case IO_OK:
		p->status = status;
		break;
	default: /* the keeper was killed, and the child with it */
		p->status = SIGKILL;
		break;
	}
	return p->reaped = true;
}

int
pty_exit_code(const struct pty *p)
{
	return WIFSIGNALED(p->status) ? 128 + WTERMSIG(p->status)
				      : WEXITSTATUS(p->status);
}

void
pty_stop(struct pty *p)
{
	if (kin_is_seen(keeper_root(&p->keeper)))
		kin_stop(keeper_root(&p->keeper), &p->stopped);
	else
		keeper_hold(&p->keeper, true);
}

void
pty_continue(struct pty *p)
{
	kin_continue(&p->stopped);
	if (!kin_is_seen(keeper_root(&p->keeper)))
		keeper_hold(&p->keeper, false);
}

void
pty_hangup(struct pty *p)
{
	pid_t front;

	if (p->fd < 0)
		return;
	front = tcgetpgrp(p->fd);
	if (front > 1 && front != p->pid) {
		kill(-front, SIGHUP);
		kill(-front, SIGCONT);
	}
	if (p->pid > 1 && !p->reaped) {
		kill(-p->pid, SIGHUP);
		kill(-p->pid, SIGCONT);
	}
	close(p->fd);
	p->fd = -1;
}

/* Here too, at once: the keeper may have been stopped. */
void
pty_kill(struct pty *p)
{
	if (p->keeper.fd < 0)
		return;
	kin_kill(keeper_root(&p->keeper));
	keeper_end(&p->keeper);
	kin_fini(&p->stopped);
}

bool
pty_gone(struct pty *p, bool late)
{
	return keeper_over(&p->keeper, late);
}

void
pty_kill_now(struct pty *p)
{
	if (p->pid > 1 && !p->reaped)
		kill(-p->pid, SIGKILL);
	keeper_end_now(&p->keeper);
}
