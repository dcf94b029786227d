#include "shared/core/proof.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "shared/base/str.h"

/* Two counted strings: the name of the type and the key itself. */
static const char blob_head[] = "\0\0\0\x0bssh-ed25519\0\0\0\x20";

#define HEAD_LEN (sizeof(blob_head) - 1)
#define BLOB_LEN (HEAD_LEN + crypto_sign_PUBLICKEYBYTES)

_Static_assert(PROOF_SIG_SIZE == 2 * crypto_sign_BYTES + 1, "in hex");
_Static_assert(PROOF_NONCE_SIZE == 2 * PROOF_NONCE_BYTES + 1, "in hex");

void
proof_identity_text(
    const char *desk, const char *nonce, const char *action, struct buf *out)
{
	buf_printf(out, "pomoc-technician-1\ndesk %s\nlink %s\naction %s\n",
	    desk, nonce, action);
}

void
proof_order_text(const char *nonce, int64_t number, const char *line,
    size_t len, struct buf *out)
{
	if (len > 0 && line[len - 1] == '\n')
		len--;
	buf_printf(
	    out, "pomoc-order-1\nlink %s\norder %" PRId64 "\n", nonce, number);
	buf_add(out, line, len);
	buf_addc(out, '\n');
}

static bool
decode_key(const char *key, uint8_t blob[BLOB_LEN])
{
	size_t len;

	return strlen(key) == PROOF_KEY_SIZE - 1 &&
	    sodium_base642bin(blob, BLOB_LEN, key, PROOF_KEY_SIZE - 1, NULL,
		&len, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    len == BLOB_LEN && memcmp(blob, blob_head, HEAD_LEN) == 0;
}

bool
proof_key_valid(const char *key)
{
	uint8_t blob[BLOB_LEN];

	return decode_key(key, blob);
}

bool
proof_holds(const char *key, const struct buf *text, const char *sig)
{
	uint8_t blob[BLOB_LEN], raw[crypto_sign_BYTES];

	return strlen(sig) == PROOF_SIG_SIZE - 1 &&
	    str_unhex(raw, sizeof(raw), sig) && decode_key(key, blob) &&
	    crypto_sign_verify_detached(
		raw, buf_data(text), text->len, blob + HEAD_LEN) == 0;
}

void
proof_init(struct proof *p, const uint8_t nonce[PROOF_NONCE_BYTES])
{
	memset(p, 0, sizeof(*p));
	str_hex(p->nonce, nonce, PROOF_NONCE_BYTES);
}

bool
proof_bind(struct proof *p, const char *action, struct err *err)
{
	if (p->action[0] != '\0')
		return err_set(err, "the key was proven already");
	if (!proof_key_valid(action))
		return err_set(err, "the action key is no Ed25519 key");
	str_copy(p->action, sizeof(p->action), action);
	return true;
}

bool
proof_take(struct proof *p, int64_t number, const char *sig, const char *line,
    size_t len, struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok;

	if (p->action[0] == '\0')
		return err_set(err, "an order before its key was proven");
	if (number != p->orders + 1)
		return err_set(err,
		    "order %" PRId64 " is out of its turn: %" PRId64
		    " is the next",
		    number, p->orders + 1);
	proof_order_text(p->nonce, number, line, len, &text);
	ok = proof_holds(p->action, &text, sig);
	buf_fini(&text);
	if (!ok)
		return err_set(err, "order %" PRId64 " is not signed", number);
	p->orders++;
	return true;
}
