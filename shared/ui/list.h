/*
 * A list of items in which the selection follows the item, not the row.
 *
 * The list holds no items, only the order of their ids; the owner's source is
 * asked for the rest. list_refresh() takes over what changed: filter, sort,
 * new and gone items. Within LIST_HOLD_MS after a key, and while frozen, no row
 * moves: new items are appended, gone ones keep their row (list_at() is -1
 * there), and the owner refreshes again after list_due_ms(). When the selected
 * item is gone the selection stays on its row, and Enter is deaf as long.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/ui/bar.h"
#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

#define LIST_HOLD_MS 500
#define LIST_WORDS_MAX 128

struct list_source {
	int (*count)(void *ctx);
	/* Stable, not 0. */
	int64_t (*id)(int i, void *ctx);
	/* Text that filter and search look at; NULL: neither. */
	const char *(*text)(int i, void *ctx);
	/* strcmp-like in the column; NULL: the source's order. Ties keep the
	 * source's order. */
	int (*compare)(int a, int b, int column, void *ctx);
	void *ctx;
};

struct list {
	struct list_source src;
	int64_t *order; /* ids as shown */
	int *index; /* source index of each, -1 = gone */
	int len;
	int cap;
	int sel; /* into order; -1 = empty */
	int64_t sel_id;
	int top;
	int rows; /* of the last drawing */
	int columns; /* that can be sorted by */
	int sort; /* 0 = the source's order, else column + 1 */
	bool invert;
	bool frozen;
	bool stale; /* a change waits for the end of the hold */
	int64_t key_ms;
	int64_t jumped_ms; /* the selected item went away */
	int64_t *tags;
	int ntags;
	char filter[LIST_WORDS_MAX];
	char search[LIST_WORDS_MAX];
};

/* columns: how many the source can be sorted by. */
void list_init(struct list *l, const struct list_source *src, int columns);
void list_fini(struct list *l);
/* The items may have changed. */
void list_refresh(struct list *l, int64_t now_ms);
/* Milliseconds until a held change can be shown, -1 = none waits. */
int list_due_ms(const struct list *l, int64_t now_ms);

/* Source index of the row-th visible row (0 = top), -1 = none or gone. */
int list_at(const struct list *l, int row);
/* Row of the selection on the screen, -1 = none. */
int list_selected_row(const struct list *l);
/* Source index of the selected item, -1 when there is none. */
int list_selected(const struct list *l);
bool list_tagged(const struct list *l, int64_t id);
/* How many rows can be shown; keeps the selection visible. */
void list_set_rows(struct list *l, int rows);

/* How the rows are sorted by that column, as they are shown. */
enum bar_sort list_sorted(const struct list *l, int column);

enum list_result {
	LIST_IGNORED,
	LIST_USED, /* something may look different */
	LIST_ENTER /* Enter or a double click on the selected item */
};

/* Arrows, j k, PgUp PgDn, Home End, g G, Space, o O, Z, n N, mouse. area is
 * where the rows were drawn. A column that is chosen is sorted by; chosen again
 * it is turned round. */
enum list_result list_key(struct list *l, const struct keys_event *ev,
    struct rect area, int64_t now_ms);

/* Only items that hold all the words (upper and lower case alike). "" = all. */
void list_filter(struct list *l, const char *words, int64_t now_ms);
/* Selects the next (dir 1) or previous (-1) match; false when none. */
bool list_search(struct list *l, const char *words, int dir);
bool list_words_match(const char *text, const char *words);
