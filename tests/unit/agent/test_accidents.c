/* What the client types, pastes and clicks while a question stands, appears,
 * changes or goes answers none; the honest answer works each time. */
#include "shared/base/util.h"
#include "tests/unit/agent/questions.h"

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A sentence as the hands bring it: letters that answer something, Enters,
 * Polish letters, pastes, clicks in two forms, arrows. None of the keys is one
 * that an honest answer needs alone (F6). */
static void
sentence(char *dst, size_t size, uint32_t *seed)
{
	static const char *const parts[] = {"y", "n", "t", "w", "a", "d", "o",
	    "p", "1", " ", "\r", "Y", "T", "A", "ż", "ó", "ł", "tak", "nie",
	    "cat plik", "\033[M y%", "\033[M a!", "\033[<0;89;5M",
	    "\033[<0;89;5m", "\033[A", "\t", "\033[1;1R",
	    "\033[200~y\ra\rt\r\033[201~", "\033]11;rgb:a/y/t\007"};
	int n = 3 + (int)(next_random(seed) % 10);

	dst[0] = '\0';
	for (int i = 0; i < n; i++) {
		const char *part = parts[next_random(seed) % ARRAY_LEN(parts)];

		if (strlen(dst) + strlen(part) + 2 < size)
			strcat(dst, part);
	}
	strcat(dst, "\r");
}

/* In pieces, as a person and a slow line bring them. */
static void
type(struct fake *f, const char *text, uint32_t *seed)
{
	size_t len = strlen(text);

	while (len > 0) {
		size_t n = 1 + next_random(seed) % 6;

		n = MIN_OF(n, len);
		assert_int_equal(write(f->pty, text, n), n);
		text += n;
		len -= n;
		if (next_random(seed) % 4 == 0)
			fake_run(f, next_random(seed) % 90);
	}
}

/* 16 sentences against each kind of box. */
static void
sentences(struct fake *f, enum what what)
{
	uint32_t seed = 7 + (uint32_t)what;
	char text[256];

	start(f, what);
	come_up(f, what);
	for (int i = 0; i < 16; i++) {
		sentence(text, sizeof(text), &seed);
		type(f, text, &seed);
		fake_run(f, next_random(&seed) % 120);
		if (answered(f, what) != NULL)
			fail_msg("sentence %d answered: %s", i, text);
	}
	/* and the honest answer works */
	fake_keys(f, "\025"); /* what stands at the prompt */
	if (what == QUOTE || what == RATE)
		fake_keys(f, "\033[17~");
	answer(f, what == QUOTE || what == RATE ? "a" : "y");
	WAIT_FOR(f, answered(f, what) != NULL);
}

static void
test_consent(void **state)
{
	sentences(*state, CONSENT);
}

static void
test_right(void **state)
{
	sentences(*state, RIGHT);
}

static void
test_quote(void **state)
{
	struct fake *f = *state;

	sentences(f, QUOTE);
	assert_true(msg_bool(answered(f, QUOTE), "yes"));
	assert_int_equal(msg_int(answered(f, QUOTE), "quote"), quotes);
}

static void
test_rate(void **state)
{
	struct fake *f = *state;
	const struct msg *m;
	struct buf text = BUF_INIT;
	char hash[QUOTE_HASH_SIZE];
	struct rate r;

	sentences(f, RATE);
	m = answered(f, RATE);
	assert_true(msg_bool(m, "yes"));
	quotes--;
	fill_rate(&r);
	rate_hash(&r, hash);
	assert_string_equal(msg_str(m, "hash"), hash);
	assert_int_equal(strlen(msg_str(m, "sig")), 2 * KEY_SIG_SIZE);
	buf_fini(&text);
}

/* Boxes come, change and go in any order under the same sentences. */
static void
test_any_order(void **state)
{
	struct fake *f = *state;
	uint32_t seed = 99;
	char text[256];

	start(f, RIGHT);
	for (int i = 0; i < 16; i++) {
		switch (next_random(&seed) % 7) {
		case 0:
		case 1:
			say_quote(f);
			break;
		case 2:
			say_withdrawn(f);
			break;
		case 3:
			say_rate(f);
			break;
		case 4:
			say_rated(f, "withdrawn");
			break;
		case 5:
			ask_right(f, "type");
			break;
		default:
			say_clock(f, true);
			break;
		}
		if (next_random(&seed) % 6 == 0) /* to the question, and on */
			fake_keys(f, "\033[17~");
		sentence(text, sizeof(text), &seed);
		type(f, text, &seed);
		for (int k = RIGHT; k < KINDS; k++)
			if (answered(f, (enum what)k) != NULL)
				fail_msg("%d was answered by: %s", k, text);
		inbox_clear(&f->talk);
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_consent),
	    T(test_right),
	    T(test_quote),
	    T(test_rate),
	    T(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
