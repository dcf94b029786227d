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

static void
fill(struct consent *c, const struct msg *m)
{
	c->visit = msg_int(m, "visit");
	(void)grant_parse_list(msg_str(m, "rights"), &c->rights, NULL);
}

void
signed_consent(
    const struct key *key, const struct consent *about, struct msg *m)
{
	struct buf text = BUF_INIT;
	struct consent c = *about;

	fill(&c, m);
	c.yes = msg_bool(m, "yes");
	consent_text(&c, &text);
	put_signature(key, &text, m);
}

void
signed_rights(const struct key *key, const struct consent *about, struct msg *m)
{
	struct buf text = BUF_INIT;
	struct consent c = *about;

	fill(&c, m);
	consent_rights_text(&c, &text);
	put_signature(key, &text, m);
}

void
signed_answer(const struct key *key, struct msg *m, signed_text_fn *answer)
{
	struct buf text = BUF_INIT;

	answer(msg_str(m, "hash"), msg_bool(m, "yes"), &text);
	put_signature(key, &text, m);
}
