/*
 * A question in a box. There is no default: Enter does nothing until a choice
 * is made by its key, by Tab or arrows, or by the mouse. Keys in the first
 * DIALOG_GUARD_MS after opening are dropped, for they were meant for what was
 * there before.
 */
#ifndef UI_DIALOG_H
#define UI_DIALOG_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

#define DIALOG_GUARD_MS 500
#define DIALOG_CHOICES 5
#define DIALOG_TEXT 2000

/* results of dialog_key() beside the choice's value (> 0) */
#define DIALOG_OPEN 0
#define DIALOG_ESCAPED (-1) /* Esc, only with DIALOG_ESC */

/* flags */
#define DIALOG_ESC 1u /* Esc closes it */
#define DIALOG_CONFIRM 2u /* a choice's key only selects; Enter confirms */
#define DIALOG_NO_GUARD 4u /* the user asked for this box himself */
#define DIALOG_ALERT 8u /* drawn as a warning */

struct dialog_choice {
	uint32_t key; /* lower case; both cases are taken */
	uint32_t other; /* understood too, where no choice shows it */
	char label[80];
	int value; /* > 0 */
};

struct dialog {
	char title[128];
	char text[DIALOG_TEXT];
	struct dialog_choice choice[DIALOG_CHOICES];
	int choices;
	int chosen; /* -1 = none yet */
	unsigned flags;
	int64_t opened_ms;
	struct rect at[DIALOG_CHOICES]; /* where the choices were drawn */
};

/* text is wrapped; it and title are copied. */
void dialog_init(struct dialog *d, const char *title, const char *text,
    unsigned flags, int64_t now_ms);
/*
 * The label is translated and copied. The letter behind its & is the key that
 * is shown, so that it fits the language; key is understood as well, and is
 * shown where there is no &.
 */
void dialog_add(struct dialog *d, uint32_t key, const char *label, int value);
/* DIALOG_OPEN, a value, or DIALOG_ESCAPED. */
int dialog_key(struct dialog *d, const struct keys_event *ev, int64_t now_ms);
/* In the middle of the canvas. */
void dialog_draw(struct dialog *d, struct canvas *c);

#endif
