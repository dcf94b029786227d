/*
 * What technicians say: hello, the queue, the clock, the end of a ticket.
 */
#ifndef DESK_BRAIN_TECH_H
#define DESK_BRAIN_TECH_H

#include "console/desk/brain_link.h"
#include "console/desk/brain_ticket.h"

extern const struct brain_link_row brain_tech_rows[];
extern const struct brain_link_row brain_tech_aside_rows[];

/* He has come, with this link: by his hello or by reaching for a client. Not by
 * a command of the log that is run for him. */
void brain_tech_comes(struct brain_link *l);
void brain_tech_down(struct brain_link *l);
/* A console of that person is connected. */
bool brain_tech_is_here(const struct brain *b, const char *name);
/* Takes a waiting ticket for him, or confirms that it is his. False: he was
 * told why not. */
bool brain_tech_claim(struct brain_link *l, struct brain_ticket *bt);
/* For handlers: the ticket of the message if it is this technician's. NULL: he
 * was told why not. */
struct brain_ticket *brain_tech_own(struct brain_link *l, const struct msg *m);
/* `done`, or `refused` with err. */
void brain_tech_answer(struct brain_link *l, bool ok, const char *what,
    int64_t ticket, const struct err *err);

#endif
