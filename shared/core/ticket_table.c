/* The names of states, events and pauses, and which event is permitted when. */
#include "shared/base/str.h"
#include "shared/core/ticket.h"

#define IN(state) (1u << TICKET_##state)
#define QUEUE IN(WAITING)
#define TAKEN (IN(CLAIMED) | IN(WORKING) | IN(PAUSED) | IN(QUOTED))
#define OPEN (QUEUE | TAKEN)
#define CLOSED                                                      \
	(IN(SOLVED) | IN(UNSOLVED) | IN(DECLINED) | IN(CANCELLED) | \
	    IN(ABANDONED))

WORDS_LIST(ticket_states, "state", TICKET_STATE_WORDS);
WORDS_LIST(ticket_pauses, "pause", TICKET_PAUSE_WORDS);

const struct words ticket_stops = {"why the clock stands", ticket_pauses_word,
    ticket_pauses_text, TICKET_PAUSES, &ticket_states};

const struct words ticket_outcomes = {"outcome",
    ticket_states_word + TICKET_SOLVED, ticket_states_text + TICKET_SOLVED,
    TICKET_STATES - TICKET_SOLVED, NULL};

static const struct {
	const char *name;
	unsigned permitted;
} events[TICKET_EVENTS] = {
    [TICKET_EV_OPENED] = {N_("opened"), IN(NONE)},
    [TICKET_EV_CALLED] = {N_("called"), QUEUE | IN(CLAIMED)},
    [TICKET_EV_CLAIMED] = {N_("claimed"), QUEUE},
    [TICKET_EV_RELEASED] = {N_("released"),
	QUEUE | IN(CLAIMED) | IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_ATTACHED] = {N_("attached"),
	IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_CODE_OK] = {N_("code-ok"),
	IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_CODE_MISS] = {N_("code-miss"),
	IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_CONSENT] = {N_("consent"),
	IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_TICK] = {N_("tick"), IN(WORKING)},
    [TICKET_EV_WARNED] = {N_("warned"), IN(WORKING)},
    [TICKET_EV_PAUSED] = {N_("paused"), IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_RESUMED] = {N_("resumed"), IN(PAUSED)},
    [TICKET_EV_KIND] = {N_("kind"),
	QUEUE | IN(CLAIMED) | IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_ASKED] = {N_("kind-asked"), IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_WITHDRAWN] = {N_("kind-withdrawn"),
	IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_ANSWERED] = {N_("kind-answered"), IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_UNDONE] = {N_("kind-undone"),
	QUEUE | IN(CLAIMED) | IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_RIGHTS] = {N_("rights"), TAKEN},
    [TICKET_EV_QUOTED] = {N_("quoted"), IN(WORKING) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_WITHDRAWN] = {N_("withdrawn"), IN(QUOTED)},
    [TICKET_EV_ANSWERED] = {N_("answered"), IN(QUOTED)},
    [TICKET_EV_DETACHED] = {N_("detached"), TAKEN},
    [TICKET_EV_ENDED] = {N_("ended"), OPEN},
    [TICKET_EV_CANCELLED] = {N_("cancelled"), OPEN},
    [TICKET_EV_ABANDONED] = {N_("abandoned"), OPEN},
    [TICKET_EV_RECOVERED] = {N_("recovered"), OPEN},
    [TICKET_EV_CORRECTED] = {N_("corrected"), IN(SOLVED)},
    [TICKET_EV_INVOICED] = {N_("invoiced"), IN(SOLVED)},
    [TICKET_EV_UNINVOICED] = {N_("uninvoiced"), IN(SOLVED)},
    [TICKET_EV_NOTED] = {N_("noted"), OPEN | CLOSED},
    [TICKET_EV_OUTCOME] = {N_("outcome"), IN(SOLVED) | IN(UNSOLVED)},
    [TICKET_EV_PAID] = {N_("paid"), IN(SOLVED)},
    [TICKET_EV_UNPAID] = {N_("unpaid"), IN(SOLVED)},
};

const char *
ticket_state_name(enum ticket_state state)
{
	return words_at(&ticket_states, (int)state);
}

const char *
ticket_state_title(enum ticket_state state)
{
	return words_text(&ticket_states, (int)state);
}

bool
ticket_state_parse(const char *name, enum ticket_state *state)
{
	int i = words_find(&ticket_states, name);

	if (i >= 0)
		*state = (enum ticket_state)i;
	return i >= 0;
}

const char *
ticket_event_title(const char *name)
{
	enum ticket_event_kind kind;

	return ticket_event_parse(name, &kind) ? _(name) : name;
}

const char *
ticket_event_name(enum ticket_event_kind kind)
{
	return (unsigned)kind < TICKET_EVENTS ? events[kind].name : NULL;
}

bool
ticket_event_parse(const char *name, enum ticket_event_kind *kind)
{
	for (int i = 0; i < TICKET_EVENTS; i++) {
		if (events[i].name[0] == name[0] &&
		    str_eq(events[i].name, name)) {
			*kind = (enum ticket_event_kind)i;
			return true;
		}
	}
	return false;
}

const char *
ticket_pause_name(enum ticket_pause pause)
{
	return words_at(&ticket_pauses, (int)pause);
}

bool
ticket_pause_parse(const char *name, enum ticket_pause *pause)
{
	int i = words_find(&ticket_pauses, name);

	if (i >= 0)
		*pause = (enum ticket_pause)i;
	return i >= 0;
}

bool
ticket_permits(enum ticket_state state, enum ticket_event_kind kind)
{
	return (unsigned)state < TICKET_STATES &&
	    (unsigned)kind < TICKET_EVENTS &&
	    (events[kind].permitted & 1u << state) != 0;
}

bool
ticket_tells_lang(enum ticket_event_kind kind)
{
	return kind == TICKET_EV_ATTACHED || kind == TICKET_EV_ENDED ||
	    kind == TICKET_EV_CANCELLED || kind == TICKET_EV_ABANDONED;
}

bool
ticket_is_closed(const struct ticket *t)
{
	return t->state >= TICKET_SOLVED;
}
