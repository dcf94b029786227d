/* Names of files and variables have any letters, those too that no code page of
 * the system has. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/conf.h"
#include "shared/base/log.h"
#include "shared/base/os.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "tests/support/systems.h"

static char root[] = "/tmp/pomoc-names-XXXXXX";

static char *
folder(void)
{
	char *dir = str_fmt("%s/żółw/日本 Łódź", root);

	assert_true(path_make_dir(dir, NULL));
	return dir;
}

static void
a_file_is_written_read_and_removed(void **state)
{
	char *dir = folder(), *path = path_join(dir, "gęś €.txt"), back[9] = "";
	struct buf text = BUF_INIT;
	struct err err = {0};
	FILE *f;

	assert_false(path_exists(path));
	assert_null(path_open_read(path, &err));
	assert_non_null(strstr(err.text, "gęś €.txt"));
	assert_true(path_write_atomic(path, "one", 3, 0600, &err));
	assert_true(path_write_atomic(path, "two\nmore", 8, 0600, &err));
	assert_true(path_exists(path));
	assert_int_equal(os_kind(path), OS_KIND_FILE);
	f = path_open_read(path, &err);
	assert_non_null(f);
	assert_int_equal(fread(back, 1, sizeof(back), f), 8);
	fclose(f);
	assert_memory_equal(back, "two\nmore", 8);
	assert_true(conf_text(path, &text, &err));
	assert_string_equal(buf_str(&text), "two\nmore");
	buf_fini(&text);
	assert_true(path_remove(path, &err));
	assert_false(path_exists(path));
	free(path);
	free(dir);
}

static void
the_log_is_there(void **state)
{
	char *dir = folder(), *path = path_join(dir, "dziennik ż.log");
	char line[200] = "";
	FILE *f;

	assert_true(log_open(path, NULL));
	log_warn("said %s", "gęś");
	f = path_open_read(path, NULL);
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	assert_non_null(strstr(line, "said gęś\n"));
	fclose(f);
	free(path);
	free(dir);
}

static void
write_left(const char *dir, const char *name, int pid, char **path)
{
	char *entry = str_fmt("%s" PATH_TEMPORARY "%d", name, pid);

	*path = path_join(dir, entry);
	free(entry);
	assert_true(path_write_atomic(*path, "x", 1, 0600, NULL));
}

/* What a killed writer has left goes, what is being written stays. */
static void
the_folder_is_swept(void **state)
{
	char *dir = folder(), *left, *other, *mine, *draft;
	int fd;

	write_left(dir, "ż.txt", INT_MAX, &left);
	write_left(dir, "日.txt", INT_MAX, &other);
	write_left(dir, "ż.txt", (int)getpid(), &mine);
	fd = os_open(mine, O_WRONLY | O_CLOEXEC, 0);
	assert_true(fd >= 0);
	path_sweep(dir, "ż.txt");
	assert_false(path_exists(left));
	assert_true(path_exists(other));
	assert_true(path_exists(mine));
	close(fd);
	/* closed, it has not taken its name yet */
	path_sweep(dir, NULL);
	assert_false(path_exists(other));
	assert_true(path_exists(mine));
	assert_true(path_remove(mine, NULL));
	/* and this is nobody's temporary */
	draft = path_join(dir, "list" PATH_TEMPORARY "txt");
	assert_true(path_write_atomic(draft, "x", 1, 0600, NULL));
	path_sweep(dir, NULL);
	assert_true(path_exists(draft));
	assert_true(path_remove(draft, NULL));
	free(draft);
	free(left);
	free(other);
	free(mine);
	free(dir);
}

static void
a_folder_is_locked_once(void **state)
{
	char *dir = folder(), *path = path_join(dir, "any");
	int fd = path_lock_parent(path);

	assert_true(fd >= 0);
	close(fd);
	fd = path_lock_parent(path);
	assert_true(fd >= 0);
	close(fd);
	free(path);
	free(dir);
}

static void
variables(void **state)
{
	const char *a, *b;

	unsetenv("POMOC_TEST_A");
	assert_null(os_env("POMOC_TEST_A"));
	setenv("POMOC_TEST_A", "one", 1);
	setenv("POMOC_TEST_B", "two", 1);
	a = os_env("POMOC_TEST_A");
	b = os_env("POMOC_TEST_B");
	assert_string_equal(a, "one");
	assert_string_equal(b, "two");
	unsetenv("POMOC_TEST_A");
	assert_null(os_env("POMOC_TEST_A"));
	/* wine_unit.sh sets it */
	a = os_env("POMOC_TEST_WORD");
	if (a != NULL)
		assert_string_equal(a, "żółw 日本");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_file_is_written_read_and_removed),
	    cmocka_unit_test(the_folder_is_swept),
	    cmocka_unit_test(a_folder_is_locked_once),
	    cmocka_unit_test(variables),
	    cmocka_unit_test(the_log_is_there),
	};
	char *tidy;
	int rc;

	if (mkdtemp(root) == NULL)
		return 1;
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	tidy = str_fmt("rm -rf '%s'", root);
	(void)!system(tidy);
	free(tidy);
	return rc;
}
