#include <inttypes.h>
#include <stdlib.h>

#include "console/store/db.h"
#include "console/store/replay.h"
#include "console/store/store.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

/* Numbers of the open tickets; free() it. */
static int64_t *
open_numbers(struct db *db, size_t *n, struct err *err)
{
	sqlite3_stmt *st = sql_prepare(db->sql,
	    "SELECT id FROM ticket WHERE closed_utc IS NULL ORDER BY id", err);
	int64_t *list = NULL;
	int rc;

	*n = 0;
	if (st == NULL)
		return NULL;
	list = mem_array(1, sizeof(*list));
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		list = mem_grow(list, *n + 1, sizeof(*list));
		list[(*n)++] = sqlite3_column_int64(st, 0);
	}
	if (rc != SQLITE_DONE) {
		sql_err(db->sql, err, _("open tickets"));
		free(list);
		list = NULL;
	}
	sqlite3_finalize(st);
	return list;
}

static bool
recover(struct store *s, int64_t number, int64_t now_ms, int64_t now_utc_s,
    struct ticket *t, struct err *err)
{
	struct ticket_event ev;

	if (!replay_ticket(store_db(s), number, t, err))
		return false;
	ev = ticket_next(t, TICKET_EV_RECOVERED, now_ms, now_utc_s);
	ev.actor = "desk";
	return ticket_step(t, &ev, NULL, err) &&
	    store_append(s, t, &ev, err) != STORE_FAILED;
}

static bool
hand_over(struct store *s, const struct ticket *t, store_open_fn *fn, void *ctx,
    struct err *err)
{
	sqlite3_stmt *st = sql_query(store_db(s)->sql, err,
	    "SELECT p.name, p.company, p.phone, p.problem, p.agent_key,"
	    " t.secret FROM ticket t JOIN person p ON p.ticket = t.id"
	    " WHERE t.id = ?",
	    "i", t->number);
	struct store_card card = {0};
	bool found;

	if (st == NULL)
		return false;
	found = sqlite3_step(st) == SQLITE_ROW;
	if (found) {
		card.name = sql_text(st, 0);
		card.company = sql_text(st, 1);
		card.phone = sql_text(st, 2);
		card.problem = sql_text(st, 3);
		card.agent_key = sql_text(st, 4);
		card.secret = sql_text(st, 5);
		fn(t, &card, ctx);
	} else {
		err_set(err, _("it has no card"));
	}
	sqlite3_finalize(st);
	return found;
}

int64_t
store_latest_s(struct store *s)
{
	return sql_int(store_db(s)->sql,
	    "SELECT coalesce(max(at_utc), 0) FROM"
	    " (SELECT at_utc FROM event ORDER BY id DESC LIMIT 100)",
	    0);
}

bool
store_load_open(struct store *s, int64_t now_ms, int64_t now_utc_s,
    store_open_fn *fn, void *ctx, struct err *err)
{
	struct ticket *t = mem_alloc(sizeof(*t));
	size_t n;
	int64_t *list = open_numbers(store_db(s), &n, err);
	bool ok = list != NULL;

	for (size_t i = 0; ok && i < n; i++) {
		ok = recover(s, list[i], now_ms, now_utc_s, t, err) &&
		    (ticket_is_closed(t) || hand_over(s, t, fn, ctx, err));
		if (!ok)
			err_wrap(err, _("ticket %" PRId64), list[i]);
	}
	free(list);
	free(t);
	return ok;
}

void
store_earlier(struct store *s, const char *agent_key, int64_t number,
    struct store_earlier *out)
{
	sqlite3_stmt *st = sql_query(store_db(s)->sql, NULL,
	    "SELECT t.opened_utc, t.outcome, t.billed_s,"
	    " count(*) OVER (), min(t.opened_utc) OVER (),"
	    " sum(t.outcome = 'solved') OVER ()"
	    " FROM person p JOIN ticket t ON t.id = p.ticket"
	    " WHERE p.agent_key = ? AND p.ticket <> ?"
	    " ORDER BY t.id DESC LIMIT 1",
	    "si", agent_key, number);

	*out = (struct store_earlier){0};
	if (st != NULL && agent_key[0] != '\0' &&
	    sqlite3_step(st) == SQLITE_ROW) {
		out->last_utc_s = sqlite3_column_int64(st, 0);
		str_copy(out->outcome, sizeof(out->outcome), sql_text(st, 1));
		out->last_billed_s = sqlite3_column_int64(st, 2);
		out->count = sqlite3_column_int(st, 3);
		out->first_utc_s = sqlite3_column_int64(st, 4);
		out->solved = sqlite3_column_int(st, 5);
	}
	sqlite3_finalize(st);
}

int64_t
store_known_since(
    struct store *s, const char *agent_key, const char *technician)
{
	sqlite3_stmt *st = sql_query(store_db(s)->sql, NULL,
	    "SELECT min(v.from_utc) FROM person p"
	    " JOIN visit v ON v.ticket = p.ticket"
	    " WHERE p.agent_key = ? AND v.technician = ?",
	    "ss", agent_key, technician);
	int64_t since = 0;

	if (st != NULL && sqlite3_step(st) == SQLITE_ROW)
		since = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return since;
}

/* Whose it was says the claim before it. */
void
store_in_vain(struct store *s, int64_t number, store_in_vain_fn *fn, void *ctx)
{
	sqlite3_stmt *st = sql_query(store_db(s)->sql, NULL,
	    "SELECT (SELECT c.actor FROM event c WHERE c.ticket = e.ticket"
	    " AND c.seq < e.seq AND c.kind = 'claimed'"
	    " ORDER BY c.seq DESC LIMIT 1) AS who, count(*)"
	    " FROM event e WHERE e.ticket = ?1 AND e.actor = 'desk'"
	    " AND (e.kind = 'detached' AND e.text = ?2"
	    " OR e.kind = 'released' AND e.text2 = ?3)"
	    " AND e.seq > coalesce((SELECT max(y.seq) FROM event y WHERE"
	    " y.ticket = ?1 AND y.kind = 'consent' AND y.yes), 0)"
	    " GROUP BY who HAVING who IS NOT NULL",
	    "iss", number, TICKET_NOT_LET_IN, TICKET_NO_VISIT);

	while (st != NULL && sqlite3_step(st) == SQLITE_ROW)
		fn(sql_text(st, 0), sqlite3_column_int(st, 1), ctx);
	sqlite3_finalize(st);
}

bool
store_closed_last(
    struct store *s, const char *agent_key, struct ticket *t, char **note)
{
	sqlite3_stmt *st = sql_query(store_db(s)->sql, NULL,
	    "SELECT t.id, t.note FROM person p JOIN ticket t ON t.id = p.ticket"
	    " WHERE p.agent_key = ? AND t.closed_utc IS NOT NULL"
	    " ORDER BY t.closed_utc DESC, t.id DESC LIMIT 1",
	    "s", agent_key);
	bool found = st != NULL && sqlite3_step(st) == SQLITE_ROW &&
	    replay_ticket(store_db(s), sqlite3_column_int64(st, 0), t, NULL);

	if (found)
		*note = str_dup(sql_text(st, 1));
	sqlite3_finalize(st);
	return found;
}
