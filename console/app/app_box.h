/*
 * The boxes on top of the view that is shown. Each is a file of its own
 * (console/dlg) that hands in its functions; what it frees of itself is freed
 * after the callback.
 */
#ifndef CONSOLE_APP_BOX_H
#define CONSOLE_APP_BOX_H

#include <stdbool.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

#define APP_BOXES 16

struct app;

/* Something on top of the view that takes the keys: a box, a prompt. */
struct box_ops {
	void (*draw)(void *self, struct canvas *c);
	void (*key)(void *self, const struct keys_event *ev);
	void (*free)(void *self);
	/* The desk has told something: what the box is about may be gone. */
	void (*news)(void *self);
	/* The owner goes: true when the box stays without one. */
	bool (*orphan)(void *self);
	bool of_ticket; /* stays where only the visit is lost or over */
};

struct box {
	const struct box_ops *ops;
	void *self;
	const void *owner; /* the box goes when its owner goes, see orphan */
};

/* Puts a box on top; self is freed by ops->free. owner may be NULL. */
void app_push(
    struct app *a, const struct box_ops *ops, void *self, const void *owner);
/* One more may be put on top. */
bool app_has_room(const struct app *a);
/* Takes that box away (freed after the callback). */
void app_pop(struct app *a, const void *self);
/* Takes the boxes of that owner away: all that do not stay as orphans when he
 * goes himself, else those that are not about the ticket. */
void app_pop_of(struct app *a, const void *owner, bool goes);
/* The first of that kind that fits, its self; NULL when there is none. */
void *app_find_box(const struct app *a, const struct box_ops *ops,
    bool (*fits)(const void *self, const void *with), const void *with);
/* Tells all boxes, after the model has it. */
void app_boxes_news(struct app *a);

bool app_box_is_shown(const struct app *a, const struct box *b);
/* The one that takes the keys; NULL when none is shown. */
struct box *app_top_box(struct app *a);

struct form;
/* A key for a box with a form: true when the form is done; Esc takes the box
 * away. */
bool app_form_key(struct app *a, const void *box, struct form *f,
    const struct keys_event *ev);

#endif
