#include "console/store/journal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "console/store/db_run.h"
#include "console/store/project.h"
#include "shared/base/str.h"

/* A row without long texts fits. */
#define ROW_BYTES 512

/* Whether the text of such an event is kept apart. */
static bool
is_sealed(enum ticket_event_kind kind)
{
	switch (kind) {
	case TICKET_EV_ENDED:
	case TICKET_EV_CANCELLED:
	case TICKET_EV_ABANDONED:
	case TICKET_EV_NOTED:
	case TICKET_EV_CORRECTED: /* in rows of before it is not */
	case TICKET_EV_OUTCOME:
	case TICKET_EV_UNINVOICED: /* the same */
	case TICKET_EV_UNPAID:
		return true;
	default:
		return false;
	}
}

/* "%d", nine times a row: printf would take most of the time of a verify. */
void
journal_put_int(struct buf *b, int64_t v)
{
	char text[STR_DIGITS + 2];
	size_t len = 0;

	if (v < 0)
		text[len++] = '-';
	len += str_digits(text + len, v < 0 ? -(uint64_t)v : (uint64_t)v);
	text[len++] = '\n';
	buf_add(b, text, len);
}

static void
put_bytes(struct buf *b, const char *s, size_t len)
{
	char head[STR_DIGITS + 1];
	size_t n = str_digits(head, len);

	head[n++] = ':';
	buf_add(b, head, n);
	buf_add(b, s, len);
	buf_addc(b, ',');
}

void
journal_put_text(struct buf *b, const char *s)
{
	if (s == NULL)
		buf_adds(b, "-,");
	else
		put_bytes(b, s, strlen(s));
}

static void
sha256(struct buf *b, uint8_t out[JOURNAL_HASH_SIZE])
{
	crypto_hash_sha256(out, buf_data(b), b->len);
}

void
journal_hash(const uint8_t prev[JOURNAL_HASH_SIZE],
    const struct journal_row *row, struct buf *opening,
    uint8_t out[JOURNAL_HASH_SIZE])
{
	const struct ticket_event *ev = &row->ev;
	struct buf b = BUF_INIT;

	(void)buf_reserve(&b, ROW_BYTES);
	buf_add(&b, prev, JOURNAL_HASH_SIZE);
	journal_put_int(&b, row->id);
	journal_put_int(&b, row->ticket);
	journal_put_int(&b, ev->seq);
	journal_put_text(&b, row->kind);
	journal_put_int(&b, ev->at_ms);
	journal_put_int(&b, ev->beat_ms);
	journal_put_int(&b, ev->at_utc_s);
	journal_put_text(&b, ev->actor);
	journal_put_int(&b, ev->line);
	journal_put_int(&b, ev->yes);
	journal_put_int(&b, ev->seconds);
	journal_put_int(&b, ev->net_gr);
	journal_put_text(&b, ev->text);
	journal_put_text(&b, ev->text2);
	if (row->seal != NULL)
		buf_add(&b, row->seal, JOURNAL_HASH_SIZE);
	if (opening != NULL)
		buf_add(&b, buf_data(opening), opening->len);
	sha256(&b, out);
	buf_fini(&b);
}

void
journal_seal_text(const uint8_t salt[JOURNAL_SALT_SIZE], const char *text,
    uint8_t out[JOURNAL_HASH_SIZE])
{
	struct buf b = BUF_INIT;

	buf_add(&b, salt, JOURNAL_SALT_SIZE);
	journal_put_text(&b, text);
	sha256(&b, out);
	buf_fini(&b);
}

void
journal_seal_card(const uint8_t salt[JOURNAL_SALT_SIZE],
    const struct store_card *card, uint8_t out[JOURNAL_HASH_SIZE])
{
	struct buf b = BUF_INIT;

	buf_add(&b, salt, JOURNAL_SALT_SIZE);
	journal_put_text(&b, card->name);
	journal_put_text(&b, card->company);
	journal_put_text(&b, card->phone);
	journal_put_text(&b, card->problem);
	journal_put_text(&b, card->agent_key);
	sha256(&b, out);
	buf_fini(&b);
}

/* Every column of the row: 'i' or 's' each. */
static void
put_columns(struct buf *b, const struct rows *r, const char *types)
{
	for (int i = 0; types[i] != '\0'; i++)
		if (types[i] == 'i')
			journal_put_int(b, rows_int(r, i));
		else
			put_bytes(b, rows_text(r, i), rows_len(r, i));
}

bool
journal_opening(struct db *db, int64_t number, struct buf *out, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT product FROM main.ticket WHERE id = ?", "i", number);

	if (rows_next(&r))
		put_columns(out, &r, "s");
	if (!rows_end(&r))
		return false;
	r = rows_ask(db, err,
	    "SELECT line, name, kind, products, valid_from, net_gr,"
	    " minimum_s, quantum_s, vat_bp, quoted_first"
	    " FROM main.price_line WHERE ticket = ? ORDER BY line",
	    "i", number);
	while (rows_next(&r))
		put_columns(out, &r, "issssiiiii");
	return rows_end(&r);
}

bool
journal_head(struct db *db, const char *table, int64_t *id,
    uint8_t hash[JOURNAL_HASH_SIZE], struct err *err)
{
	struct rows r = rows_ask(db, err,
	    str_eq(table, "event")
		? "SELECT id, hash FROM main.event ORDER BY id DESC LIMIT 1"
		: "SELECT id, hash FROM main.desk_event"
		  " ORDER BY id DESC LIMIT 1",
	    "");
	const uint8_t *last = rows_next(&r)
	    ? rows_blob(&r, 1, JOURNAL_HASH_SIZE)
	    : NULL;

	*id = 0;
	memset(hash, 0, JOURNAL_HASH_SIZE);
	if (last != NULL) {
		*id = rows_int(&r, 0);
		memcpy(hash, last, JOURNAL_HASH_SIZE);
	}
	return rows_end(&r);
}

int
journal_hash_of(struct db *db, const char *table, int64_t id,
    uint8_t hash[JOURNAL_HASH_SIZE], struct err *err)
{
	struct rows r = rows_ask(db, err,
	    str_eq(table, "event")
		? "SELECT hash FROM main.event WHERE id = ?"
		: "SELECT hash FROM main.desk_event WHERE id = ?",
	    "i", id);
	const uint8_t *its = rows_next(&r) ? rows_blob(&r, 0, JOURNAL_HASH_SIZE)
					   : NULL;

	if (its != NULL)
		memcpy(hash, its, JOURNAL_HASH_SIZE);
	return rows_end(&r) ? its != NULL : -1;
}

static bool
insert_row(struct db *db, const struct journal_row *row, struct err *err)
{
	const struct ticket_event *ev = &row->ev;

	return db_run(db, err,
	    "INSERT INTO event (id, ticket, seq, kind, at_ms, beat_ms, at_utc,"
	    " actor, line, yes, seconds, net_gr, text, text2, seal, hash)"
	    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	    "iiisiiisiiiissbb", row->id, row->ticket, ev->seq, row->kind,
	    ev->at_ms, ev->beat_ms, ev->at_utc_s, ev->actor, (int64_t)ev->line,
	    (int64_t)ev->yes, ev->seconds, ev->net_gr, ev->text, ev->text2,
	    (const void *)row->seal,
	    row->seal != NULL ? (size_t)JOURNAL_HASH_SIZE : (size_t)0,
	    (const void *)row->hash, (size_t)JOURNAL_HASH_SIZE);
}

/* row but for id, seal and hash; text NULL unless it is to be sealed. */
static bool
add_row(struct db *db, struct journal_row *row, const struct store_card *card,
    const char *text, int64_t *id, struct err *err)
{
	uint8_t prev[JOURNAL_HASH_SIZE], seal[JOURNAL_HASH_SIZE];
	uint8_t salt[JOURNAL_SALT_SIZE];
	struct buf opening = BUF_INIT;
	bool ok;

	if (!journal_head(db, "event", &row->id, prev, err))
		return false;
	*id = ++row->id;
	randombytes_buf(salt, sizeof(salt));
	if (card != NULL)
		journal_seal_card(salt, card, seal);
	else if (text != NULL)
		journal_seal_text(salt, text, seal);
	if (card != NULL || text != NULL)
		row->seal = seal;
	if (text != NULL)
		row->ev.text = NULL;
	ok = card == NULL || journal_opening(db, row->ticket, &opening, err);
	journal_hash(prev, row, card != NULL ? &opening : NULL, row->hash);
	ok = ok && insert_row(db, row, err);
	if (ok && card != NULL)
		ok = project_person(db, row->ticket, card, salt, err);
	else if (ok && text != NULL)
		ok = db_run(db, err,
		    "INSERT INTO event_text (event, text, salt)"
		    " VALUES (?,?,?)",
		    "isb", row->id, text, (const void *)salt, sizeof(salt));
	buf_fini(&opening);
	return ok;
}

bool
journal_add(struct db *db, int64_t number, const struct ticket_event *ev,
    const struct store_card *card, int64_t *id, struct err *err)
{
	struct journal_row row = {
	    .ticket = number, .kind = ticket_event_name(ev->kind), .ev = *ev};

	return add_row(db, &row, card,
	    card == NULL && is_sealed(ev->kind) ? ev->text : NULL, id, err);
}

bool
journal_add_book(struct db *db, const char *kind, const struct ticket_event *ev,
    int64_t *id, struct err *err)
{
	struct journal_row row = {.kind = kind, .ev = *ev};

	row.ev.seq = rows_number(db, 1,
	    "SELECT coalesce(max(seq), 0) + 1 FROM event WHERE ticket = 0", "");
	return add_row(db, &row, NULL, ev->text, id, err);
}

struct store_card
journal_card(const struct rows *r)
{
	return (struct store_card){.name = rows_text(r, 0),
	    .company = rows_text(r, 1),
	    .phone = rows_text(r, 2),
	    .problem = rows_text(r, 3),
	    .agent_key = rows_text(r, 4)};
}

/* Nothing is in the columns that the row as it was read does not tell. */
static bool
is_exact(const struct rows *r, const struct journal_row *row)
{
	const struct ticket_event *ev = &row->ev;

	return rows_int(r, 8) == ev->line && rows_int(r, 9) == ev->yes &&
	    rows_is_whole(r, 3) && rows_is_whole(r, 7) &&
	    (ev->text == NULL || rows_is_whole(r, 12)) &&
	    rows_is_whole(r, 13) && (row->seal != NULL || rows_is_null(r, 14));
}

bool
journal_read(const struct rows *r, struct journal_row *row)
{
	struct ticket_event *ev = &row->ev;
	const uint8_t *hash = rows_blob(r, 15, JOURNAL_HASH_SIZE);

	memset(row, 0, sizeof(*row));
	row->id = rows_int(r, 0);
	row->ticket = rows_int(r, 1);
	ev->seq = rows_int(r, 2);
	row->kind = rows_text(r, 3);
	ev->at_ms = rows_int(r, 4);
	ev->beat_ms = rows_int(r, 5);
	ev->at_utc_s = rows_int(r, 6);
	ev->actor = rows_text(r, 7);
	ev->line = (int)rows_int(r, 8);
	ev->yes = rows_int(r, 9) != 0;
	ev->seconds = rows_int(r, 10);
	ev->net_gr = rows_int(r, 11);
	ev->text = rows_is_null(r, 12) ? NULL : rows_text(r, 12);
	ev->text2 = rows_text(r, 13);
	row->seal = rows_blob(r, 14, JOURNAL_HASH_SIZE);
	if (hash == NULL || !is_exact(r, row))
		return false;
	memcpy(row->hash, hash, JOURNAL_HASH_SIZE);
	if (row->ticket == 0)
		ev->kind = TICKET_EVENTS;
	return (row->ticket == 0 || ticket_event_parse(row->kind, &ev->kind)) &&
	    (ev->text != NULL || row->seal != NULL);
}
