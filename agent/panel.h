/*
 * What stands below the shared shell: the questions of a visit, the chat, the
 * keys. Which of them is shown follows from what waits for an answer.
 */
#pragma once

#include "agent/app.h"
#include "agent/visit.h"

extern const struct panel panel_ask, panel_chat, panel_help;

/* To the question that still waits; else none. */
void panel_next(struct app *a);
/* A question has come: shown, unless one that matters more stands, or the user
 * is in the middle of something else below the shell; it waits then. */
void panel_came(struct app *a, enum visit_question q);
/* It is answered; gone: it has gone by itself. */
void panel_closed(struct app *a, enum visit_question q, bool gone);
