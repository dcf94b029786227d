/*
 * The visits that are open in this console, and the tickets that it has asked
 * for. They are opened by what the desk says (console/run_visits.h).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/link/visit.h"

#define APP_VISITS 9

struct app;

/* Asks the desk for that ticket. */
void app_claim(struct app *a, int64_t ticket);
/* The claim of that ticket has its answer. False when there was none: then the
 * desk says so by itself, and nothing may begin. */
bool app_claim_answered(struct app *a, int64_t ticket);
/* One of ours: shows the visit, or claims anew when it is over. The claim is
 * what lets a client be asked again: a program's own retry has none. */
void app_ask_again(struct app *a, int64_t ticket);

/* NULL when none is open there. */
struct visit *app_visit(const struct app *a, int64_t ticket);
/* The owner of a box about that ticket: its visit when that is shown, else
 * NULL, for a box is seen only where it was opened. */
const void *app_owner(const struct app *a, int64_t ticket);
bool app_has_visits(const struct app *a);
/* NULL while another view is shown. */
struct visit *app_shown_visit(const struct app *a);
/* Closes the tab. The ticket is not touched. */
void app_close_visit(struct app *a, struct visit *v);
void app_close_visits(struct app *a);
