/*
 * Choosing one of a few for a ticket: what dlg_kind and dlg_assign have in
 * common.
 */
#pragma once

#include <stdint.h>

#include "console/app/app_wait.h"
#include "shared/ui/menu.h"
#include "shared/wire/msg.h"

#define PICK_WORD_SIZE 257

/* What is sent for an item; its label points to text. */
struct choice {
	char word[PICK_WORD_SIZE];
	char text[PICK_WORD_SIZE];
	char note[64];
};

struct pick_box {
	struct app *app;
	int64_t ticket;
	enum msg_kind kind; /* of the message to send */
	const char *field; /* that takes the word */
	const char *title;
	struct menu menu;
	struct choice *choice;
	int choices;
	struct app_wait wait;
};

/* For at most so many choices; kind, field and title are the caller's to set.
 * It is freed when it closes. */
struct pick_box *dlg_pick_new(struct app *a, int64_t ticket, int max);
/* word: what is sent for it, "" takes the last change back. Both are copied. */
struct choice *dlg_pick_add(
    struct pick_box *b, const char *word, const char *text);
/* On top, with what was added. */
void dlg_pick_open(struct pick_box *b);
