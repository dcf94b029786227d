#include <string.h>

#include "agent/signed.h"
#include "shared/base/str.h"
#include "shared/core/consent.h"

static void
put_signature(const struct app *a, const struct buf *text, struct msg *m)
{
	char hex[PROOF_SIG_SIZE] = "";
	uint8_t sig[KEY_SIG_SIZE];

	if (key_sign(a->key, buf_data(text), text->len, sig, NULL))
		str_hex(hex, sig, sizeof(sig));
	msg_put_str(m, "sig", hex);
}

static void
fill(const struct app *a, const struct msg *m, struct consent *c)
{
	const struct price *p = app_price(a);

	memset(c, 0, sizeof(*c));
	c->ticket = a->visit.ticket;
	c->visit = msg_int(m, "visit");
	str_copy(c->technician, sizeof(c->technician), a->visit.key);
	(void)grant_parse_list(msg_str(m, "rights"), &c->rights, NULL);
	if (p != NULL)
		consent_set_price(c, p, p->vat_bp);
}

void
signed_consent(const struct app *a, struct msg *m)
{
	struct buf text = BUF_INIT;
	struct consent c;

	fill(a, m, &c);
	c.yes = msg_bool(m, "yes");
	consent_text(&c, &text);
	put_signature(a, &text, m);
	buf_fini(&text);
}

void
signed_rights(const struct app *a, struct msg *m)
{
	struct buf text = BUF_INIT;
	struct consent c;

	fill(a, m, &c);
	consent_rights_text(&c, &text);
	put_signature(a, &text, m);
	buf_fini(&text);
}

static void
sign_answer(const struct app *a, struct msg *m,
    void (*print)(const char *hash, bool yes, struct buf *text))
{
	struct buf text = BUF_INIT;

	print(msg_str(m, "hash"), msg_bool(m, "yes"), &text);
	put_signature(a, &text, m);
	buf_fini(&text);
}

void
signed_answer(const struct app *a, struct msg *m)
{
	sign_answer(a, m, quote_answer_text);
}

void
signed_rate(const struct app *a, struct msg *m)
{
	sign_answer(a, m, rate_answer_text);
}
