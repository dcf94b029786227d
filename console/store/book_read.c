/* Questions to the client book; see book.h. */
#include <stdlib.h>
#include <string.h>

#include "console/store/book.h"
#include "console/store/rows.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/fold.h"
#include "shared/core/nip.h"

#define COLUMNS "c.code, c.name, c.nip, c.address, c.note, c.merged, c.event"
/* With those of whoever was merged into him. */
#define TICKETS                                                         \
	"(WITH RECURSIVE same (code) AS (SELECT c.code UNION"           \
	" SELECT m.code FROM contractor m JOIN same s ON m.merged ="    \
	" s.code) SELECT count(*) FROM same s JOIN ticket_contractor l" \
	" ON l.contractor = s.code)"
/* Of a code the one who is in force. */
#define IN_FORCE(columns)                                           \
	"WITH RECURSIVE up (code, merged) AS (SELECT code, merged"  \
	" FROM contractor WHERE code = ? UNION SELECT m.code,"      \
	" m.merged FROM contractor m JOIN up u ON m.code ="         \
	" u.merged) SELECT " columns " FROM up u JOIN contractor c" \
	" ON c.code = u.code WHERE c.merged = ''"
/* Phones are the same by their last nine digits; an index has them so. */
#define PHONE(column)                                            \
	"substr(replace(replace(replace(replace(replace(" column \
	", ' ', ''), '-', ''), '(', ''), ')', ''), '+', ''), -9)"

#define PAST                                                               \
	"SELECT t.id, t.opened_utc, t.state, t.technician, t.note,"        \
	" (SELECT x.text FROM event e JOIN event_text x ON x.event = e.id" \
	" WHERE e.ticket = t.id AND e.kind = 'noted'"                      \
	" ORDER BY e.seq DESC LIMIT 1)"

#define LOOSE_MOST 8

/* The eighth column is `tickets`, where it was asked for. */
static void
read_client(const struct rows *r, struct book_client *c)
{
	str_copy(c->code, sizeof(c->code), rows_text(r, 0));
	str_copy(c->name, sizeof(c->name), rows_text(r, 1));
	str_copy(c->nip, sizeof(c->nip), rows_text(r, 2));
	str_copy(c->address, sizeof(c->address), rows_text(r, 3));
	str_copy(c->note, sizeof(c->note), rows_text(r, 4));
	str_copy(c->merged, sizeof(c->merged), rows_text(r, 5));
	c->version = rows_int(r, 6);
	c->tickets = sqlite3_column_count(r->st) > 7 ? rows_int(r, 7) : 0;
}

/* The first of the rows that were asked for, and their end. */
static bool
read_one(struct rows r, struct book_client *out)
{
	bool found = rows_next(&r);

	if (found)
		read_client(&r, out);
	(void)rows_end(&r);
	return found;
}

/* The one who is in force of the code in the first row. */
static bool
take(struct rows r, struct book_client *out)
{
	bool found = rows_next(&r) &&
	    read_one(
		rows_ask(r.db, NULL, IN_FORCE(COLUMNS), "s", rows_text(&r, 0)),
		out);

	(void)rows_end(&r);
	return found;
}

const char *
book_nip_of(const char *word, char nip[BOOK_NIP_SIZE])
{
	if (!nip_parse(word, nip, NULL))
		nip[0] = '\0';
	return nip;
}

bool
book_get(
    struct db *db, const char *code, struct book_client *out, struct err *err)
{
	return read_one(
		   rows_ask(db, err, IN_FORCE(COLUMNS ", " TICKETS), "s", code),
		   out) ||
	    err_set(err, _("there is no client %s in the book"), code);
}

bool
book_of_ticket(struct db *db, int64_t ticket, struct book_client *out)
{
	return take(
	    rows_ask(db, NULL,
		"SELECT contractor FROM ticket_contractor WHERE ticket = ?",
		"i", ticket),
	    out);
}

bool
book_suggest(
    struct db *db, int64_t ticket, struct book_client *out, const char **why)
{
	static const struct {
		const char *why, *sql;
	} ways[] = {
	    /* the last line of what he asked; blanks are one in `words` */
	    {"nip",
		"SELECT c.code FROM person p JOIN contractor c"
		" ON c.nip <> '' AND instr(p.words, 'nip ' || c.nip"
		" || char(10)) WHERE p.ticket = ?"
		" ORDER BY c.merged <> '' LIMIT 1"},
	    {"key",
		"SELECT c.code FROM person p JOIN person o"
		" ON o.agent_key = p.agent_key JOIN ticket_contractor t"
		" ON t.ticket = o.ticket JOIN contractor c"
		" ON c.code = t.contractor WHERE p.ticket = ?"
		" AND p.agent_key <> '' ORDER BY o.ticket DESC LIMIT 1"},
	    {"name",
		"SELECT c.code FROM person p JOIN contractor c"
		" ON c.folded = p.folded WHERE p.ticket = ?"
		" AND p.folded <> '' ORDER BY c.merged <> '' LIMIT 1"},
	    {"name",
		"SELECT c.code FROM person p JOIN person o"
		" ON o.folded = p.folded JOIN ticket_contractor t"
		" ON t.ticket = o.ticket JOIN contractor c"
		" ON c.code = t.contractor WHERE p.ticket = ?"
		" AND p.folded <> '' ORDER BY o.ticket DESC LIMIT 1"},
	    {"phone",
		"SELECT c.code FROM person p JOIN person o ON " PHONE("o.phone") " = " PHONE(
		    "p.phone") " JOIN ticket_contractor t ON t.ticket = o.ticket"
			       " JOIN contractor c ON c.code = t.contractor"
			       " WHERE p.ticket = ? AND length(" PHONE(
				   "p.phone") ") = 9"
					      " ORDER BY o.ticket DESC LIMIT 1"},
	};

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		*why = ways[i].why;
		if (take(rows_ask(db, NULL, ways[i].sql, "i", ticket), out))
			return true;
	}
	return false;
}

const char *
book_given_nip(struct db *db, int64_t ticket, char nip[BOOK_NIP_SIZE])
{
	struct rows r = rows_ask(db, NULL,
	    "SELECT problem FROM person WHERE ticket = ?", "i", ticket);
	const char *problem, *last;

	nip[0] = '\0';
	if (rows_next(&r)) {
		problem = rows_text(&r, 0);
		last = strrchr(problem, '\n');
		last = last != NULL ? last + 1 : problem;
		if (strncmp(last, "NIP ", 4) == 0)
			(void)book_nip_of(last + 4, nip);
	}
	(void)rows_end(&r);
	return nip;
}

bool
book_each(struct db *db, const char *words, book_client_fn *fn, void *ctx,
    struct err *err)
{
	struct buf folded = BUF_INIT;
	struct book_client c;
	struct rows r;
	bool ok;

	fold_text(&folded, words != NULL ? words : "");
	r = rows_ask(db, err,
	    "SELECT " COLUMNS ", " TICKETS " FROM contractor c"
	    " WHERE c.merged = ''"
	    " AND (?1 = '' OR instr(fold(c.code || ' ' || c.name || ' '"
	    " || c.nip || ' ' || c.address || ' ' || c.note), ?1))"
	    " ORDER BY c.folded COLLATE polish, c.code",
	    "s", buf_str(&folded));
	while (rows_next(&r)) {
		read_client(&r, &c);
		fn(&c, ctx);
	}
	ok = rows_end(&r);
	buf_fini(&folded);
	return ok;
}

void
book_tell_alike(struct db *db, const char *code, struct buf *out)
{
	struct rows r = rows_ask(db, NULL,
	    "SELECT c.code, c.name, o.code, o.name, c.nip = '' OR o.nip = ''"
	    " FROM contractor c JOIN contractor o ON o.code <> c.code"
	    " AND o.merged = '' AND look(o.name) = look(c.name)"
	    " WHERE c.code = ? ORDER BY 5 DESC, o.event LIMIT 1",
	    "s", code);

	if (rows_next(&r)) {
		buf_printf(out, _("%s, %s, looks like %s, %s"),
		    rows_text(&r, 0), rows_text(&r, 1), rows_text(&r, 2),
		    rows_text(&r, 3));
		if (rows_int(&r, 4) != 0)
			buf_printf(out,
			    _("; if they are one: pomoc client merge %s %s"),
			    rows_text(&r, 0), rows_text(&r, 2));
	}
	(void)rows_end(&r);
}

bool
book_merged_into(struct db *db, const char *code, book_code_fn *fn, void *ctx,
    struct err *err)
{
	struct rows r = rows_ask(db, err,
	    BOOK_SAME_SQL "SELECT code FROM same WHERE code <> ?1"
			  " COLLATE NOCASE ORDER BY code",
	    "s", code);

	while (rows_next(&r))
		fn(rows_text(&r, 0), ctx);
	return rows_end(&r);
}

bool
book_known(struct db *db, const char *code, book_known_fn *fn, void *ctx,
    struct err *err)
{
	struct rows r = rows_ask(db, err,
	    BOOK_SAME_SQL
	    "SELECT DISTINCT p.agent_key, p.phone, p.client FROM same s"
	    " JOIN ticket_contractor t ON t.contractor = s.code"
	    " JOIN person p ON p.ticket = t.ticket"
	    " WHERE p.forgotten_utc IS NULL ORDER BY p.ticket",
	    "s", code);

	while (rows_next(&r))
		fn(rows_text(&r, 0), rows_text(&r, 1), rows_text(&r, 2), ctx);
	return rows_end(&r);
}

#define LOOSE_SQL                                                       \
	" NOT EXISTS (SELECT 1 FROM ticket_contractor l WHERE l.ticket" \
	" = p.ticket)"
#define SAME_KEY_SQL                                  \
	"SELECT p.ticket FROM person m JOIN person p" \
	" ON p.agent_key = m.agent_key AND m.agent_key <> ''"

bool
book_history(struct db *db, int64_t ticket, const char *code, int64_t limit,
    book_past_fn *fn, void *ctx, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    BOOK_SAME_SQL ", his (ticket) AS (SELECT l.ticket FROM same s"
			  " JOIN ticket_contractor l ON l.contractor = s.code"
			  " UNION " SAME_KEY_SQL
			  " WHERE m.ticket = ?2 AND (?1 = '' OR" LOOSE_SQL
			  ")) " PAST
			  ", count(*) OVER () FROM his h JOIN ticket t"
			  " ON t.id = h.ticket WHERE t.id <> ?2"
			  " ORDER BY t.id DESC LIMIT ?3",
	    "sii", code, ticket, limit);

	while (rows_next(&r)) {
		const struct book_past p = {
		    .ticket = rows_int(&r, 0),
		    .opened_s = rows_int(&r, 1),
		    .state = rows_text(&r, 2),
		    .technician = rows_text(&r, 3),
		    .note = rows_text(&r, 4),
		    .remark = rows_text(&r, 5),
		    .all = rows_int(&r, 6),
		};

		fn(&p, ctx);
	}
	return rows_end(&r);
}

void
book_loose(struct db *db, int64_t ticket, struct buf *out)
{
	struct rows r = rows_ask(db, NULL,
	    "SELECT group_concat(ticket, ' ') FROM (SELECT ticket FROM (" SAME_KEY_SQL
	    " JOIN ticket t ON t.id = p.ticket WHERE m.ticket = ?1"
	    " AND p.ticket <> ?1 AND t.invoice IS NULL AND" LOOSE_SQL
	    " ORDER BY p.ticket DESC LIMIT ?2) ORDER BY ticket)",
	    "ii", ticket, (int64_t)LOOSE_MOST);

	if (rows_next(&r))
		buf_adds(out, rows_text(&r, 0));
	(void)rows_end(&r);
}
