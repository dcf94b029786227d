/* Receipts as they arrive: put together to the byte, judged, and kept without
 * replacing another. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/receipt.h"
#include "shared/base/str.h"
#include "shared/net/sshsig.h"
#include "tests/support/systems.h"

static const struct slip seen = {17, "solved", 20000, 4600, 24600};

/* A receipt as this desk signs it, in parts of at most so many bytes; altered
 * is put in behind what was signed. */
static void
arrive(struct receipt *r, const struct key *k, const struct slip *slip,
    size_t part, const char *altered)
{
	struct buf text = BUF_INIT;
	char *sig, *copy, *line, *end, piece[900];

	buf_adds(&text, "ticket        17\nnote          ");
	for (int i = 0; i < 700; i++)
		buf_adds(&text, "zażółć ");
	buf_addc(&text, '\n');
	slip_print(slip, &text);
	sig = sshsig_make(
	    k, KEY_RECEIPT_NAMESPACE, buf_data(&text), text.len, NULL);
	buf_adds(&text, altered);
	copy = str_fmt("%s%s", buf_str(&text), sig);
	receipt_init(r);
	for (line = copy; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		bool more = true;

		*end = '\0';
		for (const char *at = line; more; at += strlen(piece)) {
			more = !str_copy(piece, part, at);
			receipt_line(r, piece, more);
		}
	}
	if (altered[0] == '\0') {
		assert_int_equal(r->text.len, text.len);
		assert_memory_equal(
		    buf_data(&r->text), buf_data(&text), text.len);
		assert_string_equal(buf_str(&r->sig), sig);
	}
	buf_fini(&text);
	free(copy);
	free(sig);
}

static enum receipt_verdict
judged(const struct key *k, const struct slip *slip, const char *altered,
    const char *signer)
{
	enum receipt_verdict v;
	struct receipt r;

	arrive(&r, k, slip, 801, altered);
	receipt_judge(&r, &seen, signer);
	v = r.verdict;
	receipt_fini(&r);
	return v;
}

static void
whole_in_any_parts(void **state)
{
	struct key *k = key_generate("receipts");
	struct receipt r;

	for (size_t part = 40; part < 800; part += 37) {
		arrive(&r, k, &seen, part, "");
		receipt_judge(&r, &seen, key_fingerprint(k));
		assert_int_equal(r.verdict, RECEIPT_GOOD);
		receipt_fini(&r);
	}
	key_free(k);
}

static void
judging(void **state)
{
	struct key *k = key_generate("receipts"), *other = key_generate("x");
	const char *fp = key_fingerprint(k);
	struct slip slip = seen;

	assert_int_equal(judged(k, &seen, "", fp), RECEIPT_GOOD);
	assert_int_equal(judged(k, &seen, "more\n", fp), RECEIPT_UNSIGNED);
	assert_int_equal(judged(other, &seen, "", fp), RECEIPT_OTHER_KEY);
	slip.ticket = 18;
	assert_int_equal(judged(k, &slip, "", fp), RECEIPT_OTHER_AMOUNT);
	slip = seen;
	slip.gross_gr++;
	assert_int_equal(judged(k, &slip, "", fp), RECEIPT_OTHER_AMOUNT);
	slip = seen;
	str_copy(slip.outcome, sizeof(slip.outcome), "unsolved");
	assert_int_equal(judged(k, &slip, "", fp), RECEIPT_OTHER_AMOUNT);
	/* a desk that named no key is believed with any, and that is said */
	assert_int_equal(judged(k, &seen, "", ""), RECEIPT_ANY_KEY);
	assert_int_equal(judged(other, &seen, "", ""), RECEIPT_ANY_KEY);
	assert_int_equal(judged(k, &seen, "more\n", ""), RECEIPT_UNSIGNED);
	assert_int_equal(judged(k, &slip, "", ""), RECEIPT_OTHER_AMOUNT);
	for (int v = RECEIPT_UNSIGNED; v <= RECEIPT_ANY_KEY; v++)
		assert_non_null(receipt_verdict_text((enum receipt_verdict)v));
	assert_null(receipt_verdict_text(RECEIPT_GOOD));
	key_free(k);
	key_free(other);
}

/* One desk's ticket 17, another's on the same day, and the first again. */
static void
none_replaces_another(void **state)
{
	char dir[] = "/tmp/pomoc-receipt-XXXXXX", *cmd;
	struct key *k = key_generate("a"), *other = key_generate("b");
	struct slip slip = {17, "solved", 1, 0, 1};
	struct receipt one, two, again;

	assert_non_null(mkdtemp(dir));
	arrive(&one, k, &seen, 801, "");
	arrive(&two, other, &slip, 801, "");
	arrive(&again, k, &seen, 801, "");
	assert_true(receipt_save(&one, dir, 17, 1795000000));
	assert_true(receipt_save(&two, dir, 17, 1795000000));
	assert_true(receipt_save(&again, dir, 17, 1795000000));
	assert_non_null(strstr(one.path, "-17.txt"));
	assert_non_null(strstr(two.path, "-17-2.txt"));
	assert_string_equal(one.path, again.path);
	cmd = str_fmt("for f in %s %s; do ssh-keygen -Y check-novalidate -n "
		      "pomoc-receipt -s $f.sig <$f >/dev/null || exit 1; done; "
		      "grep -q 'net 200.00' %s && grep -q 'net 0.01' %s",
	    one.path, two.path, one.path, two.path);
	if (SYSTEMS_SHELL)
		assert_int_equal(system(cmd), 0);
	free(cmd);
	cmd = str_fmt("rm -rf %s", dir);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	receipt_fini(&one);
	receipt_fini(&two);
	receipt_fini(&again);
	key_free(k);
	key_free(other);
}

/* What cannot be saved leaves nothing that looks like a receipt. */
static void
half_of_one(void **state)
{
	char dir[] = "/tmp/pomoc-receipt-XXXXXX", *cmd;
	struct key *k = key_generate("a");
	struct receipt r;

	POSIX_ONLY("a shell in the way");
	assert_non_null(mkdtemp(dir));
	arrive(&r, k, &seen, 801, "");
	cmd = str_fmt("d=$(TZ=UTC date -d @1795000000 +%%F); "
		      "mkdir -p %s/receipts/$d-17.txt.sig",
	    dir);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	assert_false(receipt_save(&r, dir, 17, 1795000000));
	assert_int_not_equal(r.why.text[0], '\0');
	assert_null(r.path);
	cmd = str_fmt("rmdir %s/receipts/*.txt.sig && "
		      "rmdir %s/receipts && rmdir %s",
	    dir, dir, dir);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	receipt_fini(&r);
	key_free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_in_any_parts),
	    cmocka_unit_test(judging),
	    cmocka_unit_test(none_replaces_another),
	    cmocka_unit_test(half_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
