#include <stdlib.h>

#include "console/store/change.h"
#include "console/store/journal.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"

static bool
change_step(struct db *db, int64_t number, struct ticket *t,
    const struct change *c, struct err *err)
{
	struct ticket_event ev;
	int64_t id;

	if (!replay_ticket(db, number, t, err))
		return false;
	ev = ticket_next(
	    t, c->kind, MAX_OF(clock_ms(), t->at_ms), clock_utc_s());
	ev.actor = c->author;
	ev.net_gr = c->net_gr;
	ev.yes = c->yes;
	ev.text = c->text;
	ev.text2 = c->by != NULL ? c->by : "";
	if (c->kind == TICKET_EV_CORRECTED &&
	    ticket_permits(t->state, c->kind) &&
	    !ticket_correct_line(t, c->vat_bp, &ev.line, err))
		return false;
	return ticket_step(t, &ev, NULL, err) &&
	    journal_add(db, number, &ev, NULL, &id, err) &&
	    project_event(db, number, t, &ev, id, err);
}

bool
change_make(
    struct db *db, int64_t number, const struct change *change, struct err *err)
{
	struct ticket *t;
	bool ok;

	if (!db_begin(db, err))
		return false;
	t = mem_alloc(sizeof(*t));
	ok = change_step(db, number, t, change, err);
	free(t);
	if (!ok) {
		db_rollback(db);
		return false;
	}
	return db_commit(db, err);
}

bool
change_ticket(struct db *db, int64_t number, enum ticket_event_kind kind,
    const char *author, int64_t net_gr, const char *text, struct err *err)
{
	const struct change c = {.kind = kind,
	    .author = author,
	    .text = text,
	    .net_gr = net_gr,
	    .vat_bp = -1};

	return change_make(db, number, &c, err);
}
