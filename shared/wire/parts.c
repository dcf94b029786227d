#include "shared/wire/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

/* How a member of a struct is held; a word's is an enum or an int. */
enum hold { HOLD_INT64, HOLD_INT, HOLD_BOOL, HOLD_TEXT, HOLD_BUF };

struct part {
	const char *field;
	enum hold hold;
	size_t at, size;
	size_t cut; /* TEXT: of a person; cleaned, and so many bytes of it */
};

#define HOLD(x) \
	_Generic((x), int64_t: HOLD_INT64, bool: HOLD_BOOL,          \
	    const char *: HOLD_TEXT, char *: HOLD_BUF, default: HOLD_INT)
#define CUT_AS(type, member, field, cut)                    \
	{                                                   \
		field, HOLD(((struct type *)0)->member),    \
		    offsetof(struct type, member),          \
		    sizeof(((struct type *)0)->member), cut \
	}
#define AS(type, member, field) CUT_AS(type, member, field, 0)
#define FIELD(type, member) AS(type, member, #member)
#define CUT(type, member, cut) CUT_AS(type, member, #member, cut)

static int64_t
number_at(const struct part *p, const void *at)
{
	int n;

	if (p->hold == HOLD_INT64)
		return *(const int64_t *)at;
	if (p->hold == HOLD_BOOL)
		return *(const bool *)at;
	memcpy(&n, at, sizeof(n));
	return n;
}

static const char *
text_at(const struct part *p, const void *at)
{
	const char *text = p->hold == HOLD_BUF ? at : *(const char *const *)at;

	return text != NULL ? text : "";
}

static void
put_text(struct msg *m, const struct part *p, const char *text)
{
	char *clean;

	if (p->cut == 0) {
		msg_put_str(m, p->field, text);
		return;
	}
	clean = mem_alloc(p->cut + 1);
	msg_put_str(m, p->field, utf8_clean(clean, p->cut + 1, text, 0));
	free(clean);
}

/* What may be absent and says nothing is left out. */
static void
put(struct msg *m, const struct part *p, const void *at)
{
	const struct msg_field *f = msg_field(m, p->field);

	if (p->hold == HOLD_TEXT || p->hold == HOLD_BUF) {
		if (!f->optional || text_at(p, at)[0] != '\0')
			put_text(m, p, text_at(p, at));
		return;
	}
	if (f->type == MSG_WORD)
		msg_put_word(m, p->field, (int)number_at(p, at));
	else if (f->optional && number_at(p, at) == 0)
		return;
	else if (f->type == MSG_BOOL)
		msg_put_bool(m, p->field, number_at(p, at) != 0);
	else
		msg_put_int(m, p->field, number_at(p, at));
}

/* False when a text is cut by its buffer. */
static bool
take(const struct msg *m, const struct part *p, void *at)
{
	const struct msg_field *f = msg_field(m, p->field);
	int n;

	if (p->hold == HOLD_BUF)
		return str_copy(at, p->size, msg_str(m, p->field));
	if (p->hold == HOLD_TEXT)
		*(const char **)at = msg_str(m, p->field);
	else if (p->hold == HOLD_BOOL)
		*(bool *)at = msg_bool(m, p->field);
	else if (p->hold == HOLD_INT64)
		*(int64_t *)at = msg_int(m, p->field);
	else {
		n = f->type == MSG_WORD ? msg_word(m, p->field)
					: (int)msg_int(m, p->field);
		memcpy(at, &n, sizeof(n));
	}
	return true;
}

/* Into a message, behind what it has. Returns it. */
static struct msg *
fill(struct msg *m, const struct part *parts, size_t n, const void *from)
{
	for (size_t i = 0; i < n; i++)
		put(m, &parts[i], (const char *)from + parts[i].at);
	return m;
}

static bool
take_all(const struct msg *m, const struct part *parts, size_t n, void *to)
{
	bool whole = true;

	for (size_t i = 0; i < n; i++)
		whole = take(m, &parts[i], (char *)to + parts[i].at) && whole;
	return whole;
}

#define FILL(m, parts, from) fill(m, parts, ARRAY_LEN(parts), from)
#define MAKE(kind, parts, from) FILL(msg_new(kind), parts, from)
#define TAKE(m, parts, to) \
	(memset(to, 0, sizeof(*(to))), take_all(m, parts, ARRAY_LEN(parts), to))

/* The two functions of a struct that is all in its table. */
#define PARTS(name, type, KIND)                                      \
	struct msg *parts_##name(const struct type *from)            \
	{                                                            \
		return MAKE(KIND, name##_parts, from);               \
	}                                                            \
	void parts_take_##name(const struct msg *m, struct type *to) \
	{                                                            \
		(void)TAKE(m, name##_parts, to);                     \
	}

/* --- what the desk says of itself --- */

static const struct part technician_parts[] = {
    FIELD(parts_technician, id),
    FIELD(parts_technician, name),
    FIELD(parts_technician, state),
    FIELD(parts_technician, products),
};
PARTS(technician, parts_technician, MSG_TECHNICIAN)

static const struct part price_parts[] = {
    FIELD(price, name),
    FIELD(price, kind),
    FIELD(price, products),
    FIELD(price, net_gr),
    FIELD(price, minimum_s),
    FIELD(price, quantum_s),
    FIELD(price, vat_bp),
    AS(price, quoted_first, "quoted"),
};
PARTS(price, price, MSG_PRICE)

/* --- the clock --- */

static const struct part clock_parts[] = {
    FIELD(parts_clock, ticket),
    FIELD(parts_clock, running),
    FIELD(parts_clock, why),
    FIELD(parts_clock, line),
    FIELD(parts_clock, kind),
    AS(parts_clock, live.worked_ms, "worked_ms"),
    AS(parts_clock, live.line_ms, "line_ms"),
    AS(parts_clock, live.net_hour_gr, "net_hour_gr"),
    AS(parts_clock, live.minimum_s, "minimum_s"),
    AS(parts_clock, live.quantum_s, "quantum_s"),
    AS(parts_clock, live.vat_bp, "vat_bp"),
    AS(parts_clock, live.base_gr, "base_gr"),
    AS(parts_clock, live.cap_gr, "cap_gr"),
    AS(parts_clock, live.fixed_gr, "fixed_gr"),
    FIELD(parts_clock, quote),
    FIELD(parts_clock, net_gr),
};

/* "support database undo=60" */
static void
put_asks(struct msg *m, const struct parts_clock *c)
{
	struct buf text = BUF_INIT;

	for (int k = 0; k < PRICE_KINDS; k++)
		if ((c->asks & 1u << k) != 0)
			buf_printf(&text, "%s%s", text.len > 0 ? " " : "",
			    price_kind_name((enum price_kind)k));
	if (c->undo_s > 0)
		buf_printf(&text, "%sundo=%lld", text.len > 0 ? " " : "",
		    (long long)c->undo_s);
	msg_put_str(m, "asks", buf_str(&text));
	buf_fini(&text);
}

static void
take_asks(struct parts_clock *c, const char *asks)
{
	char text[129], *at = text, *word;
	enum price_kind kind;

	str_copy(text, sizeof(text), asks);
	while ((word = str_part(&at, ' ')) != NULL)
		if (price_kind_parse(word, &kind))
			c->asks |= 1u << kind;
		else if (str_starts(word, "undo="))
			(void)str_int(word + 5, 1, 86400, &c->undo_s);
}

struct msg *
parts_clock(const struct parts_clock *c)
{
	struct msg *m = MAKE(MSG_CLOCK, clock_parts, c);
	char rates[BILL_RATES_SIZE];

	put_asks(m, c);
	if (c->live.several)
		msg_put_str(m, "rates", bill_rates_print(&c->live, rates));
	return m;
}

void
parts_take_clock(const struct msg *m, struct parts_clock *c)
{
	(void)TAKE(m, clock_parts, c);
	c->live.quoted = c->quote == STANDS_ACCEPTED;
	take_asks(c, msg_str(m, "asks"));
	(void)bill_rates_parse(&c->live, msg_str(m, "rates"));
}

/* --- what the client is asked --- */

/* With what follows from it. */
struct full_quote {
	struct quote q;
	int basis;
	int64_t gross_gr;
	const char *hash;
};

static const struct part quote_parts[] = {
    AS(full_quote, q.ticket, "ticket"),
    AS(full_quote, q.number, "quote"),
    AS(full_quote, basis, "kind"),
    AS(full_quote, q.form, "form"),
    AS(full_quote, q.line, "line"),
    AS(full_quote, q.net_gr, "net_gr"),
    AS(full_quote, q.vat_gr, "vat_gr"),
    AS(full_quote, gross_gr, "gross_gr"),
    AS(full_quote, q.hours, "hours"),
    AS(full_quote, q.worked_s, "worked_s"),
    AS(full_quote, q.so_far_gr, "so_far_gr"),
    AS(full_quote, q.before_gr, "before_gr"),
    AS(full_quote, q.total_gr, "total_gr"),
    AS(full_quote, q.total_vat_gr, "total_vat_gr"),
    AS(full_quote, q.text, "text"),
    FIELD(full_quote, hash),
};

struct msg *
parts_quote(const struct quote *q, const char *hash)
{
	struct full_quote full = {.q = *q,
	    .basis = q->hours > 0 ? BASIS_HOURS : BASIS_FIXED,
	    .gross_gr = q->net_gr + q->vat_gr,
	    .hash = hash};

	return MAKE(MSG_QUOTE, quote_parts, &full);
}

bool
parts_take_quote(const struct msg *m, struct quote *q, struct err *err)
{
	char hash[QUOTE_HASH_SIZE];
	struct full_quote full;

	if (!TAKE(m, quote_parts, &full))
		return err_set(err, _("the quote contradicts itself"));
	*q = full.q;
	if (!quote_check(q, err))
		return false;
	quote_hash(q, hash);
	return (str_eq(hash, full.hash) &&
		   full.gross_gr == q->net_gr + q->vat_gr) ||
	    err_set(err, _("the quote does not match its hash"));
}

static const struct part rate_parts[] = {
    FIELD(rate, ticket),
    AS(rate, number, "question"),
    FIELD(rate, technician),
    FIELD(rate, line),
    FIELD(rate, net_gr),
    FIELD(rate, minimum_s),
    FIELD(rate, quantum_s),
    FIELD(rate, vat_bp),
    FIELD(rate, now_line),
    FIELD(rate, now_net_gr),
    FIELD(rate, now_vat_bp),
    FIELD(rate, cap_gr),
};

struct msg *
parts_rate(const struct rate *r, const char *hash)
{
	return msg_put_str(MAKE(MSG_RATE, rate_parts, r), "hash", hash);
}

bool
parts_take_rate(const struct msg *m, struct rate *r, struct err *err)
{
	char hash[QUOTE_HASH_SIZE];

	if (!TAKE(m, rate_parts, r))
		return err_set(err, _("a name must be one plain line"));
	if (!rate_check(r, err))
		return false;
	rate_hash(r, hash);
	return str_eq(hash, msg_str(m, "hash")) ||
	    err_set(err, _("the question does not match its hash"));
}

/* --- tickets --- */

static const struct part row_parts[] = {
    FIELD(parts_row, ticket),
    FIELD(parts_row, state),
    CUT(parts_row, name, 256),
    CUT(parts_row, company, 256),
    CUT(parts_row, phone, 64),
    CUT(parts_row, product, 64),
    CUT(parts_row, wanted, 64),
    CUT(parts_row, problem, 1500),
    FIELD(parts_row, since_s),
    FIELD(parts_row, waited_s),
    FIELD(parts_row, called),
    FIELD(parts_row, online),
    FIELD(parts_row, by),
    FIELD(parts_row, visit),
    FIELD(parts_row, key),
    FIELD(parts_row, known_s),
    FIELD(parts_row, earlier),
    FIELD(parts_row, rate),
    FIELD(parts_row, remark),
    FIELD(parts_row, alone),
    FIELD(parts_row, left),
    FIELD(parts_row, from),
    CUT(parts_row, contractor, 256),
    FIELD(parts_row, history),
    FIELD(parts_row, loose),
    FIELD(parts_row, untended),
};
PARTS(row, parts_row, MSG_ROW)

void
parts_past_add(struct buf *history, const struct parts_past *p)
{
	buf_printf(history, "%" PRId64 " %" PRId64 " %s\n%s\n%s\n", p->opened_s,
	    p->ticket, ticket_state_name(p->state), p->note, p->remark);
}

/* Up to that letter, or all; it may be cut. */
static void
take_until(const char **from, char end, char *dst, size_t size)
{
	size_t n = strcspn(*from, (const char[]){end, '\0'});

	snprintf(dst, size, "%.*s", (int)MIN_OF(n, size - 1), *from);
	*from += n + ((*from)[n] != '\0');
}

bool
parts_past_next(const char **history, struct parts_past *p)
{
	char opened[24], ticket[24], state[24];

	take_until(history, ' ', opened, sizeof(opened));
	take_until(history, ' ', ticket, sizeof(ticket));
	take_until(history, '\n', state, sizeof(state));
	take_until(history, '\n', p->note, sizeof(p->note));
	take_until(history, '\n', p->remark, sizeof(p->remark));
	return str_int(opened, 0, INT64_MAX, &p->opened_s) &&
	    str_int(ticket, 1, INT64_MAX, &p->ticket) &&
	    ticket_state_parse(state, &p->state);
}

static const struct part ended_parts[] = {
    FIELD(parts_ended, ticket),
    FIELD(parts_ended, outcome),
    FIELD(parts_ended, net_gr),
    FIELD(parts_ended, vat_gr),
    FIELD(parts_ended, gross_gr),
    FIELD(parts_ended, worked_s),
    FIELD(parts_ended, billed_s),
    CUT(parts_ended, note, 1000),
    CUT(parts_ended, why, 1000),
};
PARTS(ended, parts_ended, MSG_ENDED)

/* --- the log --- */

static const struct part logrow_parts[] = {
    FIELD(logrow, ticket),
    FIELD(logrow, opened_s),
    FIELD(logrow, closed_s),
    CUT_AS(logrow, name, "client", 256),
    CUT(logrow, company, 256),
    CUT_AS(logrow, technicians, "technician", 256),
    CUT(logrow, product, 64),
    FIELD(logrow, outcome),
    FIELD(logrow, worked_s),
    FIELD(logrow, billed_s),
    FIELD(logrow, net_gr),
    FIELD(logrow, vat_gr),
    FIELD(logrow, gross_gr),
    AS(logrow, raw_net_gr, "raw_gr"),
    CUT(logrow, invoice, 128),
    CUT(logrow, note, 800),
    CUT(logrow, text, 700),
    FIELD(logrow, solved),
    FIELD(logrow, wait_s),
    CUT(logrow, paid, 10),
};

struct msg *
parts_logrow(int64_t id, const struct logrow *r)
{
	struct msg *m = msg_put_int(msg_new(MSG_LOGROW), "id", id);

	FILL(m, logrow_parts, r);
	return r->ticket > 0 ? m : msg_put_int(m, "ticket", 1);
}

void
parts_take_logrow(const struct msg *m, struct logrow *r)
{
	(void)TAKE(m, logrow_parts, r);
	r->client = r->company[0] != '\0' ? r->company : r->name;
}

static const struct part logend_parts[] = {
    FIELD(parts_logend, id),
    FIELD(parts_logend, total),
    FIELD(parts_logend, tickets),
    FIELD(parts_logend, open),
    FIELD(parts_logend, worked_s),
    FIELD(parts_logend, billed_s),
    FIELD(parts_logend, net_gr),
    FIELD(parts_logend, vat_gr),
    FIELD(parts_logend, gross_gr),
    FIELD(parts_logend, worked_most_s),
    FIELD(parts_logend, net_most_gr),
};
PARTS(logend, parts_logend, MSG_LOGEND)
