#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/conf.h"
#include "shared/base/str.h"
#include "shared/core/card.h"
#include "shared/core/limits.h"
#include "shared/core/meter.h"
#include "shared/core/queue.h"
#include "shared/core/sas.h"
#include "shared/core/ticket.h"
#include "shared/term/grid.h"
#include "shared/term/vt.h"
#include "shared/ui/dialog.h"
#include "shared/wire/msg.h"

static bool
on_key(const char *section, const char *name, const char *key,
    const char *value, void *ctx, struct err *err)
{
	assert_string_equal(section, "limits");
	return limits_set(ctx, key, value, err);
}

static void
defaults(void **state)
{
	struct limits l;
	struct err err = {0};
	size_t n;
	const struct limit_row *rows = limits_rows(&n);

	limits_default(&l);
	assert_true(limits_check(&l, &err));
	assert_int_equal(l.kex_s, 10);
	assert_int_equal(l.unauth_start, LIMIT_unauth_start);
	assert_int_equal(l.visit_s, 12 * 3600);
	assert_false(l.loopback_exempt);
	for (size_t i = 0; i < n; i++) {
		assert_in_range(rows[i].def, rows[i].min, rows[i].max);
		assert_non_null(rows[i].help);
	}
}

/* One fact that stands in two headers is the same fact. */
static void
agree_with_the_machine(void **state)
{
	assert_int_equal(LIMIT_tick_s * 1000, TICKET_TICK_MS);
	assert_int_equal(LIMIT_quote_s * 1000, TICKET_QUOTE_MS);
	assert_int_equal(LIMIT_resume_s * 1000, TICKET_RESUME_MS);
	assert_int_equal(LIMIT_code_misses, TICKET_CODE_MISSES);
	assert_int_equal(LIMIT_code_misses, SAS_MISSES);
	assert_int_equal(LIMIT_name_chars, CARD_NAME_CHARS);
	assert_int_equal(LIMIT_problem_chars, CARD_PROBLEM_CHARS);
	assert_int_equal(LIMIT_phone_chars, CARD_PHONE_CHARS);
	assert_int_equal(LIMIT_message_bytes, MSG_MAX);
	assert_int_equal(LIMIT_guard_ms, DIALOG_QUIET_MS);
	assert_int_equal(LIMIT_cols_min, GRID_COLS_MIN);
	assert_int_equal(LIMIT_cols_max, GRID_COLS_MAX);
	assert_int_equal(LIMIT_rows_min, GRID_ROWS_MIN);
	assert_int_equal(LIMIT_rows_max, GRID_ROWS_MAX);
	assert_int_equal(LIMIT_scrollback_lines, VT_SCROLLBACK);
	assert_true((LIMIT_dead_s + LIMIT_tick_s) * 1000 <= METER_GAP_MS);
}

static void
sets(void **state)
{
	static const struct {
		const char *key, *value, *why; /* NULL = accepted */
	} cases[] = {
	    {"kex-s", "30", NULL},
	    {"visit-s", "12h", NULL},
	    {"loopback-exempt", "yes", NULL},
	    {"channels", "0", "channels: "},
	    {"channels", "many", "channels: "},
	    {"kex_s", "30", "unknown limit"},
	    {"", "1", "unknown limit"},
	    {"loopback-exempt", "1", "yes or no"},
	    {"problem-chars", "501", "problem-chars"},
	    {"vterm-bytes", "4096", "vterm-bytes is fixed at 4096"},
	    {"code-misses", "2", "code-misses is fixed at 3"},
	};
	struct limits l;
	struct err err;

	limits_default(&l);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool ok = limits_set(&l, cases[i].key, cases[i].value, &err);

		assert_int_equal(ok, cases[i].why == NULL);
		if (!ok)
			assert_non_null(strstr(err.text, cases[i].why));
	}
	assert_int_equal(l.kex_s, 30);
	assert_true(l.loopback_exempt);
	assert_int_equal(l.channels, LIMIT_channels);
	assert_false(limits_check(&l, &err)); /* kex 30 > login 20 */
	assert_non_null(strstr(err.text, "kex-s"));
	assert_true(limits_set(&l, "login-s", "30", &err));
	assert_true(limits_check(&l, &err));
	assert_true(limits_set(&l, "dead-s", "15", &err));
	assert_false(limits_check(&l, &err));
}

/* At both ends of its row and one beyond, by an error that names the key; a
 * fixed one at no value. Made from the table. */
static void
both_ends(void **state)
{
	size_t n;
	const struct limit_row *rows = limits_rows(&n);

	for (size_t i = 0; i < n; i++) {
		const int64_t values[] = {
		    rows[i].min, rows[i].max, rows[i].min - 1, rows[i].max + 1};
		char key[32], value[24];

		str_copy(key, sizeof(key), rows[i].field);
		for (char *c = key; *c != '\0'; c++)
			if (*c == '_')
				*c = '-';
		for (int k = 0; k < 4; k++) {
			struct limits l;
			struct err err = {0};
			bool ok;

			limits_default(&l);
			snprintf(
			    value, sizeof(value), "%lld", (long long)values[k]);
			ok = limits_set(&l, key, value, &err);
			assert_int_equal(
			    ok, k < 2 && !limit_is_fixed(&rows[i]));
			assert_int_equal(
			    *(int64_t *)((char *)&l + rows[i].offset),
			    ok ? values[k] : rows[i].def);
			if (!ok && strstr(err.text, key) == NULL)
				fail_msg("%s = %s: %s", key, value, err.text);
		}
	}
}

static void
print_reads_back(void **state)
{
	struct buf out = BUF_INIT;
	struct limits a, b;
	struct err err = {0};
	size_t n;
	const struct limit_row *rows = limits_rows(&n);

	limits_default(&a);
	a.queue_max = 77;
	a.loopback_exempt = true;
	buf_adds(&out, "[limits]\n");
	limits_print(&a, &out);
	limits_default(&b);
	if (!conf_parse(buf_str(&out), "out", on_key, &b, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++)
		assert_memory_equal((char *)&a + rows[i].offset,
		    (char *)&b + rows[i].offset, sizeof(int64_t));
	assert_true(b.loopback_exempt);
	assert_non_null(strstr(buf_str(&out), "queue-max = 77\n"));
	assert_non_null(strstr(buf_str(&out), "fixed)\n# forwards = 1\n"));
	buf_fini(&out);
}

/* "->field" or ".field" as a whole word. */
static bool
reads(const char *source, const char *field)
{
	size_t len = strlen(field);

	for (const char *at = strstr(source, field); at != NULL;
	     at = strstr(at + 1, field)) {
		bool member = at > source && (at[-1] == '>' || at[-1] == '.');

		if (member && !isalnum((unsigned char)at[len]) &&
		    at[len] != '_')
			return true;
	}
	return false;
}

static void
add_file(struct buf *out, const char *path)
{
	char chunk[4096];
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
}

/* What pomoc.conf can set, the desk's sources read. */
static void
each_has_a_reader(void **state)
{
	struct buf sources = BUF_INIT;
	glob_t files;
	size_t n, fixed = 0;
	const struct limit_row *rows = limits_rows(&n);

	assert_int_equal(glob("console/desk/*.c", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		add_file(&sources, files.gl_pathv[i]);
	globfree(&files);
	for (size_t i = 0; i < n; i++) {
		if (limit_is_fixed(&rows[i]))
			fixed++;
		else if (!reads(buf_str(&sources), rows[i].field))
			fail_msg("%s is read by nobody", rows[i].field);
	}
	assert_true(fixed > 0 && fixed < n);
	buf_fini(&sources);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults),
	    cmocka_unit_test(agree_with_the_machine),
	    cmocka_unit_test(sets),
	    cmocka_unit_test(both_ends),
	    cmocka_unit_test(each_has_a_reader),
	    cmocka_unit_test(print_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
