/* HTTP proxies: how they are written, for whom they are, what they are asked
 * and what they may answer. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/proxy.h"
#include "shared/net/proxy_answer.h"
#include "tests/support/systems.h"

/* --- a URL --- */

static void
test_urls(void **state)
{
	static const struct {
		const char *url, *host, *basic;
		int port;
	} rows[] = {
	    {"http://proxy.example.pl:3128", "proxy.example.pl", "", 3128},
	    {"HTTP://proxy.example.pl:3128/", "proxy.example.pl", "", 3128},
	    {"proxy.example.pl:3128", "proxy.example.pl", "", 3128},
	    {"http://proxy", "proxy", "", PROXY_PORT},
	    {"http://[::1]:8080/", "::1", "", 8080},
	    {"http://jan:sekret@proxy:1", "proxy", "amFuOnNla3JldA==", 1},
	    {"jan@proxy:1", "proxy", "amFuOg==", 1},
	    {"http://j%40n:a%3Ab%25@proxy:1", "proxy", "akBuOmE6YiU=", 1},
	    {"http://jan:a@b/c@proxy:1", "proxy", "amFuOmFAYi9j", 1},
	    {"none", "", "", 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {0};
		struct proxy p;

		if (!proxy_parse(rows[i].url, &p, &err))
			fail_msg("%s: %s", rows[i].url, err.text);
		assert_string_equal(p.host, rows[i].host);
		assert_string_equal(p.basic, rows[i].basic);
		assert_int_equal(p.port, rows[i].port);
	}
}

/* And no word of a password in what is said. */
static void
test_no_urls(void **state)
{
	static const char *const urls[] = {"", "http://", "http://:3128",
	    "http://proxy:0", "http://proxy:65536", "http://proxy:3128/path",
	    "http://proxy:3128?x", "socks5://jan:sekret@proxy:1080",
	    "https://jan:sekret@proxy:3128", "http://jan:sekret",
	    "http://jan:sekret%@proxy:1", "http://jan:sekret%0@proxy:1",
	    "http://jan:sekret%zz@proxy:1", "http://jan:sekret%00@proxy:1",
	    "http://ja%3An:sekret@proxy:1", "http://jan:sekret@",
	    "http://jan:sekret@proxy:sekret", "http://jan:sekret@pro xy:1"};
	char long_url[600];

	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		struct err err = {0};
		struct proxy p;

		if (proxy_parse(urls[i], &p, &err))
			fail_msg("taken: %s", urls[i]);
		assert_true(err.text[0] != '\0');
		assert_null(strstr(err.text, "sekret"));
	}
	/* the longest login, and one more */
	for (int more = 0; more < 2; more++) {
		struct proxy p;

		memset(long_url, 'a', sizeof(long_url));
		long_url[3] = ':';
		str_copy(long_url + PROXY_LOGIN_MAX + more,
		    sizeof(long_url) - PROXY_LOGIN_MAX - 1, "@proxy:1");
		assert_int_equal(proxy_parse(long_url, &p, NULL), !more);
	}
}

static void
test_passes_by(void **state)
{
	static const struct {
		const char *list, *host;
		bool by;
	} rows[] = {
	    {"*", "desk.example.pl", true},
	    {"example.pl", "desk.example.pl", true},
	    {".example.pl", "desk.example.pl", true},
	    {".example.pl", "example.pl", true},
	    {"a.pl, DESK.example.PL", "desk.example.pl", true},
	    {"a.pl b.pl", "b.pl", true},
	    {"127.0.0.1,::1", "::1", true},
	    {"ample.pl", "example.pl", false},
	    {"desk.example.pl", "example.pl", false},
	    {"", "example.pl", false},
	    {" , ,", "example.pl", false},
	    {".", "example.pl", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (proxy_passes_by(rows[i].list, rows[i].host) != rows[i].by)
			fail_msg("\"%s\" and %s", rows[i].list, rows[i].host);
}

static void
clear_environment(void)
{
	static const char *const names[] = {"https_proxy", "HTTPS_PROXY",
	    "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		unsetenv(names[i]);
}

static void
test_environment(void **state)
{
	clear_environment();
	POSIX_ONLY("variables of two cases are one there");
	setenv("http_proxy", "http://web:1", 1);
	assert_null(proxy_of_environment("desk"));
	setenv("ALL_PROXY", "http://all:1", 1);
	assert_string_equal(proxy_of_environment("desk"), "http://all:1");
	setenv("HTTPS_PROXY", "http://upper:1", 1);
	assert_string_equal(proxy_of_environment("desk"), "http://upper:1");
	setenv("https_proxy", "", 1);
	assert_string_equal(proxy_of_environment("desk"), "http://upper:1");
	setenv("https_proxy", "http://lower:1", 1);
	assert_string_equal(proxy_of_environment("desk"), "http://lower:1");
	setenv("NO_PROXY", "desk", 1);
	assert_null(proxy_of_environment("desk"));
	setenv("no_proxy", "other", 1);
	assert_non_null(proxy_of_environment("desk"));
	clear_environment();
}

/* --- what it is asked --- */

static void
test_requests(void **state)
{
	struct proxy p = {.host = "proxy", .port = 1};
	struct buf out = BUF_INIT;
	static const char *const bad[] = {
	    "a b", "a\r\nX: y", "a\tb", "biuro\xc5\xbc", "a/b", "a@b", "[a"};

	assert_true(proxy_request(&p, "desk.example.pl", 7722, &out, NULL));
	assert_string_equal(buf_str(&out),
	    "CONNECT desk.example.pl:7722 HTTP/1.1\r\n"
	    "Host: desk.example.pl:7722\r\n\r\n");
	buf_clear(&out);
	str_copy(p.basic, sizeof(p.basic), "amFuOg==");
	assert_true(proxy_request(&p, "::1", 443, &out, NULL));
	assert_string_equal(buf_str(&out),
	    "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n"
	    "Proxy-Authorization: Basic amFuOg==\r\n\r\n");
	buf_clear(&out);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err err = {0};

		assert_false(proxy_request(&p, bad[i], 1, &out, &err));
		assert_true(err.text[0] != '\0');
		assert_int_equal(out.len, 0);
	}
	buf_fini(&out);
}

/* --- what it answers --- */

#define MORE PROXY_ANSWER_MORE
#define OPEN PROXY_ANSWER_OPEN
#define NO PROXY_ANSWER_NO
#define BAD PROXY_ANSWER_BAD

static const struct {
	const char *text;
	enum proxy_answer_state state;
	size_t behind; /* bytes that are not the answer's */
	const char *why; /* a part of it, of a desk "desk" at 7722 */
} answers[] = {
    {"HTTP/1.1 200 OK\r\n\r\nSSH-2.0-x\r\n", OPEN, 11, NULL},
    {"HTTP/1.0 200 Connection established\r\nProxy-agent: t\r\n\r\n", OPEN, 0,
	NULL},
    {"HTTP/1.1 200\n\nSSH", OPEN, 3, NULL},
    {"HTTP/1.1 299 x\r\nContent-Length: 5\r\n\r\nSSH-2", OPEN, 5, NULL},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", OPEN, 0, NULL},
    {"HTTP/1.1 200 OK\r\n", MORE, 0, NULL},
    {"HTTP/1.1 200 OK\r\nVia: x", MORE, 0, NULL},
    {"HTTP/1.", MORE, 0, NULL},
    {"HTTP/1.1 407 x\r\n\r\n", NO, 0, "wants a user name and a password"},
    {"HTTP/1.1 407 x\r\nProxy-Authenticate: basic realm=\"x\"\r\n\r\n", NO, 0,
	"wants a user name and a password"},
    {"HTTP/1.1 407 x\r\nproxy-authenticate:Negotiate\r\n"
     "Proxy-Authenticate: NTLM\r\n\r\n",
	NO, 0, "a kind of log-in"},
    {"HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\n"
     "Proxy-Authenticate: Basic\r\n\r\n",
	NO, 0, "wants a user name and a password"},
    {"HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM, Basic realm=\"x\"\r\n\r\n",
	NO, 0, "wants a user name and a password"},
    {"HTTP/1.1 407 x\r\n"
     "Proxy-Authenticate: Digest realm=\"x\", Basicer, qop=auth\r\n\r\n",
	NO, 0, "a kind of log-in"},
    {"HTTP/1.1 403 Filtered\r\n\r\n<html>", NO, 6,
	"forbids connections to desk port 7722"},
    {"HTTP/1.1 502 x\r\n\r\n", NO, 0, "cannot reach desk port 7722 (502)"},
    {"HTTP/1.1 504 x\r\n\r\n", NO, 0, "cannot reach desk port 7722 (504)"},
    {"HTTP/1.1 400 x\r\n\r\n", NO, 0, "opens no way to desk port 7722 (400)"},
    {"HTTP/1.1 302 x\r\nLocation: /in\r\n\r\n", NO, 0, "(302)"},
    {"<!DOCTYPE html>", BAD, 14, "a web server"},
    {"SSH-2.0-OpenSSH_9.2\r\n", BAD, 20, "speaks SSH"},
    {"\x05\x01", BAD, 1, "no HTTP proxy"},
    {"\r\nHTTP/1.1 200 OK\r\n\r\n", BAD, 20, "no HTTP proxy"},
    {"HTTP/2 200\r\n\r\n", BAD, 8, "no HTTP proxy"},
    {"HTTP/1.1 20 OK\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 2000 OK\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1  200 OK\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 600 OK\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 200 OK\r\n: x\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 200 OK\r\nA: \x1b[2J\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 200 \r OK\r\n\r\n", BAD, 2, "no HTTP proxy"},
    {"HTTP/1.1 100 x\r\n\r\nSSH-2.0-x\r\n", BAD, 10, "speaks SSH"},
};

/* In one piece and byte by byte. */
static void
test_answers(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		size_t len = strlen(answers[i].text), n = 0;
		struct proxy_answer a = {0}, b = {0};
		struct err err = {0};

		assert_int_equal(
		    len - proxy_answer_feed(&a, answers[i].text, len),
		    answers[i].behind);
		while (n < len && b.state == PROXY_ANSWER_MORE)
			n += proxy_answer_feed(&b, answers[i].text + n, 1);
		if (a.state != answers[i].state || b.state != a.state)
			fail_msg("%zu: %s", i, answers[i].text);
		assert_int_equal(len - n, answers[i].behind);
		if (answers[i].why == NULL)
			continue;
		proxy_answer_why(&a, "desk", 7722, false, &err);
		if (strstr(err.text, answers[i].why) == NULL)
			fail_msg("%zu: %s", i, err.text);
	}
}

static void
test_long_header(void **state)
{
	struct proxy_answer a = {0};
	char cookie[4000];

	memset(cookie, 'c', sizeof(cookie));
	proxy_answer_feed(&a, "HTTP/1.1 200 OK\r\nSet-Cookie: ", 29);
	proxy_answer_feed(&a, cookie, sizeof(cookie));
	proxy_answer_feed(&a, "\r\n\r\n", 4);
	assert_int_equal(a.state, PROXY_ANSWER_OPEN);
}

static void
test_wrong_password(void **state)
{
	static const char no[] = "HTTP/1.1 407 x\r\n"
				 "Proxy-Authenticate: Basic\r\n\r\n";
	struct proxy_answer a = {0};
	struct err err = {0};

	proxy_answer_feed(&a, no, strlen(no));
	proxy_answer_why(&a, "desk", 7722, true, &err);
	assert_non_null(strstr(err.text, "does not accept"));
}

/* How much is read of what never ends: one line, many, answers that go on. */
static void
test_endless(void **state)
{
	static const char *const again[] = {
	    "a", "A: b\r\n", "\r\nHTTP/1.1 100 x\r\n"};
	static const size_t most[] = {
	    PROXY_ANSWER_LINE, PROXY_ANSWER_HEAD, PROXY_ANSWER_HEAD};

	for (size_t i = 0; i < ARRAY_LEN(again); i++) {
		struct proxy_answer a = {0};
		struct err err = {0};
		size_t read = 0;

		proxy_answer_feed(&a, "HTTP/1.1 100 x\r\n", 16);
		for (int n = 0; n < 20000; n++)
			read += proxy_answer_feed(
			    &a, again[i], strlen(again[i]));
		assert_int_equal(a.state, PROXY_ANSWER_BAD);
		assert_true(a.endless && read <= most[i]);
		proxy_answer_why(&a, "desk", 7722, false, &err);
		assert_non_null(strstr(err.text, "no end"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_urls),
	    cmocka_unit_test(test_no_urls),
	    cmocka_unit_test(test_passes_by),
	    cmocka_unit_test(test_environment),
	    cmocka_unit_test(test_requests),
	    cmocka_unit_test(test_answers),
	    cmocka_unit_test(test_long_header),
	    cmocka_unit_test(test_wrong_password),
	    cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
