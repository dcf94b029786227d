#include "console/store/receipt.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/store/db_moment.h"
#include "console/store/due.h"
#include "console/store/export.h"
#include "console/store/head.h"
#include "console/store/replay.h"
#include "console/store/report_parts.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/grant.h"
#include "shared/core/money.h"
#include "shared/core/slip.h"

#define LABEL_COLS 14
#define TEXT_SIZE 4096
/* A receipt is read by people, and signed: what a client changes again and
 * again is cut. */
#define ROWS_MOST 100

/* What the card said of which the client took or refused. */
struct terms {
	enum quote_form form;
	int hours;
	int64_t net_gr, total_gr;
	char line[PRICE_NAME_SIZE];
};

struct receipt {
	struct buf *out;
	const struct receipt_from *from;
	bool closed, head; /* head: the part's title was written */
	int64_t version;
	int rows; /* of this part */
	struct terms terms[ROWS_MOST]; /* by the number of the quote */
	unsigned cut; /* lines that a cap cut, by bit */
	char ended_by[TICKET_NAME_SIZE]; /* who never worked on it, or "" */
	struct slip slip;
	struct db *db;
	struct due due; /* of a closed one: its parts, for the rates of VAT */
};

/* "label         text", foreign text cleaned, nothing for an empty one. */
static void
line(struct buf *out, const char *label, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_printf(out, "%s%*s%s\n", label,
	    MAX_OF(LABEL_COLS - utf8_cols(label), 1), "",
	    UTF8_CLEAN(TEXT_SIZE, text, 0));
}

/* Of any day, also of the hour that comes twice. */
#define MOMENT(utc_s) clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M:%S %Z", utc_s)

static void
time_line(struct buf *out, const char *label, int64_t utc_s)
{
	if (utc_s != 0)
		line(out, label, MOMENT(utc_s));
}

/* One more row of a part; false when it has enough of them. */
static bool
one_more(struct receipt *r, const char *title)
{
	if (!r->head)
		buf_printf(r->out, "\n%s\n", title);
	r->head = true;
	return r->rows++ < ROWS_MOST;
}

static void
end_part(struct receipt *r)
{
	if (r->rows > ROWS_MOST)
		buf_printf(r->out, _("  ... and %d more, in the time log\n"),
		    r->rows - ROWS_MOST);
	r->head = false;
	r->rows = 0;
}

/* The firm, as clients know it and as invoices name it. */
static void
put_firm(struct buf *out, const struct receipt_from *from)
{
	line(out, _("firm"), from->firm);
	line(out, _("phone"), from->phone);
	if (from->seller == NULL || !str_eq(from->seller, from->firm))
		line(out, _("seller"), from->seller);
	line(out, _("NIP"), from->nip);
	line(out, _("address"), from->address);
}

static void
put_version(struct receipt *r)
{
	char number[32];

	if (r->version < 2)
		return;
	snprintf(number, sizeof(number), "%" PRId64, r->version);
	line(r->out, _("version"), number);
	line(r->out, _("corrected"),
	    _("this receipt replaces those issued before"));
}

static bool
put_head(const struct logrow *row, void *ctx, struct err *err)
{
	struct receipt *r = ctx;
	char number[32];

	snprintf(number, sizeof(number), "%" PRId64, row->ticket);
	line(r->out, _("ticket"), number);
	put_version(r);
	put_firm(r->out, r->from);
	line(r->out, _("client"), row->client);
	if (!str_eq(row->client, row->name))
		line(r->out, _("contact"), row->name);
	line(r->out, _("technician"), row->technicians);
	line(r->out, _("product"), row->product);
	line(r->out, _("problem"), row->problem);
	time_line(r->out, _("opened"), row->opened_s);
	time_line(r->out, _("let in"), row->started_s);
	time_line(r->out, _("closed"), row->closed_s);
	line(r->out, _("ended by"), r->ended_by);
	line(r->out, _("outcome"), export_outcome(row));
	line(r->out, _("what was done"), row->note);
	line(r->out, _("signed with"), r->from->key);
	r->closed = row->closed_s != 0;
	r->slip = (struct slip){.ticket = row->ticket,
	    .net_gr = row->net_gr,
	    .vat_gr = row->vat_gr,
	    .gross_gr = row->gross_gr};
	str_copy(r->slip.outcome, sizeof(r->slip.outcome),
	    r->closed ? row->outcome : "open");
	if (r->closed && row->net_gr != 0)
		(void)due_of_row(r->db, row, &r->due, NULL);
	return true;
}

static void
put_visit(const struct report_visit *v, void *ctx)
{
	struct receipt *r = ctx;

	if (!one_more(r, _("Visits")))
		return;
	buf_printf(r->out, "  %d. %s - %s  %s\n", v->visit, MOMENT(v->from_s),
	    clock_end(CLOCK_TEXT, v->from_s, v->to_s),
	    UTF8_CLEAN(80, v->technician, 0));
}

/* What was billed by the hour, and how many of them begun: nothing of that
 * where the work is part of an agreed sum, or costs nothing. */
static void
put_segment(const struct report_segment *s, void *ctx)
{
	struct receipt *r = ctx;
	const char *worked = CLOCK_HMS(s->worked_s);
	int hours = (int)(s->billed_s / 3600);

	(void)one_more(r, _("Work"));
	if (s->billed_s == 0)
		buf_printf(r->out, _("  %s: worked %s"), s->name, worked);
	else
		buf_printf(r->out, _("  %s, %s/h: worked %s, billed %s"),
		    s->name, MONEY_TEXT(s->rate_gr), worked,
		    CLOCK_HMS(s->billed_s));
	if (s->billed_s > 0 && s->quantum_s == 3600 && s->billed_s % 3600 == 0)
		buf_printf(r->out,
		    NGETTEXT(
			" (%d started hour)", " (%d started hours)", hours),
		    hours);
	if ((r->cut & 1u << s->line) != 0)
		buf_printf(r->out, ", %s", _("at most what was agreed"));
	buf_addc(r->out, '\n');
}

/* Nobody can answer it any more when the ticket is closed. */
static const char *
answer_text(const char *answer, bool closed)
{
	if (str_eq(answer, "yes"))
		return _("accepted");
	if (str_eq(answer, "no"))
		return _("not accepted");
	if (str_eq(answer, "withdrawn"))
		return _("withdrawn");
	if (closed || str_eq(answer, "expired"))
		return _("no answer");
	return _("open");
}

/* In the words of the card: its hours are further ones, and what it comes to
 * has in it what was worked and agreed before. */
static void
put_terms(struct receipt *r, const struct report_quote *q)
{
	static const struct terms unknown;
	bool known = q->number > 0 && q->number <= ROWS_MOST;
	const struct terms *t = known ? &r->terms[q->number - 1] : &unknown;
	const char *net = MONEY_TEXT(t->net_gr);

	if (t->hours == 0)
		buf_printf(r->out, _("  %d. fixed sum %s net"), q->number, net);
	else if (t->form == QUOTE_OLD)
		buf_printf(r->out, _("  %d. at most %d h, at most %s net"),
		    q->number, t->hours, net);
	else
		buf_printf(r->out, _("  %d. %s, at most %d h more: %s net"),
		    q->number, t->line, t->hours, net);
	if (q->replaces)
		buf_printf(r->out, ", %s", _("in place of those before"));
	if (t->total_gr != 0 && t->total_gr != t->net_gr)
		buf_printf(r->out, _("; at most %s net in all"),
		    MONEY_TEXT(t->total_gr));
}

static void
put_quote(const struct report_quote *q, void *ctx)
{
	struct receipt *r = ctx;

	if (!one_more(r, _("Quotes")))
		return;
	put_terms(r, q);
	buf_printf(r->out, ": %s - %s", UTF8_CLEAN(TEXT_SIZE, q->text, 0),
	    answer_text(q->answer, r->closed));
	if (q->answered_utc_s != 0)
		buf_printf(r->out, " %s", MOMENT(q->answered_utc_s));
	buf_addc(r->out, '\n');
}

/* The rights in words, whatever a client may have sent to an older desk. */
static const char *
right_names(char *dst, size_t size, const char *text)
{
	unsigned mask;

	if (!grant_parse_list(text, &mask, NULL))
		return "?";
	dst[0] = '\0';
	for (int i = 0; i < GRANT_COUNT; i++) {
		size_t len = strlen(dst);

		if ((mask & (1u << i)) != 0)
			snprintf(dst + len, size - len, "%s%s",
			    len > 0 ? ", " : "", grant_title(1u << i));
	}
	return dst;
}

static void
put_right(const struct report_event *e, void *ctx)
{
	struct receipt *r = ctx;
	char names[200];
	const char *at, *text;

	if (!str_eq(e->kind, "rights") && !str_eq(e->kind, "consent"))
		return;
	if (!one_more(r, _("Rights given and taken")))
		return;
	at = MOMENT(e->at_utc_s);
	text = right_names(names, sizeof(names), e->text);
	if (str_eq(e->kind, "consent"))
		buf_printf(r->out, "  %s %s%s%s\n", at,
		    e->yes ? _("let in") : _("not let in"),
		    text[0] != '\0' ? ": " : "", text);
	else
		buf_printf(r->out, "  %s %s\n", at,
		    text[0] != '\0' ? text : _("none"));
}

/* VAT of each rate, of the sums that it was computed on. */
static void
put_rates(struct receipt *r)
{
	struct money_sum sum = {0};
	char rate[24];

	for (int i = 0; i < r->due.n; i++)
		(void)money_sum_add(
		    &sum, r->due.part[i].vat_bp, r->due.part[i].net_gr);
	for (int i = 0; i < sum.n; i++) {
		const struct money_rate *m = &sum.rate[i];

		if (m->net_gr == 0)
			continue;
		snprintf(rate, sizeof(rate),
		    m->vat_bp % 100 == 0 ? "%d" : "%d,%02d", m->vat_bp / 100,
		    m->vat_bp % 100);
		buf_printf(r->out, _("  VAT %s %% of %s: %s\n"), rate,
		    MONEY_TEXT(m->net_gr),
		    MONEY_TEXT(money_vat(m->net_gr, m->vat_bp)));
	}
}

static void
put_amount(struct receipt *r)
{
	buf_printf(
	    r->out, "\n%s\n", r->closed ? _("Amount") : _("Amount so far"));
	put_rates(r);
	buf_printf(r->out, _("  net %s, VAT %s, gross %s\n"),
	    MONEY_TEXT(r->slip.net_gr), MONEY_TEXT(r->slip.vat_gr),
	    MONEY_TEXT(r->slip.gross_gr));
	if (r->closed && r->slip.gross_gr == 0)
		buf_printf(r->out, "  %s\n", _("Nothing to pay."));
	else if (r->closed)
		buf_printf(r->out, "  %s\n",
		    _("This is a receipt of the work done; it is no invoice."));
}

/* Lines for programs: what the log was then, and what it comes to. */
static bool
put_end(struct db *db, struct receipt *r, struct err *err)
{
	struct head h;

	if (!head_now(db, clock_utc_s(), &h, err))
		return false;
	head_print(&h, r->out);
	buf_addc(r->out, '\n');
	slip_print(&r->slip, r->out);
	return true;
}

static void
on_step(const struct ticket *t, const struct ticket_event *ev, void *ctx)
{
	struct receipt *r = ctx;
	const struct quote *q = &t->pending;
	struct terms *terms;

	if (ev->kind == TICKET_EV_ENDED)
		str_copy(r->ended_by, sizeof(r->ended_by), ev->actor);
	if (ev->kind != TICKET_EV_QUOTED || q->number > ROWS_MOST)
		return;
	terms = &r->terms[q->number - 1];
	*terms = (struct terms){q->form, q->hours, q->net_gr, q->total_gr, ""};
	str_copy(terms->line, sizeof(terms->line), q->line);
}

static void
on_visit(const struct report_visit *v, void *ctx)
{
	struct receipt *r = ctx;

	if (str_eq(v->technician, r->ended_by))
		r->ended_by[0] = '\0';
}

/* See receipt_from.lang. */
static void
speak(const struct receipt_from *from, const char *client)
{
	if (from->lang != NULL)
		i18n_speak(client[0] != '\0' ? client : from->lang);
}

/* What the tables do not have. */
static bool
read_journal(struct db *db, int64_t ticket, struct receipt *r, struct err *err)
{
	struct ticket *t = mem_alloc(sizeof(*t));
	struct bill bill;
	bool ok = replay_watch(db, ticket, t, on_step, r, err);

	if (ok) {
		ticket_bill(t, t->meter.from_ms, &bill);
		r->cut = bill_cuts(&bill);
		speak(r->from, t->lang);
	}
	free(t);
	return ok && report_visits(db, ticket, on_visit, r, err);
}

static bool
put_all(struct db *db, int64_t ticket, struct receipt *r, struct err *err)
{
	r->version = receipt_version(db, ticket);
	if (!read_journal(db, ticket, r, err) ||
	    !report_ticket(db, ticket, put_head, r, err) ||
	    !report_visits(db, ticket, put_visit, r, err))
		return false;
	end_part(r);
	if (!report_segments(db, ticket, put_segment, r, err))
		return false;
	end_part(r);
	if (!report_quotes(db, ticket, put_quote, r, err))
		return false;
	end_part(r);
	if (!report_events(db, ticket, false, 0, 0, put_right, r, err))
		return false;
	end_part(r);
	put_amount(r);
	return put_end(db, r, err);
}

/* All of one moment, whoever corrects the ticket meanwhile. */
bool
receipt_make(struct db *db, int64_t ticket, const struct receipt_from *from,
    int64_t *version, struct buf *out, struct err *err)
{
	char own[I18N_LANG_SIZE];
	struct receipt *r;
	bool ok = db_hold(db, err);

	if (!ok)
		return false;
	str_copy(own, sizeof(own), i18n_lang());
	r = mem_alloc(sizeof(*r));
	r->out = out;
	r->from = from;
	r->db = db;
	ok = put_all(db, ticket, r, err);
	if (version != NULL)
		*version = r->version;
	free(r);
	if (from->lang != NULL)
		i18n_speak(own);
	return db_release(db, ok ? err : NULL) && ok;
}
