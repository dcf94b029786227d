/*
 * A client's yes or no to what is open on his ticket: a quote, or a dearer kind
 * of work. It counts when it is signed with the key that opened the ticket.
 */
#pragma once

#include "shared/core/ticket.h"

struct brain_link;
struct msg;

/* The text that is signed. */
typedef void brain_answer_text_fn(const char *hash, bool yes, struct buf *text);

/* The agent's message, about the question that is open: journals it as an event
 * of that kind, with a yes to so much in all (0 = it is to no sum), or refuses
 * it. */
void brain_answer_take(struct brain_link *l, const struct msg *m,
    enum ticket_event_kind kind, int64_t total_gr, brain_answer_text_fn *text);
