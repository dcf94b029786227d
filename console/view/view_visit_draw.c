/* How a visit looks: see view_visit.h. */
#include "console/view/view_visit.h"

#include <stdio.h>
#include <string.h>

#include "console/app/app_know.h"
#include "console/app/app_tabs.h"
#include "console/app/app_ticket.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"
#include "shared/ui/sheet.h"

#define TITLE_COLS 80
#define TITLE_MIN 8
#define TITLE_GAP 6 /* what stands around it */
#define STATE_COLS 66
#define STATE_ROWS 9 /* of its text, at most */

static void
follow(int *pan, int at, int shown, int total)
{
	if (at < *pan)
		*pan = at;
	if (at >= *pan + shown)
		*pan = at - shown + 1;
	*pan = MAX_OF(0, MIN_OF(*pan, total - shown));
}

/* What the keys will most likely have done, over the screen in r. */
static void
draw_guess(const struct view_visit *v, struct canvas *c, struct rect r,
    const struct predict_over *over)
{
	struct grid_row row = {.cells = over->cells};
	struct grid line = {.cols = over->to, .rows = 1, .row = &row};
	int from = MAX_OF(over->from, v->pan_col);
	int at = over->row - v->pan_row;

	if (at < 0 || at >= r.rows)
		return;
	canvas_blit(c,
	    (struct rect){r.row + at, r.col + from - v->pan_col, 1,
		v->pan_col + r.cols - from},
	    &line, 0, from);
}

/* The last picture is not left in sight. */
static void
draw_cover(struct canvas *c)
{
	struct rect r = canvas_middle(c, 50, 5);

	canvas_box(c, r, UI_BOX, NULL);
	canvas_wrap(c, (struct rect){r.row + 1, r.col + 2, 3, r.cols - 4},
	    UI_STRONG,
	    _("The client has hidden the screen. Nothing of it is shown "
	      "until the client shows it again."));
}

static void
draw_screen(struct view_visit *v, struct canvas *c)
{
	const struct grid *g = vt_grid(v->visit->vt);
	struct rect r = v->room;
	struct predict_over over;
	bool guessed = predict_over(&v->visit->predict, &over);
	int cursor_col = guessed ? over.cursor_col : g->cursor.col;
	int row = v->panned ? v->pan_row : g->cursor.row;
	int col = v->panned ? v->pan_col : cursor_col;

	follow(&v->pan_row, row, r.rows, g->rows);
	follow(&v->pan_col, col, r.cols, g->cols);
	/* a larger window: the screen stands in the middle */
	r.row += MAX_OF(0, (r.rows - g->rows) / 2);
	r.col += MAX_OF(0, (r.cols - g->cols) / 2);
	r.rows = MIN_OF(r.rows, g->rows);
	r.cols = MIN_OF(r.cols, g->cols);
	v->area = r;
	v->cols = g->cols;
	v->rows = g->rows;
	if (v->visit->hidden && v->visit->state == VISIT_LIVE) {
		v->back = 0;
		draw_cover(c);
		return;
	}
	if (v->visit->frozen)
		v->back = MIN_OF(v->back, view_visit_back_max(v->visit));
	if (v->back > 0) {
		view_visit_back_draw(v->visit, c, r, v->back, v->pan_col);
		return;
	}
	canvas_hide_cursor(c);
	canvas_blit(c, r, g, v->pan_row, v->pan_col);
	if (guessed)
		draw_guess(v, c, r, &over);
	if (v->visit->state == VISIT_LIVE &&
	    stage_top_box(app_stage(v->app)) == NULL)
		c->grid.modes.mouse = g->modes.mouse;
	row = g->cursor.row - v->pan_row;
	col = cursor_col - v->pan_col;
	if (g->cursor.visible && row >= 0 && row < r.rows && col >= 0 &&
	    col < r.cols) {
		canvas_cursor(c, r.row + row, r.col + col);
		c->grid.cursor.shape = g->cursor.shape;
		c->grid.cursor.blink = g->cursor.blink;
	}
}

/* It said what he may, and that is another thing now. */
static bool
notice_is_old(const struct view_visit *v)
{
	return app_stage(v->app)->notice_ms == v->said_ms &&
	    (v->visit->rights != v->said_rights ||
		v->visit->hidden != v->said_hidden);
}

/* What the client's shell calls its window, where there is room for it. */
static void
add_title(const struct visit *v, char *left, size_t size, int room)
{
	size_t len = strlen(left);
	char title[4 * TITLE_COLS];

	if (v->title[0] == '\0' || v->hidden || v->state != VISIT_LIVE ||
	    room < TITLE_MIN)
		return;
	utf8_clean(title, sizeof(title), v->title, MIN_OF(room, TITLE_COLS));
	snprintf(left + len, size - len, "  [%s]", title);
}

static void
draw_head(struct view_visit *v, struct canvas *c)
{
	const struct grid *g = vt_grid(v->visit->vt);
	char left[512], right[64] = "";
	enum ui_style style;
	const char *notice = stage_notice_text(app_stage(v->app), &style);

	/* it stands here, for the clock below is always to be seen; and so is
	 * what one may do */
	if (notice != NULL && !notice_is_old(v)) {
		if (v->visit->state == VISIT_LIVE)
			view_visit_bar_rights(v->visit, right, sizeof(right));
		app_draw_notice(c, 0, style, notice, right);
		return;
	}
	view_visit_bar_head(v->app, v->visit, c->grid.cols, left, sizeof(left));
	if (v->back > 0 && v->visit->frozen)
		snprintf(right, sizeof(right),
		    NGETTEXT("%d line back", "%d lines back", v->back),
		    v->back);
	else if (v->visit->state == VISIT_LIVE && !v->visit->hidden &&
	    (v->area.rows < g->rows || v->area.cols < g->cols))
		snprintf(right, sizeof(right), _("%dx%d of %dx%d"),
		    v->area.cols, v->area.rows, g->cols, g->rows);
	else if (model_waiting(app_model(v->app)) > 0)
		snprintf(right, sizeof(right),
		    NGETTEXT("%d waits", "%d wait",
			model_waiting(app_model(v->app))),
		    model_waiting(app_model(v->app)));
	if (right[0] == '\0' ||
	    utf8_cols(left) + utf8_cols(right) + 11 <= c->grid.cols)
		str_copy(right + strlen(right), sizeof(right) - strlen(right),
		    right[0] != '\0' ? "  Ctrl-] ?" : "Ctrl-] ?");
	add_title(v->visit, left, sizeof(left),
	    c->grid.cols - utf8_cols(left) - utf8_cols(right) - TITLE_GAP);
	bar_draw(c, 0, v->visit->state == VISIT_LOST ? UI_BAR_ALERT : UI_BAR,
	    left, right);
}

/* So many rows of text in a box; in the room of the screen where it fits, for
 * what stands below is about money. */
static struct rect
state_box(const struct view_visit *v, const struct canvas *c, int rows)
{
	struct rect r = canvas_middle(c, STATE_COLS, rows + 2);

	if (r.rows <= v->room.rows)
		r.row = v->room.row + (v->room.rows - r.rows) / 2;
	return r;
}

static void
draw_state(struct view_visit *v, struct canvas *c)
{
	const char *text = view_visit_state_text(v->app, v->visit);
	const struct model_row *row = app_row(v->app, v->visit->ticket);
	struct rect at = {
	    0, 0, STATE_ROWS, MIN_OF(STATE_COLS, c->grid.cols) - 4};
	struct rect r;
	char title[160];
	int why;

	if (text[0] == '\0')
		return;
	/* he is to be phoned now */
	snprintf(title, sizeof(title), "%s  %s",
	    UTF8_CLEAN(64, app_client(v->app, v->visit->ticket), 30),
	    row != NULL ? UTF8_CLEAN(64, row->r.phone, 20) : "");
	/* what happened, then what to do */
	why = canvas_wrap(NULL, at, UI_STRONG, v->visit->why);
	why += why > 0;
	r = state_box(v, c, why + canvas_wrap(NULL, at, UI_NORMAL, text));
	canvas_box(c, r, UI_BOX, title);
	at = (struct rect){r.row + 1, r.col + 2, r.rows - 2, r.cols - 4};
	canvas_wrap(c, at, UI_STRONG, v->visit->why);
	at.row += why;
	at.rows -= why;
	canvas_wrap(c, at, UI_NORMAL, text);
	canvas_hide_cursor(c);
}

/* Nobody sees it before he is there and has let the technician in. */
static const char *
asked_text(const struct visit *v, bool quote)
{
	if (v->state == VISIT_LIVE)
		return quote ? _("The client is asked.  Ctrl-] $: take it back")
			     : _("The client is asked.  Ctrl-] k: take it "
				 "back");
	return quote ? _("It waits for the client.  Ctrl-] $: take it back")
		     : _("It waits for the client.  Ctrl-] k: take it back");
}

/* An open question about money, as the client sees it, above the rows of the
 * clock; the rows it takes. */
static int
draw_question(struct view_visit *v, struct canvas *c, int clock)
{
	const struct quote *q = model_quote(
	    app_model(v->app), v->visit->ticket);
	const struct rate *r = model_rate(app_model(v->app), v->visit->ticket);
	char text[MAX_OF(QUOTE_WORDS_SIZE, RATE_WORDS_SIZE)];
	int rows, row;

	if (q != NULL)
		(void)quote_words(q, 0, text, sizeof(text));
	else if (r != NULL)
		(void)rate_words(r, 0, text, sizeof(text));
	else
		return 0;
	rows = sheet_rows(text, c->grid.cols) + 1;
	row = MAX_OF(c->grid.rows - clock - rows, 1);
	row = sheet_draw(c, row, c->grid.rows - clock - 1 - row,
	    q != NULL ? quote_title() : rate_title(), text);
	canvas_text(c, row, 2, c->grid.cols - 4, UI_DIM,
	    asked_text(v->visit, q != NULL));
	return rows;
}

void
view_visit_draw(struct view_visit *v, struct canvas *c, struct help *keys)
{
	char text[BAR_PARTS_SIZE];
	int clock = view_visit_bar_clock(v->app, v->visit, c->grid.cols, text);
	int rows = c->grid.rows - clock;

	v->room = (struct rect){1, 0,
	    MAX_OF(rows - 1 - draw_question(v, c, clock), 1), c->grid.cols};
	draw_screen(v, c);
	draw_head(v, c);
	bar_draw_parts(c, rows, clock, UI_BAR, text);
	if (stage_top_box(app_stage(v->app)) == NULL)
		draw_state(v, c);
	if (keys != NULL)
		help_draw(keys, c);
}

bool
view_visit_draw_live(struct view_visit *v, struct canvas *c)
{
	const struct grid *g = vt_grid(v->visit->vt);

	if (g->cols != v->cols || g->rows != v->rows || v->visit->hidden)
		return false;
	draw_screen(v, c);
	return true;
}
