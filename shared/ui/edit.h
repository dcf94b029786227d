/*
 * A text field: one line or several, UTF-8, with the usual keys (arrows, Home,
 * End, Ctrl-A E U K W, Backspace, Delete, paste). Enter belongs to the owner in
 * a one-line field and is a new line in the other kind.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

/* flags */
#define EDIT_LINES 1u /* several lines */
#define EDIT_DIGITS 2u /* digits and blanks only */

struct edit {
	char *text; /* NUL-terminated UTF-8 */
	size_t len;
	size_t cap;
	size_t pos; /* byte offset of the cursor */
	size_t max_chars;
	unsigned flags;
	int scroll; /* first column (line) shown */
};

void edit_init(struct edit *e, size_t max_chars, unsigned flags);
void edit_fini(struct edit *e);
/* Replaces the text; the cursor goes to its end. */
void edit_set(struct edit *e, const char *text);
const char *edit_text(const struct edit *e); /* valid until the next change */
/* True when the key was used (also when it changed nothing). */
bool edit_key(struct edit *e, const struct keys_event *ev);
/* active: draws as such and puts the canvas cursor there. */
void edit_draw(struct edit *e, struct canvas *c, struct rect r, bool active);
