/* The file of heads: a line gets there whole or not at all. The file of the
 * highest number: as short as an older version wrote it, or no file. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "console/store/head.h"
#include "story.h"

#define LINE "pomoc-head-1 1 rows 1 a desk 0 b ticket 1 c2ln\n"

static char *dir;

static void
must_hold(const char *want)
{
	char *file = str_fmt("%s/%s", dir, HEAD_FILE), is[20000];
	FILE *f = fopen(file, "re");
	size_t n;

	assert_non_null(f);
	n = fread(is, 1, sizeof(is) - 1, f);
	is[n] = '\0';
	fclose(f);
	assert_string_equal(is, want);
	assert_int_equal(n, strlen(want));
	free(file);
}

static void
put(const uint8_t *data, size_t len)
{
	char *file = str_fmt("%s/%s", dir, HEAD_FILE);
	FILE *f = fopen(file, "we");

	assert_non_null(f);
	assert_true(len == 0 || fwrite(data, 1, len, f) == len);
	assert_int_equal(fclose(f), 0);
	free(file);
}

static bool
append(const char *text)
{
	struct buf line = BUF_INIT;
	struct err err = {0};
	bool ok;

	buf_adds(&line, text);
	ok = head_append(dir, &line, &err);
	buf_fini(&line);
	assert_true(ok || err.text[0] != '\0');
	return ok;
}

static void
any_piece(void **state)
{
	static char zeros[4100];
	struct buf text = BUF_INIT;

	for (size_t whole = 0; whole < 2; whole++)
		for (size_t n = 0; n < sizeof(LINE) - 1; n++)
			for (size_t z = 0; z < sizeof(zeros); z += 4095) {
				buf_clear(&text);
				for (size_t i = 0; i < whole; i++)
					buf_adds(&text, LINE);
				buf_add(&text, LINE, n);
				buf_add(&text, zeros, z);
				put(buf_data(&text), text.len);
				assert_true(append(LINE));
				buf_clear(&text);
				for (size_t i = 0; i <= whole; i++)
					buf_adds(&text, LINE);
				must_hold(buf_str(&text));
			}
	buf_fini(&text);
}

/* The file can grow no further: in the middle of a line. */
static void
no_room(void **state)
{
	for (rlim_t room = 0; room < sizeof(LINE) - 1; room++) {
		pid_t pid;
		int status;

		put((const uint8_t *)LINE, sizeof(LINE) - 1);
		pid = fork();
		if (pid == 0) {
			rlim_t most = sizeof(LINE) - 1 + room;
			const struct rlimit r = {most, most};

			signal(SIGXFSZ, SIG_IGN);
			setrlimit(RLIMIT_FSIZE, &r);
			_exit(append(LINE) ? 1 : 0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
		must_hold(LINE);
		assert_true(append(LINE));
		must_hold(LINE LINE);
	}
}

static ino_t
note(int64_t number)
{
	char *file = str_fmt("%s/number", dir);
	struct err err = {0};
	struct stat st;

	assert_true(head_note_number(dir, number, &err));
	assert_int_equal(head_highest_number(dir), number);
	assert_int_equal(lstat(file, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	free(file);
	return st.st_ino;
}

static void
numbers(void **state)
{
	char *file = str_fmt("%s/number", dir), *other = str_fmt("%s/x", dir);
	FILE *f = fopen(file, "we");
	struct err err = {0};
	struct stat st;
	ino_t first;

	assert_non_null(f);
	fputs("16\n", f);
	fclose(f);
	assert_int_equal(head_highest_number(dir), 16);
	first = note(17);
	/* a new file would cost every new ticket two waits for the disk more */
	assert_int_equal(note(18), first);
	assert_int_equal(note(INT64_C(1) << 53), first);
	assert_int_equal(note(19), first);

	/* what a link leads to is not touched */
	assert_int_equal(rename(file, other), 0);
	assert_int_equal(symlink(other, file), 0);
	assert_int_not_equal(note(20), first);
	assert_int_equal(stat(other, &st), 0);
	assert_int_equal(st.st_ino, first);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(mkdir(file, 0700), 0);
	assert_false(head_note_number(dir, 21, &err));
	assert_int_equal(rmdir(file), 0);
	free(file);
	free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_piece),
	    cmocka_unit_test(no_room),
	    cmocka_unit_test(numbers),
	};
	int rc;

	dir = story_dir();
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	story_remove(dir);
	return rc;
}
