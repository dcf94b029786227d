/* Random bytes of libssh are the system's, as libsodium hands them out. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/rand.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/net/link.h"
#include "shared/net/sock.h"

static size_t asked;

static const char *
name(void)
{
	return "test";
}

static uint32_t
one(void)
{
	return 7;
}

static void
many(void *dst, size_t len)
{
	memset(dst, 7, len);
	asked += len;
}

static struct randombytes_implementation sevens = {
    .implementation_name = name, .random = one, .buf = many};

static void
down(struct link *l, const struct err *why, void *ctx)
{
}

/* As every program does it: by its first link. */
static void
begin_link(void)
{
	static const struct link_events events = {.down = down};
	struct link_dial_conf conf = {.user = "tech"};
	struct loop *loop = loop_new();
	struct key *key = key_generate("test");
	struct link *l;
	int fds[2];

	assert_true(sock_pair(fds, NULL));
	conf.key = key;
	l = link_dial(loop, fds[0], &conf, &events, NULL);
	link_abort(l);
	loop_turn(loop, false);
	close(fds[1]);
	loop_free(loop);
	key_free(key);
}

static void
they_are_the_systems(void **state)
{
	unsigned char a[300] = {0}, b[300] = {0}, seven[300];

	begin_link();
	assert_int_equal(RAND_status(), 1);
	memset(seven, 7, sizeof(seven));
	for (int len = 0; len < 300; len += 13) {
		asked = 0;
		assert_int_equal(RAND_bytes(a, len), 1);
		assert_int_equal(RAND_priv_bytes(b, len), 1);
		assert_memory_equal(a, seven, (size_t)len);
		assert_memory_equal(b, seven, (size_t)len);
		assert_int_equal(asked, 2 * len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(they_are_the_systems),
	};

	randombytes_set_implementation(&sevens);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
