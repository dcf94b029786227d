#include "shared/sys/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/process.h"
#include "shared/base/util.h"
#include "shared/sys/kin.h"

#define QUICK_ROUNDS 500 /* of 2 ms; then it is no use to hurry */
#define SLOW_ROUNDS 60 /* of a second: what cannot be killed */
#define NOW_MS 300

enum { WORD_STOP = 'S', WORD_CONTINUE = 'C', WORD_END = 'E' };

void
keeper_init(struct keeper *k)
{
	*k = (struct keeper){.fd = -1};
}

/* --- the keeper itself --- */

struct keep {
	int fd;
	pid_t program;
	struct kin stopped;
	sigset_t waiting; /* the mask in which SIGCHLD wakes it */
};

static void
on_child(int signum)
{
}

/* Whatever a terminal or a well-meant kill sends, the keeper goes last. */
static void
keep_signals(struct keep *k)
{
	static const int deaf[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE,
	    SIGTSTP, SIGUSR1, SIGUSR2};
	struct sigaction wake = {.sa_handler = on_child};
	sigset_t child;

	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	for (size_t i = 0; i < ARRAY_LEN(deaf); i++)
		signal(deaf[i], SIG_IGN);
	sigaction(SIGCHLD, &wake, NULL);
	sigemptyset(&k->waiting);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_SETMASK, &child, NULL);
}

/* False when there is no child any more. */
static bool
reap(struct keep *k)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == k->program &&
		    send(k->fd, &status, sizeof(status), MSG_NOSIGNAL) < 0)
			k->program = 0;
	}
	return pid == 0;
}

/* Every orphan becomes a child of ours: no child means that none is left. */
static void
end_all(struct keep *k)
{
	const struct timespec quick = {0, 2000000}, slow = {1, 0};
	int rounds = 0;

	do {
		kin_kill(getpid());
		if (!reap(k))
			return;
		ppoll(NULL, 0, rounds < QUICK_ROUNDS ? &quick : &slow,
		    &k->waiting);
	} while (rounds++ < QUICK_ROUNDS + SLOW_ROUNDS);
}

static void
obey(struct keep *k)
{
	char word = WORD_END;

	if (recv(k->fd, &word, 1, 0) <= 0) { /* they have died */
		ioctl(STDIN_FILENO, TIOCNXCL);
		word = WORD_END;
	}
	if (word == WORD_STOP)
		kin_stop(getpid(), &k->stopped);
	else if (word == WORD_CONTINUE)
		kin_continue(&k->stopped);
	if (word != WORD_END)
		return;
	end_all(k);
	_exit(0);
}

static void
keep(struct keep *k)
{
	struct pollfd p = {.fd = k->fd, .events = POLLIN};

	for (;;) {
		reap(k);
		if (ppoll(&p, 1, NULL, &k->waiting) > 0)
			obey(k);
	}
}

static void
be_keeper(int fd, void (*run)(void *ctx), void *ctx)
{
	struct keep k = {.fd = fd};

	/* its own descriptor away from 0, 1, 2; nothing else of ours */
	k.fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	setsid();
	keep_signals(&k);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_NAME, "pomoc-keeper");
	/* a stopped one wakes up when we die */
	prctl(PR_SET_PDEATHSIG, SIGCONT);
	k.program = fork();
	if (k.program == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		run(ctx);
		_exit(127);
	}
	if (send(k.fd, &k.program, sizeof(k.program), MSG_NOSIGNAL) < 0 ||
	    k.program < 0)
		_exit(1);
	dup2(k.fd, 1);
	k.fd = 1;
	process_close_from(2, false);
	keep(&k);
}

/* --- we --- */

bool
keeper_start(struct keeper *k, void (*run)(void *ctx), void *ctx, pid_t *pid,
    struct err *err)
{
	sigset_t all, before;
	int pair[2];
	ssize_t n;

	keeper_init(k);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(err, "socketpair");
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	/* our handlers must not run in it */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	k->pid = fork();
	if (k->pid == 0) {
		close(pair[0]);
		be_keeper(pair[1], run, ctx);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(pair[1]);
	k->fd = pair[0];
	do
		n = k->pid > 0 ? recv(k->fd, pid, sizeof(*pid), 0) : -1;
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)sizeof(*pid) && *pid > 0) {
		fcntl(k->fd, F_SETFL, O_NONBLOCK);
		return true;
	}
	err_errno(err, "cannot start a process");
	close(k->fd);
	if (k->pid > 0)
		waitpid(k->pid, NULL, 0);
	keeper_init(k);
	return false;
}

enum io
keeper_status(struct keeper *k, int *status)
{
	ssize_t n;

	do
		n = k->fd >= 0 ? recv(k->fd, status, sizeof(*status), 0) : 0;
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)sizeof(*status))
		return IO_OK;
	return n < 0 && errno == EAGAIN ? IO_AGAIN : IO_CLOSED;
}

static void
say(struct keeper *k, char word)
{
	if (k->pid > 0 && send(k->fd, &word, 1, MSG_NOSIGNAL) == 1)
		kill(k->pid, SIGCONT); /* it may have been stopped */
}

void
keeper_hold(struct keeper *k, bool on)
{
	say(k, on ? WORD_STOP : WORD_CONTINUE);
}

void
keeper_end(struct keeper *k)
{
	say(k, WORD_END);
}

void
keeper_end_now(struct keeper *k)
{
	struct pollfd p = {.fd = k->fd, .events = POLLIN};
	int status;

	keeper_end(k);
	while (k->pid > 0 && poll(&p, 1, NOW_MS) == 1 &&
	    recv(k->fd, &status, sizeof(status), 0) > 0)
		;
}

pid_t
keeper_root(const struct keeper *k)
{
	return k->pid > 0 ? k->pid : getpid();
}

/* The keeper was killed: they are our children now. */
static bool
end_orphans(void)
{
	size_t alive = kin_kill(getpid());
	pid_t pid;

	do
		pid = waitpid(-1, NULL, WNOHANG);
	while (pid > 0);
	return alive == 0 && pid < 0;
}

bool
keeper_over(struct keeper *k, bool late)
{
	int status = 0;

	if (k->fd < 0)
		return true;
	if (k->pid > 0) {
		if (late)
			kill(k->pid, SIGKILL);
		if (waitpid(k->pid, &status, WNOHANG) == 0)
			return false;
		k->pid = 0;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			return keeper_over(k, late);
	} else if (!end_orphans()) {
		return false;
	}
	close(k->fd);
	keeper_init(k);
	return true;
}
