/*
 * Choosing one of a few lines: arrows and Enter, a digit, or a double click.
 * The labels stay the owner's. For long, changing lists use list.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

#define MENU_ITEMS 64

/* results of menu_key() beside the index of the item that was entered */
#define MENU_IGNORED (-1)
#define MENU_MOVED (-2)

struct menu_item {
	const char *label;
	const char *note; /* shown at the right, may be NULL */
};

struct menu {
	struct menu_item item[MENU_ITEMS];
	int items;
	int sel; /* -1 = nothing can be chosen */
	int top;
	struct rect area; /* of the last drawing */
};

void menu_init(struct menu *m);
/* Items beyond MENU_ITEMS are dropped. */
void menu_add(struct menu *m, const char *label, const char *note);
void menu_select(struct menu *m, int i);
int menu_key(struct menu *m, const struct keys_event *ev);
void menu_draw(struct menu *m, struct canvas *c, struct rect r);
