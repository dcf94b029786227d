/*
 * Measures how long a key takes from a terminal to its echo on that terminal.
 *
 * usage: keyecho COUNT [-e PATTERN SEND]... -- COMMAND...
 *
 * Runs the command in a pty of 80x24. For each -e it waits until PATTERN is in
 * the output (escape sequences taken out) and then sends SEND; "@cmd" sends
 * what the shell command prints, "\r" is Enter. Then it types COUNT keys, one
 * at a time, each after the echo of the one before, and prints the median and
 * the 99th percentile in microseconds.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 20000
#define QUIET_MS 2
#define OUT_SIZE (1 << 16)

static int master;
static pid_t child;
static char out[OUT_SIZE]; /* plain text of the output so far */
static size_t out_len;

static void
die(const char *why)
{
	fprintf(stderr, "keyecho: %s\n", why);
	if (out_len > 2000)
		memmove(out, out + out_len - 2000, out_len = 2000);
	fprintf(stderr, "%.*s\n", (int)out_len, out);
	kill(child, SIGKILL);
	exit(1);
}

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Keeps the printable characters: escape sequences would split the words. */
static void
keep_plain(const char *data, size_t len)
{
	static int esc; /* 1 after ESC, 2 inside CSI */

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)data[i];

		if (out_len == OUT_SIZE) {
			memmove(out, out + OUT_SIZE / 2, OUT_SIZE / 2);
			out_len = OUT_SIZE / 2;
		}
		if (c == 0x1b)
			esc = 1;
		else if (esc == 1)
			esc = c == '[' ? 2 : 0;
		else if (esc == 2)
			esc = c >= 0x40 && c <= 0x7e ? 0 : 2;
		else if (c >= ' ')
			out[out_len++] = (char)c;
	}
}

/* Bytes read within timeout_ms: 0 = none. */
static size_t
read_some(char *data, size_t size, int timeout_ms)
{
	struct pollfd p = {.fd = master, .events = POLLIN};
	ssize_t n;

	if (poll(&p, 1, timeout_ms) <= 0)
		return 0;
	n = read(master, data, size);
	if (n <= 0)
		die("the command has ended");
	return (size_t)n;
}

static void
send_all(const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(master, data, len);

		if (n < 0 && errno != EINTR)
			die("cannot write to the command");
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
}

static void
wait_for(const char *pattern)
{
	int64_t end = now_us() + PATIENCE_MS * 1000;
	char data[4096];

	while (memmem(out, out_len, pattern, strlen(pattern)) == NULL) {
		if (now_us() > end) {
			fprintf(stderr, "keyecho: no \"%s\"\n", pattern);
			die("timeout");
		}
		keep_plain(data, read_some(data, sizeof(data), 100));
	}
	out_len = 0;
}

static void
send_text(const char *text)
{
	char line[256] = "";
	size_t len = 0;

	if (text[0] == '@') {
		FILE *f = popen(text + 1, "r");

		if (f == NULL || fgets(line, sizeof(line), f) == NULL)
			die("the command behind @ printed nothing");
		pclose(f);
		send_all(line, strcspn(line, "\n"));
		return;
	}
	for (; *text != '\0' && len < sizeof(line); text++) {
		if (text[0] == '\\' && text[1] == 'r') {
			line[len++] = '\r';
			text++;
		} else {
			line[len++] = *text;
		}
	}
	send_all(line, len);
}

/* Sends one key and waits for its echo; microseconds. */
static int64_t
one_key(char key)
{
	char data[4096];
	int64_t start, spent;

	while (read_some(data, sizeof(data), QUIET_MS) > 0)
		;
	start = now_us();
	send_all(&key, 1);
	for (;;) {
		size_t n = read_some(data, sizeof(data), PATIENCE_MS);

		spent = now_us() - start;
		if (n == 0)
			die("a key was not echoed");
		if (memchr(data, key, n) != NULL)
			return spent;
	}
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
measure(size_t count)
{
	int64_t *us = calloc(count, sizeof(*us));

	if (us == NULL)
		die("out of memory");
	for (size_t i = 0; i < count; i++) {
		/* letters that escape sequences seldom end with */
		us[i] = one_key("wyz"[i % 3]);
		if (i % 60 == 59)
			send_all("\x15", 1); /* an empty line again */
	}
	qsort(us, count, sizeof(*us), compare);
	printf("p50 %lld us, p99 %lld us, %zu keys\n", (long long)us[count / 2],
	    (long long)us[count * 99 / 100], count);
	free(us);
}

int
main(int argc, char **argv)
{
	struct winsize size = {.ws_col = 80, .ws_row = 24};
	int i, steps_end;
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 0;

	for (i = 2; i < argc && strcmp(argv[i], "-e") == 0; i += 3)
		;
	steps_end = i;
	if (count <= 0 || i + 1 >= argc || strcmp(argv[i], "--") != 0) {
		fprintf(stderr,
		    "usage: keyecho COUNT [-e PATTERN SEND]... -- "
		    "COMMAND...\n");
		return 2;
	}
	child = forkpty(&master, NULL, NULL, &size);
	if (child == 0) {
		execvp(argv[i + 1], argv + i + 1);
		_exit(127);
	}
	if (child < 0) {
		perror("forkpty");
		return 1;
	}
	for (i = 2; i < steps_end; i += 3) {
		wait_for(argv[i + 1]);
		send_text(argv[i + 2]);
	}
	measure((size_t)count);
	kill(child, SIGTERM);
	close(master);
	waitpid(child, NULL, 0);
	return 0;
}
