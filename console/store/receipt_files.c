/* Which receipts are kept, and whether they are what the log says: see
 * receipt.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/store/db.h"
#include "console/store/receipt.h"
#include "console/store/replay.h"
#include "console/store/rows.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

/* So many closed tickets are looked at in one go. */
#define LOOK_MOST 500
/* The last line of a receipt is no longer. */
#define SLIP_TAIL 512

int64_t
receipt_version(struct db *db, int64_t ticket)
{
	return 1 +
	    rows_number(db, 0,
		"SELECT count(*) FROM main.correction WHERE ticket = ?", "i",
		ticket);
}

const char *
receipt_data(const struct db *db)
{
	return db->dir;
}

char *
receipt_path(const char *data, int64_t ticket, int64_t version)
{
	if (version < 1)
		return str_fmt("%s/receipts/%" PRId64 ".lost%" PRId64 ".txt",
		    data, ticket, 1 - version);
	if (version > 1)
		return str_fmt("%s/receipts/%" PRId64 ".v%" PRId64 ".txt", data,
		    ticket, version);
	return str_fmt("%s/receipts/%" PRId64 ".txt", data, ticket);
}

static bool
is_there(const struct db *db, int64_t ticket, int64_t version)
{
	char *path = receipt_path(db->dir, ticket, version);
	bool is = path_exists(path);

	free(path);
	return is;
}

/* Either may have been taken away. */
static bool
is_kept(const struct db *db, int64_t ticket, int64_t version)
{
	char *path = receipt_path(db->dir, ticket, version);
	char *sig = str_fmt("%s.sig", path);
	bool kept = access(path, F_OK) == 0 && access(sig, F_OK) == 0;

	free(sig);
	free(path);
	return kept;
}

static bool
remove_pair(char *path, struct err *err)
{
	char *sig = str_fmt("%s.sig", path);
	bool ok = path_remove(path, err) && path_remove(sig, err);

	free(sig);
	free(path);
	return ok;
}

bool
receipt_remove(struct db *db, int64_t ticket, struct err *err)
{
	int64_t newest = receipt_version(db, ticket);
	bool ok = true;

	/* those of corrections that a copy brought back lacks */
	while (is_there(db, ticket, newest + 1))
		newest++;
	for (int64_t v = newest; v > 0 || is_there(db, ticket, v); v--)
		ok = remove_pair(receipt_path(db->dir, ticket, v), err) && ok;
	return ok;
}

bool
receipt_name_parse(const char *name, int64_t *ticket, int64_t *version)
{
	char *again;
	bool ok;

	int64_t lost;

	*version = 1;
	if (sscanf(name, "%" SCNd64 ".v%" SCNd64, ticket, version) < 1)
		return false;
	if (sscanf(name, "%" SCNd64 ".lost%" SCNd64, ticket, &lost) == 2)
		*version = 1 - lost;
	again = receipt_path("", *ticket, *version);
	ok = str_eq(strrchr(again, '/') + 1, name);
	free(again);
	return ok;
}

/* --- those of what the log lacks --- */

static bool
slip_of(const char *path, struct slip *s)
{
	char text[SLIP_TAIL];
	FILE *f = fopen(path, "re");
	size_t n = 0;

	if (f == NULL)
		return false;
	if (fseek(f, -(long)sizeof(text), SEEK_END) == 0 ||
	    fseek(f, 0, SEEK_SET) == 0)
		n = fread(text, 1, sizeof(text), f);
	fclose(f);
	return slip_parse(text, n, s);
}

/* Under another name too, text and signature; a signature alone is what a crash
 * left there. */
static bool
also_as(const char *path, const char *to, struct err *err)
{
	char *sig = str_fmt("%s.sig", path), *to_sig = str_fmt("%s.sig", to);
	bool ok = path_remove(to_sig, err);

	if (ok && (link(sig, to_sig) < 0 || link(path, to) < 0))
		ok = err_errno(err, _("cannot write %s"), to);
	free(sig);
	free(to_sig);
	return ok;
}

bool
receipt_spare(struct db *db, int64_t ticket, int64_t version,
    const struct slip *s, struct err *err)
{
	char *path = receipt_path(db->dir, ticket, version), *to;
	struct slip before;
	int64_t lost = 0;
	bool ok = true;

	if (is_kept(db, ticket, version) && slip_of(path, &before) &&
	    !slip_equal(&before, s)) {
		while (is_there(db, ticket, lost))
			lost--;
		to = receipt_path(db->dir, ticket, lost);
		ok = also_as(path, to, err);
		free(to);
	}
	free(path);
	return ok;
}

/* --- is it what the log says? --- */

struct agrees {
	const struct slip *slip;
	int64_t version, at; /* of the receipt; reached by the replay */
	bool same;
};

static bool
is_slip_of(const struct slip *s, const struct ticket *t)
{
	struct bill bill;

	ticket_bill_final(t, &bill);
	return str_eq(s->outcome, ticket_state_name(t->state)) &&
	    s->net_gr == bill.net_gr && s->vat_gr == bill.vat_gr &&
	    s->gross_gr == bill.gross_gr;
}

static void
look_at(const struct ticket *t, const struct ticket_event *ev, void *ctx)
{
	struct agrees *a = ctx;

	if (ev->kind == TICKET_EV_CORRECTED || ev->kind == TICKET_EV_OUTCOME)
		a->at++;
	if (a->at == a->version && ticket_is_closed(t))
		a->same = is_slip_of(a->slip, t);
}

/* By stepping to the corrections that it knew. */
static bool
agrees_with_then(struct db *db, int64_t version, const struct slip *s)
{
	struct agrees a = {.slip = s, .version = version, .at = 1};
	struct ticket *t = mem_alloc(sizeof(*t));
	bool ok = replay_watch(db, s->ticket, t, look_at, &a, NULL);

	free(t);
	return ok && a.same;
}

bool
receipt_agrees(
    struct db *db, int64_t ticket, int64_t version, const struct slip *s)
{
	if (s->ticket != ticket)
		return false;
	if (version > 1 || receipt_version(db, ticket) > 1)
		return agrees_with_then(db, version, s);
	return rows_number(db, 0,
		   "SELECT 1 FROM main.ticket WHERE id = ? AND state = ?"
		   " AND net_gr = ? AND vat_gr = ? AND gross_gr = ?",
		   "isiii", s->ticket, s->outcome, s->net_gr, s->vat_gr,
		   s->gross_gr) != 0;
}

/* --- is it there? --- */

bool
receipt_is_wanted(struct db *db, int64_t ticket)
{
	return rows_number(db, 0,
		   "SELECT 1 FROM person WHERE ticket = ?"
		   " AND forgotten_utc IS NULL",
		   "i", ticket) != 0;
}

/* Those that there should be, with their newest version. */
#define WANTED_SQL                                            \
	"SELECT t.id, 1 + (SELECT count(*) FROM correction c" \
	" WHERE c.ticket = t.id) FROM ticket t JOIN person p" \
	" ON p.ticket = t.id WHERE t.closed_utc IS NOT NULL"  \
	" AND p.forgotten_utc IS NULL"

int64_t
receipt_missing(struct db *db, int64_t *below)
{
	struct rows r = rows_ask(db, NULL,
	    WANTED_SQL " AND t.id < ? ORDER BY t.id DESC LIMIT ?", "ii", *below,
	    (int64_t)LOOK_MOST);
	int64_t found = 0;
	int n = 0;

	while (found == 0 && rows_next(&r)) {
		*below = rows_int(&r, 0);
		if (!is_kept(db, *below, rows_int(&r, 1)))
			found = *below;
		n++;
	}
	(void)rows_end(&r);
	if (found == 0 && n < LOOK_MOST)
		*below = 0;
	return found;
}

bool
receipt_gaps(struct db *db,
    void (*fn)(int64_t ticket, int64_t version, bool newest, void *ctx),
    void *ctx, struct err *err)
{
	struct rows r = rows_ask(db, err, WANTED_SQL " ORDER BY t.id", "");

	while (rows_next(&r)) {
		int64_t ticket = rows_int(&r, 0), newest = rows_int(&r, 1);

		for (int64_t v = 1; v <= newest; v++)
			if (!is_kept(db, ticket, v))
				fn(ticket, v, v == newest, ctx);
	}
	return rows_end(&r);
}
