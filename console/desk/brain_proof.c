#include "console/desk/brain_proof.h"

#include <sodium.h>
#include <string.h>

#include "console/desk/brain_ticket.h"
#include "console/desk/brain_tunnel.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/net/sshsig.h"

bool
brain_proof_up(struct brain_link *l, const char *blob, struct err *err)
{
	uint8_t nonce[PROOF_NONCE_BYTES], bytes[KEY_BLOB_MAX];
	char fingerprint[KEY_FP_SIZE];
	size_t len;

	if (!key_blob_from_base64(blob, bytes, &len) ||
	    !key_blob_fingerprint(bytes, len, fingerprint) ||
	    !str_eq(fingerprint, l->key))
		return err_set(err, "the key is not the one that it names");
	if (l->peer.route == MSG_TECH_DESK) {
		randombytes_buf(nonce, sizeof(nonce));
		proof_init(&l->proof, nonce);
		return true;
	}
	if (!proof_key_valid(blob))
		return err_set(err, "an agent's key is Ed25519");
	return str_copy(l->client_key, sizeof(l->client_key), blob);
}

/* --- technicians --- */

void
brain_proof_welcome(const struct brain_link *l, struct msg *welcome)
{
	msg_put_str(welcome, "nonce", l->proof.nonce);
}

/* Once for each link: it ends with it. */
static void
distrust(struct brain_link *l, const struct err *err)
{
	log_warn(
	    "technician %s from %s: %s", l->person->name, l->addr, err->text);
	brain_link_error(l, ERROR_PROOF, err->text);
}

void
brain_proof_prove(struct brain_link *l, const struct msg *m)
{
	const char *action = msg_str(m, "key");
	char signer[KEY_FP_SIZE];
	struct buf text = BUF_INIT;
	struct err err = {0};
	bool ok;

	proof_identity_text(
	    key_fingerprint(l->brain->host_key), l->proof.nonce, action, &text);
	ok = sshsig_check(msg_str(m, "sig"), PROOF_NAMESPACE, buf_data(&text),
		 text.len, signer, &err) &&
	    (str_eq(signer, l->key) ||
		err_set(&err, "signed by another key than it logged in with"));
	buf_fini(&text);
	if (!ok || !proof_bind(&l->proof, action, &err))
		distrust(l, &err);
}

bool
brain_proof_order(struct brain_link *l, struct msg *m)
{
	char sig[MSG_PROOF_SIZE];
	struct buf line = BUF_INIT;
	int64_t number = 0;
	struct err err = {0};
	bool ok;

	ok = msg_take_proof(m, &number, sig) ||
	    err_set(&err, "%s must be signed", msg_name(m));
	ok = ok && msg_write(m, &line, &err) &&
	    proof_take(&l->proof, number, sig, buf_str(&line), line.len, &err);
	buf_fini(&line);
	if (!ok)
		distrust(l, &err);
	return ok;
}

/* --- clients --- */

/* A ticket of an older log has no key in its first row; then it is the one of
 * the link, whose name the card has. */
bool
brain_proof_signed(const struct brain_ticket *bt, const struct buf *text,
    const char *sig, struct err *err)
{
	const char *key = bt->t.client_key;

	if (key[0] == '\0' && bt->agent != NULL &&
	    str_eq(bt->agent->key, bt->agent_key))
		key = bt->agent->client_key;
	if (proof_holds(key, text, sig))
		return true;
	log_warn("ticket %lld: a bad signature of the client",
	    (long long)bt->t.number);
	return err_set(err, _("the answer is not signed"));
}

static bool
fill(const struct brain_ticket *bt, const struct msg *m, struct consent *c,
    struct err *err)
{
	const struct price *p = ticket_price(&bt->t);

	memset(c, 0, sizeof(*c));
	c->ticket = bt->t.number;
	c->visit = bt->visit;
	str_copy(c->technician, sizeof(c->technician), brain_tunnel_key(bt));
	consent_set_price(
	    c, p, bt->t.has_accepted ? bt->t.accepted.vat_bp : p->vat_bp);
	return grant_parse_list(msg_str(m, "rights"), &c->rights, err);
}

bool
brain_proof_consent(const struct brain_ticket *bt, const struct msg *m,
    struct consent *c, char row[CONSENT_ROW_SIZE], struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok;

	if (!fill(bt, m, c, err))
		return false;
	c->yes = msg_bool(m, "yes");
	consent_text(c, &text);
	ok = brain_proof_signed(bt, &text, msg_str(m, "sig"), err);
	buf_fini(&text);
	if (ok)
		consent_row_print(row, c, msg_str(m, "sig"));
	return ok;
}

bool
brain_proof_rights(const struct brain_ticket *bt, const struct msg *m,
    struct consent *c, char row[CONSENT_ROW_SIZE], struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok;

	row[0] = '\0';
	if (!fill(bt, m, c, err))
		return false;
	if ((c->rights & ~bt->rights) == 0)
		return true;
	consent_rights_text(c, &text);
	ok = brain_proof_signed(bt, &text, msg_str(m, "sig"), err);
	buf_fini(&text);
	if (ok)
		consent_rights_row_print(row, c, msg_str(m, "sig"));
	return ok;
}
