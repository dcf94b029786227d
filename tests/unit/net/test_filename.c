/* The name of an agent's file: made, and read however it was changed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/net/filename.h"

#define URL "kX-bcdefghijklmnopqrstuvwxyz0123456789_-ABE"
#define FP "SHA256:kX+bcdefghijklmnopqrstuvwxyz0123456789/+ABE"
#define NAMED "pomoc_desk.example.pl_7722_" URL

static void
a_desk_is_read_from_it(void **state)
{
	static const struct {
		const char *path, *host;
		int port;
	} rows[] = {
	    {NAMED, "desk.example.pl", 7722},
	    {NAMED ".exe", "desk.example.pl", 7722},
	    {NAMED ".EXE", "desk.example.pl", 7722},
	    {NAMED " (1).exe", "desk.example.pl", 7722},
	    {NAMED "(1).exe", "desk.example.pl", 7722},
	    {NAMED " — kopia.exe", "desk.example.pl", 7722},
	    {NAMED " - Kopia (2).exe", "desk.example.pl", 7722},
	    {NAMED "_1.exe", "desk.example.pl", 7722},
	    {"Kopia " NAMED ".exe", "desk.example.pl", 7722},
	    {"Kopia_" NAMED ".exe", "desk.example.pl", 7722},
	    {"1-" NAMED ".exe", "desk.example.pl", 7722},
	    {"[2]" NAMED ".exe", "desk.example.pl", 7722},
	    {NAMED " " NAMED, "desk.example.pl", 7722},
	    {"./" NAMED, "desk.example.pl", 7722},
	    {"/home/łukasz/Pobrane pliki/" NAMED, "desk.example.pl", 7722},
	    {"C:\\Users\\Łukasz\\Pobrane\\" NAMED ".exe", "desk.example.pl",
		7722},
	    {"/home/pomoc_x_1_y/" NAMED, "desk.example.pl", 7722},
	    {"POMOC_Desk_1_" URL, "Desk", 1},
	    {"pomoc_pomoc_65535_" URL, "pomoc", 65535},
	    {"pomoc_192.0.2.7_443_" URL, "192.0.2.7", 443},
	    {"pomoc_2001-db8--1.ipv6-literal.net_7722_" URL ".exe",
		"2001:db8::1", 7722},
	    {"pomoc_--ffff-192.0.2.7.ipv6-literal.net_7722_" URL,
		"::ffff:192.0.2.7", 7722},
	    {"pomoc_xn--rbka-4db.example_7722_" URL, "xn--rbka-4db.example",
		7722},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct filename f = {0};
		struct err err = {0};

		if (filename_read(rows[i].path, &f, &err) != FILENAME_DESK)
			fail_msg("%s: %s", rows[i].path, err.text);
		assert_string_equal(f.host, rows[i].host);
		assert_int_equal(f.port, rows[i].port);
		assert_string_equal(f.fingerprint, FP);
	}
}

static void
another_name_says_nothing(void **state)
{
	static const char *const names[] = {"", "pomoc-agent",
	    "/usr/bin/pomoc-agent", "pomoc-agent.exe", "pomoc_", "pomoc_agent",
	    "pomoc_agent (1).exe", "pomoc__7722_" URL, "pomoc_agent_new_2",
	    "pomoc_agent_2.exe", "pomoc_0.1.0.exe", "xpomoc_desk_7722_" URL,
	    "żpomoc_desk_7722_" URL, NAMED "/pomoc-agent",
	    "pomoc desk_7722_" URL};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct filename f = {0};
		struct err err = {0};

		if (filename_read(names[i], &f, &err) != FILENAME_NOTHING)
			fail_msg("%s", names[i]);
	}
}

static void
what_is_broken_is_named(void **state)
{
	static const struct {
		const char *name, *why;
	} rows[] = {
	    {"pomoc_desk_0_" URL, "\"0\""},
	    {"pomoc_desk_65536_" URL, "\"65536\""},
	    {"pomoc_desk_00000000000007722_" URL, "\"0000000\""},
	    {"pomoc_desk.example.pl_772202\xc8J34", "\"772202\""},
	    {"pomoc_desk.example.pl_7722" URL, "0 of 43"},
	    {"pomoc_desk_7722_kXabc", "5 of 43"},
	    {"pomoc_desk_7722_", "0 of 43"},
	    {"pomoc_desk.example.pl_7722", "0 of 43"},
	    {"pomoc_desk.example.pl_77.exe", "0 of 43"},
	    {"pomoc_desk.example.pl_7722 (1).exe", "0 of 43"},
	    {NAMED " pomoc_desk.example.pl_7723_" URL, "two different"},
	    {NAMED "_pomoc_other.example.pl_7722_" URL, "two different"},
	    {NAMED " pomoc_other.example.pl_7722_kXabc", "two different"},
	    {"pomoc_desk_7722_kXabc.exe", "5 of 43"},
	    {"pomoc_desk_7722_kXabc (1).exe", "5 of 43"},
	    {"pomoc_desk_7722_kX+bc", "\"+\", letter 3"},
	    {"pomoc_desk_7722_kXżbc", "\"ż\", letter 3"},
	    {"pomoc_desk_7722_kX\033[2J", "letter 3"},
	    {"pomoc_desk_7722_kX\xb1", "letter 3"},
	    {"pomoc_desk_7722_kX-bcdefghijklmnopqrstuvwxyz0123456789_-ABF",
		"wrong"},
	    {"pomoc_d:sk_7722_" URL, "\":\""},
	    {"pomoc_żółw_7722_" URL, "\"ż\""},
	    {"pomoc_2001-db8--g.ipv6-literal.net_7722_" URL, "\"g\""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct filename f = {0};
		struct err err = {0};

		if (filename_read(rows[i].name, &f, &err) != FILENAME_BROKEN)
			fail_msg("%s", rows[i].name);
		if (strstr(err.text, rows[i].why) == NULL ||
		    strchr(err.text, '\033') != NULL)
			fail_msg("%s: %s", rows[i].name, err.text);
	}
}

static void
what_is_made_is_read(void **state)
{
	static const struct {
		const char *host, *name;
	} rows[] = {
	    {"desk.example.pl", NAMED},
	    {"2001:db8::1", "pomoc_2001-db8--1.ipv6-literal.net_7722_" URL},
	    {"192.0.2.7", "pomoc_192.0.2.7_7722_" URL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf name = BUF_INIT;
		struct filename f = {0};

		assert_true(filename_make(&name, rows[i].host, 7722, FP, NULL));
		assert_string_equal(buf_str(&name), rows[i].name);
		assert_int_equal(
		    filename_read(rows[i].name, &f, NULL), FILENAME_DESK);
		assert_string_equal(f.host, rows[i].host);
		assert_int_equal(f.port, 7722);
		assert_string_equal(f.fingerprint, FP);
		buf_fini(&name);
	}
}

static void
a_host_that_no_name_can_have(void **state)
{
	char longest[FILENAME_HOST_SIZE + 1];
	const char *const hosts[] = {
	    "my_desk", "fe80::1%eth0", "żółw.example", "a b", longest};
	struct buf name = BUF_INIT;

	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
		struct err err = {0};

		assert_false(filename_make(&name, hosts[i], 7722, FP, &err));
		assert_int_not_equal(err.text[0], '\0');
	}
	assert_int_equal(name.len, 0);
	longest[FILENAME_HOST_SIZE - 1] = '\0';
	assert_true(filename_make(&name, longest, 65535, FP, NULL));
	assert_true(name.len < 251); /* with ".exe" under 255 */
	buf_fini(&name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_desk_is_read_from_it),
	    cmocka_unit_test(another_name_says_nothing),
	    cmocka_unit_test(what_is_broken_is_named),
	    cmocka_unit_test(what_is_made_is_read),
	    cmocka_unit_test(a_host_that_no_name_can_have),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
