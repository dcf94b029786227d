/*
 * A question in a box. There is no default: Enter does nothing until a choice
 * is made.
 *
 * There is ONE rule for every box that opens by itself, because a peer or an
 * event raised it (DIALOG_UNASKED): choose a letter, then Enter. The person may
 * be in the middle of a word, so a key counts only after DIALOG_QUIET_MS in
 * which no key came, counted from the opening and from every key; any other is
 * dropped. Only the letter that is shown chooses, any key but Enter takes the
 * choice back, and mouse and Esc never answer. The owner passes every key here
 * and none on.
 *
 * A box that the user asked for himself answers to its letter at once; Tab,
 * arrows, the mouse and Enter work too.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

#define DIALOG_QUIET_MS 500
#define DIALOG_CHOICES 5
#define DIALOG_TEXT 2000

#define DIALOG_COLS_MIN 20 /* no text can be read in fewer */

/* results of dialog_key() beside the choice's value (> 0) */
#define DIALOG_OPEN 0
#define DIALOG_ESCAPED (-1) /* Esc, only with DIALOG_ESC */

/* flags */
#define DIALOG_ESC 1u /* Esc closes it without an answer */
#define DIALOG_UNASKED 2u /* it opens by itself: see above */
#define DIALOG_ALERT 4u /* drawn as a warning */

struct dialog_choice {
	uint32_t key; /* lower case; both cases are taken */
	uint32_t other; /* understood too in a box of one's own */
	char label[80];
	int value; /* > 0 */
	bool no; /* gives nothing away */
};

/* Writes the question in fewer words for each level from 0 on; false, and
 * nothing written, where there are no fewer. */
typedef bool dialog_words_fn(void *ctx, int level, char *dst, size_t size);

struct dialog {
	char title[128];
	char text[DIALOG_TEXT];
	dialog_words_fn *words; /* NULL: the text is as it is */
	void *ctx;
	struct dialog_choice choice[DIALOG_CHOICES];
	int choices;
	int chosen; /* -1 = none yet */
	unsigned flags;
	int64_t key_ms; /* the last key, at first the opening */
	bool hasty; /* it came too soon */
	bool whole; /* all of it was drawn */
	struct rect at[DIALOG_CHOICES]; /* where the choices were drawn */
};

/* text is wrapped; it and title are copied. */
void dialog_init(struct dialog *d, const char *title, const char *text,
    unsigned flags, int64_t now_ms);
/*
 * The label is translated and copied. The letter behind its & is the key that
 * is shown, so that it fits the language; where there is no & it is key.
 */
void dialog_add(struct dialog *d, uint32_t key, const char *label, int value);
/* The same for a no: it can be said without having read the question. */
void dialog_add_no(
    struct dialog *d, uint32_t key, const char *label, int value);
/* From now on the text comes from there. */
void dialog_words(struct dialog *d, dialog_words_fn *words, void *ctx);
/* DIALOG_OPEN, a value, or DIALOG_ESCAPED. */
int dialog_key(struct dialog *d, const struct keys_event *ev, int64_t now_ms);
/* What is asked has changed: the choice was for something else. */
void dialog_again(struct dialog *d, int64_t now_ms);

/* In the middle of the canvas. */
void dialog_draw(struct dialog *d, struct canvas *c, int64_t now_ms);

/* --- for an owner that draws the question itself --- */

/* Takes the most words that fit into so many rows and columns. False where none
 * do, or the choices do not: the text is the shortest then. */
bool dialog_fit(struct dialog *d, int rows, int cols);
/* To be told at each drawing: was it drawn whole? */
void dialog_shown(struct dialog *d, bool whole, int64_t now_ms);
/* The rows of the choices and of what to press now: always the same. */
int dialog_foot_rows(const struct dialog *d, int cols);
void dialog_draw_foot(struct dialog *d, struct canvas *c, struct rect r);
