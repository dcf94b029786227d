/* Buffers, strings, UTF-8, configuration, time, files. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/conf.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/skeleton.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "tests/support/systems.h"

/* A FIFO against a plain array: the same bytes, whatever the steps. */
static void
test_buf_is_a_fifo(void **state)
{
	struct buf b;
	uint8_t in = 0, out = 0;

	(void)state;
	buf_init(&b, 1000);
	for (unsigned step = 1; step < 3000; step++) {
		size_t add = step * 7919 % 97;

		for (size_t i = 0; i < add; i++)
			if (buf_add(&b, &in, 1))
				in++;
		assert_true(b.len <= 1000);
		for (size_t i = step * 104729 % 113; i > 0 && b.len > 0; i--) {
			assert_int_equal(buf_data(&b)[0], out++);
			buf_consume(&b, 1);
		}
	}
	assert_int_equal((uint8_t)(in - out), (uint8_t)b.len);
	buf_fini(&b);
}

static void
test_buf_limit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_true(buf_adds(&b, "abcd"));
	assert_false(buf_addc(&b, 'e'));
	assert_false(buf_printf(&b, "%d", 1));
	assert_null(buf_reserve(&b, 1));
	assert_string_equal(buf_str(&b), "abcd");
	buf_consume(&b, 3);
	assert_true(buf_printf(&b, "%03d", 7));
	assert_string_equal(buf_str(&b), "d007");
	buf_fini(&b);
}

static void
test_str(void **state)
{
	char small[5];
	char wide[10];
	int64_t v;
	uint8_t raw[2];

	(void)state;
	assert_true(str_copy(small, sizeof(small), "abcd"));
	assert_false(str_copy(small, sizeof(small), "abc\xc5\x82")); /* ł cut */
	assert_string_equal(small, "abc");
	assert_int_equal(str_digits(small, 0), 1);
	assert_memory_equal(small, "0", 1);
	assert_int_equal(str_digits(wide, UINT32_MAX), 10);
	assert_memory_equal(wide, "4294967295", 10);
	assert_int_equal(str_digits(wide, 9070), 4);
	assert_memory_equal(wide, "9070", 4);
	assert_true(str_int("-7", -10, 10, &v) && v == -7);
	assert_false(str_int("11", -10, 10, &v));
	assert_false(str_int("7x", -10, 10, &v));
	assert_false(str_int(" 7", -10, 10, &v));
	assert_false(str_int("", -10, 10, &v));
	assert_false(str_int("99999999999999999999", 0, INT64_MAX, &v));
	assert_true(str_unhex(raw, 2, "0aFf") && raw[0] == 10 && raw[1] == 255);
	assert_false(str_unhex(raw, 2, "0aF"));
	assert_false(str_unhex(raw, 2, "0aFg"));
}

static void
test_utf8_decode(void **state)
{
	static const struct {
		const char *bytes;
		int used;
		uint32_t cp;
	} rows[] = {
	    {"a", 1, 'a'},
	    {"\xc5\x82", 2, 0x142},
	    {"\xe2\x82\xac", 3, 0x20ac},
	    {"\xf0\x9f\x98\x80", 4, 0x1f600},
	    {"\xc5", 0, UTF8_BAD},
	    {"\xe2\x82", 0, UTF8_BAD},
	    {"\xc0\x80", 1, UTF8_BAD}, /* overlong */
	    {"\xe0\x80\x80", 1, UTF8_BAD}, /* overlong */
	    {"\xed\xa0\x80", 1, UTF8_BAD}, /* surrogate */
	    {"\xf4\x90\x80\x80", 1, UTF8_BAD}, /* over 10FFFF */
	    {"\xff", 1, UTF8_BAD},
	    {"\x80", 1, UTF8_BAD},
	    {"\xe2(", 1, UTF8_BAD},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint32_t cp;
		int n = utf8_decode(rows[i].bytes, strlen(rows[i].bytes), &cp);

		if (n != rows[i].used || cp != rows[i].cp)
			fail_msg("row %zu: %d %x", i, n, cp);
	}
	for (uint32_t cp = 1; cp < 0x110000; cp += 7) {
		char enc[UTF8_MAX];
		uint32_t back;
		int n = utf8_encode(enc, cp);

		assert_int_equal(utf8_decode(enc, (size_t)n, &back), n);
		if (cp < 0xd800 || cp > 0xdfff)
			assert_int_equal(back, cp);
	}
}

/* Pictures of Unicode 15 and 16: the C library may not know them yet. */
static void
test_utf8_new_pictures(void **state)
{
	char out[16];

	(void)state;
	assert_int_equal(utf8_width(0x1fae8), 2);
	assert_int_equal(utf8_width(0x1f6dc), 2);
	assert_int_equal(utf8_width(0x1fa6f), -1);
	utf8_clean(out, sizeof(out), "a\xf0\x9f\xab\xa8.", 0);
	assert_string_equal(out, "a\xf0\x9f\xab\xa8.");
}

static void
test_utf8_clean(void **state)
{
	static const struct {
		const char *src;
		int cols;
		const char *want;
	} rows[] = {
	    {"plain", 0, "plain"},
	    {"", 0, ""},
	    {"Zażółć gęślą jaźń", 0, "Zażółć gęślą jaźń"},
	    {"a\033[31mb", 0, "a?[31mb"},
	    {"a\r\n\t b ", 0, "a b"},
	    {"a\xe2\x80\xae"
	     "b",
		0, "ab"}, /* bidi override */
	    {"\xe2\x80\x8b\xe2\x80\x8d", 0, "?"}, /* zero width only */
	    {"\xff\xfe", 0, "??"},
	    {"a\xc2\x9b"
	     "b",
		0, "a?b"}, /* C1 CSI */
	    {"abcdef", 4, "abc…"},
	    {"abcd", 4, "abcd"},
	    {"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 0, "e\xcc\x81\xcc\x81"},
	};
	char out[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		utf8_clean(out, sizeof(out), rows[i].src, rows[i].cols);
		assert_string_equal(out, rows[i].want);
	}
	for (size_t size = 1; size < 12; size++) {
		utf8_clean(out, size, "zażółć gęślą", 0);
		assert_true(strlen(out) < size);
		assert_true(utf8_valid(out, strlen(out)));
	}
}

struct seen {
	char text[512];
};

static bool
note(const char *section, const char *name, const char *key, const char *value,
    void *ctx, struct err *err)
{
	struct seen *s = ctx;
	size_t len = strlen(s->text);

	if (str_eq(key, "bad"))
		return err_set(err, "bad is not allowed");
	snprintf(s->text + len, sizeof(s->text) - len, "[%s|%s]%s=%s;", section,
	    name, key, value);
	return true;
}

static void
test_conf(void **state)
{
	struct seen s = {""};
	struct err err;

	(void)state;
	assert_true(conf_parse(
	    "# x\n[desk]\na = 1\n[price \"A b\"]\nc=ż\n", "f", note, &s, &err));
	assert_string_equal(s.text, "[desk|]a=1;[price|A b]c=ż;");
	assert_false(conf_parse("\n[desk]\nbad = 1\n", "f", note, &s, &err));
	assert_string_equal(err.text, "f:3: bad is not allowed");
	assert_false(conf_parse("[desk]\nnonsense\n", "f", note, &s, &err));
	assert_non_null(strstr(err.text, "f:2: "));
	assert_false(conf_parse("[price \"x]\na=1\n", "f", note, &s, &err));
	assert_false(
	    conf_parse("[d]\na=1\n[e]\na=1\n[d]\na=2\n", "f", note, &s, &err));
	assert_string_equal(err.text, "f:6: \"a\" is given twice");
	assert_false(conf_parse("[d]\na=\xff\n", "f", note, &s, &err));
	assert_false(conf_read("/nonexistent/x", note, &s, &err));
	assert_non_null(strstr(err.text, "/nonexistent/x"));
}

static bool
keep(const char *section, const char *name, const char *key, const char *value,
    void *ctx, struct err *err)
{
	struct buf *all = ctx;

	buf_printf(all, "[%s]%s=", section, key);
	buf_adds(all, value);
	buf_addc(all, '|');
	return true;
}

/* As Notepad saves "Unicode": refused with what to do. */
static void
test_conf_of_utf16(void **state)
{
	static const char saved[][8] = {
	    {'\xff', '\xfe', '[', 0, 'd', 0, ']', 0},
	    {'\xfe', '\xff', 0, '[', 0, 'd', 0, ']'}};
	char dir[] = "/tmp/pomoc-conf-XXXXXX", *path;
	struct buf all = BUF_INIT;
	struct err err = {0};

	assert_non_null(mkdtemp(dir));
	path = path_join(dir, "agent.conf");
	for (size_t i = 0; i < ARRAY_LEN(saved); i++) {
		assert_true(path_write_atomic(
		    path, saved[i], sizeof(saved[i]), 0600, &err));
		assert_false(conf_read(path, keep, &all, &err));
		assert_non_null(strstr(err.text, "save it as UTF-8"));
	}
	assert_true(path_remove(path, &err));
	assert_int_equal(rmdir(dir), 0);
	free(path);
	buf_fini(&all);
}

/* A value is all that stands behind the first =, or the line is refused. */
static void
test_conf_values_are_whole(void **state)
{
	static const struct {
		const char *text;
		const char *want; /* or what the error ends with */
	} rows[] = {
	    {"[d]\na = x ; y\nb = x # y\n", "[d]a=x ; y|[d]b=x # y|"},
	    {"[d]\na = ; y\nb=#\nc=\n", "[d]a=; y|[d]b=#|[d]c=|"},
	    {"[d]\n; a = 1\n  # b = 2\n\n  c = 3\n", "[d]c=3|"},
	    {"[d]\na = b = c: d\n", "[d]a=b = c: d|"},
	    {"\xef\xbb\xbf[d]\r\na = 1\r\n\r\nb=2", "[d]a=1|[d]b=2|"},
	    {"\xef\xbb\xbf", ""},
	    {"[d]\na = 1\tx\t\n", "[d]a=1\tx|"},
	    {"[d]\na = 1\rb = 2\n", "f:2: a control character in the line"},
	    {"[d]\na = \033[1m\n", "f:2: a control character in the line"},
	    {"[d] ; x\na = 1\n", "f:1: expected \"key = value\" or [section]"},
	    {"[d]\n\na: 1\n", "f:3: expected \"key = value\" or [section]"},
	    {"[d]\n= 1\n", "f:2: expected \"key = value\" or [section]"},
	    {"[d\na=1\n", "f:1: expected \"key = value\" or [section]"},
	    {"[]\na=1\n", "f:1: bad section header []"},
	    {"a=1\n", "f:1: \"a\" stands before the first [section]"},
	};
	struct buf all = BUF_INIT, text = BUF_INIT;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool ok = conf_parse(rows[i].text, "f", keep, &all, &err);

		assert_string_equal(
		    ok ? buf_str(&all) : err.text, rows[i].want);
		buf_clear(&all);
	}
	for (int len = 1; len < 5000; len += 61) {
		buf_clear(&text);
		buf_clear(&all);
		buf_adds(&text, "[d]\na = ");
		for (int i = 0; i < len; i++)
			buf_addc(&text, 'x');
		assert_true(conf_parse(buf_str(&text), "f", keep, &all, &err));
		assert_int_equal(all.len, strlen("[d]a=|") + (size_t)len);
	}
	buf_fini(&all);
	buf_fini(&text);
}

static void
test_conf_values(void **state)
{
	struct err err;
	bool b;
	long v;

	(void)state;
	assert_true(conf_bool("yes", &b, &err) && b);
	assert_false(conf_bool("maybe", &b, &err));
	assert_true(conf_seconds("15m", 0, 3600, &v, &err) && v == 900);
	assert_true(conf_seconds("90", 0, 3600, &v, &err) && v == 90);
	assert_false(conf_seconds("2h", 0, 3600, &v, &err));
	assert_false(conf_seconds("m", 0, 3600, &v, &err));
	assert_false(conf_seconds("-1s", 0, 3600, &v, &err));
	assert_false(conf_int("5", 6, 7, &v, &err));
}

static void
test_clock(void **state)
{
	char text[64];
	int64_t from, to, t;

	(void)state;
	assert_string_equal(clock_span(text, sizeof(text), 59), "0:59");
	assert_string_equal(clock_span(text, sizeof(text), 2840), "47:20");
	assert_string_equal(clock_span(text, sizeof(text), 3661), "1:01:01");
	assert_string_equal(clock_span(text, sizeof(text), -5), "0:00");
	assert_true(clock_parse_day("2026-11-22T08:15:00Z", &t));
	assert_string_equal(
	    clock_iso(text, sizeof(text), t), "2026-11-22T08:15:00Z");
	assert_false(clock_parse_day("2026-02-30", &t));
	assert_false(clock_parse_day("2026-13-01", &t));
	assert_false(clock_parse_day("2026-1-01", &t));
	assert_false(clock_parse_month("2026-13", &from, &to));
	/* March loses an hour in Warsaw, October has one more */
	static const struct {
		const char *text;
		int64_t seconds; /* -1: is none */
	} length[] = {{"0", 0}, {"420", 420}, {"2:05", 7500}, {"0:07", 420},
	    {"2:05:30", 7530}, {"2h", 7200}, {"90m", 5400}, {"1h30m", 5400},
	    {"1h5s", 3605}, {"7s", 7}, {"", -1}, {"-1", -1}, {"h", -1},
	    {"2:5", -1}, {"2:60", -1}, {"2:05:60", -1}, {"2:05:", -1},
	    {":05", -1}, {"30m1h", -1}, {"1h1h", -1}, {"1h30", -1}, {"2h ", -1},
	    {"1d", -1}, {"9999999999", -1}, {"1.5h", -1}, {"999999999h", -1}};

	for (size_t i = 0; i < ARRAY_LEN(length); i++) {
		bool is = clock_parse_length(length[i].text, &t);

		assert_int_equal(is ? t : -1, length[i].seconds);
	}
	assert_true(clock_parse_month("2026-03", &from, &to));
	assert_int_equal(to - from, 31 * 86400 - 3600);
	assert_true(clock_parse_month("2026-10", &from, &to));
	assert_int_equal(to - from, 31 * 86400 + 3600);
	assert_true(clock_parse_month("2026-12", &from, &to));
	assert_int_equal(to - from, 31 * 86400);
	assert_true(clock_parse_day("2026-03-29", &t));
	assert_int_equal(clock_add_days(t, 1) - t, 82800);
	assert_true(clock_ms() > 0);
}

static void
test_err(void **state)
{
	struct err err;

	(void)state;
	assert_false(err_set(&err, "no %s", "room"));
	assert_false(err_wrap(&err, "desk"));
	assert_string_equal(err.text, "desk: no room");
	assert_false(err_set(NULL, "x"));
	assert_false(err_wrap(NULL, "x"));
}

/* What people take for the same name has the same skeleton; what they tell
 * apart has not. */
static void
test_skeleton(void **state)
{
	static const char *const same[][2] = {
	    {"anna", "ANNA"},
	    {"Łukasz Żak", "lukaszzak"},
	    {"bartek", "b\u0430rt\u0435k"},
	    {"ilona", "llona"},
	    {"Ola", "0la"},
	    {"e\u0301wa", "ewa"},
	    {"\U0001d400nna", "anna"},
	    {"\u24d0nna", "anna"},
	};
	static const char *const other[][2] = {
	    {"anna", "hanna"}, {"anna", "ann"}, {"jan", "ian"}, {"x", ""}};
	char a[64], b[64], small[4];

	for (size_t i = 0; i < ARRAY_LEN(same); i++)
		assert_string_equal(skeleton(a, sizeof(a), same[i][0]),
		    skeleton(b, sizeof(b), same[i][1]));
	for (size_t i = 0; i < ARRAY_LEN(other); i++)
		assert_string_not_equal(skeleton(a, sizeof(a), other[i][0]),
		    skeleton(b, sizeof(b), other[i][1]));
	assert_string_equal(
	    skeleton(a, sizeof(a), "\xff\x80\u200b \t"), "\ufffd\ufffd");
	assert_string_equal(skeleton(small, sizeof(small), "a\u4e2db"), "a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_buf_is_a_fifo),
	    cmocka_unit_test(test_buf_limit),
	    cmocka_unit_test(test_str),
	    cmocka_unit_test(test_utf8_decode),
	    cmocka_unit_test(test_utf8_new_pictures),
	    cmocka_unit_test(test_utf8_clean),
	    cmocka_unit_test(test_skeleton),
	    cmocka_unit_test(test_conf),
	    cmocka_unit_test(test_conf_values_are_whole),
	    cmocka_unit_test(test_conf_of_utf16),
	    cmocka_unit_test(test_conf_values),
	    cmocka_unit_test(test_clock),
	    cmocka_unit_test(test_err),
	};

	i18n_init();
	clock_zone_init(NULL);
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
