#include "shared/wire/msg_quote.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/wire/words.h"

struct msg *
msg_quote_new(const struct quote *q, const char *hash)
{
	struct msg *m = msg_new(MSG_QUOTE);

	msg_put_int(m, "ticket", q->ticket);
	msg_put_int(m, "quote", q->number);
	msg_put_word(m, "kind", q->hours > 0 ? BASIS_HOURS : BASIS_FIXED);
	msg_put_word(m, "form", (int)q->form);
	msg_put_str(m, "line", q->line);
	msg_put_int(m, "net_gr", q->net_gr);
	msg_put_int(m, "vat_gr", q->vat_gr);
	msg_put_int(m, "gross_gr", q->net_gr + q->vat_gr);
	msg_put_int(m, "hours", q->hours);
	msg_put_int(m, "worked_s", q->worked_s);
	msg_put_int(m, "so_far_gr", q->so_far_gr);
	msg_put_int(m, "before_gr", q->before_gr);
	msg_put_int(m, "total_gr", q->total_gr);
	msg_put_int(m, "total_vat_gr", q->total_vat_gr);
	msg_put_str(m, "text", q->text);
	return msg_put_str(m, "hash", hash);
}

static bool
texts(const struct msg *m, struct quote *q, struct err *err)
{
	q->form = (enum quote_form)msg_word(m, "form");
	if (!str_copy(q->line, sizeof(q->line), msg_str(m, "line")))
		return err_set(err, _("a name must be one plain line"));
	return str_copy(q->text, sizeof(q->text), msg_str(m, "text")) ||
	    err_set(err, _("the text of a quote has at most %d bytes"),
		QUOTE_TEXT_SIZE - 1);
}

bool
msg_quote_read(const struct msg *m, struct quote *q, struct err *err)
{
	char hash[QUOTE_HASH_SIZE];

	memset(q, 0, sizeof(*q));
	q->ticket = msg_int(m, "ticket");
	q->number = (int)msg_int(m, "quote");
	q->hours = (int)msg_int(m, "hours");
	q->net_gr = msg_int(m, "net_gr");
	q->vat_gr = msg_int(m, "vat_gr");
	q->worked_s = msg_int(m, "worked_s");
	q->so_far_gr = msg_int(m, "so_far_gr");
	q->before_gr = msg_int(m, "before_gr");
	q->total_gr = msg_int(m, "total_gr");
	q->total_vat_gr = msg_int(m, "total_vat_gr");
	if (!texts(m, q, err) || !quote_check(q, err))
		return false;
	quote_hash(q, hash);
	return (str_eq(hash, msg_str(m, "hash")) &&
		   msg_int(m, "gross_gr") == q->net_gr + q->vat_gr) ||
	    err_set(err, _("the quote does not match its hash"));
}
