/* A database that another program locks, and a disk that is full. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "console/store/db.h"
#include "console/store/db_transaction.h"
#include "console/store/reserve.h"
#include "console/store/verify.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/path.h"
#include "shared/core/limits.h"
#include "tests/unit/store/story.h"

static void
verify_ok(struct db *db)
{
	struct verify_result v;
	struct err err = {0};

	assert_true(verify_log(db, &v, &err));
	if (v.bad_row != 0 || v.bad_ticket != 0)
		fail_msg("row %d ticket %d: %s", (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
}

static void
test_locked(void **state)
{
	char *dir = story_dir();
	struct story s;
	struct err err = {0};
	struct db *other;
	int64_t rows, before;

	story_init(&s, dir);
	assert_int_equal(story_open(&s, "Subiekt", "Alfa"), STORE_DURABLE);
	story_let_in(&s, "anna");
	rows = sql_int(store_db(s.store)->sql, "SELECT count(*) FROM event", 0);
	other = db_open(dir, DB_WRITE, &err);
	assert_non_null(other);
	assert_true(db_begin(other, &err));

	before = clock_ms();
	s.now_ms += 15000;
	assert_int_equal(story_tick(&s), STORE_KEPT);
	s.now_ms += 15000;
	assert_int_equal(story_tick(&s), STORE_KEPT);
	store_alarm(s.store, 1, STORY_UTC, "three wrong codes");
	assert_int_equal(story_end(&s, true, "done"), STORE_KEPT);
	assert_int_equal(story_open(&s, "Gestor", "Beta"), STORE_KEPT);
	assert_false(store_flush(s.store));
	/* never long: the technician types on meanwhile */
	assert_true(clock_ms() - before < 3000);
	assert_int_equal(store_kept(s.store), 5);

	db_rollback(other);
	db_close(other);
	assert_true(store_flush(s.store));
	assert_int_equal(store_kept(s.store), 0);
	assert_int_equal(
	    sql_int(store_db(s.store)->sql, "SELECT count(*) FROM event", 0),
	    rows + 4);
	assert_int_equal(
	    sql_int(store_db(s.store)->sql, "SELECT count(*) FROM alarm", 0),
	    1);
	assert_int_equal(sql_int(store_db(s.store)->sql,
			     "SELECT worked_s FROM ticket WHERE id = 1", 0),
	    30);
	verify_ok(store_db(s.store));
	store_close(s.store);
	story_remove(dir);
}

/* Somebody else changed the ticket: the row that no longer fits is refused, and
 * does not stand in the way of others. */
static void
test_conflict(void **state)
{
	char *dir = story_dir();
	struct story s;
	struct ticket_event ev;
	struct ticket before;
	struct err err = {0};

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Alfa", 10);
	before = s.t;
	ev = story_event(&s, TICKET_EV_NOTED, "anna");
	ev.text = "first";
	assert_int_equal(story_put(&s, &ev), STORE_DURABLE);
	s.t = before;
	ev.text = "second, of the same number";
	assert_true(ticket_step(&s.t, &ev, NULL, &err));
	assert_int_equal(store_append(s.store, &s.t, &ev, &err), STORE_FAILED);
	assert_int_equal(store_kept(s.store), 0);
	assert_int_equal(story_open(&s, "Gestor", "Beta"), STORE_DURABLE);
	verify_ok(store_db(s.store));
	store_close(s.store);
	story_remove(dir);
}

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	printf("full disk: %s\n", what);
	fflush(stdout);
	_exit(1);
}

/* Leaves no more than `left` bytes free. */
static void
fill(const char *dir, long left)
{
	char *path = path_join(dir, "filler");
	static char block[4096];
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	long size;

	must(fd >= 0, "filler");
	while (write(fd, block, sizeof(block)) == (ssize_t)sizeof(block))
		;
	size = (long)lseek(fd, 0, SEEK_CUR);
	must(ftruncate(fd, size > left ? size - left : 0) == 0, "truncate");
	close(fd);
	free(path);
}

static off_t
reserve_size(const char *dir)
{
	char *path = path_join(dir, "reserve");
	struct stat st = {0};

	must(stat(path, &st) == 0, "no reserve");
	free(path);
	return st.st_size;
}

static void
on_full_disk(const char *dir)
{
	struct story s;
	struct verify_result v;
	struct ticket_event ev;
	struct err err = {0};
	char *filler = path_join(dir, "filler");
	int ticks = 0;

	story_init(&s, dir);
	must(story_open(&s, "Subiekt", "Alfa") == STORE_DURABLE, "open");
	story_let_in(&s, "anna");
	fill(dir, 64 << 10);
	while (!store_is_full(s.store) && ticks++ < 2000) {
		s.now_ms += 15000;
		if (s.t.state != TICKET_WORKING)
			break;
		must(story_tick(&s) != STORE_FAILED, "tick");
	}
	must(store_is_full(s.store), "never noticed");
	must(!reserve_present(dir), "reserve kept");
	fill(dir, 0); /* nothing but what the reserve left inside the files */
	s.now_ms += 15000;
	must(story_tick(&s) == STORE_KEPT, "tick on a full disk");

	/* new tickets are refused, the open one can be closed */
	{
		struct ticket keep = s.t;

		must(story_open(&s, "Gestor", "Beta") == STORE_FAILED,
		    "new ticket was taken");
		s.t = keep;
	}
	ev = story_event(&s, TICKET_EV_ENDED, "anna");
	ev.yes = true;
	ev.text = "done";
	must(ticket_step(&s.t, &ev, NULL, &err), "step");
	must(store_append(s.store, &s.t, &ev, &err) == STORE_DURABLE,
	    "closing row");
	must(store_kept(s.store) == 0, "kept rows");

	/* room again */
	must(unlink(filler) == 0, "unlink");
	must(store_flush(s.store) && !store_is_full(s.store), "still full");
	must(reserve_present(dir), "no new reserve");
	must(reserve_size(dir) == LIMIT_reserve_bytes, "of another size");
	must(story_open(&s, "Gestor", "Beta") == STORE_DURABLE, "reopen");
	must(verify_log(store_db(s.store), &v, &err) && v.bad_row == 0 &&
		v.bad_ticket == 0,
	    v.why);
	store_close(s.store);
	free(filler);
}

/* In a small file system of its own; that needs namespaces. */
static void
test_full(void **state)
{
	char *dir = story_dir();
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		uid_t uid = geteuid();

		log_init("test", LOG_ERROR);
		log_take_stderr();
		if ((uid != 0 || unshare(CLONE_NEWNS) < 0) &&
		    unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
			_exit(77);
		if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		    mount("tmpfs", dir, "tmpfs", 0, "size=8m,mode=700") < 0)
			_exit(77);
		on_full_disk(dir);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	story_remove(dir);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_locked),
	    cmocka_unit_test(test_conflict),
	    cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
