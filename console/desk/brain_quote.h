/*
 * Quotes: offered by the technician, shown to both, answered by the client.
 */
#pragma once

struct brain_link;
struct brain_ticket;
struct msg;

/* Messages of the technician. */
void brain_quote_offer(struct brain_link *l, const struct msg *m);
void brain_quote_withdraw(struct brain_link *l, const struct msg *m);
/* Message of the agent. */
void brain_quote_answer(struct brain_link *l, const struct msg *m);

/* After a restart: one that an older desk made cannot be answered under its old
 * words, it is taken back. */
void brain_quote_restored(struct brain_ticket *bt);
