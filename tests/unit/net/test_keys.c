/* Keys against OpenSSH's own tools; their signatures and fingerprints. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sodium.h>

#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/sshsig.h"
#include "shared/net/wirebuf.h"
#include "tests/unit/net/folder.h"

/* Runs it in the folder and returns its output. */
static const char *
shell(const char *command)
{
	static char out[2000];
	char *cmd = str_fmt("cd %s && { %s; } 2>&1", dir, command);
	FILE *f = popen(cmd, "r");
	size_t n;

	assert_non_null(f);
	n = fread(out, 1, sizeof out - 1, f);
	out[n] = '\0';
	pclose(f);
	free(cmd);
	return out;
}

static void
openssh_reads_our_key_and_agrees_on_its_fingerprint(void **state)
{
	struct key *k = key_generate("desk host key"), *again;
	struct err err;
	char *line;

	POSIX_ONLY("asks ssh-keygen");
	assert_true(key_save(k, in_dir("key"), &err));
	assert_true(systems_is_private(in_dir("key")));
	assert_non_null(
	    strstr(shell("ssh-keygen -lf key"), key_fingerprint(k)));
	line = str_fmt("%s\n", key_public_line(k));
	assert_string_equal(shell("ssh-keygen -yf key"), line);
	assert_string_equal(shell("cat key.pub"), line);
	assert_true(key_fingerprint_valid(key_fingerprint(k)));
	again = key_load(in_dir("key"), NULL, &err);
	assert_non_null(again);
	assert_string_equal(key_public_line(again), key_public_line(k));
	free(line);
	key_free(again);
	key_free(k);
}

static void
we_read_what_openssh_makes(void **state)
{
	static const char *const types[] = {"ed25519", "ecdsa", "rsa"};
	uint8_t sig[KEY_SIG_SIZE];
	struct key *k;
	struct err err;
	size_t i;

	POSIX_ONLY("asks ssh-keygen");
	for (i = 0; i < 3; i++) {
		char *cmd = str_fmt("ssh-keygen -q -t %s -N '' -C me -f %s",
		    types[i], types[i]);

		assert_string_equal(shell(cmd), "");
		free(cmd);
		k = key_load(in_dir(types[i]), NULL, &err);
		assert_non_null(k);
		cmd = str_fmt("ssh-keygen -lf %s", types[i]);
		assert_non_null(strstr(shell(cmd), key_fingerprint(k)));
		free(cmd);
		assert_int_equal(key_sign(k, "x", 1, sig, &err), i == 0);
		key_free(k);
	}
}

static void
a_locked_key_wants_its_passphrase(void **state)
{
	struct key *k;
	struct err err;

	POSIX_ONLY("asks ssh-keygen");
	shell("ssh-keygen -q -t ed25519 -N sesame -f locked");
	assert_null(key_load(in_dir("locked"), NULL, &err));
	assert_int_equal(err.code, KEY_LOCKED);
	assert_null(key_load(in_dir("locked"), "wrong", &err));
	assert_int_equal(err.code, KEY_LOCKED);
	k = key_load(in_dir("locked"), "sesame", &err);
	assert_non_null(k);
	assert_non_null(strstr(shell("cat locked.pub"), key_public_line(k)));
	key_free(k);
}

static void
bad_key_files_are_refused(void **state)
{
	struct err err;

	POSIX_ONLY("asks ssh-keygen");
	assert_null(key_load(in_dir("missing"), NULL, &err));
	assert_int_equal(err.code, ENOENT);
	write_file("junk", "not a key\n", 0600);
	assert_null(key_load(in_dir("junk"), NULL, &err));
	shell("ssh-keygen -q -t ed25519 -N '' -f open; chmod 644 open");
	assert_null(key_load(in_dir("open"), NULL, &err));
	assert_non_null(strstr(err.text, "open"));
	shell("head -c 100 open > cut; chmod 600 cut");
	assert_null(key_load(in_dir("cut"), NULL, &err));
	assert_null(key_load("/dev/null", NULL, &err));
	assert_int_equal(mkfifo(in_dir("pipe"), 0600), 0);
	assert_null(key_load(in_dir("pipe"), NULL, &err));
	assert_non_null(strstr(err.text, "not a key file"));
}

static void
made_once_then_loaded(void **state)
{
	struct key *a, *b;
	struct err err;
	bool made;

	a = key_load_or_make(in_dir("host_key"), "host", &made, &err);
	assert_non_null(a);
	assert_true(made);
	b = key_load_or_make(in_dir("host_key"), "host", &made, &err);
	assert_non_null(b);
	assert_false(made);
	assert_string_equal(key_fingerprint(a), key_fingerprint(b));
	key_free(a);
	key_free(b);
	assert_null(
	    key_load_or_make("/nonexistent/host_key", "h", &made, &err));
}

static void
openssh_verifies_our_signatures(void **state)
{
	static const char text[] = "Receipt 17\n200.00 PLN\n";
	struct key *k = key_generate("desk");
	char *sig, *line;
	struct err err;

	POSIX_ONLY("asks ssh-keygen");
	sig = sshsig_make(k, KEY_RECEIPT_NAMESPACE, text, strlen(text), &err);
	assert_non_null(sig);
	line = str_fmt("desk %s\n", key_public_line(k));
	write_file("receipt", text, 0600);
	write_file("receipt.sig", sig, 0600);
	write_file("signers", line, 0600);
	assert_non_null(
	    strstr(shell("ssh-keygen -Y verify -f signers -I desk "
			 "-n pomoc-receipt -s receipt.sig < receipt"),
		"Good \"pomoc-receipt\" signature for desk"));
	assert_null(strstr(
	    shell("echo more >> receipt; ssh-keygen -Y verify -f signers "
		  "-I desk -n pomoc-receipt -s receipt.sig < receipt"),
	    "Good"));
	free(sig);
	free(line);
	key_free(k);
}

static const char said[] = "what was said\n";

static bool
checks(const char *sig, const char *namespace, const char *text, char *signer)
{
	return sshsig_check(sig, namespace, text, strlen(text), signer, NULL);
}

/* Where libssh uses mbedtls only Ed25519 keys sign: keys_crypto.h. */
#ifdef POMOC_MBEDTLS
#define SIGNS(type) str_eq(type, "ed25519")
#else
#define SIGNS(type) true
#endif

/* Signed here, accepted by ssh-keygen and here; a changed one is not. */
static void
ours_is_taken(const struct key *k)
{
	char signer[KEY_FP_SIZE], *sig, *line;
	struct err err;

	sig = sshsig_make(k, "here", said, strlen(said), &err);
	assert_non_null(sig);
	write_file("said.sig", sig, 0600);
	assert_non_null(strstr(shell("ssh-keygen -Y check-novalidate -n here "
				     "-s said.sig <said"),
	    "Good \"here\" signature"));
	assert_true(checks(sig, "here", said, signer));
	assert_string_equal(signer, key_fingerprint(k));
	assert_false(checks(sig, "there", said, signer));
	assert_false(checks(sig, "here", "something else", signer));
	free(sig);
	line = sshsig_make_line(k, "here", said, strlen(said), &err);
	assert_true(checks(line, "here", said, signer));
	for (size_t at = 60; at < strlen(line) - 4; at += 7) {
		char was = line[at];

		line[at] = was == 'A' ? 'B' : 'A';
		assert_false(checks(line, "here", said, signer) &&
		    str_eq(signer, key_fingerprint(k)));
		line[at] = was;
	}
	line[strlen(line) - 8] = '\0';
	assert_false(checks(line, "here", said, signer));
	free(line);
}

/* Every type that a technician may bring: signed here, accepted by ssh-keygen;
 * signed by ssh-keygen, accepted here; and nothing else is. */
static void
signatures_of_every_type(void **state)
{
	static const char *const types[] = {"ed25519", "ecdsa -b 256",
	    "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048", "rsa -b 4096"};
	char signer[KEY_FP_SIZE], *cmd;
	struct key *k;
	struct err err;

	POSIX_ONLY("asks ssh-keygen");
	write_file("said", said, 0600);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		cmd = str_fmt("rm -f k k.pub said.sig; ssh-keygen -q -t %s "
			      "-N '' -C me -f k",
		    types[i]);
		assert_string_equal(shell(cmd), "");
		free(cmd);
		k = key_load(in_dir("k"), NULL, &err);
		assert_non_null(k);
		if (SIGNS(types[i]))
			ours_is_taken(k);
		else
			assert_null(
			    sshsig_make(k, "here", said, strlen(said), &err));
		assert_non_null(strstr(shell("rm -f said.sig; ssh-keygen -Y "
					     "sign -q -f k -n here said; "
					     "cat said.sig"),
		    "BEGIN"));
		assert_true(
		    checks(shell("cat said.sig"), "here", said, signer));
		assert_string_equal(signer, key_fingerprint(k));
		assert_false(
		    checks(shell("cat said.sig"), "here", "other", signer));
		key_free(k);
	}
}

/* Files that an editor of Windows has saved sign as well. */
static void
any_line_ends_will_do(void **state)
{
	static const char *const types[] = {"ed25519", "ecdsa", "rsa"};
	static const char *const edits[] = {
	    "s/$/\\r/", "1s/^/\\xef\\xbb\\xbf/", "1i text of a mail"};
	char signer[KEY_FP_SIZE], *cmd, *sig;
	struct key *k;
	struct err err;

	POSIX_ONLY("asks ssh-keygen");
	for (size_t i = 0; i < ARRAY_LEN(types) * ARRAY_LEN(edits); i++) {
		cmd = str_fmt("rm -f k k.pub; ssh-keygen -q -t %s -N '' -f k; "
			      "sed -i '%s' k",
		    types[i / ARRAY_LEN(edits)], edits[i % ARRAY_LEN(edits)]);
		assert_string_equal(shell(cmd), "");
		free(cmd);
		k = key_load(in_dir("k"), NULL, &err);
		assert_non_null(k);
		sig = sshsig_make(k, "here", said, strlen(said), &err);
		if (SIGNS(types[i / ARRAY_LEN(edits)])) {
			assert_non_null(sig);
			assert_true(checks(sig, "here", said, signer));
			assert_string_equal(signer, key_fingerprint(k));
		}
		free(sig);
		key_free(k);
	}
}

/* A token's signature made by hand: what a FIDO key would answer. */
static char *
token_signature(const struct key *k, uint8_t flags, char fp[KEY_FP_SIZE])
{
	static const char app[] = "ssh:", type[] = "sk-ssh-ed25519@openssh.com";
	struct buf blob = BUF_INIT, in = BUF_INIT, sig = BUF_INIT,
		   out = BUF_INIT, text = BUF_INIT;
	uint8_t hash[64], used[5] = {flags, 0, 0, 0, 9}, raw[KEY_SIG_SIZE];
	const uint8_t *plain;
	size_t len;
	char *line;

	plain = key_blob(k, &len);
	wirebuf_text(&blob, type);
	wirebuf_bytes(&blob, plain + len - 32, 32);
	wirebuf_text(&blob, app);
	key_blob_fingerprint(buf_data(&blob), blob.len, fp);
	crypto_hash_sha512(hash, (const uint8_t *)said, strlen(said));
	buf_adds(&text, "SSHSIG");
	wirebuf_text(&text, "here");
	wirebuf_text(&text, "");
	wirebuf_text(&text, "sha512");
	wirebuf_bytes(&text, hash, 64);
	crypto_hash_sha256(hash, (const uint8_t *)app, strlen(app));
	buf_add(&in, hash, 32);
	buf_add(&in, used, 5);
	crypto_hash_sha256(hash, buf_data(&text), text.len);
	buf_add(&in, hash, 32);
	assert_true(key_sign(k, buf_data(&in), in.len, raw, NULL));
	wirebuf_text(&sig, type);
	wirebuf_bytes(&sig, raw, sizeof raw);
	buf_add(&sig, used, 5);
	buf_adds(&out, "SSHSIG");
	wirebuf_u32(&out, 1);
	wirebuf_bytes(&out, buf_data(&blob), blob.len);
	wirebuf_text(&out, "here");
	wirebuf_text(&out, "");
	wirebuf_text(&out, "sha512");
	wirebuf_bytes(&out, buf_data(&sig), sig.len);
	line = key_blob_to_base64(buf_data(&out), out.len);
	buf_fini(&blob);
	buf_fini(&in);
	buf_fini(&sig);
	buf_fini(&out);
	buf_fini(&text);
	return line;
}

static void
signatures_of_tokens(void **state)
{
	struct key *k = key_generate("inside a token");
	char fp[KEY_FP_SIZE], signer[KEY_FP_SIZE], *sig;

	sig = token_signature(k, 1, fp);
	assert_true(checks(sig, "here", said, signer));
	assert_string_equal(signer, fp);
	assert_false(checks(sig, "here", "else", signer));
	free(sig);
	sig = token_signature(k, 0, fp); /* nobody touched it */
	assert_false(checks(sig, "here", said, signer));
	free(sig);
	key_free(k);
}

static void
fingerprints_are_checked(void **state)
{
	struct key *k = key_generate("x");
	char fp[KEY_FP_SIZE];

	str_copy(fp, sizeof fp, key_fingerprint(k));
	assert_true(key_fingerprint_valid(fp));
	fp[20] = '!';
	assert_false(key_fingerprint_valid(fp));
	str_copy(fp, sizeof fp, key_fingerprint(k));
	fp[strlen(fp) - 1] = '\0';
	assert_false(key_fingerprint_valid(fp));
	assert_false(key_fingerprint_valid(""));
	assert_false(key_fingerprint_valid("MD5:00:11"));
	key_free(k);
}

static void
fingerprints_as_people_give_them(void **state)
{
#define FP "kXabcdefghijklmnopqrstuvwxyz0123456789+/ABE"
	static const char *const good[] = {"SHA256:" FP, " SHA256:" FP " ",
	    "SHA256:" FP ".", "SHA256: " FP, "SHA256:" FP ",\n", FP,
	    "sha256:" FP "=", "\tSHA256:" FP "\r\n",
	    /* broken by a letter, in one word or several */
	    "SHA256:kXabcdefghijklmnopqr\nstuvwxyz0123456789+/ABE",
	    "SHA256:kXabcdefghijkl mnopqrstuvwx\r\n yz0123456789+/ABE.",
	    "\xc2\xa0SHA256:kXabcdefghijklmnopqr\xc2\xa0stuvwxyz"
	    "0123456789+/\xe2\x80\x8b"
	    "ABE",
	    /* base64url, and what a text program makes of its hyphen */
	    "kXabcdefghijklmnopqrstuvwxyz0123456789-_ABE",
	    "SHA256:kXabcdefghijklmnopqrstuvwxyz0123456789\xe2\x80\x93_ABE",
	    "kXabcdefghijklmnopqrstuvwxyz0123456789\xe2\x88\x92/ABE;"};
	static const struct {
		const char *text, *why;
	} bad[] = {{"SHA256:kXab!defg", "\"!\", character 5 "},
	    {"SHA256:kX ab.defg", "\".\", character 5 "},
	    {"SHA256:kXab-defg", "not 9"},
	    {"SHA256:kX\xe2\x80", "character 3 "},
	    {"SHA256:kX\xb1"
	     "ab",
		"character 3 "},
	    {"SHA256:kXabcdefghijklmnopqrstuvwxyz0123456789+/ABF", "wrong"},
	    {"SHA256:kXżb", "character 3 "}, {"SHA256:kX", "not 2"},
	    {"", "not 0"}, {"MD5:00:11", "\":\", character 4 "},
	    {"SHA256:" FP "x", "not 44"}, {"SHA256:k\033[2JX", "character 2 "}};
	char out[KEY_FP_SIZE], url[KEY_FP_URL_SIZE];
	struct err err;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(key_fingerprint_take(good[i], out, &err));
		assert_string_equal(out, "SHA256:" FP);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(key_fingerprint_take(bad[i].text, out, &err));
		if (strstr(err.text, bad[i].why) == NULL ||
		    strchr(err.text, '\033') != NULL)
			fail_msg("%s", err.text);
	}
	key_fingerprint_url("SHA256:" FP, url);
	assert_string_equal(url, "kXabcdefghijklmnopqrstuvwxyz0123456789-_ABE");
#undef FP
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(openssh_reads_our_key_and_agrees_on_its_fingerprint),
	    T(we_read_what_openssh_makes),
	    T(a_locked_key_wants_its_passphrase),
	    T(bad_key_files_are_refused),
	    T(made_once_then_loaded),
	    T(openssh_verifies_our_signatures),
	    T(signatures_of_every_type),
	    T(any_line_ends_will_do),
	    T(signatures_of_tokens),
	    T(fingerprints_are_checked),
	    T(fingerprints_as_people_give_them),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
