#include "console/desk/brain_address.h"

#include "console/desk/brain_front.h"
#include "shared/base/str.h"

void
brain_tell_agent(struct brain_ticket *bt, struct msg *m)
{
	if (bt->agent != NULL)
		brain_link_send(bt->agent, m);
	else
		msg_free(m);
}

static void
copy_to_tech(struct brain_ticket *bt, const struct msg *m)
{
	struct brain_link *l;

	for (l = bt->brain->links; l != NULL; l = l->next)
		if (l->person != NULL && l->greeted &&
		    str_eq(l->person->name, bt->t.technician))
			brain_front_send_copy(bt->brain, l->number, m);
}

void
brain_tell_tech(struct brain_ticket *bt, struct msg *m)
{
	copy_to_tech(bt, m);
	msg_free(m);
}

void
brain_tell_both(struct brain_ticket *bt, struct msg *m)
{
	copy_to_tech(bt, m);
	brain_tell_agent(bt, m);
}

struct msg *
brain_tell_warning(const struct brain_ticket *bt, enum warn code)
{
	struct msg *m = msg_about(MSG_WARN, bt->t.number);

	return msg_put_word(m, "code", (int)code);
}

void
brain_tell_warn(struct brain_ticket *bt, enum warn code)
{
	brain_tell_both(bt, brain_tell_warning(bt, code));
}

void
brain_tell_techs(struct brain *b, struct msg *m)
{
	struct brain_link *l;

	for (l = b->links; l != NULL; l = l->next)
		if (l->person != NULL && l->greeted)
			brain_front_send_copy(b, l->number, m);
	msg_free(m);
}
