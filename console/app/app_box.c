#include "console/app/app_box.h"

#include <string.h>

#include "console/app/app.h"
#include "shared/ui/form.h"

/* An owner's boxes are seen and take keys only in his own view. */
bool
app_box_is_shown(const struct app *a, const struct box *b)
{
	for (int i = 0; i < a->views; i++)
		if (b->owner != NULL && b->owner == a->view[i].owner)
			return a->shown == i;
	return true;
}

struct box *
app_top_box(struct app *a)
{
	for (int i = a->boxes - 1; i >= 0; i--)
		if (app_box_is_shown(a, &a->box[i]))
			return &a->box[i];
	return NULL;
}

bool
app_has_room(const struct app *a)
{
	return a->boxes < APP_BOXES;
}

void *
app_find_box(const struct app *a, const struct box_ops *ops,
    bool (*fits)(const void *self, const void *with), const void *with)
{
	for (int i = 0; i < a->boxes; i++)
		if (a->box[i].ops == ops && fits(a->box[i].self, with))
			return a->box[i].self;
	return NULL;
}

void
app_push(
    struct app *a, const struct box_ops *ops, void *self, const void *owner)
{
	if (a->boxes == APP_BOXES) {
		ops->free(self);
		return;
	}
	a->box[a->boxes++] = (struct box){ops, self, owner};
	app_redraw(a);
}

static void
take_box(struct app *a, int i)
{
	struct box gone = a->box[i];

	a->boxes--;
	memmove(
	    &a->box[i], &a->box[i + 1], (size_t)(a->boxes - i) * sizeof(gone));
	loop_defer(a->loop, gone.ops->free, gone.self);
	app_redraw(a);
}

void
app_pop(struct app *a, const void *self)
{
	for (int i = 0; i < a->boxes; i++) {
		if (a->box[i].self == self) {
			take_box(a, i);
			return;
		}
	}
}

void
app_pop_of(struct app *a, const void *owner, bool goes)
{
	for (int i = a->boxes - 1; i >= 0; i--) {
		struct box *b = &a->box[i];

		if (b->owner != owner || (!goes && b->ops->of_ticket))
			continue;
		if (goes && b->ops->orphan != NULL && b->ops->orphan(b->self))
			b->owner = NULL;
		else
			take_box(a, i);
	}
}

void
app_boxes_news(struct app *a)
{
	for (int i = a->boxes - 1; i >= 0; i--)
		if (a->box[i].ops->news != NULL)
			a->box[i].ops->news(a->box[i].self);
}

bool
app_form_key(
    struct app *a, const void *box, struct form *f, const struct keys_event *ev)
{
	enum form_result r = form_key(f, ev);

	if (r == FORM_ESCAPED)
		app_pop(a, box);
	return r == FORM_DONE;
}
