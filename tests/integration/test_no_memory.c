/*
 * Memory that runs out, at the first allocation, the second and so on: the
 * parser of messages, the filter with the emulator behind it, and the journal.
 * The program does without it or ends with its words (mem.h), never by a wrong
 * pointer; and what the journal said is durable is there afterwards.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "console/store/db.h"
#include "console/store/sql.h"
#include "console/store/verify.h"
#include "shared/base/i18n.h"
#include "shared/term/vt.h"
#include "shared/wire/msg.h"
#include "tests/unit/store/story.h"

#define NEVER INT64_MAX
#define NOT_REACHED 42 /* a child's exit code: there were fewer allocations */

/* glibc's own, under whatever is linked before it */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static int64_t left = NEVER; /* allocations until the one that fails */
static bool lasting; /* so do all after it */
static bool failed;

#if !defined(__SANITIZE_ADDRESS__)
static bool
fails(void)
{
	if (left == NEVER || (failed && !lasting))
		return false;
	if (!failed && --left > 0)
		return false;
	failed = true;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
#endif

static void
work_parser(const char *dir, int out)
{
	static const char *const lines[] = {
	    "{\"t\":\"ping\",\"n\":1}",
	    "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\","
	    "\"name\":\"Za\\u017c\xc3\xb3\xc5\x82\xc4\x87\",\"company\":\"\","
	    "\"phone\":\"1\",\"problem\":\"a\\nb\"}",
	    "{\"t\":\"say\",\"text\":[[[[1]]]]}",
	    "nonsense",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct err err = {0};
		struct buf text = BUF_INIT;
		struct msg *m = msg_parse(lines[i], strlen(lines[i]), &err);

		if (m != NULL) {
			msg_strip(m);
			(void)msg_write(m, &text, &err);
		}
		buf_fini(&text);
		msg_free(m);
	}
}

static void
work_screen(const char *dir, int out)
{
	static const char text[] = "a\xc5\xbc\033[1;31mred\033[m\r\n\033[2J"
				   "\033]0;title\a\xff\033[500b\033[?1049h";
	struct vt *vt = vt_new(80, 24, NULL);

	for (int i = 0; i < 40; i++)
		vt_write(vt, text, sizeof(text) - 1);
	vt_free(vt);
}

/* A ticket that was begun, in that folder. */
static struct story story;
static void
begin(const char *dir)
{
	story_init(&story, dir);
	assert_int_equal(story_open(&story, "Subiekt", "Alfa"), STORE_DURABLE);
	story_let_in(&story, "anna");
}

/* Six ticks more; on out the number of each that is said to be durable. */
static void
work_journal(const char *dir, int out)
{
	for (int i = 0; i < 6; i++) {
		struct ticket_event ev;
		struct err err = {0};
		struct ticket next = story.t;

		story.now_ms += 15000;
		ev = story_event(&story, TICKET_EV_TICK, "desk");
		ev.seconds = ticket_worked_ms(&story.t, story.now_ms) / 1000;
		if (!ticket_step(&next, &ev, NULL, &err) ||
		    store_append(story.store, &next, &ev, &err) == STORE_FAILED)
			continue;
		story.t = next;
		if (store_kept(story.store) == 0)
			(void)!write(out, &ev.seq, sizeof(ev.seq));
	}
}

/* How the child ended that lost its n-th allocation. */
static int
child(void (*work)(const char *, int), const char *dir, int out, int64_t n,
    bool for_good)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDERR_FILENO);
		if (dir != NULL)
			begin(dir);
		lasting = for_good;
		left = n;
		work(dir, out);
		_exit(failed ? 0 : NOT_REACHED);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static bool
ended_well(int status)
{
	return (WIFEXITED(status) &&
		   (WEXITSTATUS(status) == 0 ||
		       WEXITSTATUS(status) == NOT_REACHED)) ||
	    (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void
every_one(const char *name, void (*work)(const char *, int))
{
	for (int for_good = 0; for_good < 2; for_good++) {
		int64_t n = 0;
		int status;

		do {
			status = child(work, NULL, 1, ++n, for_good != 0);
			if (!ended_well(status))
				fail_msg("%s, allocation %d: status %x", name,
				    (int)n, (unsigned)status);
		} while (
		    !WIFEXITED(status) || WEXITSTATUS(status) != NOT_REACHED);
		print_message("%s: %d allocations\n", name, (int)n - 1);
		assert_true(n > 2);
	}
}

static void
in_the_parser(void **state)
{
	every_one("parser", work_parser);
}

static void
on_the_screen(void **state)
{
	every_one("screen", work_screen);
}

static void
is_there(const char *dir, int64_t said)
{
	struct verify_result v;
	struct err err = {0};
	struct story s;

	story_init(&s, dir);
	if (sql_int(store_db(s.store)->sql, "SELECT max(seq) FROM event", 0) <
	    said)
		fail_msg("row %d was said to be durable", (int)said);
	assert_true(verify_log(store_db(s.store), &v, &err));
	if (!v.sound)
		fail_msg("%s", v.why);
	store_close(s.store);
}

/* True when there were so many allocations. */
static bool
journal_round(int64_t n, bool for_good)
{
	char *dir = story_dir();
	int64_t said = 0, seq;
	int fds[2], status;

	assert_int_equal(pipe(fds), 0);
	status = child(work_journal, dir, fds[1], n, for_good);
	close(fds[1]);
	while (read(fds[0], &seq, sizeof(seq)) == sizeof(seq))
		said = seq;
	close(fds[0]);
	if (!ended_well(status))
		fail_msg("journal, allocation %d: status %x", (int)n,
		    (unsigned)status);
	is_there(dir, said);
	story_remove(dir);
	return !WIFEXITED(status) || WEXITSTATUS(status) != NOT_REACHED;
}

static void
in_the_journal(void **state)
{
	for (int for_good = 0; for_good < 2; for_good++) {
		int64_t n = 1;

		while (journal_round(n, for_good != 0))
			n += 1 + n / 2;
		print_message("journal: less than %d allocations\n", (int)n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_the_parser),
	    cmocka_unit_test(on_the_screen),
	    cmocka_unit_test(in_the_journal),
	};

#if defined(__SANITIZE_ADDRESS__)
	print_message("skipped: memory is the sanitizer's here\n");
	return 77;
#endif
	i18n_init();
	return cmocka_run_group_tests_name("no memory", tests, NULL, NULL);
}
