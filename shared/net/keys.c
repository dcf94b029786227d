/* See keys.h: private keys and their files. Public keys are in pubkey.c. */
#include "shared/net/keys.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/keys_ssh.h"
#include "shared/net/wirebuf.h"

#define MAGIC "openssh-key-v1" /* its NUL belongs to it */
#define PEM_BEGIN "-----BEGIN OPENSSH PRIVATE KEY-----"
#define PEM_END "-----END OPENSSH PRIVATE KEY-----"
#define FILE_MAX 65536
#define ED25519 "ssh-ed25519"
#define RSA "ssh-rsa"
#define PAD 8

struct key {
	ssh_key ssh;
	bool raw; /* sk is known: the key can sign */
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
	uint8_t *rsa; /* n, e, d of an RSA key in an open container */
	size_t rsa_len;
	uint8_t *blob;
	size_t blob_len;
	char fingerprint[KEY_FP_SIZE];
	char *public_line;
	char *pem; /* of generated keys, for saving */
	void *host;
	void (*host_drop)(void *);
	bool in_agent; /* then ssh is NULL */
	struct key *next;
};

ssh_key
key_ssh(const struct key *k)
{
	return k->ssh;
}

void **
key_host_slot(const struct key *k, void (*drop)(void *))
{
	struct key *own = (struct key *)(uintptr_t)k;

	own->host_drop = drop;
	return &own->host;
}

const uint8_t *
key_rsa(const struct key *k, size_t *len)
{
	*len = k->rsa_len;
	return k->rsa;
}

/* The unencrypted OpenSSH container of one Ed25519 key. */
static char *
make_pem(const uint8_t *sk, const uint8_t *blob, size_t blob_len,
    const char *comment)
{
	struct buf in = BUF_INIT, all = BUF_INIT, pem = BUF_INIT;
	uint32_t check = randombytes_random();
	uint8_t pad = 0;
	char *text, *b64;

	wirebuf_u32(&in, check);
	wirebuf_u32(&in, check);
	wirebuf_text(&in, ED25519);
	wirebuf_bytes(&in, sk + 32, 32);
	wirebuf_bytes(&in, sk, crypto_sign_SECRETKEYBYTES);
	wirebuf_text(&in, comment);
	while (in.len % PAD != 0)
		buf_addc(&in, (char)++pad);
	buf_add(&all, MAGIC, sizeof(MAGIC));
	wirebuf_text(&all, "none");
	wirebuf_text(&all, "none");
	wirebuf_text(&all, "");
	wirebuf_u32(&all, 1);
	wirebuf_bytes(&all, blob, blob_len);
	wirebuf_bytes(&all, buf_data(&in), in.len);
	buf_adds(&pem, PEM_BEGIN "\n");
	b64 = key_blob_to_base64(buf_data(&all), all.len);
	wirebuf_lines(&pem, b64);
	buf_adds(&pem, PEM_END "\n");
	text = str_dup(buf_str(&pem));
	sodium_memzero(b64, strlen(b64));
	free(b64);
	sodium_memzero(in.mem, in.cap);
	sodium_memzero(all.mem, all.cap);
	sodium_memzero(pem.mem, pem.cap);
	buf_fini(&in);
	buf_fini(&all);
	buf_fini(&pem);
	return text;
}

static void
set_public(struct key *k, const char *comment)
{
	char *b64 = key_blob_to_base64(k->blob, k->blob_len);

	key_blob_fingerprint(k->blob, k->blob_len, k->fingerprint);
	k->public_line = str_fmt("%s %s%s%s",
	    key_blob_type(k->blob, k->blob_len), b64,
	    comment[0] != '\0' ? " " : "", comment);
	free(b64);
}

struct key *
key_generate(const char *comment)
{
	struct key *k = mem_alloc(sizeof(*k));
	uint8_t pk[crypto_sign_PUBLICKEYBYTES];
	struct buf blob = BUF_INIT;

	if (sodium_init() < 0 || crypto_sign_keypair(pk, k->sk) != 0)
		abort(); /* no source of random bytes */
	wirebuf_text(&blob, ED25519);
	wirebuf_bytes(&blob, pk, sizeof(pk));
	k->blob = mem_dup(buf_data(&blob), blob.len);
	k->blob_len = blob.len;
	buf_fini(&blob);
	k->raw = true;
	k->pem = make_pem(k->sk, k->blob, k->blob_len, comment);
	if (ssh_pki_import_privkey_base64(k->pem, NULL, NULL, NULL, &k->ssh) !=
	    SSH_OK)
		abort(); /* libssh does not read what OpenSSH reads */
	set_public(k, comment);
	return k;
}

/* The container's bytes, whatever the ends of its lines: files come from
 * Windows, too; false when text is of another kind. */
static bool
container(const char *text, uint8_t *bytes, size_t size, struct wire_view *v)
{
	const char *begin = strstr(text, PEM_BEGIN), *end;
	size_t len;

	if (begin == NULL)
		return false;
	begin += strlen(PEM_BEGIN);
	end = strstr(begin, "-----END");
	if (end == NULL ||
	    sodium_base642bin(bytes, size, begin, (size_t)(end - begin),
		"\r\n ", &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	if (len < sizeof(MAGIC) || memcmp(bytes, MAGIC, sizeof(MAGIC)) != 0)
		return false;
	v->p = bytes + sizeof(MAGIC);
	v->len = len - sizeof(MAGIC);
	return true;
}

static bool
read_ed25519(struct key *k, struct wire_view *in)
{
	struct wire_view pk, sk;

	if (!wire_view_bytes(in, &pk) || !wire_view_bytes(in, &sk) ||
	    sk.len != sizeof(k->sk))
		return false;
	memcpy(k->sk, sk.p, sk.len);
	k->raw = true;
	return true;
}

/* libssh reads these without what it needs to give them out again. */
static bool
read_rsa(struct key *k, struct wire_view *in)
{
	const uint8_t *from = in->p;
	struct wire_view skip;

	for (int i = 0; i < 3; i++)
		if (!wire_view_bytes(in, &skip))
			return false;
	k->rsa_len = (size_t)(in->p - from);
	k->rsa = mem_dup(from, k->rsa_len);
	for (int i = 0; i < 3; i++) /* iqmp, p, q */
		if (!wire_view_bytes(in, &skip))
			return false;
	return true;
}

/* What a key file is before its secret is known. */
struct kind {
	bool locked; /* its secret is encrypted */
	bool token; /* its secret is elsewhere */
};

/* Takes the secret and the comment out of an unencrypted container. */
static void
read_container(struct key *k, const char *text, char *comment, size_t size,
    struct kind *kind)
{
	uint8_t *bytes = mem_alloc(FILE_MAX);
	struct wire_view v, cipher, skip, public, in, type, note;
	uint32_t n, check[2];

	if (!container(text, bytes, FILE_MAX, &v) ||
	    !wire_view_bytes(&v, &cipher) || !wire_view_bytes(&v, &skip) ||
	    !wire_view_bytes(&v, &skip) || !wire_view_u32(&v, &n) || n != 1 ||
	    !wire_view_bytes(&v, &public) || !wire_view_bytes(&v, &in))
		goto out;
	kind->locked = !wire_view_is(&cipher, "none");
	kind->token = key_blob_in_token(public.p, public.len);
	if (kind->locked || kind->token || !wire_view_u32(&in, &check[0]) ||
	    !wire_view_u32(&in, &check[1]) || check[0] != check[1] ||
	    !wire_view_bytes(&in, &type) ||
	    !(wire_view_is(&type, ED25519)
		    ? read_ed25519(k, &in)
		    : wire_view_is(&type, RSA) && read_rsa(k, &in)) ||
	    !wire_view_bytes(&in, &note))
		goto out;
	n = MIN_OF(note.len, size - 1);
	memcpy(comment, note.p, n);
	comment[n] = '\0';
out:
	sodium_memzero(bytes, FILE_MAX);
	free(bytes);
}

/* The same of one that a passphrase has opened: libssh gives the container out
 * without it, but for RSA. */
static void
read_opened(struct key *k, char *comment, size_t size)
{
	struct kind kind = {0};
	char *text = NULL;

	if (ssh_pki_export_privkey_base64(k->ssh, NULL, NULL, NULL, &text) !=
	    SSH_OK)
		return;
	read_container(k, text, comment, size, &kind);
	sodium_memzero(text, strlen(text));
	ssh_string_free_char(text);
}

static bool
is_public(const char *text)
{
	return str_starts(text, "ssh-") || str_starts(text, "ecdsa-") ||
	    str_starts(text, "sk-ssh-") || str_starts(text, "sk-ecdsa-");
}

static void
no_private(const char *path, struct err *err)
{
	err_set(err,
	    _("%s is a public key; the private one is wanted, mostly the same "
	      "name without .pub"),
	    path);
	if (err != NULL)
		err->code = KEY_PUBLIC;
}

static char *
read_private_file(const char *path, struct err *err)
{
	/* nobody need write into a pipe of that name */
	int fd = os_open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
	char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) != 0) {
		err_errno(err, "%s", path);
		goto out;
	}
	if (!S_ISREG(st.st_mode) || st.st_size >= FILE_MAX) {
		err_set(err, _("%s is not a key file"), path);
		goto out;
	}
	text = mem_alloc(FILE_MAX);
	n = read(fd, text, FILE_MAX - 1);
	if (n < 0)
		err_errno(err, "%s", path);
	else if (is_public(text))
		no_private(path, err);
	else if (!os_is_private(fd))
		err_set(err, _("others can read %s; make it private (%s)"),
		    path, _(os_private_how(false)));
	else
		goto out;
	sodium_memzero(text, FILE_MAX);
	free(text);
	text = NULL;
out:
	if (fd >= 0)
		close(fd);
	return text;
}

static bool
take_blob(struct key *k)
{
	char *b64 = NULL;
	uint8_t blob[KEY_BLOB_MAX];
	bool ok;

	if (ssh_pki_export_pubkey_base64(k->ssh, &b64) != SSH_OK)
		return false;
	ok = key_blob_from_base64(b64, blob, &k->blob_len);
	ssh_string_free_char(b64);
	if (ok)
		k->blob = mem_dup(blob, k->blob_len);
	return ok;
}

static bool
is_long_enough(const struct key *k, const char *path, struct err *err)
{
	int bits = key_blob_rsa_bits(k->blob, k->blob_len);

	return bits == 0 || bits >= KEY_RSA_BITS ||
	    err_set(err,
		_("the RSA key %s has %d bits, which is too few: at least %d "
		  "are wanted; ssh-keygen -t ed25519 makes a better one"),
		path, bits, KEY_RSA_BITS);
}

static void
say_kind(const char *path, const struct kind *kind, bool tried, struct err *err)
{
	if (kind->token)
		err_set(err,
		    _("the secret of %s is in a token: load it with ssh-add, "
		      "and it is used through ssh-agent"),
		    path);
	else if (!kind->locked)
		err_set(err, _("%s is not a private key"), path);
	else if (tried)
		err_set(
		    err, _("this passphrase does not open the key %s"), path);
	else
		err_set(err, _("the key %s is locked with a passphrase"), path);
	if (err != NULL)
		err->code = kind->token ? KEY_TOKEN
		    : kind->locked	? KEY_LOCKED
					: 0;
}

static struct key *
parse_private(
    const char *text, const char *path, const char *passphrase, struct err *err)
{
	struct key *k = mem_alloc(sizeof(*k));
	struct kind kind = {.locked = strstr(text, "ENCRYPTED") != NULL};
	char comment[256] = "";

	read_container(k, text, comment, sizeof(comment), &kind);
	/* without a passphrase libssh would ask the terminal */
	if (!kind.token && (!kind.locked || passphrase != NULL) &&
	    ssh_pki_import_privkey_base64(
		text, passphrase, NULL, NULL, &k->ssh) == SSH_OK &&
	    take_blob(k)) {
		if (kind.locked)
			read_opened(k, comment, sizeof(comment));
		set_public(k, comment);
		if (is_long_enough(k, path, err))
			return k;
	} else {
		say_kind(path, &kind, passphrase != NULL, err);
	}
	key_free(k);
	return NULL;
}

struct key *
key_load(const char *path, const char *passphrase, struct err *err)
{
	char *text = read_private_file(path, err);
	struct key *k;

	if (text == NULL)
		return NULL;
	if (sodium_init() < 0)
		abort();
	k = parse_private(text, path, passphrase, err);
	sodium_memzero(text, FILE_MAX);
	free(text);
	return k;
}

struct key *
key_of_agent(const uint8_t *blob, size_t len, const char *comment)
{
	struct key *k;

	if (len > KEY_BLOB_MAX || str_eq(key_blob_type(blob, len), "?"))
		return NULL;
	k = mem_alloc(sizeof(*k));
	k->in_agent = true;
	k->blob = mem_dup(blob, len);
	k->blob_len = len;
	set_public(k, comment);
	return k;
}

bool
key_in_agent(const struct key *k)
{
	return k->in_agent;
}

void
key_chain(struct key *k, struct key *next)
{
	k->next = next;
}

const struct key *
key_next(const struct key *k)
{
	return k->next;
}

bool
key_save(const struct key *k, const char *path, struct err *err)
{
	char *pub_path, *line;
	bool ok;

	if (k->pem == NULL)
		return err_set(err, "only a new key can be saved");
	pub_path = str_fmt("%s.pub", path);
	line = str_fmt("%s\n", k->public_line);
	ok = path_write_atomic(path, k->pem, strlen(k->pem), 0600, err) &&
	    path_write_atomic(pub_path, line, strlen(line), 0644, err);
	free(line);
	free(pub_path);
	return ok;
}

struct key *
key_load_or_make(
    const char *path, const char *comment, bool *made, struct err *err)
{
	struct key *k;

	if (made != NULL)
		*made = false;
	if (path_exists(path))
		return key_load(path, NULL, err);
	k = key_generate(comment);
	if (!key_save(k, path, err)) {
		key_free(k);
		return NULL;
	}
	if (made != NULL)
		*made = true;
	return k;
}

void
key_free(struct key *k)
{
	struct key *next;

	if (k == NULL)
		return;
	next = k->next;
	if (k->host != NULL)
		k->host_drop(k->host);
	ssh_key_free(k->ssh);
	if (k->rsa != NULL)
		sodium_memzero(k->rsa, k->rsa_len);
	free(k->rsa);
	free(k->blob);
	free(k->public_line);
	if (k->pem != NULL)
		sodium_memzero(k->pem, strlen(k->pem));
	free(k->pem);
	sodium_memzero(k, sizeof(*k));
	free(k);
	key_free(next);
}

const char *
key_fingerprint(const struct key *k)
{
	return k->fingerprint;
}

const uint8_t *
key_blob(const struct key *k, size_t *len)
{
	*len = k->blob_len;
	return k->blob;
}

const char *
key_public_line(const struct key *k)
{
	return k->public_line;
}

bool
key_sign(const struct key *k, const void *data, size_t len,
    uint8_t sig[KEY_SIG_SIZE], struct err *err)
{
	if (!k->raw)
		return err_set(err, _("only an Ed25519 key can sign"));
	crypto_sign_detached(sig, NULL, data, len, k->sk);
	return true;
}
