#include "shared/wire/msg_rate.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"

struct msg *
msg_rate_new(const struct rate *r, const char *hash)
{
	struct msg *m = msg_new(MSG_RATE);

	msg_put_int(m, "ticket", r->ticket);
	msg_put_int(m, "question", r->number);
	msg_put_str(m, "technician", r->technician);
	msg_put_str(m, "line", r->line);
	msg_put_int(m, "net_gr", r->net_gr);
	msg_put_int(m, "minimum_s", r->minimum_s);
	msg_put_int(m, "quantum_s", r->quantum_s);
	msg_put_int(m, "vat_bp", r->vat_bp);
	msg_put_str(m, "now_line", r->now_line);
	msg_put_int(m, "now_net_gr", r->now_net_gr);
	msg_put_int(m, "now_vat_bp", r->now_vat_bp);
	msg_put_int(m, "cap_gr", r->cap_gr);
	return msg_put_str(m, "hash", hash);
}

bool
msg_rate_read(const struct msg *m, struct rate *r, struct err *err)
{
	char hash[QUOTE_HASH_SIZE];

	memset(r, 0, sizeof(*r));
	r->ticket = msg_int(m, "ticket");
	r->number = (int)msg_int(m, "question");
	r->net_gr = msg_int(m, "net_gr");
	r->minimum_s = msg_int(m, "minimum_s");
	r->quantum_s = msg_int(m, "quantum_s");
	r->vat_bp = (int)msg_int(m, "vat_bp");
	r->now_net_gr = msg_int(m, "now_net_gr");
	r->now_vat_bp = (int)msg_int(m, "now_vat_bp");
	r->cap_gr = msg_int(m, "cap_gr");
	if (!str_copy(r->technician, sizeof(r->technician),
		msg_str(m, "technician")) ||
	    !str_copy(r->line, sizeof(r->line), msg_str(m, "line")) ||
	    !str_copy(r->now_line, sizeof(r->now_line), msg_str(m, "now_line")))
		return err_set(err, _("a name must be one plain line"));
	if (!rate_check(r, err))
		return false;
	rate_hash(r, hash);
	return str_eq(hash, msg_str(m, "hash")) ||
	    err_set(err, _("the question does not match its hash"));
}
