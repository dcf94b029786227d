/*
 * A technician and a client together: he comes, the check code, consent, and
 * how a visit ends.
 */
#pragma once

#include <stdint.h>

struct brain;
struct brain_link;
struct brain_ticket;
struct msg;

/* As bt->visit_now. */
void brain_visit_new(struct brain_ticket *bt);
/* He was claimed anew, after whatever was refused. */
void brain_visit_allow(struct brain_ticket *bt);
/* When it has lasted long enough, monotonic; -1 = there is none. */
int64_t brain_visit_deadline(const struct brain_ticket *bt);
void brain_visit_prolong(struct brain_ticket *bt, int64_t ms);
/* The front asks: that technician's link wants to reach that ticket. */
void brain_visit_open(
    struct brain *b, int64_t link, int64_t id, int64_t ticket);
/* The front reports the end of a wanted or coupled tunnel. */
void brain_visit_closed(struct brain *b, int64_t id, const char *why);
/* Cuts the tunnel and journals who left. Closes no ticket. */
void brain_visit_over(
    struct brain_ticket *bt, const char *actor, const char *why);
/* The desk's own end: what comes back by itself is refused until the technician
 * claims anew. */
void brain_visit_end(struct brain_ticket *bt, const char *why);
/* His program answers again and again too late: work that is not counted ends,
 * until a technician claims anew. */
void brain_visit_silent(struct brain_ticket *bt);

/* Messages of the agent. */
void brain_visit_checked(struct brain_link *l, const struct msg *m);
void brain_visit_consent(struct brain_link *l, const struct msg *m);
void brain_visit_rights(struct brain_link *l, const struct msg *m);
/* `checked` of the technician: an alarm that the agent did not raise. */
void brain_visit_alarm(struct brain_link *l, const struct msg *m);
