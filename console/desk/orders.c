#include "console/desk/orders.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/net/sshsig.h"

void
orders_end(struct orders *o)
{
	key_free(o->action);
	memset(o, 0, sizeof(*o));
}

struct msg *
orders_begin(struct orders *o, const struct key *identity, const char *desk,
    const char *nonce, struct err *err)
{
	struct buf text = BUF_INIT;
	struct msg *m = NULL;
	const uint8_t *blob;
	char *action, *sig;
	size_t len;

	orders_end(o);
	if (!str_copy(o->nonce, sizeof(o->nonce), nonce) || nonce[0] == '\0') {
		err_set(err, _("the desk asks for no proof: it is too old"));
		return NULL;
	}
	o->action = key_generate("orders");
	blob = key_blob(o->action, &len);
	action = key_blob_to_base64(blob, len);
	proof_identity_text(desk, o->nonce, action, &text);
	sig = sshsig_make_line(
	    identity, PROOF_NAMESPACE, buf_data(&text), text.len, err);
	if (sig != NULL) {
		m = msg_new(MSG_PROVE);
		msg_put_str(m, "key", action);
		msg_put_str(m, "sig", sig);
	} else {
		orders_end(o);
	}
	buf_fini(&text);
	free(action);
	free(sig);
	return m;
}

bool
orders_sign(struct orders *o, struct msg *m, struct err *err)
{
	struct buf line = BUF_INIT, text = BUF_INIT;
	char hex[PROOF_SIG_SIZE];
	uint8_t sig[KEY_SIG_SIZE];
	bool ok;

	if (!msg_is_order(m))
		return true;
	if (o->action == NULL)
		return err_set(
		    err, _("the desk does not know yet who you are"));
	ok = msg_write(m, &line, err);
	if (ok) {
		proof_order_text(
		    o->nonce, o->count + 1, buf_str(&line), line.len, &text);
		ok = key_sign(o->action, buf_data(&text), text.len, sig, err);
	}
	if (ok) {
		str_hex(hex, sig, sizeof(sig));
		msg_put_proof(m, ++o->count, hex);
	}
	buf_fini(&line);
	buf_fini(&text);
	return ok;
}
