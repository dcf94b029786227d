/*
 * The stage for peers that break the rules: a child process runs a script
 * against the link H, while the pair C and S shows that others are served.
 */
#pragma once

#include "tests/unit/net/pair.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/net/rawssh.h"

#define MB (1024 * 1024)

static pid_t child;
static struct side H; /* our end of the hostile link */

static inline int
hostile_setup(void **state)
{
	memset(&H, 0, sizeof H);
	H.take = SIZE_MAX;
	H.allow_forward = true;
	child = -1;
	return pair_setup(state);
}

static bool
let_in(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	auth_asked++;
	return auth_answer;
}

/* Runs script against a serving link H. */
static inline void
attack(void (*script)(struct raw *r, int fd))
{
	struct link_serve_conf conf = serve_conf;
	struct err err;
	struct raw r;
	int p[2];

	conf.auth = let_in;
	assert_true(sock_pair(p, &err));
	fflush(stdout);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		fcntl(p[1], F_SETFL, 0); /* the script may block */
		close(p[0]);
		script(&r, p[1]);
		_exit(0);
	}
	close(p[1]);
	H.link = link_serve(loop, p[0], &conf, &note_link, &H);
}

/* The script's exit status; it must not have died by itself. */
static inline int
verdict(void)
{
	int st = -1;

	/* a link is freed in a later turn */
	while (child > 0 && waitpid(child, &st, WNOHANG) == 0) {
		loop_turn(loop, false);
		usleep(1000);
	}
	child = -1;
	return WIFEXITED(st) ? WEXITSTATUS(st) : -1;
}

static inline int
hostile_teardown(void **state)
{
	link_abort(H.down ? NULL : H.link);
	loop_turn(loop, false);
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	buf_fini(&H.got);
	return pair_teardown(state);
}

/* The well-behaved link still answers, and quickly. */
static inline void
others_are_served(void)
{
	int64_t start = clock_ms();
	size_t before;
	int i;

	if (!C.up) {
		pair_open();
		S.echo = true;
		start = clock_ms();
	}
	for (i = 0; i < 10; i++) {
		before = C.got.len;
		chan_write(C.chan, "k", 1);
		UNTIL(C.got.len == before + 1);
	}
	assert_true(clock_ms() - start < 2000);
}

/* 0 under AddressSanitizer, which keeps freed memory for a while. */
static inline long
rss_kb(void)
{
	long pages = 0, size = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f == NULL || fscanf(f, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (f != NULL)
		fclose(f);
#ifdef __SANITIZE_ADDRESS__
	pages = 0;
#endif
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

#define HOSTILE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, hostile_setup, hostile_teardown)
