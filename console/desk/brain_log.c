#include "console/desk/brain_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/desk/brain_claim.h"
#include "console/desk/brain_receipt.h"
#include "console/store/amend.h"
#include "console/store/due.h"
#include "console/store/group.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/report_parts.h"
#include "console/store/report_sums.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/grant.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"
#include "shared/core/title.h"
#include "shared/wire/parts.h"

/* One question while it is being answered. */
struct question {
	struct brain_link *link;
	int64_t sent;
	struct parts_logend end;
};

static int64_t
most(int64_t v, int64_t max)
{
	return v < 0 ? 0 : MIN_OF(v, max);
}

static void
send_row(struct question *q, const struct logrow *r)
{
	brain_link_send(q->link, parts_logrow(q->end.id, r));
	q->sent++;
}

static bool
ticket_row(const struct logrow *r, void *ctx, struct err *err)
{
	send_row(ctx, r);
	return true;
}

static void
bar_row(struct question *q, const struct group *g)
{
	struct report_totals sum;

	report_set_sum(&sum, &g->sum);
	send_row(q,
	    &(struct logrow){.ticket = g->sum.tickets,
		.worked_s = sum.worked_s,
		.billed_s = sum.billed_s,
		.net_gr = sum.net_gr,
		.vat_gr = sum.vat_gr,
		.gross_gr = sum.gross_gr,
		.text = g->label,
		.solved = g->solved,
		.wait_s = group_wait_s(g)});
}

/* "see the screen, type" */
static void
rights_text(const char *list, char *dst, size_t size)
{
	unsigned mask = 0;

	dst[0] = '\0';
	(void)grant_parse_list(list, &mask, NULL);
	for (int i = 0; i < GRANT_COUNT; i++)
		if ((mask & 1u << i) != 0)
			snprintf(dst + strlen(dst), size - strlen(dst), "%s%s",
			    dst[0] != '\0' ? ", " : "", grant_title(1u << i));
}

/* What it comes to, in words: no hash, and no word of the journal. */
static void
event_point(const struct report_event *e, char *dst, size_t size)
{
	enum ticket_event_kind kind = TICKET_EVENTS;
	char rights[200];

	(void)ticket_event_parse(e->kind, &kind);
	rights_text(e->text, rights, sizeof(rights));
	switch (kind) {
	case TICKET_EV_CONSENT:
		snprintf(dst, size, "%s%s%s", e->yes ? _("yes") : _("no"),
		    rights[0] != '\0' ? ", " : "", rights);
		break;
	case TICKET_EV_RIGHTS:
		str_copy(dst, size, rights[0] != '\0' ? rights : _("none"));
		break;
	case TICKET_EV_ANSWERED:
	case TICKET_EV_KIND_ANSWERED:
		str_copy(dst, size,
		    e->yes		      ? _("yes")
			: e->text2[0] != '\0' ? _("no")
					      : _("no answer"));
		break;
	case TICKET_EV_ENDED:
	case TICKET_EV_OUTCOME:
		snprintf(dst, size, "%s%s%.400s",
		    e->yes ? _("solved") : _("not solved"),
		    e->text[0] != '\0' ? ", " : "", e->text);
		break;
	case TICKET_EV_QUOTED:
	case TICKET_EV_CORRECTED:
		snprintf(
		    dst, size, "%s, %.400s", MONEY_TEXT(e->net_gr), e->text);
		break;
	case TICKET_EV_OPENED:
	case TICKET_EV_RELEASED:
		str_copy(dst, size, str_eq(e->text, "any") ? "" : e->text);
		break;
	default:
		snprintf(dst, size, "%.400s", e->text);
		break;
	}
}

static void
event_row(const struct report_event *e, void *ctx)
{
	char text[800], point[600];
	const char *actor = e->actor;

	event_point(e, point, sizeof(point));
	if (str_eq(actor, "client") || str_eq(actor, "desk"))
		actor = actor[0] == 'c' ? _("client") : _("desk");
	snprintf(text, sizeof(text), "%s %s%s%s%s%s",
	    ticket_event_title(e->kind), actor, e->line[0] != '\0' ? ", " : "",
	    e->line[0] != '\0' ? title_work(e->line) : "",
	    point[0] != '\0' ? ": " : "", point);
	send_row(ctx,
	    &(struct logrow){.opened_s = e->at_utc_s,
		.technicians = e->actor,
		.outcome = e->kind,
		.worked_s = most(e->seconds, 31536000),
		.net_gr = most(e->net_gr, MONEY_MAX_GR),
		.note = e->text,
		.text = text});
}

static bool
read_day(const char *text, bool end, int64_t *out, struct err *err)
{
	*out = 0;
	if (text[0] == '\0')
		return true;
	if (!clock_parse_day(text, out))
		return err_set(err, _("\"%s\" is not a date"), text);
	if (end && strlen(text) == 10)
		*out = clock_add_days(*out, 1);
	return true;
}

static bool
read_filter(const struct msg *m, struct report_filter *f, struct err *err)
{
	memset(f, 0, sizeof(*f));
	f->client = msg_str(m, "client");
	f->technician = msg_str(m, "technician");
	f->product = msg_str(m, "product");
	f->outcome = msg_str(m, "outcome");
	f->words = msg_str(m, "words");
	f->ticket = msg_int(m, "ticket");
	f->invoiced = (enum report_invoiced)(msg_word(m, "invoiced") + 1);
	f->paid = (enum report_paid)(msg_word(m, "paid") + 1);
	return report_check_words(f->words, err) &&
	    read_day(msg_str(m, "from"), false, &f->from_s, err) &&
	    read_day(msg_str(m, "to"), true, &f->to_s, err);
}

static void
put_sums(struct question *q, const struct report_totals *sum)
{
	q->end.worked_s = sum->worked_s;
	q->end.billed_s = sum->billed_s;
	q->end.net_gr = sum->net_gr;
	q->end.vat_gr = sum->vat_gr;
	q->end.gross_gr = sum->gross_gr;
}

static bool
view_tickets(struct question *q, const struct msg *m,
    const struct report_filter *f, struct err *err)
{
	struct db *db = store_db(q->link->brain->store);
	struct report_totals sum = {0};
	struct report_page page = {
	    .sort = MAX_OF(msg_word(m, "sort"), LOGASK_BY_NUMBER),
	    .reverse = msg_bool(m, "reverse"),
	    .offset = msg_int(m, "offset"),
	    .limit = msg_int(m, "limit")};

	/* limit 0 asks for the totals alone */
	if ((page.limit > 0 &&
		!report_rows(db, f, &page, ticket_row, q, err)) ||
	    !report_totals(db, f, &sum, err))
		return false;
	q->end.total = sum.count;
	q->end.tickets = sum.count - sum.open;
	q->end.open = sum.open;
	put_sums(q, &sum);
	return true;
}

/* to_s 0: it is still open, and has no length */
static void
visit_row(const struct report_visit *v, void *ctx)
{
	send_row(ctx,
	    &(struct logrow){.ticket = v->visit,
		.opened_s = v->from_s,
		.technicians = v->technician,
		.outcome = v->to_s == 0 ? "open" : "",
		.worked_s = v->to_s == 0
		    ? 0
		    : most(v->to_s - v->from_s, 31536000)});
}

static void
segment_row(const struct report_segment *s, void *ctx)
{
	send_row(ctx,
	    &(struct logrow){.product = s->kind,
		.worked_s = most(s->worked_s, 31536000),
		.billed_s = most(s->billed_s, 31536000),
		.net_gr = s->net_gr,
		.raw_net_gr = s->rate_gr,
		.text = s->name});
}

/* What a completed ticket came to and its hours did not: an agreed sum, a
 * correction. */
static bool
sum_rows(const struct logrow *r, void *ctx, struct err *err)
{
	struct question *q = ctx;
	struct due due;

	if (r->closed_s == 0 || r->net_gr == 0)
		return true;
	if (!due_of_row(store_db(q->link->brain->store), r, &due, err))
		return false;
	for (int i = 0; i < due.n; i++)
		if (due.part[i].line == DUE_WHOLE && due.part[i].net_gr != 0)
			send_row(q,
			    &(struct logrow){.net_gr = due.part[i].net_gr,
				.text = due.corrected ? TITLE_CORRECTED
						      : TITLE_FIXED});
	return true;
}

static bool
segment_rows(struct question *q, int64_t ticket, struct err *err)
{
	struct db *db = store_db(q->link->brain->store);

	return report_segments(db, ticket, segment_row, q, err) &&
	    report_ticket(db, ticket, sum_rows, q, err);
}

/* Both are short lists: all of it comes with the first page. */
static bool
view_parts(struct question *q, const struct msg *m,
    const struct report_filter *f, struct err *err)
{
	struct db *db = store_db(q->link->brain->store);
	bool visits = msg_word(m, "view") == LOGASK_VISITS;

	if (msg_int(m, "offset") > 0)
		return true;
	if (!(visits ? report_visits(db, f->ticket, visit_row, q, err)
		     : segment_rows(q, f->ticket, err)))
		return false;
	q->end.total = q->sent;
	return true;
}

static bool
view_events(struct question *q, const struct msg *m,
    const struct report_filter *f, struct err *err)
{
	struct db *db = store_db(q->link->brain->store);

	if (!report_events(db, f->ticket, false, msg_int(m, "offset"),
		msg_int(m, "limit"), event_row, q, err))
		return false;
	/* how many there are is not counted: a full page has another one */
	q->end.total = msg_int(m, "offset") + q->sent +
	    (q->sent > 0 && q->sent == msg_int(m, "limit"));
	return true;
}

/* Days and months: the newest first. */
static bool
view_bars(struct question *q, const struct msg *m,
    const struct report_filter *f, enum group_by by, struct err *err)
{
	struct db *db = store_db(q->link->brain->store);
	bool newest = by == GROUP_DAY || by == GROUP_MONTH;
	int64_t from = msg_int(m, "offset"), limit = msg_int(m, "limit");
	struct report_totals all;
	struct groups groups;
	bool ok = groups_make(db, f, by, &groups, err);

	q->end.total = groups.n;
	groups_most(&groups, &q->end.worked_most_s, &q->end.net_most_gr);
	q->end.tickets = groups.all.sum.tickets;
	report_set_sum(&all, &groups.all.sum);
	put_sums(q, &all);
	for (int64_t i = from; ok && i < groups.n && i < from + limit; i++)
		bar_row(q, groups.group[newest ? groups.n - 1 - i : i]);
	groups_fini(&groups);
	return ok;
}

_Static_assert(LOGASK_MONTHS - LOGASK_TECHNICIANS == (int)GROUP_MONTH &&
	LOGASK_DAYS - LOGASK_TECHNICIANS == (int)GROUP_DAY,
    "bars are groups");
_Static_assert(REPORT_INVOICED == LOGASK_INVOICED_YES + 1 &&
	REPORT_NOT_INVOICED == LOGASK_INVOICED_NO + 1 &&
	REPORT_PAID == LOGASK_PAID_YES + 1 &&
	REPORT_NOT_PAID == LOGASK_PAID_NO + 1,
    "0 is any");

static bool
answer(struct question *q, const struct msg *m, struct err *err)
{
	int view = msg_word(m, "view");
	struct report_filter f;

	if (!read_filter(m, &f, err))
		return false;
	if (view <= LOGASK_TICKETS)
		return view_tickets(q, m, &f, err);
	if (view == LOGASK_EVENTS)
		return view_events(q, m, &f, err);
	if (view == LOGASK_VISITS || view == LOGASK_SEGMENTS)
		return view_parts(q, m, &f, err);
	return view_bars(
	    q, m, &f, (enum group_by)(view - LOGASK_TECHNICIANS), err);
}

void
brain_log_query(struct brain_link *l, const struct msg *m)
{
	struct question q = {.link = l, .end.id = msg_int(m, "id")};
	struct err err = {0};

	if (!answer(&q, m, &err))
		brain_link_refuse(l, m, REFUSED_LOG, 0, err.text);
	q.end.total = most(q.end.total, 100000000);
	brain_link_send(l, parts_logend(&q.end));
}

/* The amount, or the outcome where one is named. */
static bool
correct(struct brain_link *l, const struct msg *m, struct err *err)
{
	int state = TICKET_SOLVED + msg_word(m, "outcome");
	char *by = str_fmt("key %s", l->key);
	struct amend c = {.kind = TICKET_EV_CORRECTED,
	    .author = l->person->name,
	    .by = by,
	    .text = msg_str(m, "reason"),
	    .net_gr = msg_int(m, "net_gr"),
	    .vat_bp = msg_has(m, "vat_bp") ? (int)msg_int(m, "vat_bp") : -1};
	bool ok;

	if (state >= TICKET_SOLVED) {
		c.kind = TICKET_EV_OUTCOME;
		c.yes = state == TICKET_SOLVED;
	}
	if (state > TICKET_UNSOLVED)
		ok = err_set(err, _("an outcome is solved or unsolved"));
	else if (state < TICKET_SOLVED && !msg_has(m, "net_gr"))
		ok = err_set(err, _("the amount is missing"));
	else
		ok = amend_make(
		    store_db(l->brain->store), msg_int(m, "ticket"), &c, err);
	free(by);
	return ok;
}

void
brain_log_correct(struct brain_link *l, const struct msg *m)
{
	int64_t ticket = msg_int(m, "ticket");
	struct err err = {0};
	bool ok = correct(l, m, &err);

	brain_claim_answer(l, m, ok, &err);
	if (ok)
		brain_receipt_again(l->brain, ticket);
}

void
brain_log_note(struct brain_link *l, const struct msg *m)
{
	struct err err = {0};
	/* its end may not be written yet */
	bool ok = brain_write_kept(l->brain, &err) &&
	    amend_ticket(store_db(l->brain->store), msg_int(m, "ticket"),
		TICKET_EV_NOTED, l->person->name, 0, msg_str(m, "text"), &err);

	brain_claim_answer(l, m, ok, &err);
}

void
brain_log_invoice(struct brain_link *l, const struct msg *m)
{
	struct err err = {0};
	bool ok = amend_ticket(store_db(l->brain->store), msg_int(m, "ticket"),
	    msg_bool(m, "reverse") ? TICKET_EV_UNINVOICED : TICKET_EV_INVOICED,
	    l->person->name, 0, msg_str(m, "number"), &err);

	brain_claim_answer(l, m, ok, &err);
}

void
brain_log_paid(struct brain_link *l, const struct msg *m)
{
	struct err err = {0};
	bool ok = amend_ticket(store_db(l->brain->store), msg_int(m, "ticket"),
	    msg_bool(m, "reverse") ? TICKET_EV_UNPAID : TICKET_EV_PAID,
	    l->person->name, 0, msg_str(m, "text"), &err);

	brain_claim_answer(l, m, ok, &err);
}
