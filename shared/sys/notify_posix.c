#include "shared/sys/notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/str.h"

#define WATCHDOG_LEAST_US 2000
#define WATCHDOG_MOST_US (INT64_C(86400) * 1000000)

static int notify_fd = -1;
static int64_t watchdog_us;

/* A path, or a name of the kernel's own that begins with @. */
static bool
address_of(
    const char *name, struct sockaddr_un *to, socklen_t *len, struct err *err)
{
	size_t n = strlen(name);

	memset(to, 0, sizeof(*to));
	to->sun_family = AF_UNIX;
	if ((name[0] != '/' && name[0] != '@') || n < 2 ||
	    n >= sizeof(to->sun_path))
		return err_set(
		    err, "NOTIFY_SOCKET: cannot be reached: %s", name);
	memcpy(to->sun_path, name, n);
	if (name[0] == '@')
		to->sun_path[0] = '\0';
	*len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
	return true;
}

static bool
open_socket(const char *name, struct err *err)
{
	const struct timeval wait = {.tv_sec = 1};
	struct sockaddr_un to;
	socklen_t len = 0;
	int fd;

	if (!address_of(name, &to, &len, err))
		return false;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_errno(err, "NOTIFY_SOCKET");
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (connect(fd, (const struct sockaddr *)&to, len) < 0) {
		err_errno(err, "NOTIFY_SOCKET %s", name);
		close(fd);
		return false;
	}
	notify_fd = fd;
	return true;
}

/* Meant for us, and a length that can be kept. */
static int64_t
asked_watchdog(void)
{
	const char *us = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
	int64_t n;

	if (us == NULL || !str_int(us, WATCHDOG_LEAST_US, WATCHDOG_MOST_US, &n))
		return 0;
	if (pid != NULL) {
		int64_t whose;

		if (!str_int(pid, 1, INT32_MAX, &whose) || whose != getpid())
			return 0;
	}
	return n;
}

bool
notify_init(struct err *err)
{
	const char *name = getenv("NOTIFY_SOCKET");
	bool ok = name == NULL || name[0] == '\0' || open_socket(name, err);

	watchdog_us = notify_fd < 0 ? 0 : asked_watchdog();
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	return ok;
}

void
notify_tell(const char *state)
{
	ssize_t n;

	if (notify_fd < 0)
		return;
	do
		n = send(notify_fd, state, strlen(state), MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
}

void
notify_reloading(void)
{
	struct timespec now;
	char text[80];

	/* the clock of the one who reads it, not clock_ms() */
	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	notify_tell(text);
}

int64_t
notify_watchdog_ms(void)
{
	return watchdog_us / 2000;
}
