#include "console/desk/brain_tell.h"

#include "console/desk/brain_address.h"
#include "console/desk/brain_front.h"
#include "shared/base/i18n.h"
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

/* Technicians and clients. */
static void
tell_greeted(struct brain *b, struct msg *m)
{
	for (struct brain_link *l = b->links; l != NULL; l = l->next)
		if (l->greeted)
			brain_front_send_copy(b, l->number, m);
	msg_free(m);
}

void
brain_tell_prices(struct brain *b)
{
	struct msg *m;

	for (int i = 0; i < b->prices.n; i++) {
		m = parts_price(&b->prices.line[i]);
		if (i == 0)
			msg_put_bool(m, "anew", true);
		tell_greeted(b, m);
	}
}

void
brain_tell_technicians(struct brain *b)
{
	for (size_t i = 0; i < roster_count(b->roster); i++) {
		struct roster_person *p = roster_at(b->roster, i);

		if (roster_state(p) == p->told)
			continue;
		p->told = roster_state(p);
		tell_greeted(b, technician(p));
	}
}

/* Of word_trouble; -1 = none. */
static int
trouble(const struct brain *b)
{
	if (store_is_full(b->store))
		return TROUBLE_DISK;
	if (b->unwritten > 0)
		return TROUBLE_LOCK;
	return b->trouble[0] != '\0' ? TROUBLE_CLOCK : -1;
}

/* All hear it, so it is in the desk's language, whoever is heard now. */
void
brain_tell_banner(struct brain *b)
{
	int code = trouble(b);
	const char *text = b->trouble;
	struct msg *m;

	if (code == b->banner)
		return;
	b->banner = code;
	if (code == TROUBLE_DISK || code == TROUBLE_LOCK)
		text = i18n_text_in(b->lang, word_trouble.text[code]);
	m = msg_new(MSG_BANNER);
	msg_put_word(m, "code", code);
	msg_put_str(m, "text", text);
	brain_tell_techs(b, m);
}
