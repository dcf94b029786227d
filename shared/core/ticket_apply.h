/*
 * What each event does to a ticket: the handlers behind ticket_step(), one per
 * row of enum ticket_event_kind. Private to ticket.c.
 *
 * A handler is called only where ticket_permits() says so, with checked
 * columns, on a copy that is thrown away when it returns false. It adds its
 * effects behind TICKET_DO_JOURNAL; out may be NULL.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/core/ticket.h"

typedef bool ticket_apply_fn(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err);

extern ticket_apply_fn *const ticket_apply[TICKET_EVENTS];

/* ticket_kind.c */
ticket_apply_fn ticket_on_kind, ticket_on_kind_asked, ticket_on_kind_withdrawn,
    ticket_on_kind_answered, ticket_on_kind_undone;
/* ticket_quote.c */
ticket_apply_fn ticket_on_quoted, ticket_on_withdrawn, ticket_on_answered;
/* ticket_correct.c */
ticket_apply_fn ticket_on_corrected, ticket_on_outcome;

/* --- what handlers share: ticket_move.c --- */
void ticket_add_effect(struct ticket_effects *out, enum ticket_effect what);
/* What nearly every change means to others; true. */
bool ticket_told(struct ticket_effects *out);
/* What keeps the clock from running, NONE when it may. */
enum ticket_pause ticket_obstacle(const struct ticket *t);
/* Stops the clock, counts up to now, or lets it run or says in t->pause why it
 * cannot. */
void ticket_stop(struct ticket *t, const struct ticket_event *ev);
void ticket_count(struct ticket *t, const struct ticket_event *ev);
void ticket_run(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out);
/* The question about the kind of work is over; the line stays as it is. */
void ticket_unask(struct ticket *t, struct ticket_effects *out);
/* The visit, if there is one, is over. */
void ticket_leave(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out);
/* Closes it; true. */
bool ticket_finish(struct ticket *t, const struct ticket_event *ev,
    enum ticket_state state, struct ticket_effects *out);
bool ticket_need_visit(const struct ticket *t, struct err *err);
/* The client has let him in. */
bool ticket_need_consent(const struct ticket *t, struct err *err);
/* The event's kind of work has a price. */
bool ticket_need_line(
    const struct ticket *t, const struct ticket_event *ev, struct err *err);
