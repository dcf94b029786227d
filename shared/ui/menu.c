#include "shared/ui/menu.h"

#include "shared/base/utf8.h"
#include "shared/base/util.h"

void
menu_init(struct menu *m)
{
	*m = (struct menu){.sel = -1};
}

void
menu_add(struct menu *m, const char *label, const char *note, bool off)
{
	if (m->items == MENU_ITEMS)
		return;
	m->item[m->items] = (struct menu_item){label, note, off};
	if (m->sel < 0 && !off)
		m->sel = m->items;
	m->items++;
}

void
menu_select(struct menu *m, int i)
{
	if (i >= 0 && i < m->items && !m->item[i].off)
		m->sel = i;
}

/* The next item that can be chosen, from i in steps of dir. */
static void
move(struct menu *m, int from, int dir)
{
	for (int i = from; i >= 0 && i < m->items; i += dir) {
		if (!m->item[i].off) {
			m->sel = i;
			return;
		}
	}
}

static int
click(struct menu *m, const struct keys_event *ev)
{
	int i = ev->row - m->area.row + m->top;

	if (ev->mouse == KEYS_MOUSE_WHEEL_UP)
		move(m, m->sel - 1, -1);
	else if (ev->mouse == KEYS_MOUSE_WHEEL_DOWN)
		move(m, m->sel + 1, 1);
	else if (ev->mouse != KEYS_MOUSE_PRESS || ev->button != 0)
		return MENU_IGNORED;
	if (ev->mouse != KEYS_MOUSE_PRESS)
		return MENU_MOVED;
	if (ev->row < m->area.row || ev->row >= m->area.row + m->area.rows ||
	    ev->col < m->area.col || ev->col >= m->area.col + m->area.cols ||
	    i >= m->items || m->item[i].off)
		return MENU_IGNORED;
	if (ev->clicks == 2 && m->sel == i)
		return i;
	m->sel = i;
	return MENU_MOVED;
}

int
menu_key(struct menu *m, const struct keys_event *ev)
{
	int page = MAX_OF(m->area.rows - 1, 1);

	if (ev->code == KEYS_MOUSE)
		return click(m, ev);
	if (m->sel < 0)
		return MENU_IGNORED;
	if (ev->code == KEYS_ENTER)
		return m->sel;
	if (ev->code == KEYS_UP || keys_is(ev, 'k'))
		move(m, m->sel - 1, -1);
	else if (ev->code == KEYS_DOWN || keys_is(ev, 'j'))
		move(m, m->sel + 1, 1);
	else if (ev->code == KEYS_PGUP)
		move(m, MAX_OF(m->sel - page, 0), 1);
	else if (ev->code == KEYS_PGDN)
		move(m, MIN_OF(m->sel + page, m->items - 1), -1);
	else if (ev->code == KEYS_HOME)
		move(m, 0, 1);
	else if (ev->code == KEYS_END)
		move(m, m->items - 1, -1);
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
	enum ui_style style = i == m->sel ? UI_SELECTED
	    : it->off			  ? UI_DIM
					  : UI_NORMAL;
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
