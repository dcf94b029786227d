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

#define NOTICE_ROWS 3

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
	char now[16], desk[64], me[80] = "";
	bool wide = a->stage.canvas.grid.cols >= APP_COLS_FULL;

	clock_local(now, sizeof(now), "%H:%M", clock_utc_s());
	desk_text(a, desk, sizeof(desk));
	if (t != NULL && wide) {
		char name[64];

		utf8_clean(name, sizeof(name), t->name, 20);
		snprintf(me, sizeof(me), "%s: %s   ", name,
		    words_text(&presence_words, (int)t->state));
	}
	snprintf(dst, size, "%s%s  %s ", me, now, desk);
}

static int
draw_tab(const struct app *a, struct canvas *c, int col, int room, int tab,
    const char *text, bool alert)
{
	enum ui_style style = a->stage.shown == tab ? UI_BAR_ACTIVE
	    : alert				    ? UI_BAR_ALERT
						    : UI_BAR;
	char label[192];

	snprintf(label, sizeof(label), "[%d %s]", tab + 1, text);
	if (room < utf8_cols(label))
		return 0;
	return canvas_text(c, 0, col, room, style, label) + 1;
}

void
app_draw_tabs(struct app *a, struct canvas *c)
{
	bool down = desk_link_state(a->desk) != DESK_LINK_UP;
	int col, room = c->grid.cols, used;
	char text[160];

	canvas_fill(c, (struct rect){0, 0, 1, c->grid.cols}, UI_BAR);
	right_text(a, text, sizeof(text));
	used = canvas_text_right(
	    c, 0, room, room / 2, down ? UI_BAR_ALERT : UI_BAR, text);
	room -= used + 1;
	col = room > 50 ? canvas_text(c, 0, 0, 0, UI_BAR, " pomoc  ") : 0;
	for (int i = 0; i < a->stage.views; i++) {
		const struct stage_view *v = &a->stage.view[i];
		bool alert = v->ops->title(v->self, text, sizeof(text));

		col += draw_tab(a, c, col, room - col, i, text, alert);
	}
}

/* It may tell of money, so it is folded and not cut. */
static void
draw_notice(struct canvas *c, enum ui_style style, const char *text)
{
	struct rect r = {0, 0, NOTICE_ROWS, c->grid.cols};

	r.rows = MAX_OF(canvas_wrap(NULL, r, style, text), 1);
	r.row = c->grid.rows - r.rows;
	canvas_fill(c, r, style);
	(void)canvas_wrap(c, r, style, text);
}

void
app_draw_foot(
    struct app *a, struct canvas *c, const struct bar_key *keys, int n)
{
	enum ui_style style;
	const char *notice = stage_notice_text(&a->stage, &style);

	if (notice != NULL)
		draw_notice(c, style, notice);
	else
		bar_keys(c, c->grid.rows - 1, UI_BAR, keys, n);
}
