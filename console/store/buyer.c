#include "console/store/buyer.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "console/store/rows.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/fold.h"

#define CODE_BYTES 7 /* of the hash: a code as long as they may be */

#define MADE "POMOC/"
#define MADE_LEN (sizeof(MADE) - 1)

/* Of the name, however it was typed, and of nothing that is forgotten, purged
 * or linked meanwhile. No code of the book has a stroke in it. */
static void
make_code(const char *client_key, char code[BOOK_CODE_SIZE])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(
	    hash, (const unsigned char *)client_key, strlen(client_key));
	memcpy(code, MADE, MADE_LEN);
	sodium_bin2hex(
	    code + MADE_LEN, BOOK_CODE_SIZE - MADE_LEN, hash, CODE_BYTES);
}

static bool
typed(struct db *db, int64_t ticket, struct buyer *out, struct err *err)
{
	struct rows r = rows_ask(
	    db, err, "SELECT client FROM person WHERE ticket = ?", "i", ticket);
	bool found = rows_next(&r);

	if (found)
		str_copy(out->name, sizeof(out->name), rows_text(&r, 0));
	return rows_end(&r) &&
	    (found || err_set(err, _("there is no ticket %" PRId64), ticket));
}

static void
of_client(const struct book_client *c, struct buyer *out)
{
	memset(out, 0, sizeof(*out));
	memcpy(out->code, c->code, sizeof(out->code));
	memcpy(out->name, c->name, sizeof(out->name));
	memcpy(out->nip, c->nip, sizeof(out->nip));
	memcpy(out->address, c->address, sizeof(out->address));
}

bool
buyer_of_ticket(
    struct db *db, int64_t ticket, struct buyer *out, struct err *err)
{
	struct book_client c;

	memset(out, 0, sizeof(*out));
	if (!book_of_ticket(db, ticket, &c))
		return typed(db, ticket, out, err);
	of_client(&c, out);
	return true;
}

/* Who of those who are in no book has that code, made of his name: out->code is
 * "" when nobody. */
static bool
of_code(struct db *db, const char *code, struct buyer *out, struct err *err)
{
	char made[BOOK_CODE_SIZE];
	struct rows r;

	memset(out, 0, sizeof(*out));
	if (strncasecmp(code, MADE, MADE_LEN) != 0)
		return true;
	r = rows_ask(
	    db, err, "SELECT folded, client FROM person GROUP BY folded", "");
	while (out->code[0] == '\0' && rows_next(&r)) {
		make_code(rows_text(&r, 0), made);
		if (strcasecmp(made, code) != 0)
			continue;
		memcpy(out->code, made, sizeof(out->code));
		str_copy(out->name, sizeof(out->name), rows_text(&r, 1));
	}
	return rows_end(&r);
}

/* Without counting his tickets, unlike book_get(): there may be thousands. */
static bool
of_book(struct db *db, const char *code, struct buyer *out, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT code, name, nip, address FROM contractor WHERE code = ?",
	    "s", code);

	if (rows_next(&r)) {
		str_copy(out->code, sizeof(out->code), rows_text(&r, 0));
		str_copy(out->name, sizeof(out->name), rows_text(&r, 1));
		str_copy(out->nip, sizeof(out->nip), rows_text(&r, 2));
		str_copy(out->address, sizeof(out->address), rows_text(&r, 3));
	}
	return rows_end(&r);
}

bool
buyer_of_row(
    struct db *db, const struct logrow *row, struct buyer *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	if (row->buyer[0] != '\0' && !of_book(db, row->buyer, out, err))
		return false;
	if (row->buyer[0] == '\0') {
		str_copy(out->name, sizeof(out->name), row->client);
		make_code(row->client_key, out->code);
	}
	utf8_clean(out->phone, sizeof(out->phone), row->phone, 0);
	return true;
}

#define MEANT_SQL                                              \
	BOOK_MATCH_SQL(BOOK_IS_SQL)                            \
	"SELECT count(*), min(code), group_concat(code, ', ')" \
	" FROM (SELECT c.code FROM same s JOIN contractor c"   \
	" ON c.code = s.code WHERE c.merged = '' ORDER BY c.code)"

/* The row of MEANT_SQL in *out. */
static bool
take_meant(const struct rows *r, const char *client, struct buyer *out,
    struct err *err)
{
	struct book_client c;

	if (rows_int(r, 0) > 1)
		return err_set(err,
		    _("\"%s\" may be any of %s in the client book: give the "
		      "code"),
		    client, rows_text(r, 2));
	if (rows_int(r, 0) == 0)
		return true;
	if (!book_get(r->db, rows_text(r, 1), &c, err))
		return false;
	of_client(&c, out);
	return true;
}

/* Whom of the book a word means by its code, NIP or whole name. */
static bool
in_book(struct db *db, const char *client, struct buyer *out, struct err *err)
{
	char *sql = str_fmt(MEANT_SQL, 1, 2, 3);
	char nip[BOOK_NIP_SIZE];
	struct buf folded = BUF_INIT;
	struct rows r;
	bool ok;

	memset(out, 0, sizeof(*out));
	fold_text(&folded, client);
	r = rows_ask_once(db, err, sql, "sss", client, book_nip_of(client, nip),
	    buf_str(&folded));
	ok = !rows_next(&r) || take_meant(&r, client, out, err);
	ok = rows_end(&r) && ok;
	free(sql);
	buf_fini(&folded);
	return ok;
}

struct finding {
	struct db *db;
	struct buyer *out;
	bool found;
};

static bool
on_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct finding *f = ctx;

	f->found = true;
	return buyer_of_row(f->db, row, f->out, err);
}

bool
buyer_known(struct db *db, const char *client, struct report_filter *filter,
    struct buyer *out, struct err *err)
{
	if (!in_book(db, client, out, err))
		return false;
	if (out->code[0] != '\0') {
		filter->contractor = out->code;
		return true;
	}
	if (!of_code(db, client, out, err))
		return false;
	if (out->code[0] != '\0')
		filter->client_is = out->name;
	return true;
}

bool
buyer_pick(struct db *db, const char *client, struct report_filter *filter,
    struct buyer *out, struct err *err)
{
	struct report_filter typed = {0};
	const struct report_page page = {.limit = 1};
	struct finding f = {db, out, false};

	filter->contractor = NULL;
	filter->client_is = client;
	if (!buyer_known(db, client, filter, out, err))
		return false;
	if (filter->contractor != NULL) {
		filter->client_is = NULL;
		return true;
	}
	typed.client_is = filter->client_is;
	return report_rows(db, &typed, &page, on_row, &f, err) &&
	    (f.found ||
		err_set(
		    err, _("there is no client \"%s\" in the log"), client));
}
