/* What the bars of a visit say: see view_visit.h. */
#include <stdio.h>
#include <string.h>

#include "console/app/app_know.h"
#include "console/app/app_ticket.h"
#include "console/view/view_visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/ticket.h"

#define TYPED_MS 3000
#define WORDS_COLS 110 /* from here on with all words */

bool
view_visit_is_anothers(const struct app *a, const struct visit *v)
{
	const struct model_row *row = app_row(a, v->ticket);

	return row != NULL && row->r.by[0] != '\0' &&
	    !model_is_mine(app_model(a), row);
}

const char *
view_visit_state_text(const struct app *a, const struct visit *v)
{
	switch (v->state) {
	case VISIT_CONNECTING:
		return _("Connecting to the client ... q goes back to the "
			 "queue, X ends the ticket.");
	case VISIT_GREETING:
		return _("The client's program answers ... q goes back to "
			 "the queue, X ends the ticket.");
	case VISIT_CODE:
		return _("Type the check code that the client reads out.");
	case VISIT_BACK:
		return _("Read the four digits back to the client.");
	case VISIT_CONSENT:
		return _("The client is asked whether to let you in ... "
			 "q goes back to the queue, X ends the ticket.");
	case VISIT_LOST:
		return _("The link to the client is lost; it is tried again "
			 "by itself. The clock stands. Nothing typed is kept. "
			 "q goes back to the queue, X ends the ticket.");
	case VISIT_OVER:
		if (view_visit_is_anothers(a, v))
			return _("The visit is over. q closes this view.");
		return _("The visit is over. Enter asks the client again, X "
			 "ends the ticket, q closes this view.");
	default:
		return "";
	}
}

/* While the screen is hidden nobody types, whatever he may. */
void
view_visit_bar_rights(const struct visit *v, char *dst, size_t size)
{
	/* not before the desk has his yes: keys are lost until then */
	bool may_type = !v->hidden && v->agreed;
	unsigned rights = v->rights & ~(may_type ? 0 : (unsigned)GRANT_TYPE);

	snprintf(dst, size, "%s%s",
	    v->state == VISIT_LIVE ? grant_word(rights) : "-",
	    v->hidden ? _("  HIDDEN") : "");
}

void
view_visit_bar_head(const struct app *a, const struct visit *v, int cols,
    char *dst, size_t size)
{
	bool typing = clock_ms() - v->typed_ms < TYPED_MS;
	char name[64], rights[64], rtt[32] = "";

	view_visit_bar_rights(v, rights, sizeof(rights));
	utf8_clean(name, sizeof(name), app_client(a, v->ticket), 30);
	if (v->rtt_ms >= 0)
		snprintf(rtt, sizeof(rtt), "  %d ms", v->rtt_ms);
	snprintf(dst, size, " %s  %s%s%s%s", name, rights,
	    v->state != VISIT_LIVE || !v->pinned ? ""
		: cols < WORDS_COLS
		? _("  NO CODE")
		: _("  no code: your key is let in here, theirs is known"),
	    typing && v->user_types ? _("  client types") : "", rtt);
}

/* "hour 1, next in 12:40" for lines that count started hours. */
static void
unit_text(const struct billclock *clock, const struct bill_now *now,
    const char *left, char *dst, size_t size, bool brief)
{
	dst[0] = '\0';
	if (now->next_unit_s < 0)
		return;
	if (brief)
		snprintf(dst, size, _("next %s"), left);
	else if (clock->live.quantum_s >= 3600)
		snprintf(dst, size, _("hour %d, next in %s"),
		    (int)(clock->live.line_ms / 1000 / 3600) + 1, left);
	else
		snprintf(dst, size, _("next in %s"), left);
}

static const char *
quote_word(enum stands quote)
{
	if (quote == STANDS_PENDING)
		return _("sent");
	return quote == STANDS_ACCEPTED ? _("accepted") : _("none");
}

/* Why the clock of a visit stands. */
static const char *
pause_word(const struct visit *v, int why, bool worked)
{
	static const char *const texts[TICKET_PAUSES] = {
	    [TICKET_PAUSE_TECH] = N_("paused"),
	    [TICKET_PAUSE_CLIENT] = N_("paused by the client"),
	    [TICKET_PAUSE_HOUR] = N_("STOPPED at 60:00, quote needed"),
	    [TICKET_PAUSE_QUOTE] = N_("STOPPED, quote needed first"),
	    [TICKET_PAUSE_LINK] = N_("STOPPED: the client is silent"),
	    [TICKET_PAUSE_IDLE] = N_("idle"),
	};

	if (v->state == VISIT_OVER)
		return _("the visit is over");
	if (why < 0 && v->state == VISIT_LOST)
		return _("STOPPED: the link is lost");
	if (why < 0)
		return _("no word from the desk");
	if (why < TICKET_PAUSES && texts[why] != NULL)
		return _(texts[why]);
	if (why == TICKET_STOP_IN(TICKET_QUOTED))
		return _("waits for the answer to the quote");
	if (why != TICKET_STOP_IN(TICKET_CLAIMED))
		return _("stopped");
	return worked ? _("stands until you are let in") : _("not started");
}

/* What runs; else why it stands, which is never said in fewer words. */
static void
course_text(const struct visit *v, const struct billclock *clock,
    const struct bill_now *now, const char *left, char *dst, size_t size,
    bool brief)
{
	if (v->writing)
		str_copy(dst, size, _("being written"));
	else if (billclock_runs(clock, clock_ms()))
		unit_text(clock, now, left, dst, size, brief);
	else
		str_copy(
		    dst, size, pause_word(v, clock->why, now->worked_s > 0));
}

static int
clock_rows(const struct visit *v, const struct billclock *clock, int cols,
    char dst[BAR_PARTS_SIZE])
{
	char course[160], next[160], quote[100];
	struct billclock_words w;
	struct bill_now now;
	const struct bar_part parts[] = {{w.worked, w.span, false},
	    {w.rate, w.rate, false}, {course, next, true},
	    {w.amounts, w.sums, false}, {quote, quote, false}};
	int rows = 0;

	billclock_now(clock, clock_ms(), &now);
	billclock_words(
	    clock, &now, billclock_seconds(clock, clock_ms(), v->key_ms), &w);
	course_text(v, clock, &now, w.left, course, sizeof(course), false);
	course_text(v, clock, &now, w.left, next, sizeof(next), true);
	snprintf(
	    quote, sizeof(quote), _("quote: %s"), quote_word(clock->quote));
	while (++rows < VIEW_VISIT_BAR_ROWS &&
	    !bar_parts(parts, (int)ARRAY_LEN(parts), cols, rows, dst))
		;
	if (rows == VIEW_VISIT_BAR_ROWS)
		(void)bar_parts(parts, (int)ARRAY_LEN(parts), cols, rows, dst);
	return rows;
}

int
view_visit_bar_clock(const struct app *a, const struct visit *v, int cols,
    char dst[BAR_PARTS_SIZE])
{
	const struct billclock *clock = model_clock(app_model(a), v->ticket);

	if (clock != NULL)
		return clock_rows(v, clock, cols, dst);
	str_copy(dst, BAR_PARTS_SIZE, _(" the clock has not started"));
	return 1;
}

int
view_visit_bar_due_ms(
    const struct app *a, const struct visit *v, int64_t now_ms)
{
	const struct billclock *clock = model_clock(app_model(a), v->ticket);
	int due = clock != NULL
	    ? (int)billclock_wait_ms(clock, now_ms, v->key_ms)
	    : -1;
	int64_t typed = v->user_types ? v->typed_ms + TYPED_MS - now_ms : -1;

	if (typed > 0)
		due = due < 0 ? (int)typed : MIN_OF(due, (int)typed);
	return due;
}
