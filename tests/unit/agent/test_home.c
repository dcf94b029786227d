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
#include "agent/options_file.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "tests/support/systems.h"

#define KEY "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

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

/* Two agents that were started at once: the key of the first one stays, and
 * what a killed one left does not. */
static void
a_key_of_another_stays(void **state)
{
	char *path = path_join(dir, "agent_key"), first[KEY_FP_SIZE];
	char *left = path_join(dir, "agent_key" PATH_TEMPORARY "2147483647");
	struct home h, other;

	unlink(path);
	home_open(&h);
	home_open(&other);
	str_copy(first, sizeof(first), key_fingerprint(h.key));
	home_keep(&h);
	home_keep(&other);
	assert_string_equal(other.lost, "");
	home_close(&other);
	assert_true(path_write_atomic(left, "x", 1, 0600, NULL));
	home_close(&h);
	assert_false(path_exists(left));

	home_open(&h);
	assert_string_equal(key_fingerprint(h.key), first);
	home_close(&h);
	free(left);
	free(path);
}

static void
a_desk_is_remembered_and_forgotten(void **state)
{
	char *path = path_join(dir, OPTIONS_LAST_DESK);
	struct options o;
	struct home h;

	home_open(&h);
	home_remember_desk(&h, "2001:db8::1", 7723, KEY);
	assert_true(systems_is_private(path));
	options_init(&o);
	assert_true(options_file_read(&o, path, NULL));
	assert_string_equal(o.host, "2001:db8::1");
	assert_int_equal(o.port, 7723);
	assert_string_equal(o.fingerprint, KEY);
	options_fini(&o);
	assert_true(home_forget_desk(NULL));
	assert_false(path_exists(path));
	assert_true(home_forget_desk(NULL));
	home_close(&h);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_new_key_is_kept_once),
	    cmocka_unit_test(a_key_of_another_stays),
	    cmocka_unit_test(a_desk_is_remembered_and_forgotten),
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
