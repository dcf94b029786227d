/* The strict filter: a row per trap, and cuts at every place. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/term/filter.h"

struct result {
	struct buf out;
	size_t longest;
	struct filter_seq last;
};

static void
on_piece(void *ctx, enum filter_kind kind, const char *bytes, size_t len,
    const struct filter_seq *seq)
{
	struct result *r = ctx;

	assert_true(
	    (seq != NULL) == (kind == FILTER_ESC || kind == FILTER_CSI));
	if (seq != NULL)
		r->last = *seq;
	if (len > r->longest)
		r->longest = len;
	buf_add(&r->out, bytes, len);
}

static void
run(struct result *r, const char *in, size_t len, size_t step)
{
	struct filter f;
	struct filter_sink sink = {.piece = on_piece, .ctx = r};

	memset(r, 0, sizeof(*r));
	filter_init(&f, &sink);
	for (size_t at = 0; at < len; at += step)
		filter_write(&f, in + at, len - at < step ? len - at : step);
}

static const struct {
	const char *in;
	const char *out;
} table[] = {
    {"plain text\r\n\t\b\a", "plain text\r\n\t\b\a"},
    {"\001\002\005a\177b\030", "ab"},
    /* UTF-8 */
    {"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87",
	"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87"},
    {"a\xff"
     "b",
	"a\xef\xbf\xbd"
	"b"},
    {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xe2\x82\nx", "\xef\xbf\xbd\xef\xbf\xbd\nx"},
    {"\xe2\x82\033[1mx", "\xef\xbf\xbd\xef\xbf\xbd\033[1mx"},
    {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
    /* C1, as one byte and as UTF-8 */
    {"a\x9b"
     "1mb",
	"a\xef\xbf\xbd"
	"1mb"},
    {"a\xc2\x9b"
     "1mb",
	"a1mb"},
    /* parameters */
    {"\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m",
	"\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m"},
    {"\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17mx", "x"},
    {"\033[;;;;;;;;;;;;;;;;mx", "x"},
    {"\033[9999;1Hx", "\033[9999;1Hx"},
    {"\033[10000;1Hx", "\033[9999;1Hx"},
    {"\033[32766;32766Hx", "\033[9999;9999Hx"},
    {"\033[99999999999999999999Cx", "\033[9999Cx"},
    {"\033[00000000000000000001Cx", "\033[1Cx"},
    {"\033[000;00m", "\033[0;0m"},
    /* counts */
    {"\033[9999S\033[999T\033[201L\033[200M",
	"\033[200S\033[200T\033[200L\033[200M"},
    {"\033[9999@\033[501P\033[00500X", "\033[500@\033[500P\033[500X"},
    {"\033[9999;7S", "\033[200S"},
    {"\033[9999C\033[?9999h", "\033[9999C\033[?9999h"},
    {"\033[4:3mx", "\033[4:3mx"},
    /* REP and what else libvterm does not survive or we do not want */
    {"a\033[5bx", "ax"},
    {"\033[?69hx", "x"},
    {"\033[?1;69hx", "x"},
    {"\033[2;5sx", "x"},
    {"\033[sx\033[u", "\033[sx\033[u"},
    {"\033#6x\033#8\033[2'}\033['~y", "xy"},
    {"\033 Gx", "x"},
    {"\033Nx\033Ox", "xx"},
    {"\033[>4;2mx", "x"},
    {"\033[?uz", "z"},
    {"\033[<1;2;3Mx", "x"},
    {"\033[!p\033[2 q\033[?25$p", "\033[!p\033[2 q\033[?25$p"},
    {"\033(0q\033(B", "\033(0q\033(B"},
    {"\033%Gx", "x"},
    {"\033*[1mx\033(]x\033)Px", "1mxxx"},
    {"\033((((((((((0x", "x"},
    /* controls inside, aborts, restarts */
    {"\033[1\nmx", "\n\033[1mx"},
    {"\033[1\030mx", "mx"},
    {"\033[1\033[2mx", "\033[2mx"},
    {"\033[1\xc5\xbcmx", "\xc5\xbcmx"},
    /* strings */
    {"\033]0;t\ax", "x"},
    {"\033]52;c;ZXZpbA==\ax", "x"},
    {"\033Pq#0;1;1\ntext\033\\x", "x"},
    {"\033_a\033\\x\033^b\033\\y\033Xc\033\\z", "xyz"},
    {"\033ktitle\033\\x", "x"},
    {"\033]0;lost\nx", "x"},
    {"\033]0;lost\033[1mx", "\033[1mx"},
    {"\033Plost\033[1mx", "\033[1mx"},
    {"\033Plost\030x", "x"},
};

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		for (size_t step = 1; step <= 64; step *= 2) {
			struct result r;

			run(&r, table[i].in, strlen(table[i].in), step);
			assert_string_equal(buf_str(&r.out), table[i].out);
			buf_fini(&r.out);
		}
	}
}

static void
test_again(void **state)
{
	(void)state;
	/* what came out passes unchanged */
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct result r;

		run(&r, table[i].out, strlen(table[i].out), 3);
		assert_string_equal(buf_str(&r.out), table[i].out);
		buf_fini(&r.out);
	}
}

/* Titles end at BEL, ST, CAN and at the end of the line; none gets through. */
static void
test_titles(void **state)
{
	static const char *const rows[] = {
	    "\033]0;bash\a",
	    "\033]2;Rewizor 2026\033\\",
	    "\033kscreen way\033\\",
	    "\033kscreen way\a",
	    ("\033]0;a\001b\xe2\x80\xae"
	     "c\xff\a"),
	    "\033]1;icon only\a",
	    "\033]4;0;red\a",
	    "\033]0;cut\030",
	    "\033P0;a\a\n\033\\",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char in[64];
		struct result r;

		snprintf(in, sizeof(in), "%s.", rows[i]);
		run(&r, in, strlen(in), 1);
		assert_string_equal(buf_str(&r.out), ".");
		buf_fini(&r.out);
	}
}

static void
test_long_title(void **state)
{
	struct result r;
	char in[5000];

	(void)state;
	memset(in, 'x', sizeof(in));
	memcpy(in, "\033]0;", 4);
	in[sizeof(in) - 2] = '\a';
	run(&r, in, sizeof(in), sizeof(in));
	assert_string_equal(buf_str(&r.out), "x");
	buf_fini(&r.out);
}

static void
test_pieces(void **state)
{
	static char in[100000];
	struct result r;

	(void)state;
	memset(in, 'x', sizeof(in));
	run(&r, in, sizeof(in), sizeof(in));
	assert_int_equal(r.out.len, sizeof(in));
	assert_int_equal(r.longest, FILTER_PIECE);
	buf_fini(&r.out);
	memset(in, 0xff, sizeof(in));
	run(&r, in, sizeof(in), sizeof(in));
	assert_int_equal(r.out.len, 3 * sizeof(in));
	assert_true(r.longest <= FILTER_PIECE);
	buf_fini(&r.out);
}

static void
test_parsed(void **state)
{
	struct result r;

	(void)state;
	run(&r, "\033[?25;;7h", 10, 1);
	assert_int_equal(r.last.lead, '?');
	assert_int_equal(r.last.final, 'h');
	assert_int_equal(r.last.nparams, 3);
	assert_int_equal(r.last.param[0], 25);
	assert_int_equal(r.last.param[1], -1);
	assert_int_equal(r.last.param[2], 7);
	buf_fini(&r.out);
	run(&r, "\033[38:2::1:2:3;4m", 16, 1);
	assert_int_equal(r.last.nparams, 7);
	assert_int_equal(r.last.colons, 0x3e);
	buf_fini(&r.out);
	run(&r, "\033[m", 3, 1);
	assert_int_equal(r.last.nparams, 0);
	buf_fini(&r.out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_again),
	    cmocka_unit_test(test_titles),
	    cmocka_unit_test(test_long_title),
	    cmocka_unit_test(test_pieces),
	    cmocka_unit_test(test_parsed),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
