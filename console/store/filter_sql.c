#include "console/store/filter_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/book.h"
#include "shared/base/str.h"
#include "shared/core/fold.h"

#define VALUES_MAX 64

struct conditions {
	struct buf where; /* "" or " WHERE ..." over ticket t, person p */
	bool person; /* p is used */
	int n;
	struct rows_value value[VALUES_MAX]; /* their texts are ours */
};

static bool
given(const char *s)
{
	return s != NULL && s[0] != '\0';
}

static void
add_condition(struct conditions *f, const char *sql)
{
	buf_adds(&f->where, f->where.len == 0 ? " WHERE " : " AND ");
	buf_adds(&f->where, sql);
}

static void
add_text(struct conditions *f, const char *sql, const char *text)
{
	add_condition(f, sql);
	f->value[f->n++].text = str_dup(text);
}

static void
add_folded(struct conditions *f, const char *sql, const char *text)
{
	struct buf b = BUF_INIT;

	fold_text(&b, text);
	add_text(f, sql, buf_str(&b));
	buf_fini(&b);
}

/* The same of what stands on his card. */
static void
add_of_person(struct conditions *f, const char *sql, const char *text)
{
	add_folded(f, sql, text);
	f->person = true;
}

static void
add_number(struct conditions *f, const char *sql, int64_t v)
{
	add_condition(f, sql);
	f->value[f->n++].number = v;
}

#define LINKED \
	"EXISTS (SELECT 1 FROM ticket_contractor l WHERE l.ticket = t.id)"
#define THEIRS                                                       \
	"SELECT l.ticket FROM same s CROSS JOIN ticket_contractor l" \
	" ON l.contractor = s.code"
#define CONTRACTOR_IS "t.id IN (" BOOK_CODE_SQL("?") THEIRS ")"
#define HAS_HIS_NAME                         \
	"p.folded IN (" BOOK_CODE_SQL(       \
	    "?") "SELECT c.folded FROM same" \
		 " s JOIN contractor c ON c.code = s.code) AND NOT " LINKED
#define CLIENT_PART                                            \
	"(CASE WHEN " LINKED " THEN t.id IN (" BOOK_MATCH_SQL( \
	    "code = ?%1$d OR (nip <> '' AND nip = ?%2$d)"      \
	    " OR instr(folded, ?%3$d)") THEIRS ") ELSE"        \
					       " instr(p.folded, ?%3$d) END)"

/* Three arguments, see BOOK_IS_SQL. */
static void
add_client(struct conditions *f, const char *client)
{
	char nip[BOOK_NIP_SIZE];
	struct buf folded = BUF_INIT;
	char *sql;
	int n = f->n + 1;

	fold_text(&folded, client);
	sql = str_fmt(CLIENT_PART, n, n + 1, n + 2);
	add_text(f, sql, client);
	f->value[f->n++].text = str_dup(book_nip_of(client, nip));
	f->value[f->n++].text = str_dup(buf_str(&folded));
	f->person = true;
	free(sql);
	buf_fini(&folded);
}

/* Whose it is. */
static void
add_one_client(struct conditions *f, const struct report_filter *from)
{
	if (given(from->contractor))
		add_text(f, from->unlinked ? HAS_HIS_NAME : CONTRACTOR_IS,
		    from->contractor);
	if (given(from->client_is))
		add_of_person(
		    f, "p.folded = ? AND NOT " LINKED, from->client_is);
	f->person = f->person || from->unlinked;
}

/* Who worked on it, or has it. */
static void
add_technician(struct conditions *f, const char *technician)
{
	char sql[200];
	int n = f->n + 1;

	snprintf(sql, sizeof(sql),
	    "((t.closed_utc IS NULL AND fold(t.technician) = ?%d) OR EXISTS"
	    " (SELECT 1 FROM visit v WHERE v.ticket = t.id"
	    " AND fold(v.technician) = ?%d))",
	    n, n);
	add_folded(f, sql, technician);
}

/* One word anywhere in what belongs to the ticket. */
static void
add_word(struct conditions *f, const char *word)
{
	char sql[600];
	int n = f->n + 1;

	snprintf(sql, sizeof(sql),
	    "(instr(p.words, ?%d) OR t.id IN (SELECT e.ticket"
	    " FROM event_text x JOIN event e ON e.id = x.event"
	    " WHERE instr(fold(x.text), ?%d))"
	    " OR instr(fold(t.product), ?%d)"
	    " OR instr(fold(t.technician), ?%d)"
	    " OR instr(fold(t.invoice), ?%d))",
	    n, n, n, n, n);
	add_of_person(f, sql, word);
}

static void
add_marks(struct conditions *f, const struct report_filter *from)
{
	if (from->invoiced == REPORT_INVOICED || from->paid == REPORT_NOT_PAID)
		add_condition(f, "t.invoice IS NOT NULL");
	if (from->invoiced == REPORT_NOT_INVOICED)
		add_condition(f, "t.invoice IS NULL");
	if (from->paid == REPORT_PAID)
		add_condition(f, "t.id IN (SELECT ticket FROM payment)");
	else if (from->paid == REPORT_NOT_PAID)
		add_condition(f, "t.id NOT IN (SELECT ticket FROM payment)");
}

/* No more than report_check_words() lets pass. */
static void
add_words(struct conditions *f, const char *words)
{
	char *copy = str_dup(words), *save = NULL;
	int n = 0;

	for (char *w = strtok_r(copy, REPORT_BLANKS, &save);
	     w != NULL && n < REPORT_WORDS_MOST;
	     w = strtok_r(NULL, REPORT_BLANKS, &save), n++)
		add_word(f, w);
	free(copy);
}

static void
init(struct conditions *f, const struct report_filter *from)
{
	memset(f, 0, sizeof(*f));
	if (from->ticket != 0)
		add_number(f, "t.id = ?", from->ticket);
	if (from->from_s != 0)
		add_number(f,
		    from->opened ? "t.opened_utc >= ?" : "t.closed_utc >= ?",
		    from->from_s);
	if (from->to_s != 0)
		add_number(f,
		    from->opened ? "t.opened_utc < ?" : "t.closed_utc < ?",
		    from->to_s);
	if (from->closed)
		add_condition(f, "t.closed_utc IS NOT NULL");
	if (given(from->technician))
		add_technician(f, from->technician);
	if (given(from->product))
		add_folded(f, "fold(t.product) = ?", from->product);
	if (given(from->outcome) && str_eq(from->outcome, "open"))
		add_condition(f, "t.closed_utc IS NULL");
	else if (given(from->outcome))
		add_text(f, "t.state = ?", from->outcome);
	add_marks(f, from);
	if (given(from->invoice))
		add_text(f,
		    "t.invoice IS NOT NULL AND " INVOICE_NUMBER_SQL(
			"t.invoice") " = " INVOICE_NUMBER_SQL("?"),
		    from->invoice);
	if (given(from->client))
		add_client(f, from->client);
	add_one_client(f, from);
	if (given(from->person))
		add_of_person(f,
		    "? IN (p.folded, substr(p.words, 1,"
		    " instr(p.words, char(10)) - 1), fold(p.agent_key))",
		    from->person);
	if (given(from->agent_key)) {
		add_text(f, "p.agent_key = ?", from->agent_key);
		f->person = true;
	}
	if (given(from->words))
		add_words(f, from->words);
}

#define JOIN_PERSON " JOIN person p ON p.ticket = t.id"

/* Asks what was put together. */
static struct rows
ask(struct conditions *f, struct db *db, struct err *err, struct buf *text)
{
	struct rows r = rows_ask_values(db, err, buf_str(text), f->value, f->n);

	for (int i = 0; i < f->n; i++)
		free(f->value[i].text);
	buf_fini(&f->where);
	buf_fini(text);
	return r;
}

struct rows
filter_ask(struct db *db, struct err *err, const struct report_filter *filter,
    const char *select, bool join, const char *tail)
{
	struct buf text = BUF_INIT;
	struct conditions f;

	init(&f, filter);
	buf_printf(&text, "SELECT %s FROM ticket t%s%s%s", select,
	    join || f.person ? JOIN_PERSON : "", buf_str(&f.where), tail);
	return ask(&f, db, err, &text);
}

struct rows
filter_ask_page(struct db *db, struct err *err,
    const struct report_filter *filter, const char *select, const char *order,
    int64_t limit, int64_t offset)
{
	struct buf text = BUF_INIT;
	struct conditions f;
	bool join;

	init(&f, filter);
	join = f.person || strstr(order, "p.") != NULL;
	buf_printf(&text,
	    "SELECT %s FROM ticket t" JOIN_PERSON
	    " WHERE t.id IN (SELECT t.id FROM ticket t%s%s%s LIMIT %" PRId64
	    " OFFSET %" PRId64 ")%s",
	    select, join ? JOIN_PERSON : "", buf_str(&f.where), order, limit,
	    offset, order);
	return ask(&f, db, err, &text);
}
