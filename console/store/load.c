/* What a desk asks of its log at the start and of a client who comes: see
 * store.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "console/store/replay.h"
#include "console/store/store.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

/* Numbers of the open tickets; free() it. */
static int64_t *
open_numbers(struct db *db, size_t *n, struct err *err)
{
	struct rows r = rows_ask(db, err,
	    "SELECT id FROM ticket WHERE closed_utc IS NULL ORDER BY id", "");
	int64_t *list = mem_array(1, sizeof(*list));

	*n = 0;
	while (rows_next(&r)) {
		list = mem_grow(list, *n + 1, sizeof(*list));
		list[(*n)++] = rows_int(&r, 0);
	}
	if (rows_end(&r))
		return list;
	free(list);
	return NULL;
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
	struct rows r = rows_ask(store_db(s), err,
	    "SELECT " JOURNAL_CARD_COLUMNS
	    ", t.secret FROM ticket t JOIN person p ON p.ticket = t.id"
	    " WHERE t.id = ?",
	    "i", t->number);
	bool found = rows_next(&r);

	if (found) {
		struct store_card card = journal_card(&r);

		card.secret = rows_text(&r, 5);
		fn(t, &card, ctx);
	}
	return rows_end(&r) && (found || err_set(err, _("it has no card")));
}

int64_t
store_latest_s(struct store *s)
{
	return rows_number(store_db(s), 0,
	    "SELECT coalesce(max(at_utc), 0) FROM"
	    " (SELECT at_utc FROM event ORDER BY id DESC LIMIT 100)",
	    "");
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
	struct rows r = rows_ask(store_db(s), NULL,
	    "SELECT t.outcome, count(*) OVER (), min(t.opened_utc) OVER (),"
	    " sum(t.outcome = 'solved') OVER ()"
	    " FROM person p JOIN ticket t ON t.id = p.ticket"
	    " WHERE p.agent_key = ? AND p.agent_key <> '' AND p.ticket <> ?"
	    " ORDER BY t.id DESC LIMIT 1",
	    "si", agent_key, number);

	*out = (struct store_earlier){0};
	if (rows_next(&r)) {
		str_copy(out->outcome, sizeof(out->outcome), rows_text(&r, 0));
		out->count = (int)rows_int(&r, 1);
		out->first_utc_s = rows_int(&r, 2);
		out->solved = (int)rows_int(&r, 3);
	}
	(void)rows_end(&r);
}

int64_t
store_known_since(
    struct store *s, const char *agent_key, const char *technician)
{
	return rows_number(store_db(s), 0,
	    "SELECT min(v.from_utc) FROM person p"
	    " JOIN visit v ON v.ticket = p.ticket"
	    " WHERE p.agent_key = ? AND v.technician = ?",
	    "ss", agent_key, technician);
}

/* Whose it was says the claim before it. */
void
store_in_vain(struct store *s, int64_t number, store_in_vain_fn *fn, void *ctx)
{
	struct rows r = rows_ask(store_db(s), NULL,
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

	while (rows_next(&r))
		fn(rows_text(&r, 0), (int)rows_int(&r, 1), ctx);
	(void)rows_end(&r);
}

bool
store_closed_last(
    struct store *s, const char *agent_key, struct ticket *t, char **note)
{
	struct rows r = rows_ask(store_db(s), NULL,
	    "SELECT t.id, t.note FROM person p JOIN ticket t ON t.id = p.ticket"
	    " WHERE p.agent_key = ? AND t.closed_utc IS NOT NULL"
	    " ORDER BY t.closed_utc DESC, t.id DESC LIMIT 1",
	    "s", agent_key);
	bool found = rows_next(&r) &&
	    replay_ticket(store_db(s), rows_int(&r, 0), t, NULL);

	if (found)
		*note = str_dup(rows_text(&r, 1));
	(void)rows_end(&r);
	return found;
}
