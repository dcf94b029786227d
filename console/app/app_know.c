#include "console/app/app_know.h"

#include "console/app/app.h"

const struct model *
app_model(const struct app *a)
{
	return &a->model;
}
