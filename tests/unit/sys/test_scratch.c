/* A scratch file: nobody else can read it, and of what was in its folder no
 * byte is left. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/sys/scratch.h"

static char root[] = "/tmp/pomoc-scratch-test.XXXXXX";

static int
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return (int)(st.st_mode & 0777);
}

static void
write_file(const char *path, const char *text)
{
	struct err err = {0};

	assert_true(path_write_atomic(path, text, strlen(text), 0600, &err));
}

static bool
holds(const char *path, const char *bytes, size_t len)
{
	char seen[64];
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(seen, 1, sizeof(seen), f);
	fclose(f);
	return n == len && memcmp(seen, bytes, len) == 0;
}

static void
private_and_wiped(void **state)
{
	struct scratch s = {0};
	struct err err = {0};
	struct buf text = BUF_INIT;
	char *beside, *kept = path_join(root, "kept"), *dir;

	assert_true(scratch_make(&s, "note.txt", "secret", &err));
	assert_true(str_starts(s.dir, root));
	assert_int_equal(mode_of(s.dir), 0700);
	assert_int_equal(mode_of(s.file), 0600);
	assert_true(scratch_read(&s, 6, &text, &err));
	assert_string_equal(buf_str(&text), "secret");
	assert_false(scratch_read(&s, 5, &text, &err));
	/* a copy that an editor puts beside it; what a link leads to is not
	 * ours */
	beside = path_join(s.dir, ".note.txt.swp");
	write_file(beside, "secret");
	assert_int_equal(link(beside, kept), 0);
	dir = str_dup(s.dir);
	scratch_wipe(&s);
	assert_null(s.dir);
	assert_false(path_exists(dir));
	assert_true(holds(kept, "\0\0\0\0\0\0", 6));
	assert_int_equal(unlink(kept), 0);
	scratch_wipe(&s); /* again */
	buf_fini(&text);
	free(beside);
	free(kept);
	free(dir);
}

static void
a_link_is_not_followed(void **state)
{
	struct scratch s = {0};
	struct err err = {0};
	char *target = path_join(root, "target"), *at;

	write_file(target, "mine");
	assert_true(scratch_make(&s, "note.txt", "", &err));
	at = path_join(s.dir, "link");
	assert_int_equal(symlink(target, at), 0);
	scratch_wipe(&s);
	assert_true(holds(target, "mine", 4));
	assert_int_equal(unlink(target), 0);
	free(target);
	free(at);
}

/* An editor may leave anything there. */
static void
nobody_waits_for_a_pipe(void **state)
{
	struct scratch s = {0};
	struct buf text = BUF_INIT;
	struct err err = {0};

	assert_true(scratch_make(&s, "note.txt", "", &err));
	assert_int_equal(unlink(s.file), 0);
	assert_int_equal(mkfifo(s.file, 0600), 0);
	assert_false(scratch_read(&s, 5, &text, &err));
	scratch_wipe(&s);
	buf_fini(&text);
}

static void
no_place_for_it(void **state)
{
	struct scratch s = {0};
	struct err err = {0};

	/* one that is not there is passed over */
	setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
	assert_true(scratch_make(&s, "note.txt", "x", &err));
	assert_true(str_starts(s.dir, root));
	scratch_wipe(&s);
	setenv("XDG_RUNTIME_DIR", root, 1);
	assert_false(scratch_make(&s, "no/such/place", "x", &err));
	assert_null(s.dir);
	assert_int_not_equal(err.text[0], '\0');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(private_and_wiped),
	    cmocka_unit_test(a_link_is_not_followed),
	    cmocka_unit_test(nobody_waits_for_a_pipe),
	    cmocka_unit_test(no_place_for_it),
	};
	int failed;

	if (mkdtemp(root) == NULL)
		return 1;
	setenv("XDG_RUNTIME_DIR", root, 1);
	setenv("TMPDIR", root, 1);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	return rmdir(root) == 0 ? failed : 1;
}
