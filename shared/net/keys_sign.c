/* Signatures of every type of key: see keys_ssh.h. */
#include <sodium.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/keys_crypto.h"
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

/* in the order of enum key_curve */
static const struct curve {
	const char *type;
	const char *name;
} curves[] = {
    {"ecdsa-sha2-nistp256", "nistp256"},
    {"ecdsa-sha2-nistp384", "nistp384"},
    {"ecdsa-sha2-nistp521", "nistp521"},
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

static bool
sign_other(const struct key *k, const char *type, const void *data, size_t len,
    struct buf *sig)
{
	const struct curve *curve = curve_of(type);
	struct buf raw = BUF_INIT;
	bool ok = (curve != NULL || str_eq(type, RSA)) &&
	    key_sign_number(k,
		curve != NULL ? (enum key_curve)(curve - curves) : KEY_NO_CURVE,
		data, len, &raw);

	if (ok) {
		wirebuf_text(sig, curve != NULL ? type : RSA_SIGNS);
		wirebuf_bytes(sig, buf_data(&raw), raw.len);
	}
	buf_fini(&raw);
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
	return sign_other(k, type, data, len, sig) ||
	    err_set(err,
		_("this key (%s) can log in but not sign: load it into "
		  "ssh-agent with ssh-add, or bring it into another form with "
		  "ssh-keygen -p -m PEM -f KEY"),
		type);
}

/* --- checking --- */

static bool
verify_ecdsa(const struct curve *curve, struct wire_view *key, const void *data,
    size_t len, const struct wire_view *sig)
{
	struct wire_view name, point;

	return wire_view_bytes(key, &name) &&
	    wire_view_is(&name, curve->name) && wire_view_bytes(key, &point) &&
	    key_verify_ecdsa(
		(enum key_curve)(curve - curves), point, data, len, sig);
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
		    key_verify_rsa(key, true, data, len, &raw);
	if (str_eq(type, RSA) && wire_view_is(&how, RSA_SIGNS_256))
		return rest.len == 0 &&
		    key_verify_rsa(key, false, data, len, &raw);
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
