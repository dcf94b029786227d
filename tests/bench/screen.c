#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/term/vt.h"
#include "tests/bench/screen.h"

static struct screen *screens[SCREEN_MAX];

int64_t
screen_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void
child(char *const argv[], char *const env[])
{
	for (size_t i = 0; env != NULL && env[i] != NULL; i++)
		putenv(env[i]);
	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

struct screen *
screen_open(char *const argv[], char *const env[], int cols, int rows)
{
	struct winsize ws = {
	    .ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};
	struct screen *s = mem_alloc(sizeof(*s));

	s->pid = forkpty(&s->fd, NULL, NULL, &ws);
	if (s->pid == 0)
		child(argv, env);
	if (s->pid < 0) {
		perror("forkpty");
		exit(1);
	}
	fcntl(s->fd, F_SETFL, O_NONBLOCK);
	fcntl(s->fd, F_SETFD, FD_CLOEXEC);
	s->vt = vt_new(cols, rows, NULL);
	s->begun_ns = screen_now_ns();
	for (int i = 0; i < SCREEN_MAX; i++) {
		if (screens[i] == NULL) {
			screens[i] = s;
			return s;
		}
	}
	fprintf(stderr, "too many screens\n");
	exit(1);
}

void
screen_close(struct screen *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < SCREEN_MAX; i++)
		if (screens[i] == s)
			screens[i] = NULL;
	close(s->fd);
	kill(s->pid, SIGHUP);
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	vt_free(s->vt);
	free(s);
}

static bool
read_some(struct screen *s)
{
	char data[65536];
	size_t want = sizeof(data);
	ssize_t n;

	if (s->rate > 0) {
		int64_t may = (screen_now_ns() - s->begun_ns) / 1000 * s->rate /
			1000000 -
		    s->bytes;

		if (may <= 0)
			return false;
		want = may < (int64_t)want ? (size_t)may : want;
	}
	n = read(s->fd, data, want);
	if (n <= 0)
		return false;
	s->last_ns = screen_now_ns();
	s->bytes += n;
	vt_write(s->vt, data, (size_t)n);
	return true;
}

bool
screen_pump(int timeout_ms)
{
	struct pollfd fds[SCREEN_MAX];
	int n = 0;
	bool any = false;

	for (int i = 0; i < SCREEN_MAX; i++)
		if (screens[i] != NULL && screens[i]->rate == 0)
			fds[n++] = (struct pollfd){screens[i]->fd, POLLIN, 0};
		else if (screens[i] != NULL)
			timeout_ms = MIN_OF(timeout_ms, 1);
	if (poll(fds, (nfds_t)n, timeout_ms) < 0 && errno != EINTR)
		return false;
	for (int i = 0; i < SCREEN_MAX; i++)
		if (screens[i] != NULL && read_some(screens[i]))
			any = true;
	return any;
}

void
screen_type(struct screen *s, const char *keys)
{
	size_t len = strlen(keys);

	while (len > 0) {
		ssize_t n = write(s->fd, keys, len);

		if (n > 0) {
			keys += n;
			len -= (size_t)n;
		} else {
			screen_pump(1);
		}
	}
}

int
screen_count(struct screen *s, uint32_t ch)
{
	const struct grid *g = vt_grid(s->vt);
	int n = 0;

	for (int r = 0; r < g->rows; r++)
		for (int c = 0; c < g->cols; c++)
			n += grid_cell(g, r, c)->cp == ch;
	return n;
}

int
screen_find(struct screen *s, const char *text, char *row_text, int size)
{
	const struct grid *g = vt_grid(s->vt);
	char line[4096];

	for (int r = 0; r < g->rows; r++) {
		grid_text(g, r, line, sizeof(line));
		if (strstr(line, text) == NULL)
			continue;
		if (row_text != NULL)
			snprintf(row_text, (size_t)size, "%s", line);
		return r;
	}
	return -1;
}

void
screen_print(struct screen *s)
{
	const struct grid *g = vt_grid(s->vt);
	char line[4096];

	for (int r = 0; r < g->rows; r++) {
		grid_text(g, r, line, sizeof(line));
		fprintf(stderr, "| %s\n", line);
	}
}

void
screen_wait(struct screen *s, const char *text, int timeout_ms)
{
	int64_t end = screen_now_ns() + (int64_t)timeout_ms * 1000000;

	while (screen_find(s, text, NULL, 0) < 0) {
		if (screen_now_ns() > end) {
			fprintf(stderr, "not on the screen: %s\n", text);
			screen_print(s);
			exit(1);
		}
		screen_pump(20);
	}
}

/* Two groups of n digits with a blank between them, and nothing around. */
static bool
find_digits(struct screen *s, size_t n, char *out)
{
	const struct grid *g = vt_grid(s->vt);
	char line[4096];

	for (int r = 0; r < g->rows; r++) {
		size_t len = (size_t)grid_text(g, r, line, sizeof(line));

		for (size_t i = 0; i + 2 * n < len; i++) {
			const char *p = line + i;

			if (strspn(p, "0123456789") != n || p[n] != ' ' ||
			    strspn(p + n + 1, "0123456789") != n ||
			    (i > 0 && p[-1] != ' '))
				continue;
			memcpy(out, p, n);
			memcpy(out + n, p + n + 1, n);
			out[2 * n] = '\0';
			return true;
		}
	}
	return false;
}

bool
screen_code(struct screen *s, char code[7])
{
	return find_digits(s, 3, code);
}

bool
screen_back(struct screen *s, char code[7])
{
	if (!find_digits(s, 2, code))
		return false;
	code[4] = '\r';
	code[5] = '\0';
	return true;
}
