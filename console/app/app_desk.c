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

enum desk_link_state
app_desk_state(const struct app *a)
{
	return desk_link_state(a->desk);
}

const char *
app_desk_why(const struct app *a)
{
	return desk_link_why(a->desk);
}
