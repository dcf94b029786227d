#include "console/app/app_desk.h"

#include "console/app/app.h"

const struct config *
app_config(const struct app *a)
{
	return &a->config;
}

bool
app_has_own_desk(const struct app *a)
{
	return a->own_desk;
}

const struct desk_link *
app_desk(const struct app *a)
{
	return a->desk;
}
