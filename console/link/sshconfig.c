#include "console/link/sshconfig.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

#define WAIT_MS 2000
#define END_MS 500
#define ANSWER_MAX 65536
#define SSH_PORT 22

static bool
is_short(const char *name)
{
	return name[0] != '\0' && name[0] != '-' &&
	    strpbrk(name, ".:[]@/ ") == NULL && !str_eq(name, "localhost");
}

static void
run_child(const char *name, int out)
{
	char *argv[] = {"ssh", "-G", "--", (char *)(uintptr_t)name, NULL};
	int nothing = open("/dev/null", O_RDWR);

	(void)setsid(); /* all that it starts ends with it */
	dup2(nothing, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(nothing, STDERR_FILENO);
	signal(SIGPIPE, SIG_DFL);
	execvp("ssh", argv);
	_exit(127);
}

/* Up to its end, or the time; how many bytes. */
static size_t
read_answer(int fd, char *text, size_t size)
{
	int64_t until_ms = clock_ms() + WAIT_MS, left_ms;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	size_t len = 0;
	ssize_t n;

	while ((left_ms = until_ms - clock_ms()) > 0 && len + 1 < size) {
		if (poll(&p, 1, (int)left_ms) <= 0)
			continue;
		n = read(fd, text + len, size - 1 - len);
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	text[len] = '\0';
	return left_ms > 0 ? len : 0;
}

/* One that has said all of it is given a moment for its end. */
static bool
ended_well(pid_t pid, bool answered)
{
	int64_t until_ms = clock_ms() + (answered ? END_MS : 0);
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_ms() < until_ms) {
			(void)poll(NULL, 0, 5);
			continue;
		}
		kill(-pid, SIGKILL);
		(void)waitpid(pid, &status, 0);
		break;
	}
	return status == 0;
}

/* 0 = no answer that counts. */
static size_t
ask(const char *name, char *text, size_t size)
{
	int ends[2];
	size_t len;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return 0;
	pid = fork();
	if (pid == 0)
		run_child(name, ends[1]);
	close(ends[1]);
	len = pid > 0 ? read_answer(ends[0], text, size) : 0;
	close(ends[0]);
	if (pid <= 0)
		return 0;
	return ended_well(pid, len > 0) ? len : 0;
}

/* "~/x" as ssh writes it. */
static void
take_identity(struct sshconfig *out, const char *file)
{
	const char *home = getenv("HOME");
	char *path;

	if (file[0] == '~' && file[1] == '/' && home != NULL)
		path = path_join(home, file + 2);
	else
		path = str_dup(file);
	if (!str_copy(out->identity, sizeof(out->identity), path) ||
	    !path_exists(path))
		out->identity[0] = '\0';
	free(path);
}

/* Without a line of his own ssh names all files that it would look for. */
static void
take_lines(struct sshconfig *out, char *text)
{
	char *save = NULL, *value;
	int identities = 0;
	int64_t port;

	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		value = strchr(line, ' ');
		if (value == NULL)
			continue;
		*value++ = '\0';
		if (str_eq(line, "hostname"))
			(void)str_copy(out->host, sizeof(out->host), value);
		else if (str_eq(line, "port") &&
		    str_int(value, 1, 65535, &port) && port != SSH_PORT)
			out->port = (int)port;
		else if (str_eq(line, "identityfile") && identities++ == 0)
			take_identity(out, value);
	}
	if (identities > 1)
		out->identity[0] = '\0';
}

void
sshconfig_ask(const char *name, struct sshconfig *out)
{
	static char text[ANSWER_MAX];

	*out = (struct sshconfig){.port = 0};
	if (is_short(name) && ask(name, text, sizeof(text)) > 0)
		take_lines(out, text);
}
