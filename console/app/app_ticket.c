#include "console/app/app_ticket.h"

#include <stdio.h>

#include "console/app/app.h"

const struct model_row *
app_row(const struct app *a, int64_t ticket)
{
	return model_row(&a->model, ticket);
}

const char *
app_client(const struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);
	static char number[32];

	if (row != NULL)
		return model_client(row);
	snprintf(number, sizeof(number), "#%lld", (long long)ticket);
	return number;
}
