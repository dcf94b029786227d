/*
 * The time log as a technician's console asks for it, and what it adds to
 * closed tickets.
 */
#pragma once

struct brain_link;
struct msg;

void brain_log_query(struct brain_link *l, const struct msg *m);
void brain_log_correct(struct brain_link *l, const struct msg *m);
/* A note on a ticket that is closed. */
void brain_log_note(struct brain_link *l, const struct msg *m);
void brain_log_invoice(struct brain_link *l, const struct msg *m);
void brain_log_paid(struct brain_link *l, const struct msg *m);
