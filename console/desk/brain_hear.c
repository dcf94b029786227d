#include "console/desk/brain_hear.h"

#include "console/desk/brain_agent.h"
#include "console/desk/brain_command.h"
#include "console/desk/brain_due.h"
#include "console/desk/brain_proof.h"
#include "console/desk/brain_tech.h"
#include "console/desk/brain_visit.h"
#include "console/desk/brain_wall.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/conv/conv.h"

static void
on_up(struct brain *b, const struct msg *m)
{
	struct brain_link *l = brain_link_add(b, msg_int(m, "link"));
	bool agent = msg_word(m, "role") == LINK_ROLE_AGENT;
	struct err err = {0};

	str_copy(l->key, sizeof(l->key), msg_str(m, "key"));
	str_copy(l->addr, sizeof(l->addr), msg_str(m, "addr"));
	l->heard_ms = clock_ms();
	/* the front limits the rate already */
	peer_init(&l->peer, agent ? MSG_AGENT_DESK : MSG_TECH_DESK, 0, 0,
	    l->heard_ms);
	if (!brain_proof_up(l, msg_str(m, "blob"), &err)) {
		log_warn("link %lld: %s", (long long)l->number, err.text);
		brain_link_drop(l, err.text);
		return;
	}
	if (!agent) {
		l->person = roster_by_key(b->roster, l->key);
		if (l->person == NULL) {
			brain_link_drop(l, "the key is not listed any more");
			return;
		}
		l->office = roster_is_office(b->roster, l->key);
		l->aside = l->office;
		log_info("%s %s from %s", l->office ? "office" : "technician",
		    l->person->name, l->addr);
	}
}

void
brain_hear_down(struct brain_link *l, const char *why)
{
	bool asked = l->aside && l->person == NULL;

	log_line(asked ? LOG_DEBUG : LOG_INFO, "%s %s from %s is gone: %s",
	    l->office		    ? "office"
		: l->person != NULL ? "technician"
				    : "agent",
	    l->person != NULL ? l->person->name : l->key, l->addr, why);
	brain_link_take_out(l);
	brain_command_stop(l);
	if (l->person != NULL)
		brain_tech_down(l);
	else if (l->peer.route == MSG_AGENT_DESK)
		brain_agent_down(l);
	brain_link_free(l);
}

void
brain_hear_all_down(struct brain *b, const char *why)
{
	while (b->links != NULL)
		brain_hear_down(b->links, why);
}

static void
on_down(struct brain *b, const struct msg *m)
{
	struct brain_link *l = brain_link_find(b, msg_int(m, "link"));

	if (l != NULL)
		brain_hear_down(l, msg_str(m, "why"));
}

static void
on_open(struct brain *b, const struct msg *m)
{
	brain_visit_open(
	    b, msg_int(m, "link"), msg_int(m, "id"), msg_int(m, "ticket"));
}

static void
on_closed(struct brain *b, const struct msg *m)
{
	brain_visit_closed(b, msg_int(m, "id"), msg_str(m, "why"));
}

typedef void front_fn(struct brain *b, const struct msg *m);

static front_fn *const front_rows[MSG_KINDS] = {
    [MSG_UP] = on_up,
    [MSG_DOWN] = on_down,
    [MSG_OPEN] = on_open,
    [MSG_CLOSED] = on_closed,
};

void
brain_hear_front(struct brain *b, const struct msg *m)
{
	if (front_rows[msg_kind(m)] != NULL)
		front_rows[msg_kind(m)](b, m);
}

/* --- what every link may say --- */

static bool
common(struct brain_link *l, const struct msg *m)
{
	switch (msg_kind(m)) {
	case MSG_PONG: /* heard: see brain_hear_line() */
		return true;
	case MSG_ERROR:
		log_warn("link %lld says: %s", (long long)l->number,
		    msg_str(m, "text"));
		brain_link_drop(l, "the peer gave up");
		return true;
	default:
		return false;
	}
}

static bool
right_version(struct brain_link *l, const struct msg *m)
{
	int theirs = (int)msg_int(m, "v");
	struct err err = {0};

	if (conv_fits(m))
		return true;
	err_set(&err,
	    theirs < MSG_VERSION
		? _("this desk speaks version %d of the protocol (pomoc %s), "
		    "your program version %d (%s): update your program")
		: _("this desk speaks version %d of the protocol (pomoc %s), "
		    "your program version %d (%s): the desk is the older one, "
		    "it must be updated"),
	    MSG_VERSION, POMOC_VERSION, theirs, msg_str(m, "program"));
	brain_link_error(l, ERROR_VERSION, err.text);
	return false;
}

/* What a technician orders must be his. */
static bool
is_permitted(struct brain_link *l, struct msg *m)
{
	if (msg_kind(m) == MSG_HELLO)
		return right_version(l, m);
	return l->person == NULL || !msg_is_order(m) || brain_proof_order(l, m);
}

static brain_link_fn *const *
rows_of(const struct brain_link *l)
{
	if (l->person == NULL)
		return brain_agent_rows;
	return l->aside ? brain_tech_aside_rows : brain_tech_rows;
}

static void
handle(struct brain_link *l, struct msg *m)
{
	brain_link_fn *fn = rows_of(l)[msg_kind(m)];

	if (l->ticket != NULL)
		brain_due_heard(l->ticket);
	if (!common(l, m) && fn != NULL)
		fn(l, m);
}

/* What it is answered is in the language of its program. */
static void
handle_in_words(struct brain_link *l, struct msg *m)
{
	struct brain *b = l->brain;
	bool other;

	if (msg_kind(m) == MSG_HELLO && i18n_has(msg_str(m, "lang")))
		str_copy(l->lang, sizeof(l->lang), msg_str(m, "lang"));
	other = l->lang[0] != '\0' && !str_eq(l->lang, b->lang);
	if (other)
		i18n_speak(l->lang);
	/* what was signed is the line as it came: before anything touches it */
	if (is_permitted(l, m)) {
		msg_strip(m);
		handle(l, m);
	}
	if (other)
		i18n_speak(b->lang);
}

void
brain_hear_line(struct brain *b, int64_t link, const char *line, size_t len)
{
	struct brain_link *l = brain_link_find(b, link);
	struct err err = {0, ""};
	struct msg *m;

	if (l == NULL || l->dropped)
		return; /* it was on its way already */
	if (b->wall != NULL) /* before something of it is written */
		brain_wall_look(b);
	l->heard_ms = clock_ms();
	m = peer_accept(&l->peer, line, len, l->heard_ms, &err);
	if (m == NULL) {
		log_warn("link %lld: %s", (long long)l->number, err.text);
		brain_link_error(l, ERROR_BAD, err.text);
		return;
	}
	handle_in_words(l, m);
	msg_free(m);
}
