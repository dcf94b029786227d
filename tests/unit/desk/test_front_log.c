/* What a front says, as the brain writes it down. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/front_log.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/util.h"

static char path[] = "/tmp/pomoc-frontlog.XXXXXX";

/* What the log holds after the front has written text and died. */
static char *
logged(const char *text, size_t len)
{
	struct loop *loop = loop_new();
	struct front_log *l;
	char *file = mem_alloc(1 << 20);
	struct err err;
	size_t at = 0;
	FILE *f;
	int fd;

	assert_int_equal(truncate(path, 0), 0);
	assert_true(log_open(path, &err));
	l = front_log_new(loop, &fd, &err);
	assert_non_null(l);
	while (at < len) {
		size_t n = MIN_OF(len - at, 4096);

		assert_int_equal(write(fd, text + at, n), n);
		at += n;
		loop_turn(loop, true);
	}
	close(fd);
	front_log_free(l);
	loop_free(loop);
	f = fopen(path, "r");
	assert_non_null(f);
	file[fread(file, 1, (1 << 20) - 1, f)] = '\0';
	fclose(f);
	return file;
}

static int
lines(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

static void
every_line_has_its_label(void **state)
{
	static const char said[] =
	    "warn: a link ended\n\nAddressSanitizer: oh\nerror: last, uncut";
	char *file = logged(said, sizeof(said) - 1);

	(void)state;
	assert_int_equal(lines(file), 3);
	assert_non_null(strstr(file, " warn: front: a link ended\n"));
	assert_non_null(strstr(file, " info: front: AddressSanitizer: oh\n"));
	assert_non_null(strstr(file, " error: front: last, uncut\n"));
	free(file);
}

static void
nobody_writes_in_anothers_name(void **state)
{
	static const char said[] =
	    "info: x\r2026-01-01T00:00:00Z pomoc-desk[1] info: forged\n"
	    "info: \033]0;title\a\302\233\342\200\256 \0zero\n";
	char *file = logged(said, sizeof(said) - 1);

	(void)state;
	assert_int_equal(lines(file), 2);
	assert_null(strchr(file, '\r'));
	assert_null(strchr(file, '\033'));
	assert_null(strstr(file, "\302\233"));
	assert_null(strstr(file, "\342\200\256"));
	assert_null(strstr(file, "\n2026-01-01"));
	free(file);
}

static void
a_flood_is_only_counted(void **state)
{
	size_t len = 300000;
	char *said = mem_alloc(len), *file;

	(void)state;
	for (size_t i = 0; i < len; i++)
		said[i] = i % 10 == 9 ? '\n' : 'x';
	file = logged(said, len);
	assert_in_range(lines(file), FRONT_LOG_BURST, FRONT_LOG_BURST + 100);
	assert_non_null(strstr(file, " more lines\n"));
	free(file);
	memset(said, 'y', len);
	file = logged(said, len);
	assert_int_equal(lines(file), 1);
	assert_true(strlen(file) < FRONT_LOG_LINE + 100);
	free(file);
	free(said);
}

static int
set_up(void **state)
{
	(void)state;
	close(mkstemp(path));
	log_init("test", LOG_DEBUG);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_line_has_its_label),
	    cmocka_unit_test(nobody_writes_in_anothers_name),
	    cmocka_unit_test(a_flood_is_only_counted),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
