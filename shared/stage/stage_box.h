/*
 * The boxes on top of the view that is shown: the last one takes the keys.
 */
#pragma once

#include <stdbool.h>

#include "shared/ui/canvas.h"
#include "shared/ui/help.h"
#include "shared/ui/keys.h"

#define STAGE_BOXES 16

struct stage;

/* Those that say so may be NULL. */
struct stage_box_ops {
	void (*draw)(void *self, struct canvas *c);
	void (*key)(void *self, const struct keys_event *ev);
	void (*free)(void *self); /* NULL: free() */
	/* NULL: the program has news: what it is about may be gone. */
	void (*news)(void *self);
	/* NULL: its owner goes; true when it stays without one. */
	bool (*orphan)(void *self);
	bool stays; /* where its owner is only over, see stage_pop_of() */
};

struct stage_box {
	const struct stage_box_ops *ops;
	void *self;
	const void *owner; /* it goes when its owner goes, see orphan */
};

/* Puts a box on top; self is freed by ops->free. owner may be NULL. */
void stage_push(struct stage *s, const struct stage_box_ops *ops, void *self,
    const void *owner);
/* One more may be put on top. */
bool stage_has_room(const struct stage *s);
/* Takes that box away. */
void stage_pop(struct stage *s, const void *self);
/* Takes the boxes of that owner away: all that do not stay as orphans when he
 * goes himself, else those that do not outlast him. */
void stage_pop_of(struct stage *s, const void *owner, bool goes);
/* The first of that kind that fits, its self; NULL when there is none. */
void *stage_find_box(const struct stage *s, const struct stage_box_ops *ops,
    bool (*fits)(const void *self, const void *with), const void *with);
/* The one that takes the keys; NULL when none is shown. */
struct stage_box *stage_top_box(struct stage *s);
/* A key for it, unless a window too small hides it; false when there is none.
 */
bool stage_box_key(struct stage *s, const struct keys_event *ev);
void stage_boxes_news(struct stage *s);
void stage_boxes_draw(struct stage *s, struct canvas *c);

struct form;
/* A key for a box with a form: true when the form is done; Esc takes the box
 * away. */
bool stage_form_key(struct stage *s, const void *box, struct form *f,
    const struct keys_event *ev);
/* The page of `?`, rows as of help_init(). */
void stage_help(
    struct stage *s, const char *title, const struct help_row *rows);
