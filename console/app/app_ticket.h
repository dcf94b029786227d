/*
 * The ticket that a box or a view is about.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;
struct model_row;

/* Its row in the queue; NULL when it is closed, or there is none such. */
const struct model_row *app_row(const struct app *a, int64_t ticket);
/* The client's name; "#12" when the ticket is not in the queue. */
const char *app_client(const struct app *a, int64_t ticket);
/* It is of the technician at this console; else says that it is not. The desk
 * decides on one that is not known here. */
bool app_ticket_own(struct app *a, int64_t ticket);
/* Or nobody's, or of one who is not here: see model_may_end(). */
bool app_ticket_free(struct app *a, int64_t ticket);
