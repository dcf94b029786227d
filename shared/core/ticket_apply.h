/*
 * What each event does to a ticket: the handlers behind ticket_step(), one per
 * row of enum ticket_event_kind. Private to ticket.c.
 *
 * A handler is called only where ticket_permits() says so, with checked
 * columns, on a copy that is thrown away when it returns false. It adds its
 * effects behind TICKET_DO_JOURNAL; out may be NULL.
 */
#ifndef CORE_TICKET_APPLY_H
#define CORE_TICKET_APPLY_H

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/core/ticket.h"

typedef bool ticket_apply_fn(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err);

extern ticket_apply_fn *const ticket_apply[TICKET_EVENTS];

#endif
