/* The agent's folder: a new key is there once it is kept, not before, and the
 * next run has it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agent/home.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

static char dir[] = "/tmp/pomoc-home-XXXXXX";

static void
a_new_key_is_kept_once(void **state)
{
	char *path = path_join(dir, "agent_key"), first[KEY_FP_SIZE];
	struct home h;

	home_open(&h);
	assert_false(path_exists(path));
	str_copy(first, sizeof(first), key_fingerprint(h.key));
	home_keep(&h);
	assert_true(path_exists(path));
	assert_int_equal(unlink(path), 0);
	home_keep(&h);
	assert_false(path_exists(path));
	home_close(&h);

	home_open(&h);
	assert_string_not_equal(key_fingerprint(h.key), first);
	str_copy(first, sizeof(first), key_fingerprint(h.key));
	home_keep(&h);
	home_close(&h);

	home_open(&h);
	assert_string_equal(key_fingerprint(h.key), first);
	home_keep(&h);
	assert_string_equal(key_fingerprint(h.key), first);
	home_close(&h);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_new_key_is_kept_once),
	};
	char *tidy;
	int rc;

	if (mkdtemp(dir) == NULL)
		return 1;
	setenv("POMOC_DATA", dir, 1);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	tidy = str_fmt("rm -rf '%s'", dir);
	(void)!system(tidy);
	free(tidy);
	return rc;
}
