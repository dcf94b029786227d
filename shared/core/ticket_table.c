/* The names of states, events and pauses, and which event is permitted when. */
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

#define IN(state) (1u << TICKET_##state)
#define QUEUE IN(WAITING)
#define TAKEN (IN(CLAIMED) | IN(WORKING) | IN(PAUSED) | IN(QUOTED))
#define OPEN (QUEUE | TAKEN)
#define CLOSED                                                      \
	(IN(SOLVED) | IN(UNSOLVED) | IN(DECLINED) | IN(CANCELLED) | \
	    IN(ABANDONED))

static const struct {
	const char *name;
	const char *title;
} states[TICKET_STATES] = {
    [TICKET_NONE] = {"none", N_("not opened")},
    [TICKET_WAITING] = {"waiting", N_("waiting")},
    [TICKET_CLAIMED] = {"claimed", N_("taken")},
    [TICKET_WORKING] = {"working", N_("working")},
    [TICKET_PAUSED] = {"paused", N_("paused")},
    [TICKET_QUOTED] = {"quoted", N_("quoted")},
    [TICKET_SOLVED] = {"solved", N_("solved")},
    [TICKET_UNSOLVED] = {"unsolved", N_("not solved")},
    [TICKET_DECLINED] = {"declined", N_("quote declined")},
    [TICKET_CANCELLED] = {"cancelled", N_("cancelled")},
    [TICKET_ABANDONED] = {"abandoned", N_("abandoned")},
};

static const struct {
	const char *name;
	unsigned permitted;
} events[TICKET_EVENTS] = {
    [TICKET_EV_OPENED] = {"opened", IN(NONE)},
    [TICKET_EV_CALLED] = {"called", QUEUE | IN(CLAIMED)},
    [TICKET_EV_CLAIMED] = {"claimed", QUEUE},
    [TICKET_EV_RELEASED] = {"released",
	QUEUE | IN(CLAIMED) | IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_ATTACHED] = {"attached", IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_CODE_OK] = {"code-ok", IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_CODE_MISS] = {"code-miss",
	IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_CONSENT] = {"consent", IN(CLAIMED) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_TICK] = {"tick", IN(WORKING)},
    [TICKET_EV_WARNED] = {"warned", IN(WORKING)},
    [TICKET_EV_PAUSED] = {"paused", IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_RESUMED] = {"resumed", IN(PAUSED)},
    [TICKET_EV_KIND] = {"kind", QUEUE | IN(CLAIMED) | IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_ASKED] = {"kind-asked", IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_WITHDRAWN] = {"kind-withdrawn", IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_ANSWERED] = {"kind-answered", IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_KIND_UNDONE] = {"kind-undone",
	QUEUE | IN(CLAIMED) | IN(WORKING) | IN(PAUSED)},
    [TICKET_EV_RIGHTS] = {"rights", TAKEN},
    [TICKET_EV_QUOTED] = {"quoted", IN(WORKING) | IN(PAUSED) | IN(QUOTED)},
    [TICKET_EV_WITHDRAWN] = {"withdrawn", IN(QUOTED)},
    [TICKET_EV_ANSWERED] = {"answered", IN(QUOTED)},
    [TICKET_EV_DETACHED] = {"detached", TAKEN},
    [TICKET_EV_ENDED] = {"ended", OPEN},
    [TICKET_EV_CANCELLED] = {"cancelled", OPEN},
    [TICKET_EV_ABANDONED] = {"abandoned", OPEN},
    [TICKET_EV_RECOVERED] = {"recovered", OPEN},
    [TICKET_EV_CORRECTED] = {"corrected", IN(SOLVED)},
    [TICKET_EV_INVOICED] = {"invoiced", IN(SOLVED)},
    [TICKET_EV_UNINVOICED] = {"uninvoiced", IN(SOLVED)},
    [TICKET_EV_NOTED] = {"noted", OPEN | CLOSED},
    [TICKET_EV_OUTCOME] = {"outcome", IN(SOLVED) | IN(UNSOLVED)},
};

static const char *const pauses[TICKET_PAUSES] = {
    [TICKET_PAUSE_NONE] = "none",
    [TICKET_PAUSE_TECH] = "technician",
    [TICKET_PAUSE_CLIENT] = "client",
    [TICKET_PAUSE_HOUR] = "hour",
    [TICKET_PAUSE_QUOTE] = "quote",
    [TICKET_PAUSE_LINK] = "link",
    [TICKET_PAUSE_IDLE] = "idle",
};

const char *
ticket_state_name(enum ticket_state state)
{
	return (unsigned)state < TICKET_STATES ? states[state].name : NULL;
}

const char *
ticket_state_title(enum ticket_state state)
{
	return (unsigned)state < TICKET_STATES ? _(states[state].title) : NULL;
}

bool
ticket_state_parse(const char *name, enum ticket_state *state)
{
	for (int i = 0; i < TICKET_STATES; i++) {
		if (str_eq(states[i].name, name)) {
			*state = (enum ticket_state)i;
			return true;
		}
	}
	return false;
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
	return (unsigned)pause < TICKET_PAUSES ? pauses[pause] : NULL;
}

bool
ticket_pause_parse(const char *name, enum ticket_pause *pause)
{
	for (int i = 0; i < TICKET_PAUSES; i++) {
		if (str_eq(pauses[i], name)) {
			*pause = (enum ticket_pause)i;
			return true;
		}
	}
	return false;
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
