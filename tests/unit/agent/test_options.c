/* The command line, the configuration file, and the pauses between tries. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/options.h"
#include "agent/options_file.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/msg.h"
#include "tests/support/systems.h"

#define FP "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* As it is called, with what */
static bool
read_called(struct options *o, struct err *err, const char *name,
    const char *const *args)
{
	static const char *argv[16];
	int n = 0;

	argv[n++] = name;
	for (; *args != NULL; args++)
		argv[n++] = *args;
	argv[n] = NULL;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("XDG_DATA_HOME", "/nonexistent", 1);
	options_init(o);
	return options_read(o, n, (char **)argv, err);
}

static bool
read_args(struct options *o, struct err *err, const char *const *args)
{
	return read_called(o, err, "pomoc-agent", args);
}

static void
test_all_given(void **state)
{
	const char *const args[] = {"desk.example.pl:99", "--fingerprint", FP,
	    "--technician", "any", "--product", "Subiekt", "--name", "Jan",
	    "--", "top", "-d1", NULL};
	struct options o;
	struct err err;

	assert_true(read_args(&o, &err, args));
	assert_string_equal(o.host, "desk.example.pl");
	assert_int_equal(o.port, 99);
	assert_string_equal(o.technician, "any");
	assert_string_equal(o.command[0], "top");
	assert_string_equal(o.command[1], "-d1");
	assert_null(o.command[2]);
	assert_null(o.phone);
	options_fini(&o);
}

/* Command line, then file, then environment. */
static void
test_proxy(void **state)
{
	static const struct {
		const char *given, *by_environment, *host;
	} rows[] = {
	    {NULL, NULL, ""},
	    {"http://jan:x@given:1", "http://other:2", "given"},
	    {"none", "http://other:2", ""},
	    {NULL, "http://other:2", "other"},
	    {NULL, "socks5://other:2", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *args[] = {
		    "desk.example.pl", FP, "--check", "--proxy", NULL, NULL};
		struct options o;
		struct err err = {0};

		args[3] = rows[i].given != NULL ? "--proxy" : NULL;
		args[4] = rows[i].given;
		unsetenv("https_proxy");
		if (rows[i].by_environment != NULL)
			setenv("https_proxy", rows[i].by_environment, 1);
		if (!read_args(&o, &err, args))
			fail_msg("%zu: %s", i, err.text);
		assert_int_equal(o.action, OPTIONS_CHECK);
		assert_string_equal(o.proxy.host, rows[i].host);
		options_fini(&o);
	}
	unsetenv("https_proxy");
}

/* As it comes out of a letter: without the option, or with another dash. */
static void
test_pasted(void **state)
{
	static const char *const lines[][5] = {
	    {"desk.example.pl", FP, NULL},
	    {FP, "desk.example.pl", NULL},
	    {"desk.example.pl",
		"\xe2\x80\x93"
		"fingerprint",
		FP, NULL},
	    {"desk.example.pl",
		"\xe2\x80\x94"
		"fingerprint",
		FP, NULL},
	    {" desk.example.pl", " " FP, NULL},
	    {"desk.example.pl/" FP, NULL},
	    {"desk.example.pl/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		NULL},
	    /* without SHA256:, in small letters, with a full stop */
	    {"desk.example.pl", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.",
		NULL},
	    {"desk.example.pl",
		"sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL},
	    /* taken apart by blanks and line breaks */
	    {"desk.example.pl",
		"SHA256:", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL},
	    {"desk.example.pl", "SHA256:AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAA",
		"AAAAAAAAAA.", NULL},
	    {"desk.example.pl",
		"SHA256:AAAAAAAAAAAAAAAAAAAA\n"
		"AAAAAAAAAAAAAAAAAAAAAAA\n",
		NULL},
	    {"desk.example.pl/AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA",
		NULL},
	    {"desk.example.pl", "--fingerprint", "SHA256:AAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAA", NULL},
	    {"--fingerprint", "SHA256:",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAA",
		"desk.example.pl", NULL},
	    {"\n desk.example.pl\n", FP, NULL},
	    /* the same twice is the same */
	    {"desk.example.pl/" FP, "--fingerprint", FP, NULL},
	    {"desk.example.pl", FP, FP, NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct options o;
		struct err err = {0};

		if (!read_args(&o, &err, lines[i]))
			fail_msg("%zu: %s", i, err.text);
		assert_string_equal(o.host, "desk.example.pl");
		assert_string_equal(o.fingerprint, FP);
		options_fini(&o);
	}
}

/* The letters of file names and links are those of a fingerprint, too. */
static void
test_base64url(void **state)
{
	const char *const args[] = {
	    "desk.example.pl/"
	    "-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    NULL};
	struct options o;
	struct err err = {0};

	if (!read_args(&o, &err, args))
		fail_msg("%s", err.text);
	assert_string_equal(o.fingerprint,
	    "SHA256:+/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	options_fini(&o);
}

#define URL_A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define NAMED_A "pomoc_desk.example.pl_7722_" URL_A " (1).exe"
#define FP_B "SHA256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"

/* What the name says, what the command line says, what then holds and what of
 * it is said. */
static void
test_name(void **state)
{
	static const struct {
		const char *name, *args[8], *host, *fingerprint, *says;
	} rows[] = {
	    {"/home/ł/Pobrane pliki/" NAMED_A, {NULL}, "desk.example.pl", FP,
		""},
	    {NAMED_A, {"Desk.Example.PL"}, "Desk.Example.PL", FP, ""},
	    {NAMED_A, {"desk.example.pl", FP}, "desk.example.pl", FP, ""},
	    {NAMED_A, {"192.0.2.7:443"}, "192.0.2.7", FP,
		"says desk.example.pl:7722, the command line says "
		"192.0.2.7:443: the command line holds"},
	    {NAMED_A, {"other.example/" FP_B}, "other.example", FP_B,
		"says desk.example.pl:7722, the command line says "
		"other.example:7722"},
	    {NAMED_A, {FP_B}, "desk.example.pl", FP_B,
		"says " FP ", the command line says " FP_B},
	    {"pomoc_desk_7722_AAAA.exe", {"desk", FP}, "desk", FP,
		"broken (the fingerprint in it has 4 of 43 letters): the "
		"command line holds"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct options o;
		struct err err = {0};

		if (!read_called(&o, &err, rows[i].name, rows[i].args))
			fail_msg("%zu: %s", i, err.text);
		assert_string_equal(o.host, rows[i].host);
		assert_string_equal(o.fingerprint, rows[i].fingerprint);
		if (strstr(o.note, rows[i].says) == NULL ||
		    (rows[i].says[0] == '\0' && o.note[0] != '\0'))
			fail_msg("%zu: %s", i, o.note);
		options_fini(&o);
	}
}

/* It leads to no other desk, whatever else names one. */
static void
test_broken_name(void **state)
{
	static const struct {
		const char *name, *args[4], *says;
	} rows[] = {
	    {"pomoc_desk_7722_AAAA.exe", {NULL}, "4 of 43 letters"},
	    {"pomoc_desk_7722_AAżA.exe", {"desk"}, "letter 3"},
	    {"pomoc_desk_77220_" URL_A, {FP}, "\"77220\""},
	    {"pomoc_agent (2).exe", {NULL}, "which desk"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct options o;
		struct err err = {0};

		if (read_called(&o, &err, rows[i].name, rows[i].args))
			fail_msg("%zu was taken", i);
		if (strstr(err.text, rows[i].says) == NULL)
			fail_msg("%zu: %s", i, err.text);
		options_fini(&o);
	}
}

static void
test_defaults(void **state)
{
	const char *const args[] = {"[::1]", "--fingerprint", FP, NULL};
	struct options o;
	struct err err;

	assert_true(read_args(&o, &err, args));
	assert_string_equal(o.host, "::1");
	assert_int_equal(o.port, MSG_PORT);
	assert_null(o.command);
	assert_int_equal(o.prefix, 0x1d);
	options_fini(&o);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *args[8];
		const char *says;
	} rows[] = {
	    {{"--fingerprint", FP}, "which desk"},
	    {{"host"}, "--fingerprint"},
	    {{"host", "--fingerprint", "SHA256:short"}, "SHA256:"},
	    {{"host", "--fingerprint", FP, "more"}, "more"},
	    {{"host", "host2", FP}, "\"host2\" beside host"},
	    {{"host", FP, FP_B}, "two different fingerprints"},
	    {{"host", FP, "--fingerprint", FP_B}, "two different fingerprints"},
	    {{"host/" FP, FP_B}, "two different fingerprints"},
	    {{"host", "--fingerprint", FP, "--fingerprint", FP},
		"--fingerprint is given twice"},
	    {{"host", FP, "--name", "Jan", "--name", "Jan"},
		"--name is given twice"},
	    {{"host", FP, "--config", "a", "--config", "b"},
		"--config is given twice"},
	    {{"host", "SHA256:AAA!A"}, "\"!\", character 4"},
	    {{"host/AAAA.A"}, "\".\", character 5"},
	    {{"host", "SHA256:AAAA", "AAAA"}, "not 4"},
	    {{"host:0", "--fingerprint", FP}, "0"},
	    {{"host:70000", "--fingerprint", FP}, "70000"},
	    {{"host", "--nonsense"}, "--help"},
	    {{"host", FP, "--forget", "--check"}, "only one of them"},
	    {{"-V", "--forget"}, "only one of them"},
	    {{"host", "--fingerprint"}, "one line"},
	    {{"host", "--name"}, "--help"},
	    {{"host", "--fingerprint", FP, "--name", "  "}, "--name"},
	    {{"host", "--fingerprint", FP, "--phone", "call me"}, "--phone"},
	    {{"host", "--fingerprint", FP, "--config", "/nonexistent/x"},
		"/nonexistent/x"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct options o;
		struct err err = {0};

		if (read_args(&o, &err, rows[i].args))
			fail_msg("row %zu was taken", i);
		if (strstr(err.text, rows[i].says) == NULL)
			fail_msg("row %zu says: %s", i, err.text);
		options_fini(&o);
	}
}

/* text in a file -> options; false with err */
static bool
read_text(struct options *o, const char *text, struct err *err)
{
	char path[] = "/tmp/pomoc-options.XXXXXX";
	int fd = mkstemp(path);
	bool ok;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	ok = options_file_read(o, path, err);
	unlink(path);
	return ok;
}

static void
test_file(void **state)
{
	struct options o;
	struct err err;

	options_init(&o);
	assert_true(read_text(&o,
	    "[desk]\nhost = a.example:1\nfingerprint = " FP "\n"
	    "[me]\nname = Jan\nphone = 600\n"
	    "[keys]\nprefix = ^A\n[visit]\ngrace = 0\n"
	    "[technician \"anna\"]\nkey = " FP "\n",
	    &err));
	assert_string_equal(o.host, "a.example");
	assert_int_equal(o.port, 1);
	assert_string_equal(o.name, "Jan");
	assert_int_equal(o.prefix, 1);
	assert_int_equal(o.grace_s, 0);
	assert_true(options_pinned(&o, FP));
	assert_false(options_pinned(&o, "SHA256:other"));
	options_fini(&o);
}

/* What is wrong in the file is named with its line; what the command line says
 * goes before it. */
static void
test_file_fields(void **state)
{
	static const char *const wrong[] = {"nip = 526-025-02-75",
	    "name = ", "phone = \xe2\x80\xae", "company = \xe2\x80\xae"};
	char text[200];
	struct options o;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		snprintf(text, sizeof(text), "[me]\n\n%s\n", wrong[i]);
		options_init(&o);
		assert_false(read_text(&o, text, &err));
		if (strstr(err.text, "pomoc-options.") == NULL ||
		    strstr(err.text, ":3: ") == NULL)
			fail_msg("%s", err.text);
		options_fini(&o);
	}
	options_init(&o);
	o.nip = str_dup("5260250274");
	assert_true(read_text(&o, "[me]\nnip = 1\n", &err));
	options_fini(&o);
}

static void
test_command_line_wins(void **state)
{
	const char *const args[] = {
	    "first.example", "--fingerprint", FP, "--name", "Ewa", NULL};
	struct options o;
	struct err err;

	assert_true(read_args(&o, &err, args));
	assert_true(read_text(
	    &o, "[desk]\nhost = second.example:1\n[me]\nname = Jan\n", &err));
	assert_string_equal(o.host, "first.example");
	assert_int_equal(o.port, MSG_PORT);
	assert_string_equal(o.name, "Ewa");
	options_fini(&o);
}

/* Two desks in the file, and one in it beside the command line's */
static void
test_file_contradicts(void **state)
{
	const char *const args[] = {"first.example", FP, NULL};
	struct options o;
	struct err err = {0};

	options_init(&o);
	assert_false(read_text(
	    &o, "[desk]\nhost = a.example\nhost = b.example\n", &err));
	if (strstr(err.text, ":3: ") == NULL ||
	    strstr(err.text, "twice") == NULL)
		fail_msg("%s", err.text);
	options_fini(&o);
	assert_true(read_args(&o, &err, args));
	assert_true(read_text(&o,
	    "[desk]\nhost = second.example\nfingerprint = " FP_B "\n", &err));
	assert_string_equal(o.fingerprint, FP);
	assert_string_equal(o.note,
	    "The configuration says second.example:7722, the command line says "
	    "first.example:7722: the command line holds.");
	options_fini(&o);
	assert_true(read_called(&o, &err, NAMED_A, (const char *[]){NULL}));
	assert_true(read_text(&o, "[desk]\nfingerprint = " FP_B "\n", &err));
	assert_string_equal(o.fingerprint, FP);
	assert_string_equal(o.note,
	    "The configuration says " FP_B ", the name of this program's file "
	    "says " FP ": the name holds.");
	options_fini(&o);
}

static void
test_bad_file(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
	    {"[desk]\nnonsense = 1\n", ":2:"},
	    {"[what]\na = 1\n", ":2:"},
	    {"[keys]\nprefix = x\n", ":2:"},
	    {"[keys]\nprefix = ^[\n", ":2:"},
	    {"[visit]\ngrace = -1\n", ":2:"},
	    {"[technician \"a\"]\nkey = nonsense\n", ":2:"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct options o;
		struct err err = {0};

		options_init(&o);
		if (read_text(&o, rows[i].text, &err))
			fail_msg("row %zu was taken", i);
		if (strstr(err.text, rows[i].says) == NULL)
			fail_msg("row %zu says: %s", i, err.text);
		options_fini(&o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all_given),
	    cmocka_unit_test(test_proxy),
	    cmocka_unit_test(test_pasted),
	    cmocka_unit_test(test_base64url),
	    cmocka_unit_test(test_name),
	    cmocka_unit_test(test_broken_name),
	    cmocka_unit_test(test_defaults),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_file),
	    cmocka_unit_test(test_file_fields),
	    cmocka_unit_test(test_command_line_wins),
	    cmocka_unit_test(test_file_contradicts),
	    cmocka_unit_test(test_bad_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
