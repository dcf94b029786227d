/*
 * Power cuts: a file layer under SQLite that keeps, beside the real files, what
 * a disk would hold if the power went now, i.e. only what was synced (and, in
 * the rough mode, every other write that was not). A child works until its n-th
 * write and dies; the log made of the disk's contents must open, be sound and
 * hold all that was called durable.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "console/store/db.h"
#include "console/store/verify.h"
#include "shared/base/path.h"
#include "tests/unit/store/story.h"

#define FILES 32

static struct {
	sqlite3_vfs vfs, *real;
	const char *disk; /* folder with what survives */
	int writes_left;
	bool rough;
	struct {
		sqlite3_file *file;
		sqlite3_io_methods methods;
		const sqlite3_io_methods *orig;
		char path[300];
		char name[64];
	} open[FILES];
} power;

static int
slot(sqlite3_file *file)
{
	for (int i = 0; i < FILES; i++)
		if (power.open[i].file == file)
			return i;
	return -1;
}

static int
disk_file(int i, int flags)
{
	char *path = path_join(power.disk, power.open[i].name);
	int fd = open(path, flags, 0600);

	free(path);
	return fd;
}

static int
on_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	int i = slot(file), fd;

	if (--power.writes_left < 0)
		_exit(0); /* the power goes */
	if (power.disk != NULL && power.rough && power.writes_left % 2 == 0 &&
	    (fd = disk_file(i, O_WRONLY)) >= 0) {
		if (pwrite(fd, data, (size_t)len, at) != len)
			_exit(2);
		close(fd);
	}
	return power.open[i].orig->xWrite(file, data, len, at);
}

static int
on_sync(sqlite3_file *file, int flags)
{
	static char block[65536];
	int i = slot(file), rc = power.open[i].orig->xSync(file, flags);
	int from, to;
	ssize_t n;

	if (power.disk == NULL)
		return rc;
	from = open(power.open[i].path, O_RDONLY);
	to = disk_file(i, O_WRONLY | O_CREAT | O_TRUNC);
	if (from < 0 || to < 0)
		_exit(2);
	while ((n = read(from, block, sizeof(block))) > 0)
		if (write(to, block, (size_t)n) != n)
			_exit(2);
	close(from);
	close(to);
	return rc;
}

static int
on_open(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
	int rc = power.real->xOpen(power.real, path, file, flags, out);
	int i = slot(file) >= 0 ? slot(file) : slot(NULL);
	const char *name = path != NULL ? strrchr(path, '/') : NULL;

	if (rc != SQLITE_OK || name == NULL)
		return rc;
	if (i < 0)
		_exit(2);
	power.open[i].orig = file->pMethods;
	power.open[i].methods = *file->pMethods;
	power.open[i].methods.xWrite = on_write;
	power.open[i].methods.xSync = on_sync;
	file->pMethods = &power.open[i].methods;
	power.open[i].file = file;
	str_copy(power.open[i].path, sizeof(power.open[i].path), path);
	str_copy(power.open[i].name, sizeof(power.open[i].name), name + 1);
	return rc;
}

static int
on_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	if (power.disk != NULL && sync) {
		char *gone = path_join(power.disk, strrchr(path, '/') + 1);

		unlink(gone);
		free(gone);
	}
	return power.real->xDelete(power.real, path, sync);
}

static void
install(const char *disk, int writes, bool rough)
{
	power.real = sqlite3_vfs_find(NULL);
	power.vfs = *power.real;
	power.vfs.zName = "power";
	power.vfs.xOpen = on_open;
	power.vfs.xDelete = on_delete;
	power.disk = disk;
	power.writes_left = writes;
	power.rough = rough;
	assert_int_equal(sqlite3_vfs_register(&power.vfs, 1), SQLITE_OK);
}

/* Says the number of every ticket whose end was durable. */
static void
work(const char *dir, int out)
{
	struct story s;

	story_init(&s, dir);
	for (int i = 0; i < 4; i++) {
		story_solved(&s, "Subiekt", "Alfa", 40);
		if (write(out, &s.t.number, sizeof(s.t.number)) < 0)
			_exit(2);
	}
	store_close(s.store);
	_exit(42); /* worked to the end */
}

/* What is on the disk opens, is sound, and holds tickets 1 .. said. */
static void
check_disk(const char *disk, int64_t said, int writes)
{
	struct verify_result v;
	struct err err = {0};
	struct db *db = db_open(disk, DB_DESK, &err);

	if (db == NULL)
		fail_msg("after %d writes: %s", writes, err.text);
	if (!verify_log(db, &v, &err) || v.bad_row != 0 || v.bad_ticket != 0)
		fail_msg("after %d writes: %s", writes, v.why);
	if (sql_int(db->sql,
		"SELECT count(*) FROM ticket WHERE state = 'solved'", 0) < said)
		fail_msg(
		    "after %d writes ticket %d is lost", writes, (int)said);
	db_close(db);
}

static bool
cut_after(int writes, bool rough)
{
	char *dir = story_dir(), *disk = story_dir();
	int64_t said = 0, n;
	int fds[2], status;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		install(disk, writes, rough);
		work(dir, fds[1]);
	}
	close(fds[1]);
	while (read(fds[0], &n, sizeof(n)) == sizeof(n))
		said = n;
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 42);
	check_disk(disk, said, writes);
	story_remove(dir);
	story_remove(disk);
	return WEXITSTATUS(status) == 42;
}

static void
cut_everywhere(bool rough)
{
	int writes = 0;

	/* every write of the beginning, then in steps, to the very end */
	while (!cut_after(writes, rough))
		writes += writes < 40 ? 1 : 23;
	assert_true(writes > 200);
}

static void
test_synced_only(void **state)
{
	cut_everywhere(false);
}

static void
test_half_of_the_rest(void **state)
{
	cut_everywhere(true);
}

/* An old schema, and the power goes at any write of its migration. */
static void
test_migration(void **state)
{
	bool done = false;
	int writes;

	/* every write of the beginning, then in steps, to the very end */
	for (writes = 0; !done; writes += writes < 40 ? 1 : 7) {
		char *dir = story_dir(), *file = path_join(dir, DB_FILE);
		struct story s;
		struct err err = {0};
		sqlite3 *db;
		int status;
		pid_t pid;

		story_init(&s, dir);
		story_solved(&s, "Subiekt", "Alfa", 40);
		store_close(s.store);
		assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db,
				     "DROP VIEW v_queue; DROP TABLE alarm;"
				     "PRAGMA user_version = 0",
				     NULL, NULL, NULL),
		    SQLITE_OK);
		sqlite3_close(db);
		pid = fork();
		if (pid == 0) {
			/* the folder itself is the disk: a kill */
			install(NULL, writes, false);
			_exit(db_open(dir, DB_DESK, &err) != NULL ? 42 : 1);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		done = WEXITSTATUS(status) == 42;
		assert_true(done || WEXITSTATUS(status) == 0);
		check_disk(dir, 1, writes);
		free(file);
		story_remove(dir);
	}
	assert_true(writes > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_synced_only),
	    cmocka_unit_test(test_half_of_the_rest),
	    cmocka_unit_test(test_migration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
