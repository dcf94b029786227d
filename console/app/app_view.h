/*
 * The views, one tab each, in one list: the tabs, their digits and the words
 * after `:` follow from it. Each is a file of its own (console/view) that hands
 * in its functions and knows nothing of the others.
 */
#ifndef CONSOLE_APP_VIEW_H
#define CONSOLE_APP_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/ui/canvas.h"
#include "shared/ui/help.h"
#include "shared/ui/keys.h"
#include "shared/wire/msg.h"

#define APP_VIEWS 16

struct app;

/* Those that say so may be NULL. */
struct view_ops {
	const char *name; /* the word after `:`; NULL = none */
	/* What stands in its tab; true when that is an alarm. */
	bool (*title)(void *self, char *dst, size_t size);
	void (*draw)(void *self, struct canvas *c);
	/* False when the screen looks the same afterwards. */
	bool (*key)(void *self, const struct keys_event *ev);
	/* Milliseconds until it looks different without any event, -1 never. */
	int (*due_ms)(void *self, int64_t now_ms);
	/* NULL: its tab was chosen. */
	void (*shown)(void *self);
	/* NULL: the terminal has what was drawn, of whichever view. */
	void (*drawn)(void *self);
	/* NULL: the desk has told this, and so much of the model changed. */
	void (*heard)(void *self, const struct msg *m, unsigned changed);
	/* NULL: the ticket that is selected there, 0 = none. */
	int64_t (*selected)(void *self);
	void (*free)(void *self);
	/* the page of `?`; without one all keys are the view's own */
	const char *help_title; /* N_() */
	const struct help_row *help;
};

struct view {
	const struct view_ops *ops;
	void *self;
	const void *owner; /* whose boxes are seen only here; NULL = nobody's */
};

/* As that tab; those behind it move on. */
void app_add_view(struct app *a, int at, struct view v);
/* Takes it and its owner's boxes away (freed after the callback). */
void app_remove_view(struct app *a, const void *owner);
/* The tab of that owner, -1 when he has none. */
int app_find_view(const struct app *a, const void *owner);
/* NULL behind the last. */
const struct view *app_view_at(const struct app *a, int tab);

/* Nothing happens when there is no such tab. */
void app_show(struct app *a, int tab);
/* By its word after `:`; false when there is none such. */
bool app_show_word(struct app *a, const char *word);
const struct view *app_shown_view(const struct app *a);
bool app_is_shown(const struct app *a, const void *owner);
/* The selected ticket of the first view that has such, 0 = none. */
int64_t app_selected(const struct app *a);
/* What the desk told, after the model has it; changed: MODEL_* of model.h. */
void app_views_heard(struct app *a, const struct msg *m, unsigned changed);

#endif
