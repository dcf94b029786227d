/*
 * The ticket that a box or a view is about.
 */
#pragma once

#include <stdint.h>

struct app;
struct model_row;

/* Its row in the queue; NULL when it is closed, or there is none such. */
const struct model_row *app_row(const struct app *a, int64_t ticket);
/* The client's name; "#12" when the ticket is not in the queue. */
const char *app_client(const struct app *a, int64_t ticket);
