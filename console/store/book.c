/* Decisions about the client book, and the tables made from them. */
#include "console/store/book.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db_run.h"
#include "console/store/db_transaction.h"
#include "console/store/journal.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/fold.h"
#include "shared/core/nip.h"

#define MADE "client-made"
#define EDITED "client-edited"
#define MERGED "client-merged"
#define LINKED "client-linked"

/* --- from a row to the tables --- */

static bool
put_client(struct db *db, const char *code, const char *text, int64_t id,
    struct err *err)
{
	json_t *o = json_loads(text, 0, NULL);
	const char *name = "", *nip = "", *address = "", *note = "";
	struct buf folded = BUF_INIT;
	bool ok;

	if (o != NULL)
		(void)json_unpack(o, "{s?s, s?s, s?s, s?s}", "name", &name,
		    "nip", &nip, "address", &address, "note", &note);
	fold_text(&folded, name);
	ok = db_run(db, err,
	    "INSERT INTO contractor (code, name, folded, nip, address, note,"
	    " merged, event) VALUES (?,?,?,?,?,?,'',?)"
	    " ON CONFLICT (code) DO UPDATE SET name=excluded.name,"
	    " folded=excluded.folded, nip=excluded.nip,"
	    " address=excluded.address, note=excluded.note,"
	    " event=excluded.event",
	    "ssssssi", code, name, buf_str(&folded), nip, address, note, id);
	buf_fini(&folded);
	json_decref(o);
	return ok;
}

bool
book_project(struct db *db, const char *kind, const struct ticket_event *ev,
    int64_t id, struct err *err)
{
	char from[BOOK_CODE_SIZE], into[BOOK_CODE_SIZE];

	if (str_eq(kind, MADE) || str_eq(kind, EDITED))
		return put_client(db, ev->text2, ev->text, id, err);
	if (str_eq(kind, LINKED))
		return db_run(db, err,
		    "INSERT INTO ticket_contractor (ticket, contractor, event)"
		    " VALUES (?,?,?) ON CONFLICT (ticket) DO UPDATE SET"
		    " contractor=excluded.contractor, event=excluded.event",
		    "isi", ev->seconds, ev->text2, id);
	if (str_eq(kind, MERGED) &&
	    sscanf(ev->text2, "%20s %20s", from, into) == 2)
		return db_run(db, err,
		    "UPDATE contractor SET merged=?, event=? WHERE code=?",
		    "sis", into, id, from);
	return true;
}

/* --- from a decision to a row --- */

static bool
decide(struct db *db, const char *kind, const char *text2, int64_t ticket,
    json_t *more, const struct book_author *who, struct err *err)
{
	struct ticket_event ev = {.kind = TICKET_EVENTS,
	    .at_utc_s = clock_utc_s(),
	    .at_ms = clock_ms(),
	    .beat_ms = clock_ms(),
	    .actor = who->author,
	    .line = -1,
	    .seconds = ticket,
	    .text2 = text2};
	char *text;
	int64_t id;
	bool ok;

	if (more == NULL)
		more = json_object();
	json_object_set_new(more, "by", json_string(who->by));
	ev.text = text = json_dumps(more, JSON_COMPACT | JSON_SORT_KEYS);
	ok = text != NULL && journal_add_book(db, kind, &ev, &id, err) &&
	    book_project(db, kind, &ev, id, err);
	free(text);
	json_decref(more);
	return ok;
}

static json_t *
pack(const struct book_client *c)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "name", c->name, "nip", c->nip,
	    "address", c->address, "note", c->note);
}

static bool
check_code(const char *code, struct err *err)
{
	size_t n = strspn(code,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789._-");

	return (n > 0 && n < BOOK_CODE_SIZE && code[n] == '\0') ||
	    err_set(err,
		_("a code is 1 to %d letters of A to Z, digits, . _ or -"),
		BOOK_CODE_SIZE - 1);
}

static bool
canon(char *text, size_t size, struct err *err)
{
	struct buf b = BUF_INIT;
	bool ok;

	fold_canon(&b, text);
	ok = str_copy(text, size, buf_str(&b)) ||
	    err_set(err, _("a text of the client is too long"));
	buf_fini(&b);
	return ok;
}

static bool
check_client(struct book_client *c, struct err *err)
{
	char nip[NIP_SIZE];

	if (!canon(c->name, sizeof(c->name), err) ||
	    !canon(c->address, sizeof(c->address), err) ||
	    !canon(c->note, sizeof(c->note), err) ||
	    !nip_parse(c->nip, nip, err))
		return false;
	memcpy(c->nip, nip, sizeof(nip));
	return c->name[0] != '\0' ||
	    err_set(err, _("a client of the book needs a name"));
}

/* K1, K2, ...: behind the highest that there ever was, but for what is so long
 * that somebody must have thought of it. */
static void
next_code(struct db *db, char code[BOOK_CODE_SIZE])
{
	snprintf(code, BOOK_CODE_SIZE, "K%" PRId64,
	    rows_number(db, 1,
		"SELECT coalesce(max(cast(substr(code, 2) AS INTEGER)), 0) + 1"
		" FROM contractor WHERE code GLOB 'K[0-9]*'"
		" AND length(code) < 10",
		""));
}

static bool
is_taken(struct db *db, const char *code)
{
	struct book_client c;

	return book_get(db, code, &c, NULL);
}

/* Two rows for one taxpayer are two debtors on paper. One who was merged has
 * his still. */
static bool
check_nip_is_new(struct db *db, const struct book_client *c, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    BOOK_MATCH_SQL(
		"nip <> '' AND nip = ?1") "SELECT c.code FROM same s JOIN contractor c ON c.code = s.code"
					  " WHERE c.merged = '' AND c.code <> ?2",
	    "ss", c->nip, c->code);
	bool ok = !rows_next(&r) ||
	    err_set(err, _("%s has that NIP already: merge them"),
		rows_text(&r, 0));

	return rows_end(&r) && ok;
}

/* Begun before, and c is in its canonical form; so is that of edit(). */
static bool
make(struct db *db, struct book_client *c, const struct book_author *who,
    struct err *err)
{
	if (c->code[0] == '\0')
		next_code(db, c->code);
	return check_code(c->code, err) &&
	    (!is_taken(db, c->code) ||
		err_set(err, _("there is a client %s already"), c->code)) &&
	    check_nip_is_new(db, c, err) &&
	    decide(db, MADE, c->code, 0, pack(c), who, err);
}

bool
book_add(struct db *db, struct book_client *c, const struct book_author *who,
    struct err *err)
{
	return check_client(c, err) && db_begin(db, err) &&
	    db_end(db, make(db, c, who, err), err);
}

/* Who changed it last, for the one who came second. */
static bool
tell_changed(struct db *db, const struct book_client *now, struct err *err)
{
	struct rows r = rows_ask(db, NULL,
	    "SELECT actor FROM event WHERE id = ?", "i", now->version);
	char who[100] = "?";

	if (rows_next(&r))
		utf8_clean(who, sizeof(who), rows_text(&r, 0), 0);
	(void)rows_end(&r);
	return err_set(err,
	    _("%s was changed meanwhile by %s: it is \"%s\", NIP %s, %s now"),
	    now->code, who, now->name, now->nip[0] ? now->nip : "-",
	    now->address[0] ? now->address : "-");
}

static int64_t
count_invoiced(struct db *db, const char *code)
{
	return rows_number(db, 0,
	    BOOK_SAME_SQL "SELECT count(*) FROM same s"
			  " JOIN ticket_contractor l ON l.contractor = s.code"
			  " JOIN ticket t ON t.id = l.ticket"
			  " WHERE t.invoice IS NOT NULL",
	    "s", code);
}

/* An invoice names who pays the tax. */
static bool
check_nip_stays(struct db *db, const struct book_client *now,
    const struct book_client *c, struct err *err)
{
	int64_t n;

	if (now->nip[0] == '\0' || str_eq(now->nip, c->nip))
		return true;
	n = count_invoiced(db, now->code);
	return n == 0 ||
	    err_set(err,
		_("tickets of %s on invoices: %" PRId64 "; they name NIP %s. "
		  "Who has another is another client; was it a mistake, take "
		  "those invoices back first"),
		now->code, n, now->nip);
}

static bool
is_same(const struct book_client *a, const struct book_client *b)
{
	return str_eq(a->name, b->name) && str_eq(a->nip, b->nip) &&
	    str_eq(a->address, b->address) && str_eq(a->note, b->note);
}

/* What it says already makes no row. */
static bool
edit(struct db *db, struct book_client *c, const struct book_author *who,
    struct err *err)
{
	struct book_client now;

	if (!book_get(db, c->code, &now, err))
		return false;
	if (c->version != 0 && c->version != now.version)
		return tell_changed(db, &now, err);
	memcpy(c->code, now.code, sizeof(c->code));
	if (is_same(c, &now))
		return true;
	return check_nip_stays(db, &now, c, err) &&
	    check_nip_is_new(db, c, err) &&
	    decide(db, EDITED, c->code, 0, pack(c), who, err);
}

bool
book_edit(struct db *db, struct book_client *c, const struct book_author *who,
    struct err *err)
{
	return check_client(c, err) && db_begin(db, err) &&
	    db_end(db, edit(db, c, who, err), err);
}

static bool
check_merge(
    const struct book_client *a, const struct book_client *b, struct err *err)
{
	if (str_eq(a->code, b->code))
		return err_set(
		    err, _("%s cannot be merged into itself"), a->code);
	return a->nip[0] == '\0' || b->nip[0] == '\0' ||
	    err_set(err,
		_("%s has NIP %s and %s NIP %s: two who pay tax are not one; "
		  "take the wrong one away first (pomoc client edit CODE "
		  "--nip \"\")"),
		a->code, a->nip, b->code, b->nip);
}

/* NIP and address of a that b lacks: his from now on, and only his. */
static bool
take_over(struct db *db, struct book_client *a, struct book_client *b,
    const struct book_author *who, struct book_merged *out, struct err *err)
{
	bool address = a->address[0] != '\0' && b->address[0] == '\0';

	if (a->nip[0] == '\0' && !address)
		return true;
	if (address)
		memcpy(b->address, a->address, sizeof(b->address));
	if (a->nip[0] != '\0') {
		memcpy(out->nip, a->nip, sizeof(out->nip));
		memcpy(b->nip, a->nip, sizeof(b->nip));
		a->nip[0] = '\0';
		if (!decide(db, EDITED, a->code, 0, pack(a), who, err))
			return false;
	}
	return decide(db, EDITED, b->code, 0, pack(b), who, err);
}

bool
book_merge(struct db *db, const char *from, const char *into,
    const struct book_author *who, struct book_merged *out, struct err *err)
{
	char text2[2 * BOOK_CODE_SIZE];
	struct book_client a, b;
	struct book_merged none;
	bool ok;

	if (out == NULL)
		out = &none;
	memset(out, 0, sizeof(*out));
	if (!db_begin(db, err))
		return false;
	ok = book_get(db, from, &a, err) && book_get(db, into, &b, err) &&
	    check_merge(&a, &b, err);
	if (ok) {
		memcpy(out->from, a.code, sizeof(out->from));
		memcpy(out->into, b.code, sizeof(out->into));
		out->invoiced = count_invoiced(db, a.code);
		snprintf(text2, sizeof(text2), "%s %s", a.code, b.code);
		ok = take_over(db, &a, &b, who, out, err) &&
		    decide(db, MERGED, text2, 0, NULL, who, err);
	}
	return db_end(db, ok, err);
}

static bool
check_ticket(struct db *db, int64_t ticket, struct err *err)
{
	int64_t one;
	int found = rows_find(
	    db, &one, err, "SELECT 1 FROM ticket WHERE id = ?", "i", ticket);

	return found == 1 ||
	    (found == 0 &&
		err_set(err, _("there is no ticket %" PRId64), ticket));
}

/* An invoice that was written names whom it went to. */
static bool
check_invoice(struct db *db, int64_t ticket, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT invoice FROM ticket WHERE id = ? AND invoice IS NOT NULL",
	    "i", ticket);
	bool ok = !rows_next(&r) ||
	    err_set(err, _("it is on invoice %s: take that back first"),
		rows_text(&r, 0));

	return rows_end(&r) && ok;
}

/* Begun before. */
static bool
link_one(struct db *db, int64_t ticket, const char *code, const char *seen,
    const struct book_author *who, struct err *err)
{
	struct book_client c, was = {.code = ""};

	if (!check_ticket(db, ticket, err) || !book_get(db, code, &c, err))
		return false;
	(void)book_of_ticket(db, ticket, &was);
	if (seen != NULL && strcasecmp(seen, was.code) != 0)
		return err_set(err,
		    _("the ticket is linked to %s, %s, already"),
		    was.code[0] ? was.code : "-", was.name[0] ? was.name : "-");
	if (str_eq(was.code, c.code)) /* no row of what it is already */
		return true;
	return check_invoice(db, ticket, err) &&
	    decide(db, LINKED, c.code, ticket, NULL, who, err);
}

bool
book_link_all(struct db *db, const int64_t *tickets, size_t n, const char *code,
    const char *seen, const struct book_author *who, struct err *err)
{
	bool ok = true;

	if (!db_begin(db, err))
		return false;
	for (size_t i = 0; ok && i < n; i++) {
		ok = link_one(db, tickets[i], code, seen, who, err);
		if (!ok && n > 1)
			err_wrap(err, _("ticket %" PRId64), tickets[i]);
	}
	return db_end(db, ok, err);
}

/* Whether the row that was looked at is about that one. */
static bool
is_about(struct db *db, int64_t version, const char *code)
{
	return rows_number(db, 0,
		   "SELECT 1 FROM event WHERE id = ? AND ticket = 0"
		   " AND text2 = ? COLLATE NOCASE",
		   "is", version, code) != 0;
}

/* A code that was typed in is no order to write over whom it belongs to. */
static bool
make_or_edit(struct db *db, struct book_client *c, bool changed,
    const struct book_author *who, struct err *err)
{
	struct book_client now;

	if (c->code[0] == '\0' || !book_get(db, c->code, &now, NULL))
		return make(db, c, who, err);
	if (!changed)
		return true;
	return is_about(db, c->version, now.code)
	    ? edit(db, c, who, err)
	    : err_set(err,
		  _("%s is %s already: take another code for a new client; "
		    "to link the ticket to %s, type the code alone and leave "
		    "the rest as it was"),
		  now.code, now.name, now.name);
}

bool
book_take(struct db *db, int64_t ticket, struct book_client *c, bool changed,
    const char *seen, const struct book_author *who, struct err *err)
{
	return check_client(c, err) && db_begin(db, err) &&
	    db_end(db,
		make_or_edit(db, c, changed, who, err) &&
		    link_one(db, ticket, c->code, seen, who, err),
		err);
}
