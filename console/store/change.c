#include <stdlib.h>

#include "console/store/change.h"
#include "console/store/journal.h"
#include "console/store/project.h"
#include "console/store/replay.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"

static bool
change(struct db *db, int64_t number, struct ticket *t,
    enum ticket_event_kind kind, const char *author, int64_t net_gr,
    const char *text, struct err *err)
{
	struct ticket_event ev;
	int64_t id;

	if (!replay_ticket(db, number, t, err))
		return false;
	ev = ticket_next(t, kind, MAX_OF(clock_ms(), t->at_ms), clock_utc_s());
	ev.actor = author;
	ev.net_gr = net_gr;
	ev.text = text;
	return ticket_step(t, &ev, NULL, err) &&
	    journal_add(db, number, &ev, NULL, &id, err) &&
	    project_event(db, number, t, &ev, id, err);
}

bool
change_ticket(struct db *db, int64_t number, enum ticket_event_kind kind,
    const char *author, int64_t net_gr, const char *text, struct err *err)
{
	struct ticket *t;
	bool ok;

	if (!db_begin(db, err))
		return false;
	t = mem_alloc(sizeof(*t));
	ok = change(db, number, t, kind, author, net_gr, text, err);
	free(t);
	if (!ok) {
		db_rollback(db);
		return false;
	}
	return db_commit(db, err);
}
