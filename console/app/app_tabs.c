/* The bar of tabs, and the line under a view. */
#include "console/app/app_tabs.h"

#include <stdio.h>
#include <string.h>

#include "console/app/app.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define FOOT_KEYS 12 /* at most */

#define STATE_COLS 60 /* from there on the own state has room */

static void
desk_text(const struct app *a, char *dst, size_t size)
{
	switch (desk_link_state(a->desk)) {
	case DESK_LINK_UP:
		str_copy(dst, size, _("desk ok"));
		break;
	case DESK_LINK_WAITING:
		snprintf(dst, size, _("desk lost, again in %d s"),
		    desk_link_retry_s(a->desk));
		break;
	case DESK_LINK_REFUSED:
		str_copy(dst, size, _("desk refused"));
		break;
	default:
		str_copy(dst, size, _("desk ..."));
		break;
	}
}

static void
right_text(const struct app *a, char *dst, size_t size)
{
	const struct firm_technician *t = firm_technician(
	    &a->model.firm, a->model.firm.me);
	char desk[64], me[80] = "";
	bool up = desk_link_state(a->desk) == DESK_LINK_UP;
	int cols = a->stage.canvas.grid.cols;
	bool wide = cols >= APP_COLS_FULL + (up ? 0 : 20);

	desk_text(a, desk, sizeof(desk));
	if (t != NULL && wide)
		snprintf(me, sizeof(me), "%s: %s   ",
		    UTF8_CLEAN(64, t->name, 20),
		    words_text(&presence_words, (int)t->state));
	else if (t != NULL && up && cols >= STATE_COLS)
		snprintf(me, sizeof(me), "%s  ",
		    words_text(&presence_words, (int)t->state));
	snprintf(dst, size, "%s%s  %s ", me,
	    clock_local(CLOCK_TEXT, "%H:%M", clock_utc_s()), desk);
}

/* Those behind the first so many are but digits, unless shown; c NULL: only
 * counts. Returns the columns. */
static int
draw_labels(const struct app *a, struct canvas *c, struct rect r, int full)
{
	char text[160], label[192];
	int cols = 0;

	for (int i = 0; i < a->stage.views; i++) {
		const struct stage_view *v = &a->stage.view[i];
		bool alert = v->ops->title(v->self, text, sizeof(text));
		enum ui_style style = a->stage.shown == i ? UI_BAR_ACTIVE
		    : alert				  ? UI_BAR_ALERT
							  : UI_BAR;

		if (i < full || i == a->stage.shown)
			snprintf(label, sizeof(label), "[%d %s]", i + 1, text);
		else
			snprintf(label, sizeof(label), "[%d]", i + 1);
		if (c != NULL && cols < r.cols)
			canvas_text(c, r.row, r.col + cols, r.cols - cols,
			    style, label);
		cols += utf8_cols(label) + 1;
	}
	return cols - 1;
}

void
app_draw_tabs(struct app *a, struct canvas *c)
{
	bool down = desk_link_state(a->desk) != DESK_LINK_UP;
	struct rect r = {0, 0, 1, c->grid.cols};
	int full = a->stage.views;
	char text[160];

	canvas_fill(c, r, UI_BAR);
	right_text(a, text, sizeof(text));
	r.cols -= canvas_text_right(c, 0, r.cols, r.cols * 2 / 3,
		      down ? UI_BAR_ALERT : UI_BAR, text) +
	    1;
	if (r.cols > 50)
		r.col = canvas_text(c, 0, 0, 0, UI_BAR, " pomoc  ");
	r.cols -= r.col;
	while (full > 0 && draw_labels(a, NULL, r, full) > r.cols)
		full--;
	draw_labels(a, c, r, full);
}

void
app_draw_notice(struct canvas *c, int row, enum ui_style style,
    const char *text, const char *right)
{
	int cols = utf8_cols(right);
	struct rect r = {row, 0, APP_NOTICE_ROWS, c->grid.cols};

	r.cols = MAX_OF(r.cols - cols - (cols > 0 ? 2 : 0), 1);
	r.rows = MAX_OF(canvas_wrap(NULL, r, style, text), 1);
	if (row < 0)
		r.row = c->grid.rows - r.rows;
	canvas_fill(c, (struct rect){r.row, 0, r.rows, c->grid.cols}, style);
	(void)canvas_wrap(c, r, style, text);
	canvas_text(c, r.row, r.cols + 1, cols, UI_BAR, right);
}

void
app_draw_foot(
    struct app *a, struct canvas *c, const struct bar_key *keys, int n)
{
	struct bar_key shown[FOOT_KEYS];
	enum ui_style style;
	const char *notice = stage_notice_text(&a->stage, &style);

	if (notice != NULL) {
		app_draw_notice(c, -1, style, notice, "");
		return;
	}
	n = MIN_OF(n, FOOT_KEYS);
	for (int i = 0; i < n; i++)
		shown[i] = (struct bar_key){keys[i].key, _(keys[i].label)};
	bar_keys(c, c->grid.rows - 1, UI_BAR, shown, n);
}

static void
show_active(struct app *a)
{
	for (int i = 0; i < a->visits; i++) {
		if (a->visit[i]->activity) {
			stage_show(
			    &a->stage, stage_find_view(&a->stage, a->visit[i]));
			return;
		}
	}
	stage_show(&a->stage, 0);
}

bool
app_tab_key(struct app *a, const struct keys_event *ev)
{
	for (uint32_t cp = '1'; cp <= '9'; cp++) {
		if (keys_is_alt(ev, cp)) {
			stage_show(&a->stage, (int)(cp - '1'));
			return true;
		}
	}
	if (!keys_is_alt(ev, 'a'))
		return false;
	show_active(a);
	return true;
}
