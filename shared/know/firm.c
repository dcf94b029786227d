#include "shared/know/firm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"
#include "shared/core/title.h"
#include "shared/wire/parts.h"
#include "shared/wire/words.h"

void
firm_fini(struct firm *f)
{
	free(f->technician);
	f->technician = NULL;
	f->technicians = 0;
}

static unsigned
on_welcome(struct firm *f, const struct msg *m)
{
	utf8_clean(f->name, sizeof(f->name), msg_str(m, "firm"), 64);
	utf8_clean(f->phone, sizeof(f->phone), msg_str(m, "phone"), 32);
	str_copy(f->me, sizeof(f->me), msg_str(m, "me"));
	str_copy(f->address, sizeof(f->address), msg_str(m, "address"));
	str_copy(f->key, sizeof(f->key), msg_str(m, "key"));
	str_copy(f->receipts, sizeof(f->receipts), msg_str(m, "receipts"));
	if (msg_has(m, "grace_s"))
		f->grace_s = msg_int(m, "grace_s");
	f->now_s = msg_int(m, "now_s");
	f->open = msg_bool(m, "open");
	f->listed = false;
	f->banner[0] = '\0';
	f->prices.n = 0;
	for (int i = 0; i < f->technicians; i++)
		f->technician[i].stale = true;
	return FIRM_SELF;
}

static unsigned
on_price(struct firm *f, const struct msg *m)
{
	struct prices *list = &f->prices;

	if (msg_bool(m, "anew"))
		list->n = 0;
	if (list->n < PRICES_MAX)
		parts_take_price(m, &list->line[list->n++]);
	return FIRM_PRICES;
}

static void
drop(struct firm *f, int i)
{
	f->technicians--;
	memmove(&f->technician[i], &f->technician[i + 1],
	    (size_t)(f->technicians - i) * sizeof(*f->technician));
}

static int
find(const struct firm *f, const char *id)
{
	int i = 0;

	while (i < f->technicians && !str_eq(f->technician[i].id, id))
		i++;
	return i;
}

static unsigned
on_technician(struct firm *f, const struct msg *m)
{
	struct parts_technician p;
	struct firm_technician *t;
	int i;

	parts_take_technician(m, &p);
	i = find(f, p.id);
	if (p.state == PRESENCE_GONE) {
		if (i < f->technicians)
			drop(f, i);
		return FIRM_PEOPLE;
	}
	if (i == f->technicians)
		f->technician = mem_grow(f->technician,
		    (size_t)++f->technicians, sizeof(*f->technician));
	t = &f->technician[i];
	t->state = p.state;
	t->stale = false;
	str_copy(t->id, sizeof(t->id), p.id);
	str_copy(t->name, sizeof(t->name), p.name);
	str_copy(t->products, sizeof(t->products), p.products);
	return FIRM_PEOPLE;
}

static unsigned
on_listed(struct firm *f)
{
	for (int i = f->technicians - 1; i >= 0; i--)
		if (f->technician[i].stale)
			drop(f, i);
	f->listed = true;
	return FIRM_LISTED | FIRM_PEOPLE;
}

/* The desk's words are for all technicians: what its code says in full is said
 * in the own language. */
static unsigned
on_banner(struct firm *f, const struct msg *m)
{
	int code = msg_word(m, "code");

	str_copy(f->banner, sizeof(f->banner),
	    code == TROUBLE_DISK || code == TROUBLE_LOCK
		? words_text(&word_trouble, code)
		: msg_str(m, "text"));
	return FIRM_SELF;
}

unsigned
firm_apply(struct firm *f, const struct msg *m)
{
	switch (msg_kind(m)) {
	case MSG_WELCOME:
		return on_welcome(f, m);
	case MSG_PRICE:
		return on_price(f, m);
	case MSG_TECHNICIAN:
		return on_technician(f, m);
	case MSG_LISTED:
		return on_listed(f);
	case MSG_BANNER:
		return on_banner(f, m);
	default:
		return 0;
	}
}

const struct firm_technician *
firm_technician(const struct firm *f, const char *id)
{
	for (int i = 0; i < f->technicians; i++)
		if (str_eq(f->technician[i].id, id) ||
		    str_eq(f->technician[i].name, id))
			return &f->technician[i];
	return NULL;
}

bool
firm_serves(const struct firm *f, const char *id, const char *product)
{
	const struct firm_technician *t = firm_technician(f, id);

	return t == NULL || str_list_allows(t->products, product);
}

static const struct price *
price_of(const struct firm *f, const char *name)
{
	for (int i = 0; i < f->prices.n; i++)
		if (str_eq(f->prices.line[i].name, name))
			return &f->prices.line[i];
	return NULL;
}

const char *
firm_price_text(const struct firm *f, const char *name, char *dst, size_t size)
{
	const struct price *p = price_of(f, name);

	str_copy(dst, size, name[0] != '\0' ? title_work(name) : "");
	if (p != NULL && p->net_gr > 0)
		snprintf(dst, size, "%.80s %s/h", title_work(name),
		    MONEY_TEXT(p->net_gr));
	return dst;
}
