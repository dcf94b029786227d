/* The page of `?`: the keys that are valid where one is. */
#include "console/dlg/dlg_help.h"

#include <stdlib.h>

#include "console/app/app_box.h"
#include "shared/base/mem.h"
#include "shared/ui/help.h"

struct help_box {
	struct app *app;
	struct help help;
};

static void
draw(void *self, struct canvas *c)
{
	struct help_box *b = self;

	help_draw(&b->help, c);
}

static void
key(void *self, const struct keys_event *ev)
{
	struct help_box *b = self;

	if (!help_key(&b->help, ev))
		app_pop(b->app, b);
}

static const struct box_ops ops = {.draw = draw, .key = key, .free = free};

void
dlg_help(struct app *a, const char *title, const struct help_row *rows)
{
	struct help_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	help_init(&b->help, title, rows);
	app_push(a, &ops, b, NULL);
}
