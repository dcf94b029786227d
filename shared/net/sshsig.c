/* See sshsig.h. The signatures inside are made and checked in keys_sign.c. */
#include "shared/net/sshsig.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/keys_ssh.h"
#include "shared/net/wirebuf.h"

#define MAGIC "SSHSIG"
#define VERSION 1
#define SIG_MAX 8192 /* bytes; the largest RSA key needs half of it */

/* What the key signs: the text itself enters as its hash. */
static bool
add_signed(struct buf *out, const char *namespace, const char *hash_name,
    const void *data, size_t len)
{
	uint8_t hash[crypto_hash_sha512_BYTES];
	size_t hash_len = sizeof(hash);

	if (str_eq(hash_name, "sha512")) {
		crypto_hash_sha512(hash, data, len);
	} else if (str_eq(hash_name, "sha256")) {
		crypto_hash_sha256(hash, data, len);
		hash_len = crypto_hash_sha256_BYTES;
	} else {
		return false;
	}
	buf_adds(out, MAGIC);
	wirebuf_text(out, namespace);
	wirebuf_text(out, "");
	wirebuf_text(out, hash_name);
	wirebuf_bytes(out, hash, hash_len);
	return true;
}

char *
sshsig_make_line(const struct key *k, const char *namespace, const void *data,
    size_t len, struct err *err)
{
	struct buf in = BUF_INIT, sig = BUF_INIT, out = BUF_INIT;
	const uint8_t *blob;
	char *line = NULL;
	size_t blob_len;

	add_signed(&in, namespace, "sha512", data, len);
	if (key_sign_wire(k, buf_data(&in), in.len, &sig, err)) {
		blob = key_blob(k, &blob_len);
		buf_adds(&out, MAGIC);
		wirebuf_u32(&out, VERSION);
		wirebuf_bytes(&out, blob, blob_len);
		wirebuf_text(&out, namespace);
		wirebuf_text(&out, "");
		wirebuf_text(&out, "sha512");
		wirebuf_bytes(&out, buf_data(&sig), sig.len);
		line = key_blob_to_base64(buf_data(&out), out.len);
	}
	buf_fini(&in);
	buf_fini(&sig);
	buf_fini(&out);
	return line;
}

char *
sshsig_make(const struct key *k, const char *namespace, const void *data,
    size_t len, struct err *err)
{
	char *line = sshsig_make_line(k, namespace, data, len, err), *text;
	struct buf out = BUF_INIT;

	if (line == NULL)
		return NULL;
	buf_adds(&out, SSHSIG_BEGIN "\n");
	wirebuf_lines(&out, line);
	buf_adds(&out, SSHSIG_END "\n");
	text = str_dup(buf_str(&out));
	buf_fini(&out);
	free(line);
	return text;
}

/* The bytes between the armour's lines, or of the one line. */
static bool
decode(const char *sig, uint8_t *bytes, size_t *len)
{
	const char *end = strstr(sig, SSHSIG_END);

	if (str_starts(sig, SSHSIG_BEGIN "\n"))
		sig += strlen(SSHSIG_BEGIN);
	else
		end = sig + strlen(sig);
	return end != NULL && end >= sig &&
	    sodium_base642bin(bytes, SIG_MAX, sig, (size_t)(end - sig), "\r\n",
		len, NULL, sodium_base64_VARIANT_ORIGINAL) == 0;
}

static bool
check_bytes(struct wire_view v, const char *namespace, const void *data,
    size_t len, char signer[KEY_FP_SIZE])
{
	struct wire_view blob, space, reserved, hash, sig;
	struct buf in = BUF_INIT;
	char hash_name[16] = "";
	uint32_t version;
	bool ok;

	if (v.len < strlen(MAGIC) || memcmp(v.p, MAGIC, strlen(MAGIC)) != 0)
		return false;
	v.p += strlen(MAGIC);
	v.len -= strlen(MAGIC);
	if (!wire_view_u32(&v, &version) || version != VERSION ||
	    !wire_view_bytes(&v, &blob) || !wire_view_bytes(&v, &space) ||
	    !wire_view_is(&space, namespace) ||
	    !wire_view_bytes(&v, &reserved) || reserved.len != 0 ||
	    !wire_view_bytes(&v, &hash) || hash.len >= sizeof(hash_name) ||
	    !wire_view_bytes(&v, &sig) || v.len != 0)
		return false;
	memcpy(hash_name, hash.p, hash.len);
	ok = add_signed(&in, namespace, hash_name, data, len) &&
	    key_blob_fingerprint(blob.p, blob.len, signer) &&
	    key_blob_verify_wire(
		blob.p, blob.len, buf_data(&in), in.len, sig.p, sig.len);
	buf_fini(&in);
	return ok;
}

bool
sshsig_check(const char *sig, const char *namespace, const void *data,
    size_t len, char signer[KEY_FP_SIZE], struct err *err)
{
	uint8_t *bytes = mem_alloc(SIG_MAX);
	size_t n = 0;
	bool ok;

	signer[0] = '\0';
	ok = decode(sig, bytes, &n) &&
	    check_bytes(
		(struct wire_view){bytes, n}, namespace, data, len, signer);
	free(bytes);
	if (!ok)
		err_set(err, "the signature does not fit");
	return ok;
}
