/*
 * What the agent signs for its user, with its own persistent key: consent,
 * rights and answers to quotes and prices. The texts are in shared/core; what
 * is signed is what the screen shows.
 */
#ifndef AGENT_SIGNED_H
#define AGENT_SIGNED_H

#include "agent/app.h"

/* Each puts `sig` into the message, whose other fields are there already. */
void signed_consent(const struct app *a, struct msg *m);
void signed_rights(const struct app *a, struct msg *m);
void signed_answer(const struct app *a, struct msg *m);
void signed_rate(const struct app *a, struct msg *m);

#endif
