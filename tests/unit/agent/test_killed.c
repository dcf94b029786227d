/* The agent is killed while it writes what it keeps: what was there before is
 * there still, and nothing that is cut off has the name of a receipt. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/home.h"
#include "agent/options.h"
#include "agent/receipt.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/sshsig.h"

#define KEY "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define OTHER "SHA256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define NOW_S 1795000000

static char dir[] = "/tmp/pomoc-killed-XXXXXX";
static const char *written; /* 1500 bytes */
static char *sig;

/* Does it in a process that dies with the write that would make a file longer
 * than that. True: it died. */
static bool
dies_at(rlim_t bytes, void (*what)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGXFSZ, SIG_DFL);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, bytes});
		what();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGXFSZ
					: WEXITSTATUS(status) == 0);
	return WIFSIGNALED(status);
}

static void
save_receipt(void)
{
	struct receipt r;

	receipt_init(&r);
	buf_adds(&r.text, written);
	buf_adds(&r.sig, sig);
	(void)receipt_save(&r, dir, 17, NOW_S);
	receipt_fini(&r);
}

/* How many files in the folder of receipts end so. */
static int
count(const char *end)
{
	char *folder = path_join(dir, "receipts");
	DIR *d = opendir(folder);
	const struct dirent *e;
	int n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.' && strlen(e->d_name) > strlen(end) &&
		    str_eq(e->d_name + strlen(e->d_name) - strlen(end), end);
	closedir(d);
	free(folder);
	return n;
}

static void
no_half_is_a_receipt(void **state)
{
	char *text = malloc(1501);
	int died = 0;

	assert_non_null(text);
	memset(text, 'a', 1500);
	text[1499] = '\n';
	text[1500] = '\0';
	written = text;
	for (rlim_t bytes = 0; bytes < 1500; bytes += 50) {
		died += dies_at(bytes, save_receipt);
		assert_int_equal(count(".txt"), 0);
	}
	assert_int_equal(died, 30);
	/* the whole one has the name that was free all the time, and what was
	 * left aside is gone */
	assert_false(dies_at(1500, save_receipt));
	assert_int_equal(count("-17.txt"), 1);
	assert_int_equal(count("-17.txt.sig"), 1);
	assert_int_equal(count(""), 2);
	/* nor does it suffer from being written again */
	assert_true(dies_at(1499, save_receipt));
	assert_int_equal(count("-17.txt"), 1);
	assert_int_equal(count("-17.txt.sig"), 1);
	free(text);
}

static void
meet(void)
{
	char *path = path_join(dir, "known_technicians");
	struct known *k = known_open(path, NULL);

	free(path);
	if (k != NULL)
		(void)known_add(k, "piotr", OTHER, NOW_S, NULL);
	known_free(k);
}

static void
who_is_known_stays_known(void **state)
{
	char *path = path_join(dir, "known_technicians");
	struct known *k = known_open(path, NULL);
	int64_t since_s;

	assert_non_null(k);
	assert_true(known_add(k, "anna", KEY, NOW_S, NULL));
	known_free(k);
	for (rlim_t bytes = 0; bytes < 120; bytes += 10) {
		assert_true(dies_at(bytes, meet));
		k = known_open(path, NULL);
		assert_non_null(k);
		assert_int_equal(
		    known_check(k, "anna", KEY, &since_s), KNOWN_SAME);
		assert_int_equal(
		    known_check(k, "piotr", OTHER, &since_s), KNOWN_NEW);
		known_free(k);
	}
	free(path);
}

static void
reach_another(void)
{
	home_remember_desk(&(struct home){.dir = dir}, "other.example", 1, KEY);
}

static void
the_last_desk_stays(void **state)
{
	char *path = path_join(dir, OPTIONS_LAST_DESK), back[200] = "";
	FILE *f;

	home_remember_desk(&(struct home){.dir = dir}, "192.0.2.1", 7723, KEY);
	for (rlim_t bytes = 0; bytes < 80; bytes += 10) {
		assert_true(dies_at(bytes, reach_another));
		f = path_open_read(path, NULL);
		assert_non_null(f);
		back[fread(back, 1, sizeof(back) - 1, f)] = '\0';
		fclose(f);
		assert_string_equal(back,
		    "[desk]\nhost = 192.0.2.1:7723\nfingerprint = " KEY "\n");
	}
	free(path);
}

static void
keep_key(void)
{
	struct home h;

	home_open(&h);
	home_keep(&h);
	home_close(&h);
}

/* There is none, or a whole one. */
static void
no_half_is_a_key(void **state)
{
	char *path = path_join(dir, "agent_key");
	struct home h;

	for (rlim_t bytes = 0; dies_at(bytes, keep_key); bytes += 20) {
		home_open(&h);
		assert_string_equal(h.lost, "");
		home_close(&h);
	}
	assert_true(path_exists(path));
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_half_is_a_receipt),
	    cmocka_unit_test(who_is_known_stays_known),
	    cmocka_unit_test(the_last_desk_stays),
	    cmocka_unit_test(no_half_is_a_key),
	};
	char *tidy;
	int rc;

	if (mkdtemp(dir) == NULL)
		return 1;
	setenv("POMOC_DATA", dir, 1);
	sig = str_dup("the signature\n");
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	free(sig);
	tidy = str_fmt("rm -rf '%s'", dir);
	(void)!system(tidy);
	free(tidy);
	return rc;
}
