#include "shared/ui/list.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

void
list_init(struct list *l, const struct list_source *src, int columns)
{
	memset(l, 0, sizeof(*l));
	l->src = *src;
	l->columns = columns;
	l->sel = -1;
	l->key_ms = l->jumped_ms = -LIST_HOLD_MS;
}

void
list_fini(struct list *l)
{
	free(l->order);
	free(l->index);
	free(l->tags);
	memset(l, 0, sizeof(*l));
}

/* --- matching --- */

static uint32_t
next_lower(const char **s)
{
	uint32_t cp;

	if (!utf8_next(s, &cp))
		*s += strlen(*s);
	return utf8_lower(cp);
}

static bool
begins(const char *text, const char *word, const char *end)
{
	while (word < end) {
		if (*text == '\0' || next_lower(&text) != next_lower(&word))
			return false;
	}
	return true;
}

static bool
holds(const char *text, const char *word, const char *end)
{
	for (; *text != '\0'; text++)
		if (((uint8_t)*text & 0xc0) != 0x80 && begins(text, word, end))
			return true;
	return false;
}

bool
list_words_match(const char *text, const char *words)
{
	while (*words != '\0') {
		size_t n = strcspn(words, " ");

		if (n > 0 && !holds(text, words, words + n))
			return false;
		words += n;
		words += strspn(words, " ");
	}
	return true;
}

static bool
wanted(const struct list *l, int i)
{
	return l->filter[0] == '\0' || l->src.text == NULL ||
	    list_words_match(l->src.text(i, l->src.ctx), l->filter);
}

/* --- order --- */

static void
append(struct list *l, int64_t id, int i)
{
	if (l->len == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 32;
		l->order = mem_grow(
		    l->order, (size_t)l->cap, sizeof(*l->order));
		l->index = mem_grow(
		    l->index, (size_t)l->cap, sizeof(*l->index));
	}
	l->order[l->len] = id;
	l->index[l->len] = i;
	l->len++;
}

static int
find(const int64_t *ids, int n, int64_t id)
{
	for (int i = 0; i < n; i++)
		if (ids[i] == id)
			return i;
	return -1;
}

/* For compare(), which gets no more than two rows. */
static const struct list *sorted;

static int
compare(const void *a, const void *b)
{
	const struct list *l = sorted;
	int i = *(const int *)a, j = *(const int *)b, r = 0;

	if (l->sort > 0 && l->src.compare != NULL)
		r = l->src.compare(i, j, l->sort - 1, l->src.ctx);
	if (r == 0)
		r = i < j ? -1 : i > j;
	return l->invert ? -r : r;
}

static void
rebuild(struct list *l)
{
	int n = l->src.count(l->src.ctx);

	l->len = 0;
	for (int i = 0; i < n; i++)
		if (wanted(l, i))
			append(l, 0, i);
	sorted = l;
	if (l->len > 0)
		qsort(l->index, (size_t)l->len, sizeof(*l->index), compare);
	for (int i = 0; i < l->len; i++)
		l->order[i] = l->src.id(l->index[i], l->src.ctx);
	l->stale = false;
}

/* No row moves: gone items keep theirs, new ones come below. */
static void
patch(struct list *l)
{
	int n = l->src.count(l->src.ctx), old = l->len;

	for (int k = 0; k < old; k++)
		l->index[k] = -1;
	for (int i = 0; i < n; i++) {
		int64_t id = l->src.id(i, l->src.ctx);
		int k = find(l->order, l->len, id);

		if (k >= 0)
			l->index[k] = i;
		else if (wanted(l, i))
			append(l, id, i);
	}
	l->stale = true;
}

static void
scroll(struct list *l)
{
	int rows = MAX_OF(l->rows, 1);

	if (l->sel >= 0) {
		l->top = MIN_OF(l->top, l->sel);
		l->top = MAX_OF(l->top, l->sel - rows + 1);
	}
	l->top = MAX_OF(0, MIN_OF(l->top, l->len - rows));
}

static void
select_at(struct list *l, int k)
{
	l->sel = MAX_OF(MIN_OF(k, l->len - 1), l->len > 0 ? 0 : -1);
	l->sel_id = l->sel >= 0 ? l->order[l->sel] : 0;
	scroll(l);
}

static void
reorder(struct list *l, int64_t now_ms)
{
	int k;

	rebuild(l);
	k = l->sel_id != 0 ? find(l->order, l->len, l->sel_id) : -1;
	if (k < 0 && l->sel_id != 0)
		l->jumped_ms = now_ms;
	select_at(l, k >= 0 ? k : MAX_OF(l->sel, 0));
}

static bool
held(const struct list *l, int64_t now_ms)
{
	return l->frozen || now_ms - l->key_ms < LIST_HOLD_MS;
}

void
list_refresh(struct list *l, int64_t now_ms)
{
	if (held(l, now_ms) && l->len > 0)
		patch(l);
	else
		reorder(l, now_ms);
}

int
list_due_ms(const struct list *l, int64_t now_ms)
{
	int64_t left = l->key_ms + LIST_HOLD_MS - now_ms;

	if (!l->stale || l->frozen)
		return -1;
	return left > 0 ? (int)left : 0;
}

/* --- looking --- */

int
list_at(const struct list *l, int row)
{
	int k = l->top + row;

	return row >= 0 && k < l->len ? l->index[k] : -1;
}

int
list_selected_row(const struct list *l)
{
	return l->sel < 0 ? -1 : l->sel - l->top;
}

int
list_selected(const struct list *l)
{
	return l->sel < 0 ? -1 : l->index[l->sel];
}

enum bar_sort
list_sorted(const struct list *l, int column)
{
	if (l->sort != column + 1)
		return BAR_UNSORTED;
	return l->invert ? BAR_DOWN : BAR_UP;
}

void
list_set_rows(struct list *l, int rows)
{
	l->rows = rows;
	scroll(l);
}

bool
list_tagged(const struct list *l, int64_t id)
{
	return find(l->tags, l->ntags, id) >= 0;
}

static void
toggle_tag(struct list *l)
{
	int i;

	if (l->sel < 0)
		return;
	i = find(l->tags, l->ntags, l->sel_id);
	if (i >= 0) {
		l->tags[i] = l->tags[--l->ntags];
	} else {
		l->tags = mem_grow(
		    l->tags, (size_t)l->ntags + 1, sizeof(*l->tags));
		l->tags[l->ntags++] = l->sel_id;
	}
	select_at(l, l->sel + 1);
}

void
list_filter(struct list *l, const char *words, int64_t now_ms)
{
	int64_t jumped_ms = l->jumped_ms;

	str_copy(l->filter, sizeof(l->filter), words);
	reorder(l, now_ms);
	l->jumped_ms = jumped_ms; /* the user moved it himself */
}

bool
list_search(struct list *l, const char *words, int dir)
{
	if (words != l->search)
		str_copy(l->search, sizeof(l->search), words);
	if (l->src.text == NULL || l->search[0] == '\0')
		return false;
	for (int step = 1; step <= l->len; step++) {
		int k = (l->sel + dir * step) % l->len;

		k += k < 0 ? l->len : 0;
		if (l->index[k] < 0)
			continue;
		if (list_words_match(
			l->src.text(l->index[k], l->src.ctx), l->search)) {
			select_at(l, k);
			return true;
		}
	}
	return false;
}

/* --- keys --- */

static enum list_result
enter(struct list *l, int64_t now_ms)
{
	if (list_selected(l) < 0 || now_ms - l->jumped_ms < LIST_HOLD_MS)
		return LIST_USED;
	return LIST_ENTER;
}

static enum list_result
click(struct list *l, const struct keys_event *ev, struct rect area,
    int64_t now_ms)
{
	int k = l->top + ev->row - area.row;
	bool same;

	if (ev->mouse != KEYS_MOUSE_PRESS || ev->button != 0 ||
	    !canvas_holds(area, ev->row, ev->col) || k >= l->len)
		return LIST_IGNORED;
	same = k == l->sel;
	select_at(l, k);
	return ev->clicks == 2 && same ? enter(l, now_ms) : LIST_USED;
}

static bool
order_key(struct list *l, const struct keys_event *ev, int64_t now_ms)
{
	int sort = ev->code == KEYS_COLUMN ? (int)ev->cp + 1 : 0;

	if (sort > 0 && sort != l->sort)
		l->sort = sort;
	else if (keys_is(ev, 'o'))
		l->sort = (l->sort + 1) % (l->columns + 1);
	else if (sort > 0 || keys_is(ev, 'O'))
		l->invert = !l->invert;
	else if (keys_is(ev, 'Z'))
		l->frozen = !l->frozen;
	else
		return false;
	if (!l->frozen)
		reorder(l, now_ms);
	return true;
}

enum list_result
list_key(struct list *l, const struct keys_event *ev, struct rect area,
    int64_t now_ms)
{
	enum list_result r = LIST_USED;
	int by;

	if (ev->code == KEYS_ENTER)
		r = enter(l, now_ms);
	else if (keys_move(ev, l->rows, &by))
		select_at(l, MAX_OF(l->sel + by, 0));
	else if (ev->code == KEYS_MOUSE)
		r = click(l, ev, area, now_ms);
	else if (order_key(l, ev, now_ms))
		r = LIST_USED;
	else if (keys_is(ev, ' '))
		toggle_tag(l);
	else if (keys_is(ev, 'n') && l->search[0] != '\0')
		list_search(l, l->search, 1);
	else if (keys_is(ev, 'N') && l->search[0] != '\0')
		list_search(l, l->search, -1);
	else
		return LIST_IGNORED;
	if (r != LIST_IGNORED)
		l->key_ms = now_ms;
	return r;
}
