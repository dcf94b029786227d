#include "console/link/model.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/trust.h"
#include "shared/wire/msg_quote.h"
#include "shared/wire/msg_rate.h"

void
model_init(struct model *m)
{
	memset(m, 0, sizeof(*m));
	m->firm = str_dup("");
	m->phone = str_dup("");
	m->me = str_dup("");
	m->address = str_dup("");
	m->key = str_dup("");
	m->banner = str_dup("");
}

static void
row_fini(struct model_row *r)
{
	free(r->name);
	free(r->company);
	free(r->phone);
	free(r->product);
	free(r->wanted);
	free(r->problem);
	free(r->by);
	free(r->key);
	free(r->last);
	free(r->contractor);
	free(r->history);
	free(r->rate);
	free(r->from);
	free(r->words);
}

static void
technician_fini(struct model_technician *t)
{
	free(t->id);
	free(t->name);
	free(t->products);
}

static void
clear_prices(struct model *m)
{
	for (int i = 0; i < m->prices; i++) {
		free(m->price[i].name);
		free(m->price[i].products);
	}
	m->prices = 0;
}

void
model_fini(struct model *m)
{
	for (int i = 0; i < m->rows; i++)
		row_fini(&m->row[i]);
	for (int i = 0; i < m->technicians; i++)
		technician_fini(&m->technician[i]);
	for (int i = 0; i < m->clocks; i++)
		free(m->clock[i].line);
	clear_prices(m);
	free(m->row);
	free(m->technician);
	free(m->price);
	free(m->clock);
	free(m->quote);
	free(m->rate);
	free(m->firm);
	free(m->phone);
	free(m->me);
	free(m->address);
	free(m->key);
	free(m->banner);
	memset(m, 0, sizeof(*m));
}

static void
take(char **dst, const struct msg *msg, const char *field)
{
	free(*dst);
	*dst = str_dup(msg_str(msg, field));
}

static int
find_row(const struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->rows; i++)
		if (m->row[i].ticket == ticket)
			return i;
	return -1;
}

static void
drop_row(struct model *m, int i)
{
	row_fini(&m->row[i]);
	m->rows--;
	memmove(&m->row[i], &m->row[i + 1],
	    (size_t)(m->rows - i) * sizeof(*m->row));
}

static void
drop_clock(struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->clocks; i++) {
		if (m->clock[i].ticket == ticket) {
			free(m->clock[i].line);
			m->clock[i] = m->clock[--m->clocks];
			return;
		}
	}
}

static void
drop_rate(struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->rates; i++) {
		if (m->rate[i].ticket == ticket) {
			m->rate[i] = m->rate[--m->rates];
			return;
		}
	}
}

static void
drop_quote(struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->quotes; i++) {
		if (m->quote[i].ticket == ticket) {
			m->quote[i] = m->quote[--m->quotes];
			return;
		}
	}
}

/* --- one function per message --- */

static unsigned
on_welcome(struct model *m, const struct msg *msg)
{
	take(&m->firm, msg, "firm");
	take(&m->phone, msg, "phone");
	take(&m->me, msg, "me");
	take(&m->address, msg, "address");
	take(&m->key, msg, "key");
	m->open = msg_bool(msg, "open");
	m->listed = false;
	free(m->banner);
	m->banner = str_dup("");
	for (int i = 0; i < m->rows; i++)
		m->row[i].stale = true;
	for (int i = 0; i < m->technicians; i++)
		m->technician[i].stale = true;
	clear_prices(m);
	m->quotes = m->rates = 0; /* those that are open are told again */
	return MODEL_DESK;
}

static unsigned
on_listed(struct model *m)
{
	for (int i = m->rows - 1; i >= 0; i--)
		if (m->row[i].stale)
			drop_row(m, i);
	for (int i = m->technicians - 1; i >= 0; i--) {
		if (!m->technician[i].stale)
			continue;
		technician_fini(&m->technician[i]);
		m->technician[i] = m->technician[--m->technicians];
	}
	m->listed = true;
	return MODEL_ROWS | MODEL_PEOPLE;
}

static unsigned
on_row(struct model *m, const struct msg *msg, int64_t now_ms)
{
	int i = find_row(m, msg_int(msg, "ticket"));
	bool fresh = i < 0;
	struct model_row *r;

	if (fresh) {
		m->row = mem_grow(m->row, (size_t)m->rows + 1, sizeof(*m->row));
		i = m->rows++;
		memset(&m->row[i], 0, sizeof(m->row[i]));
	}
	r = &m->row[i];
	r->ticket = msg_int(msg, "ticket");
	str_copy(r->state, sizeof(r->state), msg_str(msg, "state"));
	take(&r->name, msg, "name");
	take(&r->company, msg, "company");
	take(&r->phone, msg, "phone");
	take(&r->product, msg, "product");
	take(&r->wanted, msg, "wanted");
	take(&r->problem, msg, "problem");
	take(&r->by, msg, "by");
	take(&r->key, msg, "key");
	take(&r->last, msg, "last");
	take(&r->rate, msg, "rate");
	take(&r->from, msg, "from");
	take(&r->contractor, msg, "contractor");
	take(&r->history, msg, "history");
	free(r->words);
	r->words = str_fmt("%s %s %s %s %s %s %s %s", r->name, r->company,
	    r->phone, r->product, r->wanted, r->problem, r->by, r->contractor);
	r->since_s = msg_int(msg, "since_s");
	r->waited_s = msg_int(msg, "waited_s");
	r->seen_ms = now_ms;
	r->visit = msg_int(msg, "visit");
	r->known_s = msg_int(msg, "known_s");
	r->earlier = (int)msg_int(msg, "earlier");
	r->called = msg_bool(msg, "called");
	r->untended = msg_bool(msg, "untended");
	r->online = msg_bool(msg, "online");
	r->stale = false;
	return MODEL_ROWS |
	    (fresh && m->listed && model_is_waiting(r) ? MODEL_CALLER : 0);
}

static unsigned
on_gone(struct model *m, const struct msg *msg)
{
	int64_t ticket = msg_int(msg, "ticket");
	int i = find_row(m, ticket);

	if (i >= 0)
		drop_row(m, i);
	drop_clock(m, ticket);
	drop_quote(m, ticket);
	drop_rate(m, ticket);
	return MODEL_ROWS | MODEL_CLOCKS;
}

static unsigned
on_technician(struct model *m, const struct msg *msg)
{
	struct model_technician *t = NULL;

	for (int i = 0; i < m->technicians; i++)
		if (str_eq(m->technician[i].id, msg_str(msg, "id")))
			t = &m->technician[i];
	if (t == NULL) {
		m->technician = mem_grow(m->technician,
		    (size_t)m->technicians + 1, sizeof(*m->technician));
		t = &m->technician[m->technicians++];
		memset(t, 0, sizeof(*t));
	}
	take(&t->id, msg, "id");
	take(&t->name, msg, "name");
	take(&t->products, msg, "products");
	str_copy(t->state, sizeof(t->state), msg_str(msg, "state"));
	t->stale = false;
	return MODEL_PEOPLE;
}

static unsigned
on_price(struct model *m, const struct msg *msg)
{
	struct model_price *p;

	if (msg_bool(msg, "anew"))
		clear_prices(m);
	if (m->prices == 100)
		return 0;
	m->price = mem_grow(m->price, (size_t)m->prices + 1, sizeof(*m->price));
	p = &m->price[m->prices++];
	memset(p, 0, sizeof(*p));
	take(&p->name, msg, "name");
	take(&p->products, msg, "products");
	str_copy(p->kind, sizeof(p->kind), msg_str(msg, "kind"));
	p->net_gr = msg_int(msg, "net_gr");
	p->minimum_s = msg_int(msg, "minimum_s");
	p->quantum_s = msg_int(msg, "quantum_s");
	p->vat_bp = (int)msg_int(msg, "vat_bp");
	p->quoted = msg_bool(msg, "quoted");
	return MODEL_DESK;
}

/* "undo=SECONDS" behind the kinds of work; -1 without it. */
static int64_t
undo_until_ms(const char *asks, int64_t now_ms)
{
	const char *at = strstr(asks, "undo=");
	int64_t seconds;

	return at != NULL && str_int(at + 5, 1, 86400, &seconds)
	    ? now_ms + seconds * 1000
	    : -1;
}

static unsigned
on_clock(struct model *m, const struct msg *msg, int64_t now_ms)
{
	int64_t ticket = msg_int(msg, "ticket");
	struct model_clock *c;

	drop_clock(m, ticket);
	m->clock = mem_grow(m->clock, (size_t)m->clocks + 1, sizeof(*m->clock));
	c = &m->clock[m->clocks++];
	memset(c, 0, sizeof(*c));
	c->ticket = ticket;
	c->tick.running = msg_bool(msg, "running");
	c->tick.told_ms = now_ms;
	take(&c->line, msg, "line");
	str_copy(c->why, sizeof(c->why), msg_str(msg, "why"));
	str_copy(c->kind, sizeof(c->kind), msg_str(msg, "kind"));
	str_copy(c->quote, sizeof(c->quote), msg_str(msg, "quote"));
	str_copy(c->asks, sizeof(c->asks), msg_str(msg, "asks"));
	c->undo_until_ms = undo_until_ms(c->asks, now_ms);
	c->live = (struct bill_live){
	    .worked_ms = msg_int(msg, "worked_ms"),
	    .line_ms = msg_int(msg, "line_ms"),
	    .net_hour_gr = msg_int(msg, "net_hour_gr"),
	    .minimum_s = msg_int(msg, "minimum_s"),
	    .quantum_s = msg_int(msg, "quantum_s"),
	    .vat_bp = (int)msg_int(msg, "vat_bp"),
	    .base_gr = msg_int(msg, "base_gr"),
	    .quoted = str_eq(c->quote, "accepted"),
	    .cap_gr = msg_int(msg, "cap_gr"),
	    .fixed_gr = msg_int(msg, "fixed_gr"),
	};
	(void)bill_rates_parse(&c->live, msg_str(msg, "rates"));
	return MODEL_CLOCKS;
}

static unsigned
on_quote(struct model *m, const struct msg *msg)
{
	struct quote q;

	if (!msg_quote_read(msg, &q, NULL))
		return 0;
	drop_quote(m, q.ticket);
	m->quote = mem_grow(m->quote, (size_t)m->quotes + 1, sizeof(*m->quote));
	m->quote[m->quotes++] = q;
	return MODEL_CLOCKS;
}

static unsigned
on_rate(struct model *m, const struct msg *msg)
{
	struct rate r;

	if (!msg_rate_read(msg, &r, NULL))
		return 0;
	drop_rate(m, r.ticket);
	m->rate = mem_grow(m->rate, (size_t)m->rates + 1, sizeof(*m->rate));
	m->rate[m->rates++] = r;
	return MODEL_CLOCKS;
}

unsigned
model_apply(struct model *m, const struct msg *msg, int64_t now_ms)
{
	switch (msg_kind(msg)) {
	case MSG_WELCOME:
		return on_welcome(m, msg);
	case MSG_LISTED:
		return on_listed(m);
	case MSG_ROW:
		return on_row(m, msg, now_ms);
	case MSG_GONE:
		return on_gone(m, msg);
	case MSG_TECHNICIAN:
		return on_technician(m, msg);
	case MSG_PRICE:
		return on_price(m, msg);
	case MSG_CLOCK:
		return on_clock(m, msg, now_ms);
	case MSG_QUOTE:
		return on_quote(m, msg);
	case MSG_RATE:
		return on_rate(m, msg);
	case MSG_RATED:
		drop_rate(m, msg_int(msg, "ticket"));
		return MODEL_CLOCKS;
	case MSG_WITHDRAWN:
	case MSG_ANSWERED:
		drop_quote(m, msg_int(msg, "ticket"));
		return MODEL_CLOCKS;
	case MSG_BANNER:
		take(&m->banner, msg, "text");
		return MODEL_DESK;
	default:
		return 0;
	}
}

/* --- asking --- */

const struct model_row *
model_row(const struct model *m, int64_t ticket)
{
	int i = find_row(m, ticket);

	return i < 0 ? NULL : &m->row[i];
}

const struct model_clock *
model_clock(const struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->clocks; i++)
		if (m->clock[i].ticket == ticket)
			return &m->clock[i];
	return NULL;
}

const struct quote *
model_quote(const struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->quotes; i++)
		if (m->quote[i].ticket == ticket)
			return &m->quote[i];
	return NULL;
}

const struct rate *
model_rate(const struct model *m, int64_t ticket)
{
	for (int i = 0; i < m->rates; i++)
		if (m->rate[i].ticket == ticket)
			return &m->rate[i];
	return NULL;
}

bool
model_kind_asks(const struct model_clock *clock, const char *kind)
{
	size_t len = strlen(kind);
	const char *at = clock != NULL ? clock->asks : "";

	for (; (at = strstr(at, kind)) != NULL; at += len)
		if ((at == clock->asks || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return len > 0;
	return false;
}

bool
model_kind_undo(const struct model_clock *clock, int64_t now_ms)
{
	return clock != NULL && now_ms <= clock->undo_until_ms;
}

const struct model_technician *
model_technician(const struct model *m, const char *id)
{
	for (int i = 0; i < m->technicians; i++)
		if (str_eq(m->technician[i].id, id) ||
		    str_eq(m->technician[i].name, id))
			return &m->technician[i];
	return NULL;
}

const char *
model_state_text(const char *state)
{
	if (str_eq(state, "free"))
		return _("free");
	if (str_eq(state, "busy"))
		return _("busy");
	return str_eq(state, "away") ? _("away") : state;
}

bool
model_is_waiting(const struct model_row *row)
{
	return str_eq(row->state, "waiting");
}

bool
model_is_mine(const struct model *m, const struct model_row *row)
{
	return row->by[0] != '\0' && str_eq(row->by, m->me);
}

bool
model_serves(
    const struct model *m, const char *technician, const struct model_row *row)
{
	const struct model_technician *t = model_technician(m, technician);

	return t == NULL || trust_serves(t->products, row->product);
}

int64_t
model_waited_s(const struct model_row *row, int64_t now_ms)
{
	if (!model_is_waiting(row))
		return row->waited_s;
	return row->waited_s + MAX_OF(now_ms - row->seen_ms, 0) / 1000;
}

char
model_letter(const struct model_row *row, int64_t now_ms)
{
	static const struct {
		const char *state;
		char letter;
	} letters[] = {{"claimed", 'A'}, {"working", 'A'}, {"paused", 'P'},
	    {"quoted", 'Q'}, {"solved", 'S'}};

	if (model_is_waiting(row)) {
		if (model_waited_s(row, now_ms) > MODEL_OLD_S)
			return '!';
		return row->called ? 'C' : 'N';
	}
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		if (str_eq(row->state, letters[i].state))
			return letters[i].letter;
	return 'X';
}

int
model_waiting(const struct model *m)
{
	int n = 0;

	for (int i = 0; i < m->rows; i++)
		n += model_is_waiting(&m->row[i]);
	return n;
}

/* A technician has the client, and his program is there. */
static bool
is_taken(const struct model_row *row)
{
	static const char *const taken[] = {
	    "claimed", "working", "paused", "quoted"};

	for (size_t s = 0; s < ARRAY_LEN(taken); s++)
		if (row->online && str_eq(row->state, taken[s]))
			return true;
	return false;
}

int
model_expecting(const struct model *m)
{
	int n = model_waiting(m);

	for (int i = 0; i < m->rows; i++)
		n += is_taken(&m->row[i]);
	return n;
}

int
model_expecting_me(const struct model *m)
{
	int n = 0;

	for (int i = 0; i < m->rows; i++)
		n += is_taken(&m->row[i]) && model_is_mine(m, &m->row[i]);
	return n;
}

const char *
model_client(const struct model_row *row)
{
	return row->company[0] != '\0' ? row->company : row->name;
}
