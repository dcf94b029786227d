/* See keys_crypto.h: by libcrypto. */
#ifndef POMOC_MBEDTLS
#include "shared/net/keys_crypto.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <sodium.h>
#include <string.h>

#include "shared/base/util.h"
#include "shared/net/keys_ssh.h"

static const EVP_MD *
hash_of(enum key_curve curve)
{
	return curve == KEY_P256 ? EVP_sha256()
	    : curve == KEY_P384	 ? EVP_sha384()
				 : EVP_sha512();
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
	uint8_t mpi[4 + KEY_COORDINATE_MAX];
	int len = BN_bn2mpi(n, NULL);

	if (len > 0 && (size_t)len <= sizeof(mpi))
		buf_add(out, mpi, (size_t)BN_bn2mpi(n, mpi));
}

/* DER to two numbers. */
static bool
add_ecdsa(struct buf *out, const uint8_t *der, size_t len)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);

	if (sig == NULL)
		return false;
	add_mpint(out, ECDSA_SIG_get0_r(sig));
	add_mpint(out, ECDSA_SIG_get0_s(sig));
	ECDSA_SIG_free(sig);
	return true;
}

bool
key_sign_number(const struct key *k, enum key_curve curve, const void *data,
    size_t len, struct buf *sig)
{
	EVP_PKEY *pkey = private_key(k);
	uint8_t *raw = NULL;
	size_t raw_len = 0;
	bool ok;

	if (pkey != NULL)
		raw = evp_sign(pkey, hash_of(curve), data, len, &raw_len);
	ok = raw != NULL;
	if (ok && curve != KEY_NO_CURVE)
		ok = add_ecdsa(sig, raw, raw_len);
	else if (ok)
		buf_add(sig, raw, raw_len);
	OPENSSL_free(raw);
	EVP_PKEY_free(pkey);
	return ok;
}

/* --- checking --- */

static EVP_PKEY *
ecdsa_key(enum key_curve curve, struct wire_view point)
{
	static const char *const groups[] = {"P-256", "P-384", "P-521"};
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	EVP_PKEY *pkey = NULL;

	if (bld != NULL &&
	    OSSL_PARAM_BLD_push_utf8_string(
		bld, OSSL_PKEY_PARAM_GROUP_NAME, groups[curve], 0) == 1 &&
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

bool
key_verify_rsa(struct wire_view key, bool sha512, const void *data, size_t len,
    const struct wire_view *sig)
{
	static const char *const names[] = {
	    OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_N};
	EVP_PKEY *pkey = rsa_key(key, names, 2, EVP_PKEY_PUBLIC_KEY);
	bool ok = evp_verify(pkey, sha512 ? EVP_sha512() : EVP_sha256(), data,
	    len, sig->p, sig->len);

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
	    v.len != 0 || r.len > KEY_COORDINATE_MAX ||
	    s.len > KEY_COORDINATE_MAX)
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

bool
key_verify_ecdsa(enum key_curve curve, struct wire_view point, const void *data,
    size_t len, const struct wire_view *sig)
{
	EVP_PKEY *pkey = ecdsa_key(curve, point);
	size_t der_len = 0;
	uint8_t *der = ecdsa_der(*sig, &der_len);
	bool ok = der != NULL &&
	    evp_verify(pkey, hash_of(curve), data, len, der, der_len);

	OPENSSL_free(der);
	EVP_PKEY_free(pkey);
	return ok;
}
#endif
