/* Signatures of every type of key: see keys_ssh.h. The only place that knows
 * libcrypto. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <sodium.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/keys_ssh.h"
#include "shared/net/sshagent.h"
#include "shared/net/wirebuf.h"

#define ED25519 "ssh-ed25519"
#define RSA "ssh-rsa"
#define RSA_SIGNS "rsa-sha2-512"
#define RSA_SIGNS_256 "rsa-sha2-256"
#define SK_ED25519 "sk-ssh-ed25519@openssh.com"
#define SK_ECDSA "sk-ecdsa-sha2-nistp256@openssh.com"
#define SK_TOUCHED 1
#define COORDINATE_MAX 72 /* bytes of one number of an ECDSA signature */

static const struct curve {
	const char *type;
	const char *name;
	const char *group;
	const EVP_MD *(*hash)(void);
} curves[] = {
    {"ecdsa-sha2-nistp256", "nistp256", "P-256", EVP_sha256},
    {"ecdsa-sha2-nistp384", "nistp384", "P-384", EVP_sha384},
    {"ecdsa-sha2-nistp521", "nistp521", "P-521", EVP_sha512},
};

static const struct curve *
curve_of(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(curves); i++)
		if (str_eq(curves[i].type, type))
			return &curves[i];
	return NULL;
}

/* --- signing --- */

static EVP_PKEY *
from_params(const char *type, OSSL_PARAM_BLD *bld, int what)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(bld);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *pkey = NULL;

	if (params == NULL || ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &pkey, what, params) != 1)
		pkey = NULL;
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	return pkey;
}

/* count mpints with these names, and nothing behind them. */
static EVP_PKEY *
rsa_key(struct wire_view v, const char *const *names, int count, int what)
{
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	BIGNUM *n[3] = {NULL, NULL, NULL};
	struct wire_view bytes;
	EVP_PKEY *pkey = NULL;
	bool ok = bld != NULL;

	for (int i = 0; ok && i < count; i++) {
		ok = wire_view_bytes(&v, &bytes);
		if (ok)
			n[i] = BN_bin2bn(bytes.p, (int)bytes.len, NULL);
		ok = ok && n[i] != NULL &&
		    OSSL_PARAM_BLD_push_BN(bld, names[i], n[i]) == 1;
	}
	if (ok && v.len == 0)
		pkey = from_params("RSA", bld, what);
	for (int i = 0; i < count; i++)
		BN_clear_free(n[i]);
	OSSL_PARAM_BLD_free(bld);
	return pkey;
}

/* libssh keeps the secret; it gives it out as PEM, but for one kind of RSA key.
 */
static EVP_PKEY *
private_key(const struct key *k)
{
	static const char *const names[] = {OSSL_PKEY_PARAM_RSA_N,
	    OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D};
	struct wire_view rsa;
	EVP_PKEY *pkey = NULL;
	char *pem = NULL;
	BIO *bio;

	rsa.p = key_rsa(k, &rsa.len);
	if (rsa.p != NULL)
		return rsa_key(rsa, names, 3, EVP_PKEY_KEYPAIR);
	if (ssh_pki_export_privkey_base64(key_ssh(k), NULL, NULL, NULL, &pem) !=
	    SSH_OK)
		return NULL;
	bio = BIO_new_mem_buf(pem, -1);
	if (bio != NULL)
		pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	BIO_free(bio);
	sodium_memzero(pem, strlen(pem));
	ssh_string_free_char(pem);
	return pkey;
}

/* free with OPENSSL_free(). */
static uint8_t *
evp_sign(EVP_PKEY *pkey, const EVP_MD *hash, const void *data, size_t len,
    size_t *sig_len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t *sig = NULL;

	if (ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, hash, NULL, pkey) == 1 &&
	    EVP_DigestSign(ctx, NULL, sig_len, data, len) == 1) {
		sig = OPENSSL_malloc(*sig_len);
		if (sig != NULL &&
		    EVP_DigestSign(ctx, sig, sig_len, data, len) != 1) {
			OPENSSL_free(sig);
			sig = NULL;
		}
	}
	EVP_MD_CTX_free(ctx);
	return sig;
}

/* BN_bn2mpi() writes just what SSH calls an mpint. */
static void
add_mpint(struct buf *out, const BIGNUM *n)
{
	uint8_t mpi[4 + COORDINATE_MAX];
	int len = BN_bn2mpi(n, NULL);

	if (len > 0 && (size_t)len <= sizeof(mpi))
		buf_add(out, mpi, (size_t)BN_bn2mpi(n, mpi));
}

/* DER to two numbers. */
static bool
add_ecdsa(struct buf *out, const uint8_t *der, size_t len)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	struct buf both = BUF_INIT;

	if (sig == NULL)
		return false;
	add_mpint(&both, ECDSA_SIG_get0_r(sig));
	add_mpint(&both, ECDSA_SIG_get0_s(sig));
	wirebuf_bytes(out, buf_data(&both), both.len);
	buf_fini(&both);
	ECDSA_SIG_free(sig);
	return true;
}

static bool
sign_evp(const struct key *k, const char *type, const void *data, size_t len,
    struct buf *sig)
{
	const struct curve *curve = curve_of(type);
	EVP_PKEY *pkey = private_key(k);
	uint8_t *raw = NULL;
	size_t raw_len = 0;
	bool ok;

	if (pkey != NULL && (curve != NULL || str_eq(type, RSA)))
		raw = evp_sign(pkey,
		    curve != NULL ? curve->hash() : EVP_sha512(), data, len,
		    &raw_len);
	ok = raw != NULL;
	if (ok)
		wirebuf_text(sig, curve != NULL ? type : RSA_SIGNS);
	if (ok && curve != NULL)
		ok = add_ecdsa(sig, raw, raw_len);
	else if (ok)
		wirebuf_bytes(sig, raw, raw_len);
	OPENSSL_free(raw);
	EVP_PKEY_free(pkey);
	return ok;
}

/* What an agent or a token answers is looked at before it is used. */
static bool
sign_by_agent(const struct key *k, const void *data, size_t len,
    struct buf *sig, struct err *err)
{
	const uint8_t *blob;
	size_t blob_len;

	if (!sshagent_sign(k, data, len, sig, err))
		return false;
	blob = key_blob(k, &blob_len);
	return key_blob_verify_wire(
		   blob, blob_len, data, len, buf_data(sig), sig->len) ||
	    err_set(err,
		_("what ssh-agent signed with the key %s is of no use: a token "
		  "must be touched, RSA must be signed with SHA-2"),
		key_fingerprint(k));
}

bool
key_sign_wire(const struct key *k, const void *data, size_t len,
    struct buf *sig, struct err *err)
{
	uint8_t raw[KEY_SIG_SIZE];
	const uint8_t *blob;
	const char *type;
	size_t blob_len;

	if (key_in_agent(k))
		return sign_by_agent(k, data, len, sig, err);
	blob = key_blob(k, &blob_len);
	type = key_blob_type(blob, blob_len);
	if (key_sign(k, data, len, raw, NULL)) {
		wirebuf_text(sig, ED25519);
		wirebuf_bytes(sig, raw, sizeof(raw));
		return true;
	}
	return sign_evp(k, type, data, len, sig) ||
	    err_set(err,
		_("this key (%s) can log in but not sign: load it into "
		  "ssh-agent with ssh-add, or bring it into another form with "
		  "ssh-keygen -p -m PEM -f KEY"),
		type);
}

/* --- checking --- */

/* Of an ecdsa blob: the curve and the point; *v is moved past them. */
static EVP_PKEY *
ecdsa_key(const struct curve *curve, struct wire_view *v)
{
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	struct wire_view name, point;
	EVP_PKEY *pkey = NULL;

	if (bld != NULL && wire_view_bytes(v, &name) &&
	    wire_view_is(&name, curve->name) && wire_view_bytes(v, &point) &&
	    OSSL_PARAM_BLD_push_utf8_string(
		bld, OSSL_PKEY_PARAM_GROUP_NAME, curve->group, 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(
		bld, OSSL_PKEY_PARAM_PUB_KEY, point.p, point.len) == 1)
		pkey = from_params("EC", bld, EVP_PKEY_PUBLIC_KEY);
	OSSL_PARAM_BLD_free(bld);
	return pkey;
}

static bool
evp_verify(EVP_PKEY *pkey, const EVP_MD *hash, const void *data, size_t len,
    const uint8_t *sig, size_t sig_len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx != NULL && pkey != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, hash, NULL, pkey) == 1 &&
	    EVP_DigestVerify(ctx, sig, sig_len, data, len) == 1;

	EVP_MD_CTX_free(ctx);
	return ok;
}

static bool
verify_rsa(struct wire_view key, const char *how, const void *data, size_t len,
    const struct wire_view *sig)
{
	static const char *const names[] = {
	    OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_N};
	EVP_PKEY *pkey = rsa_key(key, names, 2, EVP_PKEY_PUBLIC_KEY);
	bool ok = evp_verify(pkey,
	    str_eq(how, RSA_SIGNS) ? EVP_sha512() : EVP_sha256(), data, len,
	    sig->p, sig->len);

	EVP_PKEY_free(pkey);
	return ok;
}

/* Two numbers to DER; OPENSSL_free() it. */
static uint8_t *
ecdsa_der(struct wire_view v, size_t *len)
{
	struct wire_view r, s;
	ECDSA_SIG *sig;
	uint8_t *der = NULL;
	int n;

	if (!wire_view_bytes(&v, &r) || !wire_view_bytes(&v, &s) ||
	    v.len != 0 || r.len > COORDINATE_MAX || s.len > COORDINATE_MAX)
		return NULL;
	sig = ECDSA_SIG_new();
	if (sig == NULL)
		return NULL;
	ECDSA_SIG_set0(sig, BN_bin2bn(r.p, (int)r.len, NULL),
	    BN_bin2bn(s.p, (int)s.len, NULL));
	n = i2d_ECDSA_SIG(sig, &der);
	ECDSA_SIG_free(sig);
	*len = (size_t)MAX_OF(n, 0);
	return n > 0 ? der : NULL;
}

static bool
verify_ecdsa(const struct curve *curve, struct wire_view *key, const void *data,
    size_t len, const struct wire_view *sig)
{
	EVP_PKEY *pkey = ecdsa_key(curve, key);
	size_t der_len = 0;
	uint8_t *der = ecdsa_der(*sig, &der_len);
	bool ok = der != NULL &&
	    evp_verify(pkey, curve->hash(), data, len, der, der_len);

	OPENSSL_free(der);
	EVP_PKEY_free(pkey);
	return ok;
}

static bool
verify_ed25519(
    struct wire_view *key, const void *data, size_t len, struct wire_view *sig)
{
	struct wire_view pk;

	return wire_view_bytes(key, &pk) &&
	    pk.len == crypto_sign_PUBLICKEYBYTES &&
	    sig->len == crypto_sign_BYTES &&
	    crypto_sign_verify_detached(sig->p, data, len, pk.p) == 0;
}

/* A token signs what it was used for and its counter along with the text. The
 * application stands at the end of its key; rest is what follows the signature:
 * flags and counter. */
static bool
verify_token(struct wire_view key, const char *type, const void *data,
    size_t len, struct wire_view *sig, const struct wire_view *rest)
{
	uint8_t in[32 + 1 + 4 + 32];
	struct wire_view at = key, skip, app;
	int fields = str_eq(type, SK_ECDSA) ? 2 : 1;

	while (fields-- > 0)
		if (!wire_view_bytes(&at, &skip))
			return false;
	if (!wire_view_bytes(&at, &app) || at.len != 0 || rest->len != 5 ||
	    (rest->p[0] & SK_TOUCHED) == 0)
		return false;
	crypto_hash_sha256(in, app.p, app.len);
	memcpy(in + 32, rest->p, 5);
	crypto_hash_sha256(in + 37, data, len);
	return str_eq(type, SK_ECDSA)
	    ? verify_ecdsa(&curves[0], &key, in, sizeof(in), sig)
	    : verify_ed25519(&key, in, sizeof(in), sig);
}

bool
key_blob_verify_wire(const uint8_t *blob, size_t blob_len, const void *data,
    size_t len, const uint8_t *sig, size_t sig_len)
{
	struct wire_view key = {blob, blob_len}, rest = {sig, sig_len};
	const char *type = key_blob_type(blob, blob_len);
	const struct curve *curve = curve_of(type);
	struct wire_view skip, how, raw;

	if (!wire_view_bytes(&key, &skip) || !wire_view_bytes(&rest, &how) ||
	    !wire_view_bytes(&rest, &raw))
		return false;
	if (str_eq(type, RSA) && wire_view_is(&how, RSA_SIGNS))
		return rest.len == 0 &&
		    verify_rsa(key, RSA_SIGNS, data, len, &raw);
	if (str_eq(type, RSA) && wire_view_is(&how, RSA_SIGNS_256))
		return rest.len == 0 &&
		    verify_rsa(key, RSA_SIGNS_256, data, len, &raw);
	if (!wire_view_is(&how, type))
		return false;
	if (str_eq(type, SK_ED25519) || str_eq(type, SK_ECDSA))
		return verify_token(key, type, data, len, &raw, &rest);
	if (rest.len != 0)
		return false;
	if (curve != NULL)
		return verify_ecdsa(curve, &key, data, len, &raw) &&
		    key.len == 0;
	return str_eq(type, ED25519) && verify_ed25519(&key, data, len, &raw) &&
	    key.len == 0;
}
