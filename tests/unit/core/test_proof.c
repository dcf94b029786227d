/* Orders, consents and receipts' last lines that prove themselves: vectors that
 * man 7 pomoc-protocol prints, and any order of honest and hostile events. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/consent.h"
#include "shared/core/proof.h"
#include "shared/core/quote.h"
#include "shared/core/slip.h"
#include "tests/support/signer.h"

#define ROUNDS 400
#define STEPS 40

static void
sign_order(const struct signer *s, const char *nonce, int64_t number,
    const char *line, char hex[PROOF_SIG_SIZE])
{
	struct buf text = BUF_INIT;

	proof_order_text(nonce, number, line, strlen(line), &text);
	signer_sign(s, &text, hex);
	buf_fini(&text);
}

static void
proof_start(struct proof *p, uint8_t n, const struct signer *s)
{
	uint8_t nonce[PROOF_NONCE_BYTES];

	memset(nonce, n, sizeof(nonce));
	proof_init(p, nonce);
	if (s != NULL)
		assert_true(proof_bind(p, s->key, NULL));
}

static bool
take(struct proof *p, int64_t number, const char *sig, const char *line)
{
	return proof_take(p, number, sig, line, strlen(line), NULL);
}

/* --- vectors, printed in pomoc-protocol(7) as well --- */

static void
assert_signed(const struct signer *s, struct buf *text, const char *hex)
{
	char is[PROOF_SIG_SIZE];

	signer_sign(s, text, is);
	assert_string_equal(is, hex);
	assert_true(proof_holds(s->key, text, hex));
	buf_clear(text);
}

static void
vectors(void **state)
{
	static const char line[] = "{\"t\":\"end\",\"ticket\":17,\"outcome\":"
				   "\"solved\",\"note\":\"\"}";
	struct consent c = {.ticket = 17,
	    .visit = 3,
	    .technician = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
	    .yes = true,
	    .rights = GRANT_VIEW | GRANT_TYPE,
	    .price = "support A",
	    .kind = PRICE_SUPPORT,
	    .net_gr = 20000,
	    .minimum_s = 3600,
	    .quantum_s = 3600,
	    .vat_bp = 2300};
	char nonce[PROOF_NONCE_SIZE];
	struct buf text = BUF_INIT;
	struct signer s;

	memset(nonce, '0', sizeof(nonce) - 1);
	nonce[sizeof(nonce) - 1] = '\0';
	signer_make(&s, 1);
	assert_string_equal(s.key,
	    "AAAAC3NzaC1lZDI1NTE5AAAAIIqI4910CfGV/VLbLTy6XXLKZwm/"
	    "HZQSG/N0iAG0D29c");
	consent_text(&c, &text);
	assert_signed(&s, &text,
	    "7e4a7e5f075cbf8ec698618cc60939909f52272bc70fa3c08354afbd8a739db4"
	    "31d8b4b3c2c0aa6c794c8852254c000941b6e181c27b5fcc644cfac9bbceb906");
	consent_rights_text(&c, &text);
	assert_signed(&s, &text,
	    "6906c926b04b6241da05bc36030bb34811c96fb1e90a359012a9a31b3875885d"
	    "c3e5cb008fef78052d9c695a330c2b4158f237c2ba7b59d8559acdd9393a6f0d");
	quote_answer_text(nonce, true, &text);
	assert_signed(&s, &text,
	    "0b37ddfad33b7fca8ecf667177114261a5bb87c0705bb09557e36dd2e59fca80"
	    "e3acde2ab28cc708eb17d0cf3206e8a77f2f687a80ee3690ba1a06b7ff8fa107");
	proof_identity_text(c.technician, nonce, s.key, &text);
	assert_signed(&s, &text,
	    "cfa01498da724c37e2f628e2dca9ea9398d1f9699878fa79ab8e19f02edff490"
	    "4e38d1eb7a3be6d919945314e051ea81a19636eea578fada4dd61c2ac474e305");
	proof_order_text(nonce, 1, line, strlen(line), &text);
	assert_signed(&s, &text,
	    "ebed5c3803a4153251b7fcc5f6727d1515628f3fa3ad4b2eacfc85dfcbb3fe43"
	    "194583eeb8179272d3bb2fa2b64ec2487d55cf0c29a23012abd3221b6f17ad05");
	buf_fini(&text);
}

/* --- orders --- */

static void
nothing_before_the_key_is_proven(void **state)
{
	struct signer s;
	struct proof p;
	char sig[PROOF_SIG_SIZE];

	signer_make(&s, 1);
	proof_start(&p, 7, NULL);
	sign_order(&s, p.nonce, 1, "{}", sig);
	assert_false(take(&p, 1, sig, "{}"));
	assert_false(proof_bind(&p, "", NULL));
	assert_false(proof_bind(&p, "AAAA", NULL));
	assert_true(proof_bind(&p, s.key, NULL));
	assert_false(proof_bind(&p, s.key, NULL)); /* once */
	assert_true(take(&p, 1, sig, "{}"));
}

/* What may come over the cable instead of the honest next order. */
enum trick {
	HONEST,
	DROP, /* one is left out */
	REPLAY, /* one that was taken */
	AHEAD, /* two change places */
	ALTER, /* another line under the signature */
	OTHER_KEY,
	OTHER_LINK, /* signed for another nonce */
	NO_SIGNATURE,
	FLIP, /* one digit of it */
	TRICKS
};

static bool
try(struct proof *p, enum trick trick, const struct signer *s,
    const struct signer *other, int64_t next, uint32_t random)
{
	char line[40], sig[PROOF_SIG_SIZE], elsewhere[PROOF_NONCE_SIZE];
	const struct signer *by = trick == OTHER_KEY ? other : s;
	const char *nonce = p->nonce;
	int64_t number = next;

	if (trick == DROP || trick == AHEAD)
		number += 1 + random % 3;
	if (trick == REPLAY)
		number = 1 + random % (uint32_t)next - (random % 7 == 0);
	if (trick == REPLAY && number == next)
		number--;
	memset(elsewhere, '7', sizeof(elsewhere) - 1);
	elsewhere[sizeof(elsewhere) - 1] = '\0';
	if (trick == OTHER_LINK)
		nonce = elsewhere;
	snprintf(line, sizeof(line), "{\"n\":%lld}", (long long)number);
	sign_order(by, nonce, number, line, sig);
	if (trick == ALTER)
		line[2] = 'm';
	if (trick == NO_SIGNATURE)
		sig[0] = '\0';
	if (trick == FLIP)
		sig[random % 128] = sig[random % 128] == '0' ? '1' : '0';
	return take(p, number, sig, line);
}

static void
any_order_of_tricks(void **state)
{
	struct signer s, other;
	uint32_t seed = 1;

	signer_make(&s, 1);
	signer_make(&other, 2);
	for (int round = 0; round < ROUNDS; round++) {
		struct proof p;
		int64_t taken = 0;

		proof_start(&p, (uint8_t)round, &s);
		for (int i = 0; i < STEPS; i++) {
			enum trick trick;
			bool ok;

			seed = seed * 1664525 + 1013904223;
			trick = (seed >> 20) % 2 == 0
			    ? HONEST
			    : (enum trick)((seed >> 10) % TRICKS);
			ok = try(&p, trick, &s, &other, taken + 1, seed >> 8);
			assert_true(ok == (trick == HONEST));
			taken += ok;
			assert_int_equal(p.orders, taken);
		}
	}
}

static void
a_line_feed_is_no_difference(void **state)
{
	struct signer s;
	struct proof p;
	char sig[PROOF_SIG_SIZE];

	signer_make(&s, 1);
	proof_start(&p, 1, &s);
	sign_order(&s, p.nonce, 1, "{}\n", sig);
	assert_true(take(&p, 1, sig, "{}"));
	sign_order(&s, p.nonce, 2, "{}", sig);
	assert_true(take(&p, 2, sig, "{}\n"));
}

/* --- consents --- */

static void
random_consent(struct consent *c, uint32_t *seed)
{
	memset(c, 0, sizeof(*c));
	*seed = *seed * 1664525 + 1013904223;
	c->ticket = 1 + (*seed >> 8) % 5;
	c->visit = 1 + (*seed >> 11) % 5;
	snprintf(c->technician, sizeof(c->technician), "SHA256:%u",
	    (*seed >> 14) % 3);
	c->yes = (*seed >> 16) % 2;
	c->rights = (*seed >> 17) % 4;
	snprintf(c->price, sizeof(c->price), "line %u", (*seed >> 19) % 3);
	c->kind = (enum price_kind)((*seed >> 21) % PRICE_KINDS);
	c->net_gr = (*seed >> 23) % 3;
	c->minimum_s = (*seed >> 25) % 2;
	c->quantum_s = (*seed >> 26) % 2;
	c->vat_bp = (int)((*seed >> 27) % 2);
}

/* Two that differ in anything differ in their text; and what a row keeps comes
 * back from it. */
static void
consents_differ_in_their_texts(void **state)
{
	char sig[PROOF_SIG_SIZE], row[CONSENT_ROW_SIZE], hex[PROOF_SIG_SIZE];
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct consent a, b, again = {0};
	struct signer s;
	uint32_t seed = 1;

	signer_make(&s, 1);
	memset(hex, 'a', sizeof(hex) - 1);
	hex[sizeof(hex) - 1] = '\0';
	for (int i = 0; i < 20000; i++) {
		buf_clear(&one);
		buf_clear(&two);
		random_consent(&a, &seed);
		random_consent(&b, &seed);
		consent_text(&a, &one);
		consent_text(&b, &two);
		assert_true((memcmp(&a, &b, sizeof(a)) == 0) ==
		    str_eq(buf_str(&one), buf_str(&two)));
		consent_row_print(row, &a, hex);
		assert_true(consent_row_parse(row, &again, sig));
		assert_true(again.visit == a.visit &&
		    again.vat_bp == a.vat_bp &&
		    str_eq(again.technician, a.technician) && str_eq(sig, hex));
		row[strlen(row) - 1] = '\0';
		consent_rights_row_print(row, &a, hex);
		assert_true(consent_rights_row_parse(row, &again, sig));
		assert_false(consent_row_parse(row, &again, sig));
	}
	assert_false(consent_row_parse("", &again, sig));
	assert_false(consent_row_parse("x SHA256:a 1 aa", &again, sig));
	assert_false(consent_row_parse("0 SHA256:a 1 aa", &again, sig));
	assert_false(consent_row_parse("1 SHA256:a 1 aa more", &again, sig));
	buf_fini(&one);
	buf_fini(&two);
}

/* A signature of one kind is none of another. */
static void
kinds_of_texts_differ(void **state)
{
	struct consent c = {.ticket = 1, .visit = 1, .technician = "SHA256:x"};
	struct buf text[5] = {BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT};
	struct signer s;
	char sig[PROOF_SIG_SIZE];

	signer_make(&s, 1);
	consent_text(&c, &text[0]);
	consent_rights_text(&c, &text[1]);
	quote_answer_text("00", true, &text[2]);
	proof_order_text("00", 1, "{}", 2, &text[3]);
	proof_identity_text("SHA256:x", "00", s.key, &text[4]);
	for (size_t i = 0; i < ARRAY_LEN(text); i++) {
		signer_sign(&s, &text[i], sig);
		for (size_t j = 0; j < ARRAY_LEN(text); j++)
			assert_true(
			    proof_holds(s.key, &text[j], sig) == (i == j));
	}
	for (size_t i = 0; i < ARRAY_LEN(text); i++)
		buf_fini(&text[i]);
}

/* --- the line for programs --- */

static void
the_last_line_of_a_receipt(void **state)
{
	static const char *const bad[] = {"", "\n", "pomoc-receipt-1\n",
	    "pomoc-receipt-1 ticket 1 outcome solved net 1.00 vat 0.23 gross "
	    "1.23",
	    "pomoc-receipt-1 ticket 1 outcome solved net 1.0 vat 0.23 gross "
	    "1.23\n",
	    "pomoc-receipt-1 ticket 1 outcome solved net 1.00 vat 0.23 gross "
	    "1.23 x\n",
	    "pomoc-receipt-1 ticket 1 outcome solved net -1.00 vat 0.23 gross "
	    "1.23\n",
	    "pomoc-receipt-1 ticket 1 outcome solved net 1.00 vat 0.23 gross "
	    "1.23\nmore\n"};
	struct slip a = {17, "solved", 20000, 4600, 24600}, b;
	struct buf text = BUF_INIT;

	buf_adds(&text, "note x\n");
	slip_print(&a, &text);
	assert_string_equal(buf_str(&text),
	    "note x\npomoc-receipt-1 ticket 17 outcome solved net 200.00 vat "
	    "46.00 gross 246.00\n");
	assert_true(slip_parse(buf_str(&text), text.len, &b));
	assert_true(slip_equal(&a, &b));
	b.net_gr++;
	assert_false(slip_equal(&a, &b));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(slip_parse(bad[i], strlen(bad[i]), &b));
	buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors),
	    cmocka_unit_test(nothing_before_the_key_is_proven),
	    cmocka_unit_test(any_order_of_tricks),
	    cmocka_unit_test(a_line_feed_is_no_difference),
	    cmocka_unit_test(consents_differ_in_their_texts),
	    cmocka_unit_test(kinds_of_texts_differ),
	    cmocka_unit_test(the_last_line_of_a_receipt),
	};

	return sodium_init() < 0 ? 1
				 : cmocka_run_group_tests(tests, NULL, NULL);
}
