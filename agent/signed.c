#include "agent/signed.h"

#include "shared/base/str.h"

/* The text is released. */
static void
put_signature(const struct key *key, struct buf *text, struct msg *m)
{
	char hex[PROOF_SIG_SIZE] = "";
	uint8_t sig[KEY_SIG_SIZE];

	if (key_sign(key, buf_data(text), text->len, sig, NULL))
		str_hex(hex, sig, sizeof(sig));
	msg_put_str(m, "sig", hex);
	buf_fini(text);
}

void
signed_consent(const struct key *key, const struct consent *c,
    signed_consent_fn *consent, struct msg *m)
{
	struct buf text = BUF_INIT;

	consent(c, &text);
	put_signature(key, &text, m);
}

void
signed_answer(const struct key *key, struct msg *m, signed_text_fn *answer)
{
	struct buf text = BUF_INIT;

	answer(msg_str(m, "hash"), msg_bool(m, "yes"), &text);
	put_signature(key, &text, m);
}
