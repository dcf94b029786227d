/*
 * Ctrl-X in a text field: the user's editor ($VISUAL, $EDITOR, else vi) gets
 * what is in it, in a file that nobody else can read, and gives it back. It has
 * the terminal until it ends; the loop goes on, and with it the visits, but
 * nothing is drawn and no key read. An editor that fails changes nothing. A
 * text that is too long is cut in the field, but the editor gets all of it
 * again until something is typed there.
 */
#pragma once

#include <stdbool.h>

#include "shared/ui/keys.h"

struct app;
struct edit;
struct app_wait;

/* A part of a box that has a field and what it waits for. */
struct app_editor {
	struct app *app;
	struct edit *edit;
	struct app_wait *wait; /* why it failed is said there */
	bool open; /* the box has to stay */
	char *longer;
};

void app_editor_init(struct app_editor *e, struct app *a, struct edit *edit,
    struct app_wait *wait);
void app_editor_fini(struct app_editor *e);
/* Ctrl-X, or a key for the field. */
void app_editor_key(struct app_editor *e, const struct keys_event *ev);
/* Ends the one that has the terminal: the program is about to end. */
void app_editor_stop(void);
