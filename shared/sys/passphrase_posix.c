#include "shared/sys/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "shared/base/util.h"

#define CTRL_C 0x03
#define CTRL_D 0x04
#define CTRL_U 0x15
#define ESC 0x1b
#define DEL 0x7f

static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
static volatile sig_atomic_t came;

static void
on_signal(int signum)
{
	came = signum;
}

static void
put(int fd, const char *s)
{
	(void)!write(fd, s, strlen(s));
}

static bool
read_byte(int fd, uint8_t *byte)
{
	ssize_t n;

	do {
		n = read(fd, byte, 1);
	} while (n < 0 && errno == EINTR && came == 0);
	return n == 1 && came == 0;
}

static size_t
without_last(const char *dst, size_t len)
{
	while (len > 0 && ((uint8_t)dst[len - 1] & 0xc0) == 0x80)
		len--;
	return len > 0 ? len - 1 : 0;
}

static bool
read_line(int fd, char *dst, size_t size)
{
	size_t len = 0;
	uint8_t byte;

	while (read_byte(fd, &byte)) {
		if (byte == '\n' || byte == '\r') {
			dst[len] = '\0';
			return true;
		}
		if (byte == CTRL_C || byte == CTRL_D || byte == ESC)
			break;
		if (byte == CTRL_U)
			len = 0;
		else if (byte == DEL || byte == '\b')
			len = without_last(dst, len);
		else if (len + 1 < size)
			dst[len++] = (char)byte;
	}
	return false;
}

/* Nothing is shown, and no key does more than stand in the line. */
static bool
silence(int fd, struct termios *saved)
{
	struct termios quiet;

	if (tcgetattr(fd, saved) < 0)
		return false;
	quiet = *saved;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	return tcsetattr(fd, TCSAFLUSH, &quiet) == 0;
}

bool
passphrase_can_ask(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool
passphrase_ask(const char *prompt, char *dst, size_t size)
{
	const struct sigaction sa = {.sa_handler = on_signal};
	struct sigaction before[ARRAY_LEN(ending)];
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);
	struct termios saved;
	bool ok = false;

	if (fd < 0)
		return false;
	came = 0;
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaction(ending[i], &sa, &before[i]);
	if (silence(fd, &saved)) {
		put(fd, prompt);
		ok = read_line(fd, dst, size);
		put(fd, "\r\n");
		tcsetattr(fd, TCSADRAIN, &saved);
	}
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaction(ending[i], &before[i], NULL);
	close(fd);
	if (came != 0)
		raise(came);
	return ok;
}
