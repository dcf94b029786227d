/* Keys that work in every view, or in every box with a form. */
#include "console/app/app.h"
#include "console/app/tty_curses.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/ui/form.h"

static bool
in_visit(const struct app *a)
{
	return a->shown >= 1 && a->shown <= a->visits;
}

bool
app_tab_key(struct app *a, const struct keys_event *ev)
{
	for (uint32_t cp = '1'; cp <= '9'; cp++) {
		if (keys_is_alt(ev, cp)) {
			app_show(a, (int)(cp - '1'));
			return true;
		}
	}
	if (!keys_is_alt(ev, 'a'))
		return false;
	app_show_active(a);
	return true;
}

static bool
tab_clicked(struct app *a, const struct keys_event *ev)
{
	const struct grid *g = &a->canvas.grid;
	int tab = -1;

	if (ev->code != KEYS_MOUSE || ev->mouse != KEYS_MOUSE_PRESS ||
	    ev->row != 0)
		return false;
	/* "[3 name]": the digit behind the last bracket left of the click */
	for (int col = 0; col <= ev->col && col + 1 < g->cols; col++) {
		uint32_t cp = grid_cell(g, 0, col)->cp;
		uint32_t digit = grid_cell(g, 0, col + 1)->cp;

		if (cp == '[' && digit >= '1' && digit <= '9')
			tab = (int)(digit - '1');
	}
	if (tab >= 0)
		app_show(a, tab);
	return tab >= 0;
}

bool
app_global_key(struct app *a, const struct keys_event *ev)
{
	if (in_visit(a))
		return false; /* the rest belongs to the shell */
	if (tab_clicked(a, ev))
		return true;
	if (keys_is(ev, 'Q'))
		app_quit(a);
	else if (keys_is(ev, ':'))
		dlg_command(a);
	else if (keys_is_ctrl(ev, 'l'))
		tty_forget();
	else if (keys_is_ctrl(ev, 'z'))
		app_suspend(a);
	else if (ev->code == KEYS_CHAR && ev->mods == 0 && ev->cp >= '1' &&
	    ev->cp <= '9')
		app_show(a, (int)(ev->cp - '1'));
	else
		return false;
	app_redraw(a);
	return true;
}

bool
app_form_key(
    struct app *a, const void *box, struct form *f, const struct keys_event *ev)
{
	enum form_result r = form_key(f, ev);

	if (r == FORM_ESCAPED)
		app_pop(a, box);
	return r == FORM_DONE;
}
