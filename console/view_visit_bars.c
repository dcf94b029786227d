#include "console/view_visit.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"

#define TYPED_MS 3000

const char *
visit_state_text(const struct visit *v)
{
	switch (v->state) {
	case VISIT_CONNECTING:
		return _("Connecting to the client ...");
	case VISIT_GREETING:
		return _("The client's program answers ...");
	case VISIT_CODE:
		return _("Type the check code that the client reads out.");
	case VISIT_BACK:
		return _("Read the four digits back to the client.");
	case VISIT_CONSENT:
		return _("The client is asked whether to let you in ...");
	case VISIT_LOST:
		return _("The link to the client is lost; it is tried again "
			 "by itself. The clock stands. Nothing typed is kept. "
			 "q goes back to the queue, X ends the ticket.");
	case VISIT_OVER:
		return _("The visit is over. Enter asks the client again, X "
			 "ends the ticket, q closes this view.");
	default:
		return "";
	}
}

void
visit_bar_head(
    const struct app *a, const struct visit *v, char *dst, size_t size)
{
	bool typing = clock_ms() - v->typed_ms < TYPED_MS;
	char name[64], rtt[32] = "";

	utf8_clean(name, sizeof(name), app_client(a, v->ticket), 30);
	if (v->rtt_ms >= 0)
		snprintf(rtt, sizeof(rtt), "  %d ms", v->rtt_ms);
	snprintf(dst, size, " %s  %s%s%s%s%s", name,
	    v->state == VISIT_LIVE ? grant_word(v->rights) : "-",
	    v->hidden ? _("  HIDDEN") : "",
	    v->state == VISIT_LIVE && v->pinned
		? _("  no code: your key is let in here, theirs is known")
		: "",
	    typing && v->user_types ? _("  client types") : "", rtt);
}

/* "1st hour, next in 12:40" for lines that count started hours. */
static void
unit_text(const struct model_clock *clock, const struct bill_now *now,
    char *dst, size_t size)
{
	char left[32];

	dst[0] = '\0';
	if (now->next_unit_s < 0)
		return;
	clock_span(left, sizeof(left), now->next_unit_s);
	if (clock->live.quantum_s >= 3600)
		snprintf(dst, size, _("  hour %d, next in %s"),
		    (int)(clock->live.line_ms / 1000 / 3600) + 1, left);
	else
		snprintf(dst, size, _("  next in %s"), left);
}

static const char *
quote_word(const char *quote)
{
	if (quote[0] == '\0' || str_eq(quote, "none"))
		return _("none");
	if (str_eq(quote, "pending"))
		return _("sent");
	if (str_eq(quote, "accepted"))
		return _("accepted");
	return quote;
}

/* Why the clock of a visit stands. */
static const char *
pause_word(const struct visit *v, const char *why)
{
	static const char *const texts[TICKET_PAUSES] = {
	    [TICKET_PAUSE_TECH] = N_("paused"),
	    [TICKET_PAUSE_CLIENT] = N_("paused by the client"),
	    [TICKET_PAUSE_HOUR] = N_("STOPPED at 60:00, quote needed"),
	    [TICKET_PAUSE_QUOTE] = N_("STOPPED, quote needed first"),
	    [TICKET_PAUSE_LINK] = N_("STOPPED: the client is silent"),
	    [TICKET_PAUSE_IDLE] = N_("idle"),
	};
	enum ticket_pause pause;

	if (v->state == VISIT_OVER)
		return _("the visit is over");
	if (ticket_pause_parse(why, &pause) && texts[pause] != NULL)
		return _(texts[pause]);
	if (why[0] == '\0')
		return _("no word from the desk");
	if (str_eq(why, ticket_state_name(TICKET_QUOTED)))
		return _("waits for the answer to the quote");
	return str_eq(why, ticket_state_name(TICKET_CLAIMED)) ? _("not started")
							      : _("stopped");
}

void
visit_bar_clock(const struct app *a, const struct visit *v, char *dst,
    size_t size, int cols)
{
	const struct model_clock *clock = model_clock(&a->model, v->ticket);
	char worked[32], unit[96], course[160], rate[MONEY_TEXT_SIZE];
	char net[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE];
	int64_t now_ms = clock_ms();
	struct bill_now now;

	if (clock == NULL) {
		str_copy(dst, size, _(" the clock has not started"));
		return;
	}
	model_clock_now(clock, now_ms, &now);
	clock_span(worked, sizeof(worked), now.worked_s);
	unit_text(clock, &now, unit, sizeof(unit));
	money_format(rate, sizeof(rate), clock->live.net_hour_gr);
	money_format(net, sizeof(net), now.net_gr);
	money_format(gross, sizeof(gross), now.gross_gr);
	if (v->writing)
		snprintf(course, sizeof(course), "  %s", _("being written"));
	else if (model_clock_runs(clock, now_ms))
		str_copy(course, sizeof(course), unit);
	else
		snprintf(
		    course, sizeof(course), "  %s", pause_word(v, clock->why));
	snprintf(dst, size,
	    _(" worked %s  %s/h%s  now %s net, %s gross  quote: %s"), worked,
	    rate, course, net, gross, quote_word(clock->quote));
	if (utf8_cols(dst) > cols)
		snprintf(dst, size,
		    _(" worked %s%s  %.*s net, %s gross  quote: %s"), worked,
		    course, (int)(strlen(net) - strlen(" zł")), net, gross,
		    quote_word(clock->quote));
	if (utf8_cols(dst) > cols)
		snprintf(dst, size, _(" worked %s%s  now %s net  quote: %s"),
		    worked, course, net, quote_word(clock->quote));
}
