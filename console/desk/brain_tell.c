#include "console/desk/brain_tell.h"

#include "console/desk/brain_address.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_hold.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/wire/parts.h"

static struct msg *
technician(const struct roster_person *p)
{
	return parts_technician(&(struct parts_technician){.id = p->name,
	    .name = p->name,
	    .state = roster_state(p),
	    .products = p->products});
}

void
brain_tell_lists(struct brain_link *l)
{
	struct brain *b = l->brain;

	for (int i = 0; i < b->prices.n; i++)
		brain_link_send(l, parts_price(&b->prices.line[i]));
	for (size_t i = 0; i < roster_count(b->roster); i++) {
		const struct roster_person *p = roster_at(b->roster, i);

		if (p->listed)
			brain_link_send(l, technician(p));
	}
}

void
brain_tell_prices(struct brain *b)
{
	struct brain_link *l;
	struct msg *m;

	for (int i = 0; i < b->prices.n; i++) {
		m = parts_price(&b->prices.line[i]);
		if (i == 0)
			msg_put_bool(m, "anew", true);
		for (l = b->links; l != NULL; l = l->next)
			if (l->greeted)
				brain_front_send_copy(b, l->number, m);
		msg_free(m);
	}
}

void
brain_tell_technicians(struct brain *b)
{
	for (size_t i = 0; i < roster_count(b->roster); i++) {
		struct roster_person *p = roster_at(b->roster, i);
		struct brain_link *l;
		struct msg *m;

		if (roster_state(p) == p->told)
			continue;
		p->told = roster_state(p);
		m = technician(p);
		for (l = b->links; l != NULL; l = l->next)
			if (l->greeted)
				brain_front_send_copy(b, l->number, m);
		msg_free(m);
	}
}

void
brain_tell_banner(struct brain *b)
{
	bool full = store_is_full(b->store);
	const char *text = b->trouble;
	int code = TROUBLE_CLOCK;
	struct msg *m;

	if (b->unwritten > 0)
		text = brain_hold_text(b);
	else if (full)
		text = _("the disk takes no more: new tickets are refused, "
			 "open ones can be closed; make room in the data "
			 "folder");
	if (str_eq(text, b->banner))
		return;
	b->banner = text;
	if (full || b->unwritten > 0)
		code = full ? TROUBLE_DISK : TROUBLE_LOCK;
	m = msg_new(MSG_BANNER);
	msg_put_word(m, "code", text[0] != '\0' ? code : -1);
	msg_put_str(m, "text", text);
	brain_tell_techs(b, m);
}
