/*
 * The technician's side of a link to a desk (shared/conv/desk_link.h): the
 * subsystem `pomoc`, the proof of who he is, his signed orders, and what to do
 * when the desk does not know him or is another one.
 */
#pragma once

#include "shared/conv/desk_link.h"

/* With that key or one that is chained to it; they must outlive it. aside: only
 * for a command, the desk does not take him for being here. Told where to by
 * desk_link_to_...(). */
struct desk_link *login_new(struct loop *loop, const struct key *key,
    bool aside, const struct desk_link_events *events, void *ctx);
