#include "shared/sys/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/base/util.h"

/* For the handlers, which get no argument. */
static struct {
	int fd;
	bool changed;
	struct termios mode;
	char leave[256];
} saved = {.fd = -1};

int
terminal_open(int flags)
{
	const char *name = ttyname(STDIN_FILENO);
	int fd;

	flags |= O_NOCTTY | O_CLOEXEC;
	fd = name != NULL ? open(name, flags) : -1;
	return fd >= 0 ? fd : open("/dev/tty", flags);
}

bool
terminal_size(int fd, int *cols, int *rows)
{
	struct winsize ws;

	if (ioctl(fd, TIOCGWINSZ, &ws) != 0 || ws.ws_col == 0 || ws.ws_row == 0)
		return false;
	*cols = ws.ws_col;
	*rows = ws.ws_row;
	return true;
}

bool
terminal_save(int fd)
{
	saved.fd = fd;
	return tcgetattr(fd, &saved.mode) == 0;
}

char
terminal_erase(void)
{
	cc_t erase = saved.mode.c_cc[VERASE];

	return erase != _POSIX_VDISABLE && erase != 0 ? (char)erase : '\177';
}

/* Only what may be done in a signal handler. */
void
terminal_put_back(void)
{
	const char *s = saved.leave;
	ssize_t n;

	if (!saved.changed)
		return;
	saved.changed = false;
	/* whether it takes the text or not, the mode is set back */
	while (*s != '\0') {
		n = write(saved.fd, s, strlen(s));
		if (n == 0 || (n < 0 && errno != EINTR))
			break;
		s += MAX_OF(n, 0);
	}
	tcsetattr(saved.fd, TCSANOW, &saved.mode);
	/* a bare system call on Linux, as tcsetattr() is one itself */
	ioctl(saved.fd, TIOCNXCL); /* NOLINT(bugprone-signal-handler) */
}

static void
on_crash(int signum)
{
	terminal_put_back();
	raise(signum); /* its handler is gone */
}

void
terminal_changed(const char *leave)
{
	static const int crashes[] = {
	    SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT, SIGSYS};
	const struct sigaction sa = {
	    .sa_handler = on_crash, .sa_flags = SA_RESETHAND | SA_NODEFER};

	str_copy(saved.leave, sizeof(saved.leave), leave);
	saved.changed = true;
	for (size_t i = 0; i < ARRAY_LEN(crashes); i++)
		sigaction(crashes[i], &sa, NULL);
}
