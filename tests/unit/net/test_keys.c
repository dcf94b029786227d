/* Keys against OpenSSH's own tools; the technicians file; keys met before. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/keys.h"
#include "shared/net/sshsig.h"
#include "shared/net/trust.h"
#include "shared/net/wirebuf.h"

static char dir[64];

static int
setup(void **state)
{
	strcpy(dir, "/tmp/pomoc-keys-XXXXXX");
	return mkdtemp(dir) == NULL;
}

static int
teardown(void **state)
{
	char *cmd = str_fmt("rm -rf %s", dir);
	int rc = system(cmd);

	free(cmd);
	return rc;
}

static const char *
in_dir(const char *name)
{
	static char path[4][128];
	static int n;

	n = (n + 1) % 4;
	snprintf(path[n], sizeof path[n], "%s/%s", dir, name);
	return path[n];
}

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
write_file(const char *name, const char *text, mode_t mode)
{
	FILE *f = fopen(in_dir(name), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	chmod(in_dir(name), mode);
}

static void
openssh_reads_our_key_and_agrees_on_its_fingerprint(void **state)
{
	struct key *k = key_generate("desk host key"), *again;
	struct stat st;
	struct err err;
	char *line;

	assert_true(key_save(k, in_dir("key"), &err));
	assert_int_equal(stat(in_dir("key"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
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

/* Every type that a technician may bring: signed here, accepted by ssh-keygen;
 * signed by ssh-keygen, accepted here; and nothing else is. */
static void
signatures_of_every_type(void **state)
{
	static const char *const types[] = {"ed25519", "ecdsa -b 256",
	    "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048", "rsa -b 4096"};
	char signer[KEY_FP_SIZE], *cmd, *sig, *line;
	struct key *k;
	struct err err;

	write_file("said", said, 0600);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		cmd = str_fmt("rm -f k k.pub said.sig; ssh-keygen -q -t %s "
			      "-N '' -C me -f k",
		    types[i]);
		assert_string_equal(shell(cmd), "");
		free(cmd);
		k = key_load(in_dir("k"), NULL, &err);
		assert_non_null(k);
		sig = sshsig_make(k, "here", said, strlen(said), &err);
		assert_non_null(sig);
		write_file("said.sig", sig, 0600);
		assert_non_null(
		    strstr(shell("ssh-keygen -Y check-novalidate -n here "
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
		assert_non_null(strstr(shell("rm -f said.sig; ssh-keygen -Y "
					     "sign -q -f k -n here said; "
					     "cat said.sig"),
		    "BEGIN"));
		assert_true(
		    checks(shell("cat said.sig"), "here", said, signer));
		assert_string_equal(signer, key_fingerprint(k));
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
	    "sha256:" FP "=", "\tSHA256:" FP "\r\n"};
	static const struct {
		const char *text, *why;
	} bad[] = {{"SHA256:kXab-defg", "\"-\", character 5 "},
	    {"SHA256:kXżb", "character 3 "}, {"SHA256:kX", "not 2"},
	    {"", "not 0"}, {"MD5:00:11", "\":\", character 4 "},
	    {"SHA256:" FP "x", "not 44"}, {"SHA256:k\033[2JX", "character 2 "}};
	char out[KEY_FP_SIZE];
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
#undef FP
}

/* --- technicians --- */

static const char *
public_line(struct key **k)
{
	*k = key_generate("laptop");
	return key_public_line(*k);
}

static void
technicians_are_read(void **state)
{
	struct trust *t = trust_new(in_dir("technicians"));
	const struct trust_person *p;
	struct key *a, *b;
	char *text;
	struct err err;
	bool changed;

	assert_true(trust_reload(t, &changed, &err)); /* none: nobody */
	assert_int_equal(trust_count(t), 0);
	text = str_fmt("# the people\n\n"
		       "name=\"Anna Nowak\",products=\"Subiekt, Gestor\" %s\n"
		       "\tname=\"Jan \\\"Zły\\\" Kos\"  %s\r\n",
	    public_line(&a), public_line(&b));
	write_file("technicians", text, 0600);
	assert_true(trust_reload(t, &changed, &err));
	assert_true(changed);
	assert_int_equal(trust_count(t), 2);
	p = trust_find(t, key_fingerprint(a));
	assert_non_null(p);
	assert_string_equal(p->name, "Anna Nowak");
	assert_int_equal(p->line, 3);
	assert_true(trust_serves(p, "Subiekt"));
	assert_true(trust_serves(p, "Gestor"));
	assert_false(trust_serves(p, "Gest"));
	p = trust_find(t, key_fingerprint(b));
	assert_string_equal(p->name, "Jan \"Zły\" Kos");
	assert_true(trust_serves(p, "anything"));
	assert_true(trust_reload(t, &changed, &err));
	assert_false(changed);
	unlink(in_dir("technicians"));
	assert_true(trust_reload(t, &changed, &err));
	assert_true(changed);
	assert_null(trust_find(t, key_fingerprint(a)));
	free(text);
	key_free(a);
	key_free(b);
	trust_free(t);
}

/* A typing error keeps nobody in who was removed, and puts nobody out who was
 * not. */
static void
a_bad_line_is_named_and_only_the_removed_go(void **state)
{
	struct trust *t = trust_new(in_dir("technicians"));
	struct key *a, *b, *c;
	char *text;
	struct err err;

	text = str_fmt("name=\"Anna\" %s\nname=\"Jan\" %s\nname=\"Ewa\" %s\n",
	    public_line(&a), public_line(&b), public_line(&c));
	write_file("technicians", text, 0600);
	assert_true(trust_reload(t, NULL, &err));
	free(text);
	text = str_fmt("name=\"Anna %s\n# gone\nname=\"Jan\" %s\n",
	    key_public_line(a), key_public_line(b));
	write_file("technicians", text, 0600);
	assert_false(trust_reload(t, NULL, &err));
	assert_non_null(strstr(err.text, "technicians:1: "));
	assert_non_null(trust_find(t, key_fingerprint(a)));
	assert_non_null(trust_find(t, key_fingerprint(b)));
	assert_null(trust_find(t, key_fingerprint(c)));
	free(text);
	write_file("technicians", "nonsense\n", 0600);
	assert_false(trust_reload(t, NULL, &err));
	assert_int_equal(trust_count(t), 2);
	write_file("technicians", "", 0600);
	assert_true(trust_reload(t, NULL, &err));
	assert_int_equal(trust_count(t), 0);
	key_free(a);
	key_free(b);
	key_free(c);
	trust_free(t);
}

/* As editors of other systems leave it. */
static void
any_line_end_will_do(void **state)
{
	static const char *const forms[] = {
	    "\xef\xbb\xbfname=\"Anna\" %s\nname=\"Jan\" %s\n",
	    "name=\"Anna\" %s\r\nname=\"Jan\" %s\r\n",
	    "name=\"Anna\" %s\rname=\"Jan\" %s",
	    "\xef\xbb\xbf# people\r\rname=\"Anna\" %s\r\n\nname=\"Jan\" %s",
	};
	struct key *a, *b;
	const char *first = public_line(&a), *second = public_line(&b);
	char text[1024];
	struct err err;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct trust *t = trust_new(in_dir("technicians"));

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, forms[i], first, second);
#pragma GCC diagnostic pop
		write_file("technicians", text, 0600);
		assert_true(trust_reload(t, NULL, &err));
		assert_int_equal(trust_count(t), 2);
		assert_non_null(trust_find(t, key_fingerprint(a)));
		assert_int_equal(trust_at(t, 1)->line, i < 3 ? 2 : 5);
		trust_free(t);
	}
	key_free(a);
	key_free(b);
}

/* A link to another folder, whose end changes without an event here. */
static void
what_is_behind_a_link_is_looked_at(void **state)
{
	struct trust *t;
	struct key *a;
	char *text;
	struct err err;

	text = str_fmt("name=\"Anna\" %s\n", public_line(&a));
	write_file("real", text, 0600);
	assert_int_equal(symlink("real", in_dir("technicians")), 0);
	t = trust_new(in_dir("technicians"));
	assert_true(trust_reload(t, NULL, &err));
	assert_false(trust_is_stale(t));
	assert_false(trust_is_stale(t));
	write_file("real", "# nobody\n", 0600);
	assert_false(trust_is_stale(t)); /* maybe it is being written */
	assert_true(trust_is_stale(t));
	assert_true(trust_reload(t, NULL, &err));
	assert_int_equal(trust_count(t), 0);
	assert_false(trust_is_stale(t));
	unlink(in_dir("technicians"));
	(void)trust_is_stale(t);
	assert_true(trust_is_stale(t));
	assert_true(trust_reload(t, NULL, &err));
	assert_false(trust_is_stale(t));
	free(text);
	key_free(a);
	trust_free(t);
}

static void
bad_lines(void **state)
{
	struct trust_person p;
	struct key *k;
	struct err err;
	const char *key = public_line(&k);
	char *bad[] = {str_dup(key), str_fmt("name=\"\" %s", key),
	    str_fmt("name=\"A\"%s", key), str_dup("name=\"A\""),
	    str_dup("name=\"A\" ssh-ed25519"),
	    str_dup("name=\"A\" ssh-ed25519 AAAA"),
	    str_dup("name=\"A\" ssh-ed25519 !!!!"),
	    str_fmt("name=\"A\",command=\"sh\" %s", key),
	    str_fmt("no-pty,name=\"A\" %s", key),
	    str_fmt("name=\"\xff\" %s", key),
	    str_fmt("name=\"A\" ssh-rsa %s", key + strlen("ssh-ed25519 "))};
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		err.text[0] = '\0';
		if (trust_parse_line(bad[i], &p, &err))
			fail_msg("accepted: %s", bad[i]);
		assert_true(err.text[0] != '\0');
		free(bad[i]);
	}
	key_free(k);
}

static void
keys_met_before(void **state)
{
	struct key *a = key_generate("a"), *b = key_generate("b");
	const char *fa = key_fingerprint(a), *fb = key_fingerprint(b);
	static const char *const alike[] = {"anna nowak", "ANNA  NOWAK",
	    " Anna\u00a0Nowak ", "A\u200bnna Nowak", "\u0410nn\u0430 Nowak",
	    "Anna N\u043ewa\u043a", "\uff21nna Nowak", "Anna N0wak",
	    "\u00c1nna Nowa\u0301k"};
	struct known *k;
	struct err err;
	int64_t since;

	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Anna Nowak", fa, &since), KNOWN_NEW);
	assert_true(known_add(k, "Anna Nowak", fa, 1000, &err));
	assert_true(known_add(k, "Anna Nowak", fa, 2000, &err));
	known_free(k);
	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Anna Nowak", fa, &since), KNOWN_SAME);
	assert_int_equal(since, 1000);
	assert_int_equal(
	    known_check(k, "Anna Nowak", fb, &since), KNOWN_CHANGED);
	assert_int_equal(since, 1000);
	assert_int_equal(known_check(k, "Jan", fa, &since), KNOWN_NEW);
	/* another spelling of a name makes no stranger of it */
	for (size_t i = 0; i < ARRAY_LEN(alike); i++)
		assert_int_equal(
		    known_check(k, alike[i], fb, &since), KNOWN_CHANGED);
	assert_true(known_key(k, fa));
	assert_false(known_key(k, fb));
	/* a name cannot forge a line */
	assert_true(known_add(k, "Evil\nline", fb, 3000, &err));
	known_free(k);
	k = known_open(in_dir("known"), &err);
	assert_non_null(k);
	assert_int_equal(known_check(k, "Evil\nline", fb, &since), KNOWN_SAME);
	known_free(k);
	write_file("known", "SHA256:short 1 x\n", 0600);
	assert_null(known_open(in_dir("known"), &err));
	assert_non_null(strstr(err.text, "known:1: "));
	key_free(a);
	key_free(b);
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
	    T(signatures_of_tokens),
	    T(fingerprints_are_checked),
	    T(fingerprints_as_people_give_them),
	    T(technicians_are_read),
	    T(a_bad_line_is_named_and_only_the_removed_go),
	    T(any_line_end_will_do),
	    T(what_is_behind_a_link_is_looked_at),
	    T(bad_lines),
	    T(keys_met_before),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
