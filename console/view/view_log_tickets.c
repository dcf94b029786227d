#include "console/view/view_log_tickets.h"

#include <stddef.h>
#include <stdio.h>

#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/ticket.h"
#include "shared/ui/bar.h"

const char *
view_log_outcome(const char *outcome)
{
	const char *text = words_text(
	    &ticket_outcomes, words_find(&ticket_outcomes, outcome));

	if (outcome[0] == '\0')
		return _("open");
	return text != NULL ? text : outcome;
}

#define WIDE_COLS 110
#define BOTH_COLS 132 /* from here on with both days */
#define DAY_COLS 10
#define MOMENT_COLS 16
#define CLIENT_COLS 10 /* at least, or columns are left out */
#define NAME_COLS 20 /* at least, or the time is left out */
#define MARGIN_COLS 3 /* on both sides */

/* What else a column is, beside the cells of logrow_cell(). */
enum special {
	PLAIN,
	REST, /* takes what is left */
	MARK, /* a mark may stand behind it */
	SOME, /* only where a row at hand has it */
	LEAVE /* where the client's name has too little room */
};

#define AT(member) offsetof(struct logrow, member)

/* Texts are at most as wide as said, numbers at least: they are never cut. */
static const struct {
	const char *title;
	enum logrow_cell cell;
	size_t at; /* of its member */
	int narrow, wide; /* width; 0 = left out */
	enum special is;
	int sort; /* of enum logask_sort; -1 = it cannot be sorted by */
} shown[] = {
    {N_("no."), LOGROW_NUMBER, AT(ticket), 4, 4, PLAIN, LOGASK_BY_NUMBER},
    {N_("opened"), LOGROW_OPENED, 0, 0, 0, PLAIN, -1}, /* from BOTH_COLS on */
    {N_("completed"), LOGROW_COMPLETED, 0, DAY_COLS, MOMENT_COLS, PLAIN,
	LOGASK_BY_COMPLETED},
    {N_("client"), LOGROW_TEXT, AT(client), 0, 0, REST, LOGASK_BY_CLIENT},
    {N_("who"), LOGROW_TEXT, AT(technicians), 6, 9, LEAVE,
	LOGASK_BY_TECHNICIAN},
    {N_("product"), LOGROW_TEXT, AT(product), 0, 12, PLAIN, LOGASK_BY_PRODUCT},
    {N_("outcome"), LOGROW_OUTCOME, 0, 8, 13, PLAIN, LOGASK_BY_OUTCOME},
    {N_("worked"), LOGROW_HMS, AT(worked_s), 8, 8, PLAIN, LOGASK_BY_WORKED},
    {N_("billed"), LOGROW_HMS, AT(billed_s), 8, 8, LEAVE, -1},
    {N_("net zł"), LOGROW_AMOUNT, AT(net_gr), 9, 9, MARK, LOGASK_BY_NET},
    {N_("invoice"), LOGROW_TEXT, AT(invoice), 0, 12, PLAIN, -1},
    {N_("paid"), LOGROW_TEXT, AT(paid), 0, 10, SOME, -1},
    {N_("note"), LOGROW_TEXT, AT(note), 0, 11, PLAIN,
	-1}, /* and on to the edge */
};

#define NOTE (ARRAY_LEN(shown) - 1)
#define NOTE_GIVES 4 /* of its 11 columns, but for its title */

_Static_assert(ARRAY_LEN(shown) <= LOG_COLUMNS_MOST, "they have their places");

static const char *
cell_text(char dst[MONEY_TEXT_SIZE], const struct log_places *p,
    const struct logrow *r, size_t i)
{
	enum logrow_cell cell = shown[i].cell;

	if (cell == LOGROW_OUTCOME)
		return view_log_outcome(r->outcome);
	if (cell == LOGROW_OPENED || cell == LOGROW_COMPLETED)
		return logrow_day(
		    dst, r, cell, cell == LOGROW_COMPLETED && p->time, p->both);
	return logrow_cell(dst, r, cell, shown[i].at);
}

/* Of its title and of all rows at hand. */
static int
longest(const struct log_rows *l, const struct log_places *p, size_t i)
{
	int most = MAX_OF(shown[i].narrow, utf8_cols(_(shown[i].title)));
	char text[MONEY_TEXT_SIZE];

	for (int n = 0; n < l->rows; n++)
		if (l->row[n].r.text != NULL)
			most = MAX_OF(most,
			    utf8_cols(cell_text(text, p, &l->row[n].r, i)));
	return most;
}

static bool
nobody_has(const struct log_rows *l, size_t i)
{
	char text[MONEY_TEXT_SIZE];

	for (int n = 0; n < l->rows; n++)
		if (l->row[n].r.text != NULL &&
		    logrow_cell(text, &l->row[n].r, shown[i].cell,
			shown[i].at)[0] != '\0')
			return false;
	return true;
}

static int
wished(const struct log_rows *l, const struct log_places *p, size_t i)
{
	enum logrow_cell cell = shown[i].cell;

	if (cell == LOGROW_OPENED)
		return p->both ? DAY_COLS : 0;
	if (cell == LOGROW_COMPLETED)
		return p->time ? MOMENT_COLS : DAY_COLS;
	if (shown[i].is == SOME && nobody_has(l, i))
		return 0;
	if (logrow_is_number(cell) || (cell == LOGROW_OUTCOME && !p->wide))
		return longest(l, p, i);
	return p->wide ? MIN_OF(shown[i].wide, longest(l, p, i))
		       : shown[i].narrow;
}

/* All but that of the client, for whom so much is left. */
static int
place_all(
    const struct log_rows *l, const struct canvas *c, struct log_places *p)
{
	int left = c->grid.cols - MARGIN_COLS;

	for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
		p->cols[i] = shown[i].is == REST ? 0 : wished(l, p, i);
		if (p->cols[i] > 0 || shown[i].is == REST)
			left -= p->cols[i] + 1;
	}
	return left;
}

struct log_places
view_log_places(const struct log_rows *l, const struct canvas *c)
{
	struct log_places p = {.wide = c->grid.cols >= WIDE_COLS,
	    .both = c->grid.cols >= BOTH_COLS,
	    .sort = l->sort,
	    .reverse = l->reverse};
	int left;

	p.time = p.wide;
	left = place_all(l, c, &p);
	if (p.both && left < NAME_COLS) {
		p.time = false;
		left = place_all(l, c, &p);
	}
	if (p.wide && left < CLIENT_COLS) {
		p.cols[NOTE] -= NOTE_GIVES;
		left += NOTE_GIVES;
	}
	/* it stands with the work, and who with the visits */
	for (size_t i = ARRAY_LEN(shown); i-- > 0;)
		if (shown[i].is == LEAVE && left < CLIENT_COLS) {
			left += p.cols[i] + 1;
			p.cols[i] = 0;
		}
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		if (shown[i].cell == LOGROW_OUTCOME && left < CLIENT_COLS) {
			int less = MIN_OF(CLIENT_COLS - left,
			    MAX_OF(p.cols[i] - shown[i].narrow, 0));

			left += less;
			p.cols[i] -= less;
		}
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		if (shown[i].is == REST)
			p.cols[i] = MAX_OF(
			    p.wide ? MIN_OF(left, longest(l, &p, i)) : left, 4);
	return p;
}

static enum bar_sort
sorted(const struct log_places *p, size_t i)
{
	if (shown[i].sort != (int)p->sort)
		return BAR_UNSORTED;
	return p->reverse ? BAR_DOWN : BAR_UP;
}

void
view_log_sorted(const struct log_places *p, char *dst, size_t size)
{
	dst[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		if (sorted(p, i) != BAR_UNSORTED && p->cols[i] == 0)
			snprintf(dst, size, "%s%s", bar_arrow(sorted(p, i)),
			    _(shown[i].title));
}

/* That of the first one stands at the edge. */
static void
draw_title(
    const struct log_places *p, struct canvas *c, struct rect at, size_t i)
{
	if (shown[i].title != NULL)
		bar_title(c, at, logrow_is_number(shown[i].cell) && i > 0,
		    _(shown[i].title), shown[i].sort, sorted(p, i));
}

void
view_log_draw_ticket(const struct log_places *p, const struct logrow *r,
    struct canvas *c, int y, enum ui_style style)
{
	char text[MONEY_TEXT_SIZE];
	int x = 1;

	for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
		const char *cell = r != NULL ? cell_text(text, p, r, i) : "";
		int w = p->cols[i];

		if (w == 0)
			continue;
		if (r == NULL)
			draw_title(p, c, (struct rect){y, x, 1, w}, i);
		else if (logrow_is_number(shown[i].cell))
			canvas_text_right(c, y, x + w, w, style, cell);
		else
			canvas_text(c, y, x, i < NOTE ? w : 0, style, cell);
		x += w + 1;
		if (shown[i].is != MARK)
			continue;
		if (r != NULL && r->raw_net_gr != r->net_gr)
			canvas_text(c, y, x - 1, 1, style, "*");
		else if (r != NULL && !p->wide && r->invoice[0] != '\0')
			canvas_text(c, y, x - 1, 1, style,
			    r->paid[0] != '\0' ? "p" : "v");
		x++;
	}
}
