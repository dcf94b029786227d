/* Folders and files between links, pipes and modes; what a killed writer
 * leaves. See test_names.c for what all systems have. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "shared/base/path.h"
#include "shared/base/str.h"

static void
test_path(void **state)
{
	char dir[] = "/tmp/pomoc-test-XXXXXX", back[8] = "";
	char *deep, *file, *trap, *dear;
	struct err err;
	struct stat st;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	deep = path_join(dir, "a/b");
	assert_true(path_make_dir(deep, &err));
	assert_int_equal(stat(deep, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	/* the first folder that cannot be made is the reason */
	assert_false(path_make_dir("/proc/none/x/y", &err));
	assert_non_null(strstr(err.text, "/proc/none: "));
	file = path_join(deep, "f");
	assert_true(path_write_atomic(file, "new", 3, 0600, &err));
	f = fopen(file, "r");
	assert_non_null(f);
	assert_non_null(fgets(back, sizeof(back), f));
	fclose(f);
	assert_string_equal(back, "new");
	/* what another user may have put where the new text is written first */
	trap = str_fmt("%s.tmp.%d", file, (int)getpid());
	dear = path_join(deep, "dear");
	assert_int_equal(symlink(dear, trap), 0);
	assert_true(path_write_atomic(file, "two", 3, 0600, &err));
	assert_int_equal(lstat(dear, &st), -1);
	assert_int_equal(lstat(file, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	free(trap);
	free(dear);
	assert_false(path_make_dir(file, &err));
	chmod(deep, 0777);
	assert_false(path_make_dir(deep, &err));
	assert_false(path_write_atomic("/nonexistent/f", "x", 1, 0600, &err));
	/* nor is anything but a file replaced by one */
	unlink(file);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_false(path_write_atomic(file, "x", 1, 0600, &err));
	assert_int_equal(lstat(file, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	unlink(file);
	rmdir(deep);
	free(file);
	free(deep);
	deep = path_join(dir, "a");
	rmdir(deep);
	rmdir(dir);
	free(deep);
}

/* The number of a process that is gone. */
static int
gone(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return (int)pid;
}

static bool
left_after_sweep(const char *dir, const char *of, const char *before, int pid,
    const char *behind)
{
	char *name = str_fmt("%s%d%s", before, pid, behind);
	char *path = path_join(dir, name);
	struct err err;
	bool left;

	assert_true(path_write_atomic(path, "x", 1, 0600, &err));
	path_sweep(dir, of);
	left = path_exists(path);
	assert_true(path_remove(path, &err));
	assert_false(path_exists(path));
	assert_true(path_remove(path, &err));
	free(name);
	free(path);
	return left;
}

/* What a killed writer leaves goes; nothing else does. */
static void
test_sweep(void **state)
{
	char dir[] = "/tmp/test-sweep-XXXXXX";
	int pid = gone(), mine = (int)getpid();

	assert_non_null(mkdtemp(dir));
	assert_false(left_after_sweep(dir, NULL, "1.txt.tmp.", pid, ""));
	assert_false(left_after_sweep(dir, "1.txt", "1.txt.tmp.", pid, ""));
	assert_false(left_after_sweep(dir, "a.tmp.1", "a.tmp.1.tmp.", pid, ""));
	assert_true(left_after_sweep(dir, NULL, "1.txt.tmp.", mine, ""));
	assert_true(left_after_sweep(dir, "1.txt", "21.txt.tmp.", pid, ""));
	assert_true(left_after_sweep(dir, "1.txt", "1.txt.v2.tmp.", pid, ""));
	assert_true(left_after_sweep(dir, NULL, ".tmp.", pid, ""));
	assert_true(left_after_sweep(dir, NULL, "1.txt.tmp.", pid, "x"));
	assert_true(left_after_sweep(dir, NULL, "1.txt.", pid, ""));
	path_sweep("/nonexistent", NULL);
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_path),
	    cmocka_unit_test(test_sweep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
