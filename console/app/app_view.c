#include "console/app/app_view.h"

#include <string.h>

#include "console/app/app.h"
#include "shared/base/str.h"

void
app_add_view(struct app *a, int at, struct view v)
{
	memmove(&a->view[at + 1], &a->view[at],
	    (size_t)(a->views - at) * sizeof(v));
	a->view[at] = v;
	if (a->views > 0 && a->shown >= at)
		a->shown++;
	a->views++;
}

int
app_find_view(const struct app *a, const void *owner)
{
	for (int i = 0; i < a->views; i++)
		if (owner != NULL && a->view[i].owner == owner)
			return i;
	return -1;
}

void
app_remove_view(struct app *a, const void *owner)
{
	int tab = app_find_view(a, owner);
	struct view gone;

	if (tab < 0)
		return;
	app_pop_of(a, owner, true);
	gone = a->view[tab];
	loop_defer(a->loop, gone.ops->free, gone.self);
	a->views--;
	memmove(&a->view[tab], &a->view[tab + 1],
	    (size_t)(a->views - tab) * sizeof(gone));
	if (a->shown == tab)
		a->shown = 0;
	else if (a->shown > tab)
		a->shown--;
	app_redraw(a);
}

const struct view *
app_view_at(const struct app *a, int tab)
{
	return tab < a->views ? &a->view[tab] : NULL;
}

const struct view *
app_shown_view(const struct app *a)
{
	return &a->view[a->shown];
}

bool
app_is_shown(const struct app *a, const void *owner)
{
	return owner != NULL && app_shown_view(a)->owner == owner;
}

void
app_show(struct app *a, int tab)
{
	const struct view *v;

	if (tab < 0 || tab >= a->views)
		return;
	v = &a->view[tab];
	a->shown = tab;
	if (v->ops->shown != NULL)
		v->ops->shown(v->self);
	app_redraw(a);
}

bool
app_show_word(struct app *a, const char *word)
{
	for (int i = 0; i < a->views; i++) {
		const char *name = a->view[i].ops->name;

		if (name != NULL && str_eq(name, word)) {
			app_show(a, i);
			return true;
		}
	}
	return false;
}

int64_t
app_selected(const struct app *a)
{
	for (int i = 0; i < a->views; i++)
		if (a->view[i].ops->selected != NULL)
			return a->view[i].ops->selected(a->view[i].self);
	return 0;
}

void
app_views_heard(struct app *a, const struct msg *m, unsigned changed)
{
	for (int i = 0; i < a->views; i++)
		if (a->view[i].ops->heard != NULL)
			a->view[i].ops->heard(a->view[i].self, m, changed);
}
