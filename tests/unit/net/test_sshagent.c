/* What answers as an ssh-agent need not be one: every answer that is not
 * exactly right is none, whatever it holds, and nothing waits for ever. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/net/keys_ssh.h"
#include "shared/net/sshagent.h"
#include "shared/net/wirebuf.h"
#include "tests/unit/net/folder.h"

static const char said[] = "what is to be signed";
static pid_t agent;

/* One caller is answered so, whatever he asks; a byte at a time. */
static void
serve(const struct buf *answer)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	uint8_t asked[4096];
	int fd, to;

	str_copy(at.sun_path, sizeof(at.sun_path), in_dir("agent"));
	setenv("SSH_AUTH_SOCK", at.sun_path, 1);
	unlink(at.sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	agent = fork();
	if (agent == 0) {
		to = accept(fd, NULL, NULL);
		(void)!read(to, asked, sizeof(asked));
		for (size_t i = 0; i < answer->len; i++)
			(void)!send(to, buf_data(answer) + i, 1, MSG_NOSIGNAL);
		_exit(0);
	}
	close(fd);
}

static void
served(void)
{
	kill(agent, SIGKILL);
	waitpid(agent, NULL, 0);
}

/* The length says `more` than there is. */
static void
frame(struct buf *out, const struct buf *body, int more)
{
	buf_clear(out);
	wirebuf_u32(out, (uint32_t)((int)body->len + more));
	buf_add(out, buf_data(body), body->len);
}

/* So many keys are announced, and these are there. */
static void
list(struct buf *body, uint32_t n, const struct key *const *k, int there)
{
	const uint8_t *blob;
	size_t len;

	buf_clear(body);
	buf_addc(body, SSHAGENT_LISTED);
	wirebuf_u32(body, n);
	for (int i = 0; i < there; i++) {
		blob = key_blob(k[i % 2], &len);
		wirebuf_bytes(body, blob, len);
		wirebuf_text(body, "a note");
	}
}

static int
keys_of(const struct buf *answer, struct err *err)
{
	struct key *keys[SSHAGENT_KEYS];
	int n;

	*err = (struct err){0};
	serve(answer);
	n = sshagent_keys(keys, err);
	served();
	for (int i = 0; i < n; i++)
		key_free(keys[i]);
	return n;
}

static void
lists_that_are_right(void **state)
{
	struct key *k[] = {key_generate("a"), key_generate("b")}, *of[64];
	const struct key *const *in = (const struct key *const *)k;
	struct buf body = BUF_INIT, out = BUF_INIT;
	struct err err;

	for (uint32_t n = 0; n < 3; n++) {
		list(&body, n, in, (int)n);
		frame(&out, &body, 0);
		assert_int_equal(keys_of(&out, &err), n);
	}
	list(&body, 100, in, 100);
	frame(&out, &body, 0);
	assert_int_equal(keys_of(&out, &err), SSHAGENT_KEYS);
	/* a kind that is not known is passed over */
	list(&body, 2, in, 1);
	wirebuf_text(&body, "no key");
	wirebuf_text(&body, "");
	frame(&out, &body, 0);
	serve(&out);
	assert_int_equal(sshagent_keys(of, &err), 1);
	served();
	assert_string_equal(key_fingerprint(of[0]), key_fingerprint(k[0]));
	assert_true(key_in_agent(of[0]));
	assert_non_null(strstr(key_public_line(of[0]), " a note"));
	key_free(of[0]);
	key_free(k[0]);
	key_free(k[1]);
	buf_fini(&body);
	buf_fini(&out);
}

static void
lists_that_are_wrong(void **state)
{
	static const uint8_t huge[] = {0xff, 0xff, 0xff, 0xff, 12},
			     none[] = {0, 0, 0, 0},
			     failure[] = {0, 0, 0, 1, SSHAGENT_FAILURE},
			     many[] = {0, 0, 0, 5, 12, 0xff, 0xff, 0xff, 0xff};
	static const struct wire_view raw[] = {{huge, sizeof(huge)},
	    {none, sizeof(none)}, {failure, sizeof(failure)},
	    {many, sizeof(many)}, {none, 0}, {none, 2}};
	struct key *k[] = {key_generate("a"), key_generate("b")}, *none_of[64];
	const struct key *const *in = (const struct key *const *)k;
	struct buf body = BUF_INIT, out = BUF_INIT;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(raw); i++) {
		buf_clear(&out);
		buf_add(&out, raw[i].p, raw[i].len);
		assert_int_equal(keys_of(&out, &err), -1);
		assert_non_null(strstr(err.text, "is no ssh-agent"));
	}
	for (uint32_t n = 1; n < 4; n++) { /* 2 is right */
		list(&body, n, in, 2);
		frame(&out, &body, 0);
		assert_int_equal(keys_of(&out, &err), n == 2 ? 2 : -1);
	}
	list(&body, 2, in, 2);
	for (size_t cut = 1; cut < body.len; cut++) { /* of the inside */
		buf_clear(&out);
		wirebuf_bytes(&out, buf_data(&body), cut);
		assert_int_equal(keys_of(&out, &err), -1);
	}
	frame(&out, &body, 1); /* it hangs up before that */
	assert_int_equal(keys_of(&out, &err), -1);
	unsetenv("SSH_AUTH_SOCK");
	assert_int_equal(sshagent_keys(none_of, &err), -1);
	assert_int_equal(err.code, SSHAGENT_NONE);
	key_free(k[0]);
	key_free(k[1]);
	buf_fini(&body);
	buf_fini(&out);
}

/* A signature by that key, answered for k. */
static bool
signs(const struct key *k, const struct key *by, const char *what, int more,
    struct err *err)
{
	struct buf body = BUF_INIT, sig = BUF_INIT, out = BUF_INIT;
	bool ok;

	*err = (struct err){0};
	assert_true(key_sign_wire(by, what, strlen(what), &sig, NULL));
	buf_addc(&body, SSHAGENT_SIGNED);
	wirebuf_bytes(&body, buf_data(&sig), sig.len);
	for (int i = 0; i < more; i++)
		buf_addc(&body, 0);
	frame(&out, &body, 0);
	serve(&out);
	buf_clear(&sig);
	ok = key_sign_wire(k, said, strlen(said), &sig, err);
	served();
	buf_fini(&body);
	buf_fini(&sig);
	buf_fini(&out);
	return ok;
}

static void
signatures(void **state)
{
	struct key *own = key_generate("a"), *other = key_generate("b"), *k;
	const uint8_t *blob;
	struct err err;
	size_t len;

	blob = key_blob(own, &len);
	k = key_of_agent(blob, len, "in the agent");
	assert_true(signs(k, own, said, 0, &err));
	assert_false(signs(k, own, said, 1, &err));
	assert_non_null(strstr(err.text, "is no ssh-agent"));
	assert_false(signs(k, own, "something else", 0, &err));
	assert_non_null(strstr(err.text, "is of no use"));
	assert_false(signs(k, other, said, 0, &err));
	assert_non_null(strstr(err.text, "is of no use"));
	assert_null(key_of_agent(blob, len - 40, "no key"));
	assert_null(key_of_agent((const uint8_t *)"x", 1, "no key"));
	key_free(k);
	key_free(own);
	key_free(other);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(lists_that_are_right),
	    T(lists_that_are_wrong),
	    T(signatures),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
