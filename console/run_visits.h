/*
 * The visits of this console as the desk has them begin and end, each with a
 * view of its own; what they tell goes on the screen and to the desk.
 */
#pragma once

#include "console/app/app.h"

/* The link to the desk is made: visits may have twins in a second one. */
void run_visits_begin(struct app *a);
/* The desk said that it is ours. */
void run_visits_claimed(struct app *a, int64_t ticket);
/* The model's rows changed: visits at tickets of others end. */
void run_visits_rows(struct app *a);
/* A new link to the desk, or none: before the old one is freed. */
void run_visits_link(struct app *a, struct link *link);
