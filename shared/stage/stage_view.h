/*
 * The views, in one list of which one is shown: tabs, their digits and the
 * words that show them follow from it. Each knows nothing of the others.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/ui/canvas.h"
#include "shared/ui/help.h"
#include "shared/ui/keys.h"

#define STAGE_VIEWS 16

struct stage;

/* All but title and key may be NULL. */
struct stage_view_ops {
	const char *name; /* the word that shows it */
	/* What stands in its tab; true when that is an alarm. */
	bool (*title)(void *self, char *dst, size_t size);
	void (*draw)(void *self, struct canvas *c);
	/* After stage_live(): the part that changes often, over what draw()
	 * made last. False when more than that looks different: all is drawn.
	 * NULL = always false. */
	bool (*live)(void *self, struct canvas *c);
	/* Over the boxes: what nothing may cover. */
	void (*over)(void *self, struct canvas *c);
	/* Below the stage's least size: all that counts was drawn nevertheless;
	 * NULL = never. */
	bool (*fits)(const void *self);
	/* False when the screen looks the same afterwards. */
	bool (*key)(void *self, const struct keys_event *ev);
	/* Milliseconds until it looks different without any event, -1 never. */
	int (*due_ms)(void *self, int64_t now_ms);
	/* It was chosen, also when it was shown before. */
	void (*shown)(void *self);
	/* Before another one, or itself anew, is shown; at the end, too. */
	void (*left)(void *self);
	/* The terminal has what was drawn, of whichever view. */
	void (*drawn)(void *self);
	/* The program has news; what it is is between the two. */
	void (*news)(void *self, const void *news);
	/* The number of what is selected there, 0 = nothing. */
	int64_t (*selected)(void *self);
	void (*free)(void *self); /* NULL = free() */
	/* the page of `?`; without one all keys are the view's own */
	const char *help_title; /* N_() */
	const struct help_row *help;
};

struct stage_view {
	const struct stage_view_ops *ops;
	void *self;
	const void *owner; /* whose boxes are seen only here; NULL = nobody's */
};

/* As that one; those behind it move on. */
void stage_add_view(struct stage *s, int at, struct stage_view v);
/* Takes it and its owner's boxes away; the first is shown instead of it. */
void stage_remove_view(struct stage *s, const void *owner);
/* That of that owner, -1 when he has none. */
int stage_find_view(const struct stage *s, const void *owner);
/* NULL behind the last. */
const struct stage_view *stage_view_at(const struct stage *s, int i);

/* Nothing happens when there is no such view. */
void stage_show(struct stage *s, int i);
/* Tells the one that is shown that it is left, unless it was told so. */
void stage_leave_view(struct stage *s);
/* By its word; false when there is none such. */
bool stage_show_word(struct stage *s, const char *word);
const struct stage_view *stage_shown_view(const struct stage *s);
bool stage_is_shown(const struct stage *s, const void *owner);
/* A key for the one that is shown; false as of its function, and when a window
 * too small hides it. */
bool stage_view_key(struct stage *s, const struct keys_event *ev);
/* Of the first view that has such, 0 = nothing. */
int64_t stage_selected(const struct stage *s);
void stage_views_news(struct stage *s, const void *news);
