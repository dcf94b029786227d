/*
 * The kind of work: changed at once where the client agreed to its price, else
 * asked of him first; his signed answer decides.
 */
#pragma once

struct brain_link;
struct msg;

/* Messages of the technician. */
void brain_rate_kind(struct brain_link *l, const struct msg *m);
void brain_rate_undo(struct brain_link *l, const struct msg *m);
void brain_rate_withdraw(struct brain_link *l, const struct msg *m);
/* Message of the agent. */
void brain_rate_answer(struct brain_link *l, const struct msg *m);
