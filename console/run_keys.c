/* Who takes a key: see run_keys.h. */
#include "console/run_keys.h"

#include "console/app/app.h"
#include "console/app/app_screen.h"
#include "console/app/app_tabs.h"
#include "console/app/tty_curses.h"
#include "console/dlg/dlg_command.h"
#include "console/dlg/dlg_quit.h"
#include "shared/base/i18n.h"
#include "shared/stage/stage.h"

static bool
tab_clicked(struct app *a, const struct keys_event *ev)
{
	const struct grid *g = &a->stage.canvas.grid;
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
		stage_show(&a->stage, tab);
	return tab >= 0;
}

/* Alt-1 too; there the prefix comes before it. */
static bool
is_for_shell(struct app *a)
{
	return stage_top_box(&a->stage) == NULL &&
	    stage_shown_view(&a->stage)->ops->help_title == NULL;
}

/* Keys that work in every view but one that takes all of them itself. */
static bool
global_key(struct app *a, const struct keys_event *ev)
{
	const struct stage_view_ops *ops = stage_shown_view(&a->stage)->ops;

	if (ops->help_title == NULL)
		return false; /* they belong to the shell */
	if (tab_clicked(a, ev))
		return true;
	if (keys_is(ev, 'Q'))
		dlg_quit(a);
	else if (keys_is(ev, ':'))
		dlg_command(a);
	else if (keys_is(ev, '?') || ev->code == KEYS_F1)
		stage_help(&a->stage, _(ops->help_title), ops->help);
	else if (keys_is_ctrl(ev, 'l'))
		tty_forget();
	else if (keys_is_ctrl(ev, 'z'))
		app_suspend(a);
	else if (ev->code == KEYS_CHAR && ev->mods == 0 && ev->cp >= '1' &&
	    ev->cp <= '9')
		stage_show(&a->stage, (int)(ev->cp - '1'));
	else
		return false;
	return true;
}

void
run_key(const struct keys_event *ev, void *ctx)
{
	struct app *a = ctx;

	if ((!is_for_shell(a) && app_tab_key(a, ev)) ||
	    stage_box_key(&a->stage, ev) || global_key(a, ev) ||
	    stage_view_key(&a->stage, ev))
		stage_redraw(&a->stage);
}
