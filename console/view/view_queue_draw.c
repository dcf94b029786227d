/* How the queue looks: see view_queue.h. */
#include <stdio.h>
#include <string.h>

#include "console/app/app_desk.h"
#include "console/app/app_tabs.h"
#include "console/app/app_visits.h"
#include "console/dlg/dlg_known.h"
#include "console/link/invite.h"
#include "console/link/visit.h"
#include "console/view/view_queue.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/title.h"
#include "shared/know/past.h"

#define CARD_ROWS 3 /* with its line */
#define MARGIN_COLS 3 /* the cursor and the letter */
#define WHAT_COLS 17 /* at least */
#define ROWS_MEASURED 200
#define NARROW_COLS 60
#define PANE_FROM 110 /* columns of the window */
#define PANE_COLS 40 /* of the card at its right */
#define PANE_MOST 64
#define STATE_COLS 60 /* of filter and FROZEN, at most */

/* --- columns --- */

struct column {
	const char *title;
	int cols; /* 0 = the rest, or where there is room */
	int narrow; /* the same under 80 columns, -1 = left out, */
	int slim; /* and below NARROW_COLS */
};

static const struct column columns[] = {
    [COL_WAITS] = {N_("waits"), 8, 8, 8},
    [COL_CLIENT] = {N_("client"), 20, 17, 16},
    [COL_PRODUCT] = {N_("product"), 13, 0, 0},
    [COL_FOR] = {N_("for"), 11, 11, -1},
    [COL_CALLED] = {N_("called"), 8, 7, -1},
    [COL_WHAT] = {N_("what"), 0, -1, -1},
    [COL_PHONE] = {N_("phone"), 0, -1, -1},
    [COL_RATE] = {N_("rate"), 0, -1, -1},
};

/* The order of the screen; who sorts goes by the other. */
static const int order[] = {COL_WAITS, COL_CLIENT, COL_PRODUCT, COL_FOR,
    COL_CALLED, COL_PHONE, COL_RATE, COL_WHAT};

/* What the technician has done there so far; "" where he is told no clock. */
static void
done_text(const struct view_queue *v, const struct model_row *row, char *dst,
    size_t size)
{
	const struct billclock *c = model_clock(v->model, row->ticket);
	struct bill_now now;

	dst[0] = '\0';
	if (c == NULL || !model_is_mine(v->model, row))
		return;
	billclock_now(c, clock_ms(), &now);
	if (now.worked_s > 0)
		snprintf(dst, size, "%d:%02d %s  ", (int)(now.worked_s / 3600),
		    (int)(now.worked_s / 60 % 60), MONEY_TEXT(now.net_gr));
}

/* "05:10", "2 h 05", "426 h" */
static void
waits_text(int64_t s, char *dst, size_t size)
{
	int h = (int)(s / 3600), m = (int)(s / 60 % 60);

	if (h == 0)
		snprintf(dst, size, "%02d:%02d", m, (int)(s % 60));
	else if (h < 100)
		snprintf(dst, size, "%d h %02d", h, m);
	else
		snprintf(dst, size, "%d h", h);
}

/* A note is marked: the card has it. */
static void
what_text(const struct view_queue *v, const struct model_row *row, char *dst,
    size_t size)
{
	size_t len;

	done_text(v, row, dst, size);
	len = strlen(dst);
	if (row->r.left)
		str_copy(dst + len, size - len, _("(ended by the client) "));
	else if (!row->r.online)
		str_copy(dst + len, size - len, _("(link lost) "));
	if (row->r.remark[0] != '\0')
		str_copy(dst + strlen(dst), size - strlen(dst), "+ ");
	len = strlen(dst);
	utf8_clean(dst + len, size - len, row->r.problem, 0);
}

void
view_queue_cell(const struct view_queue *v, const struct model_row *row,
    int column, char *dst, size_t size)
{
	dst[0] = '\0';
	switch (column) {
	case COL_WAITS:
		waits_text(model_waited_s(row, clock_ms()), dst, size);
		break;
	case COL_CLIENT:
		utf8_clean(dst, size, model_client(row), 0);
		break;
	case COL_PRODUCT:
		utf8_clean(dst, size, row->r.product, 0);
		break;
	case COL_FOR:
		utf8_clean(dst, size,
		    row->r.by[0] != '\0' ? row->r.by
			: row->r.wanted[0] != '\0' &&
			    !str_eq(row->r.wanted, "any")
			? row->r.wanted
			: _("anyone"),
		    0);
		break;
	case COL_CALLED:
		str_copy(dst, size, row->r.called ? _("yes") : _("no"));
		break;
	case COL_PHONE:
		utf8_clean(dst, size, row->r.phone, 0);
		break;
	case COL_RATE:
		utf8_clean(dst, size,
		    row->r.rate[0] != '\0' ? title_work(row->r.rate) : "", 0);
		break;
	case COL_WHAT:
		what_text(v, row, dst, size);
		break;
	}
}

static char
letter_of(const struct view_queue *v, const struct model_row *row)
{
	struct visit *visit = app_visit(v->app, row->ticket);
	char letter = model_letter(row, clock_ms());

	if (letter == 'A' && visit != NULL && visit_may_type(visit))
		return 'T';
	return letter;
}

static enum ui_style
letter_style(char letter)
{
	switch (letter) {
	case 'N':
	case 'C':
		return UI_GOOD;
	case '!':
		return UI_BAD;
	case 'P':
	case 'Q':
		return UI_WARN;
	default:
		return UI_NORMAL;
	}
}

/* Who has waited longest stands first there. */
static enum bar_sort
sorted(const struct view_queue *v, int column)
{
	enum bar_sort sort = list_sorted(&v->list, column);

	if (column == COL_WAITS && sort != BAR_UNSORTED)
		return sort == BAR_UP ? BAR_DOWN : BAR_UP;
	return sort;
}

/* Who waits too long is seen by the time, too. */
static enum ui_style
cell_style(const struct model_row *row, int column, enum ui_style style)
{
	bool late = column == COL_WAITS && style != UI_SELECTED &&
	    model_letter(row, clock_ms()) == '!';

	return late ? UI_BAD : style;
}

/* Of its texts, of the first rows. */
static int
longest(const struct view_queue *v, int column)
{
	const struct model *m = v->model;
	char text[640];
	int most = utf8_cols(_(columns[column].title));

	for (int i = 0; i < MIN_OF(m->rows, ROWS_MEASURED); i++) {
		view_queue_cell(v, &m->row[i], column, text, sizeof(text));
		most = MAX_OF(most, utf8_cols(text));
	}
	return most;
}

/* What is over goes to whole names first, then to more columns. */
static void
widen(const struct view_queue *v, int cols, int w[COLS])
{
	int left = cols - MARGIN_COLS - WHAT_COLS, grow;

	for (int i = 0; i < COLS; i++)
		left -= w[i];
	grow = longest(v, COL_CLIENT) + 1 - w[COL_CLIENT];
	grow = MAX_OF(MIN_OF(grow, left), 0);
	w[COL_CLIENT] += grow;
	left -= grow;
	for (int i = COL_PHONE; i <= COL_RATE; i++) {
		grow = longest(v, i) + 2;
		if (grow > left)
			continue;
		w[i] = grow;
		left -= grow;
	}
}

/* With the blank behind them. */
static void
place_columns(struct view_queue *v, const struct canvas *c)
{
	bool narrow = c->grid.cols < APP_COLS_FULL;
	bool slim = c->grid.cols < NARROW_COLS;
	int used = MARGIN_COLS, *w = v->cols;

	for (int i = 0; i < COLS; i++)
		w[i] = MAX_OF(slim ? columns[i].slim
			: narrow   ? columns[i].narrow
				   : columns[i].cols,
		    0);
	if (!narrow)
		widen(v, v->area.cols, w);
	for (int i = 0; i < COLS; i++)
		used += w[i];
	w[narrow ? COL_PRODUCT : COL_WHAT] = MAX_OF(v->area.cols - used + 1, 0);
}

/* row NULL: their titles, of which those are left out that would be cut by what
 * stands from column end on. */
static void
draw_columns(struct view_queue *v, struct canvas *c, int y, enum ui_style style,
    const struct model_row *row, int end)
{
	const int *w = v->cols;
	int col = MARGIN_COLS;
	char text[640];

	for (size_t n = 0; n < ARRAY_LEN(order); n++) {
		int i = order[n];
		struct rect at = {y, col, 1, MAX_OF(w[i] - 1, 1)};

		if (w[i] == 0 || col >= v->area.cols)
			continue;
		if (row == NULL) {
			if (col + utf8_cols(_(columns[i].title)) <= end)
				bar_title(c, at, false, _(columns[i].title), i,
				    sorted(v, i));
		} else {
			view_queue_cell(v, row, i, text, sizeof(text));
			canvas_text(c, y, col, at.cols,
			    cell_style(row, i, style), text);
		}
		col += w[i];
	}
}

/* --- drawing --- */

/* The command in one row: with both in one word, where only that fits. */
static void
add_command(struct buf *b, const struct model *m, int cols)
{
	const char *address = m->firm.address, *key = m->firm.key;
	struct buf full = BUF_INIT, brief = BUF_INIT;

	invite_command(&full, address, key);
	buf_adds(&brief, "pomoc-agent ");
	invite_word(&brief, address, key);
	buf_adds(b,
	    buf_str(utf8_cols(buf_str(&full)) > cols &&
			utf8_cols(buf_str(&brief)) <= cols
		    ? &brief
		    : &full));
	buf_fini(&brief);
	buf_fini(&full);
}

static void
how_to_come(const struct model *m, int cols, char *text, size_t size)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, _("Nobody is waiting. Clients connect with:"));
	buf_addc(&b, '\n');
	add_command(&b, m, cols);
	if (m->firm.open)
		buf_addc(&b, '\n');
	if (m->firm.open)
		invite_hint(&b, m->firm.address, true);
	else
		buf_adds(&b,
		    _("\nOnly from this machine so far; :invite tells more."));
	str_copy(text, size, buf_str(&b));
	buf_fini(&b);
}

static void
draw_empty(struct view_queue *v, struct canvas *c, struct rect r)
{
	const struct model *m = v->model;
	char text[1024];

	if (desk_link_state(app_desk(v->app)) != DESK_LINK_UP) {
		const char *why = desk_link_why(app_desk(v->app));

		snprintf(text, sizeof(text), "%s\n%s",
		    _("Connecting to the desk ..."), why);
	} else if (v->list.filter[0] != '\0') {
		snprintf(text, sizeof(text),
		    _("Nobody here matches \"%s\". Esc clears the filter."),
		    v->list.filter);
	} else {
		how_to_come(m, r.cols, text, sizeof(text));
	}
	canvas_wrap(c, r, UI_NORMAL, text);
}

static void
draw_row(struct view_queue *v, struct canvas *c, int y, int i)
{
	const struct model_row *row;
	bool sel = y - v->area.row == list_selected_row(&v->list);
	enum ui_style style = sel ? UI_SELECTED : UI_NORMAL;
	char letter[2] = "";

	if (sel)
		canvas_fill(c, (struct rect){y, 0, 1, v->area.cols}, style);
	canvas_text(c, y, 0, 1, style, sel ? ">" : " ");
	if (i < 0) { /* gone within the hold: the row stays a moment */
		if (v->list.top + y - v->area.row < v->list.len)
			canvas_text(c, y, 3, 0, UI_DIM, _("(gone)"));
		return;
	}
	row = &v->model->row[i];
	if (!sel && list_tagged(&v->list, row->ticket))
		style = UI_TAG;
	else if (!sel && model_is_mine(v->model, row))
		style = UI_OWN;
	letter[0] = letter_of(v, row);
	canvas_text(c, y, 1, 1, sel ? style : letter_style(letter[0]), letter);
	if (list_tagged(&v->list, row->ticket))
		canvas_text(c, y, 0, 1, style, "#");
	if (model_is_for_me(v->model, row))
		canvas_text(c, y, 2, 1, style, "*");
	draw_columns(v, c, y, style, row, v->area.cols);
	/* where the last column is left out */
	if (row->r.remark[0] != '\0' && c->grid.cols < APP_COLS_FULL)
		canvas_text(c, y, c->grid.cols - 1, 1, style, "+");
}

/* What there is, with dots between. A note is told where it matters: before
 * what is known already. */
static void
say_about(
    struct buf *b, const struct view_queue *v, const struct model_row *row)
{
	const struct parts_row *r = &row->r;

	buf_adds(b, r->name);
	if (r->phone[0] != '\0')
		buf_printf(b, " · %s", r->phone);
	if (model_twin(v->model, row) != 0)
		buf_printf(b, _(" · also ticket %lld"),
		    (long long)model_twin(v->model, row));
	if (r->remark[0] != '\0')
		buf_printf(b, " · + %s", r->remark);
	if (r->problem[0] != '\0' && r->remark[0] != '\0')
		buf_printf(b, " · \"%s\"", r->problem);
	if (r->known_s > 0)
		buf_printf(b, _(" · key known since %s"),
		    clock_local(CLOCK_TEXT, "%Y-%m", r->known_s));
	else
		buf_printf(b, " · %s", _("key never seen before"));
	if (r->problem[0] != '\0' && r->remark[0] == '\0')
		buf_printf(b, " · \"%s\"", r->problem);
}

static void
draw_card(
    struct view_queue *v, struct canvas *c, int y, const struct model_row *row)
{
	char rate[160], last[300];
	struct buf about = BUF_INIT;

	canvas_rule(c, y, 0, c->grid.cols, UI_DIM);
	if (row == NULL)
		return;
	firm_price_text(&v->model->firm, row->r.rate, rate, sizeof(rate));
	past_last(last, sizeof(last), row->r.history);
	canvas_printf(c, y + 1, 1, c->grid.cols - 2, UI_STRONG,
	    "%s%s%s · %s%s · %s · %d %s%s%s", model_client(row),
	    row->r.contractor[0] != '\0' ? " = " : "", row->r.contractor,
	    row->r.product,
	    model_serves(v->model, v->model->firm.me, row)
		? ""
		: _(", not your product"),
	    rate, row->r.earlier,
	    NGETTEXT("earlier ticket", "earlier tickets", row->r.earlier),
	    last[0] != '\0' ? ", " : "", last);
	say_about(&about, v, row);
	canvas_text(c, y + 2, 1, c->grid.cols - 2, UI_NORMAL, buf_str(&about));
	buf_fini(&about);
}

/* All that the card knows, at the right of the list. */
static void
draw_pane(struct view_queue *v, struct canvas *c, struct rect r,
    const struct model_row *row)
{
	struct buf text = BUF_INIT;
	char line[640];

	for (int y = 0; y < r.rows; y++)
		canvas_text(c, r.row + y, r.col - 2, 1, UI_DIM, "│");
	if (row != NULL) {
		canvas_printf(c, r.row, r.col, r.cols, UI_STRONG, "%s%s%s",
		    model_client(row),
		    row->r.contractor[0] != '\0' ? " = " : "",
		    row->r.contractor);
		dlg_known_say(&text, v->app, row);
	}
	r.row += 2;
	r.rows -= 2;
	for (const char *at = buf_str(&text); *at != '\0' && r.rows > 0;) {
		int n = (int)strcspn(at, "\n"), used;

		snprintf(line, sizeof(line), "%.*s", n, at);
		used = canvas_wrap(c, r, UI_NORMAL, line);
		canvas_printf(c, r.row, r.col, r.cols, UI_DIM, "%.*s",
		    (int)strcspn(line, ":") + 1, line);
		r.row += used;
		r.rows -= used;
		at += n + (at[n] == '\n');
	}
	buf_fini(&text);
}

/* Returns the columns of the filter and the like, at the right. */
static int
draw_head(struct view_queue *v, struct canvas *c)
{
	int by = v->list.sort - 1, n = 0;
	char state[200];

	canvas_fill(c, (struct rect){1, 0, 1, c->grid.cols}, UI_HEAD);
	canvas_text(c, 1, 1, 1, UI_HEAD, "S");
	state[0] = '\0';
	if (by >= 0 && v->cols[by] == 0)
		n += snprintf(state, sizeof(state), " %s%s",
		    bar_arrow(sorted(v, by)), _(columns[by].title));
	if (v->list.filter[0] != '\0')
		n += snprintf(state + n, sizeof(state) - (size_t)n, " \\%.100s",
		    v->list.filter);
	if (v->list.frozen)
		snprintf(
		    state + n, sizeof(state) - (size_t)n, " %s", _("FROZEN"));
	draw_columns(v, c, 1, UI_HEAD, NULL,
	    c->grid.cols - MIN_OF(utf8_cols(state), STATE_COLS));
	return canvas_text_right(
	    c, 1, c->grid.cols, STATE_COLS, UI_WARN, state);
}

/* Of the card at the right; 0 = there is none. */
static int
pane_cols(const struct view_queue *v, const struct canvas *c)
{
	int cols = c->grid.cols;

	if (cols < PANE_FROM || v->list.len == 0)
		return 0;
	return MIN_OF(MAX_OF(cols / 3, PANE_COLS), PANE_MOST);
}

/* What is wrong with the desk, whole where that takes no more rows. */
static int
banner_rows(const struct view_queue *v, const struct canvas *c)
{
	struct rect r = {0, 0, APP_NOTICE_ROWS, c->grid.cols};

	return v->model->firm.banner[0] == '\0'
	    ? 0
	    : canvas_wrap(NULL, r, UI_BAR_ALERT, v->model->firm.banner);
}

void
view_queue_draw(
    struct view_queue *v, struct canvas *c, const struct model_row *row)
{
	static const struct bar_key keys[] = {{"Enter", N_("pick")},
	    {"c", N_("called")}, {"a", N_("assign")}, {"n", N_("note")},
	    {"i", N_("card")}, {"X", N_("end")}, {"/", N_("find")},
	    {"\\", N_("filter")}, {"o", N_("sort")}, {"Q", N_("leave")},
	    {"?", N_("keys")}};
	int pane = pane_cols(v, c), state;
	int banner = banner_rows(v, c);
	/* also in a low window, while no row goes for it */
	bool card = pane == 0 &&
	    (c->grid.rows >= APP_ROWS_FULL ||
		(v->list.len > 0 &&
		    v->list.len <= c->grid.rows - 3 - CARD_ROWS - banner));
	int bottom = c->grid.rows - 1 - (card ? CARD_ROWS : 0) - banner;

	v->area = (struct rect){2, 0, bottom - 2, c->grid.cols - pane};
	list_set_rows(&v->list, v->area.rows);
	place_columns(v, c);
	app_draw_tabs(v->app, c);
	state = draw_head(v, c);
	if (v->list.len == 0)
		draw_empty(v, c,
		    (struct rect){4, 3, v->area.rows - 2, c->grid.cols - 6});
	for (int i = 0; i < v->area.rows; i++)
		if (v->list.top + i < v->list.len)
			draw_row(v, c, v->area.row + i, list_at(&v->list, i));
	if (banner > 0)
		app_draw_notice(
		    c, bottom, UI_BAR_ALERT, v->model->firm.banner, "");
	if (card)
		draw_card(v, c, bottom + banner, row);
	view_queue_day_look(&v->day, v->model, clock_utc_s());
	if (pane > 0) {
		struct rect r = {2, v->area.cols + 3, v->area.rows, pane - 4};

		draw_pane(v, c, r, row);
		view_queue_day_draw(
		    &v->day, c, (struct rect){1, r.col, 1, r.cols - state});
	}
	app_draw_foot(v->app, c, keys, ARRAY_LEN(keys));
}
