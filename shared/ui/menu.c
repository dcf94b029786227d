#include "shared/ui/menu.h"

#include "shared/base/utf8.h"
#include "shared/base/util.h"

void
menu_init(struct menu *m)
{
	*m = (struct menu){.sel = -1};
}

void
menu_add(struct menu *m, const char *label, const char *note)
{
	if (m->items == MENU_ITEMS)
		return;
	m->item[m->items++] = (struct menu_item){label, note};
	m->sel = MAX_OF(m->sel, 0);
}

void
menu_select(struct menu *m, int i)
{
	if (i >= 0 && i < m->items)
		m->sel = i;
}

static int
click(struct menu *m, const struct keys_event *ev)
{
	int i = ev->row - m->area.row + m->top;

	if (ev->mouse != KEYS_MOUSE_PRESS || ev->button != 0 ||
	    !canvas_holds(m->area, ev->row, ev->col) || i >= m->items)
		return MENU_IGNORED;
	if (ev->clicks == 2 && m->sel == i)
		return i;
	m->sel = i;
	return MENU_MOVED;
}

int
menu_key(struct menu *m, const struct keys_event *ev)
{
	int by;

	if (m->sel < 0)
		return MENU_IGNORED;
	if (ev->code == KEYS_ENTER)
		return m->sel;
	if (keys_move(ev, m->area.rows, &by))
		m->sel = MAX_OF(0, MIN_OF(m->sel + by, m->items - 1));
	else if (ev->code == KEYS_MOUSE)
		return click(m, ev);
	else if (ev->code == KEYS_CHAR && ev->cp >= '1' && ev->cp <= '9' &&
	    ev->mods == 0 && (int)(ev->cp - '1') < m->items)
		menu_select(m, (int)(ev->cp - '1'));
	else
		return MENU_IGNORED;
	return MENU_MOVED;
}

static void
draw_item(struct menu *m, struct canvas *c, struct rect r, int i)
{
	const struct menu_item *it = &m->item[i];
	enum ui_style style = i == m->sel ? UI_SELECTED : UI_NORMAL;
	int note = 0, left = r.cols - 5 - utf8_cols(it->label);

	canvas_fill(c, r, style);
	if (it->note != NULL && it->note[0] != '\0') {
		note = MIN_OF(utf8_cols(it->note), MAX_OF(left, r.cols / 2));
		canvas_text_right(
		    c, r.row, r.col + r.cols - 1, note, style, it->note);
	}
	canvas_printf(c, r.row, r.col, r.cols - note - 2, style, "%c %s",
	    i == m->sel ? '>' : ' ', it->label);
}

void
menu_draw(struct menu *m, struct canvas *c, struct rect r)
{
	m->area = r;
	if (m->sel >= 0) {
		m->top = MIN_OF(m->top, m->sel);
		m->top = MAX_OF(m->top, m->sel - r.rows + 1);
	}
	m->top = MAX_OF(0, MIN_OF(m->top, m->items - r.rows));
	canvas_hide_cursor(c);
	for (int i = 0; i < r.rows && m->top + i < m->items; i++)
		draw_item(m, c, (struct rect){r.row + i, r.col, 1, r.cols},
		    m->top + i);
}
