#include "shared/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/os.h"
#include "shared/base/utf8.h"

static int log_fd = STDERR_FILENO;
static enum log_level log_max = LOG_INFO;
#define LINE_SIZE 1200 /* has room for a public key */

static char log_name[32] = "pomoc";
static bool log_is_plain;
static const char *const log_levels[] = {"error", "warn", "info", "debug"};

void
log_init(const char *name, enum log_level level)
{
	snprintf(log_name, sizeof(log_name), "%s", name);
	log_max = level;
}

enum log_level
log_wanted(void)
{
	return log_max;
}

bool
log_open(const char *path, struct err *err)
{
	int fd = os_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_errno(err, "%s", path);
	if (log_fd != STDERR_FILENO)
		close(log_fd);
	log_fd = fd;
	return true;
}

void
log_take_stderr(void)
{
	int fd = log_fd;

	if (fd == STDERR_FILENO) {
		fd = os_open(os_null_device(), O_WRONLY | O_CLOEXEC, 0);
		if (fd < 0)
			return;
	}
	fflush(stderr);
	dup2(fd, STDERR_FILENO);
	if (fd != log_fd)
		close(fd);
}

void
log_plain(void)
{
	log_is_plain = true;
}

const char *
log_split_level(const char *line, enum log_level *level)
{
	for (int i = LOG_ERROR; i <= LOG_DEBUG; i++) {
		size_t n = strlen(log_levels[i]);

		if (strncmp(line, log_levels[i], n) == 0 && line[n] == ':' &&
		    line[n + 1] == ' ') {
			*level = (enum log_level)i;
			return line + n + 2;
		}
	}
	return line;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char text[LINE_SIZE], safe[LINE_SIZE], line[LINE_SIZE + 100], when[32];
	struct tm tm;
	time_t now = time(NULL);
	va_list ap;
	int n;

	if (level > log_max)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	utf8_clean(safe, sizeof(safe), text, 0);
	gmtime_r(&now, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	n = log_is_plain
	    ? snprintf(line, sizeof(line), "%s: %s\n", log_levels[level], safe)
	    : snprintf(line, sizeof(line), "%s %s[%d] %s: %s\n", when, log_name,
		  (int)getpid(), log_levels[level], safe);
	if (n >= (int)sizeof(line)) {
		n = (int)sizeof(line) - 1;
		line[n - 1] = '\n';
	}
	(void)!write(log_fd, line, (size_t)n);
}
