#include "console/desk/brain_answer.h"
#include "console/desk/brain_proof.h"
#include "console/desk/brain_step.h"

static bool
is_signed(const struct brain_ticket *bt, const struct msg *m,
    brain_answer_text_fn *print, struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok;

	print(msg_str(m, "hash"), msg_bool(m, "yes"), &text);
	ok = brain_proof_signed(bt, &text, msg_str(m, "sig"), err);
	buf_fini(&text);
	return ok;
}

void
brain_answer_take(struct brain_link *l, const struct msg *m,
    enum ticket_event_kind kind, int64_t total_gr, brain_answer_text_fn *text)
{
	struct brain_ticket *bt = l->ticket;
	int64_t number = bt->t.number;
	struct ticket_event ev;
	struct err err = {0};

	if (!is_signed(bt, m, text, &err)) {
		if (brain_ticket_spend(bt))
			brain_link_refuse(l, m, REFUSED_BAD, number, err.text);
		return;
	}
	ev = brain_ticket_event(bt, kind);
	ev.actor = "client";
	ev.yes = msg_bool(m, "yes");
	ev.net_gr = ev.yes ? total_gr : 0;
	ev.text = msg_str(m, "hash");
	ev.text2 = msg_str(m, "sig");
	if (!brain_step(bt, &ev, &err))
		brain_link_refuse(l, m, REFUSED_BAD, number, err.text);
}
