#include "console/desk/front_tunnel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/forward.h"
#include "shared/net/relay.h"

#define TICKET_PREFIX "ticket-"
#define VISIT_PREFIX "visit-"
#define TICKET_PORT 22
#define TICKET_MOST INT64_C(9007199254740992)

struct front_tunnel {
	int64_t id;
	struct front *front;
	struct front_tunnel *next;
	struct chan_want *want; /* until the brain answered */
	struct relay *relay; /* after it */
	/* as long as the relay */
	struct link *tech, *agent;
	int64_t ticket, visit;
};

static void
forget(struct front_tunnel *t)
{
	struct front_tunnel **at = &t->front->tunnels;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	free(t);
}

/* Tells the brain how it ended, and forgets it. */
static void
report_closed(struct front_tunnel *t, const char *why)
{
	struct msg *m = msg_new(MSG_CLOSED);
	uint64_t to_agent = 0, to_tech = 0;

	if (t->relay != NULL) {
		to_agent = relay_from_a(t->relay);
		to_tech = relay_from_b(t->relay);
	}
	msg_put_int(m, "id", t->id);
	msg_put_int(m, "to_agent", (int64_t)to_agent);
	msg_put_int(m, "to_tech", (int64_t)to_tech);
	msg_put_str(m, "why", why);
	cable_send(t->front->cable, 0, m);
	forget(t);
}

static void
asker_gone(void *ctx)
{
	struct front_tunnel *t = ctx;

	t->want = NULL;
	report_closed(t, "technician's link ended");
}

static void
relay_over(struct relay *r, void *ctx)
{
	report_closed(ctx, "");
}

static struct front_tunnel *
find(const struct front *f, int64_t id)
{
	struct front_tunnel *t = f->tunnels;

	while (t != NULL && t->id != id)
		t = t->next;
	return t;
}

bool
front_tunnel_want(struct front *f, int64_t link, struct chan_want *want)
{
	const char *host = chan_want_host(want);
	struct front_tunnel *t;
	struct msg *m;
	int64_t ticket;

	if (!str_starts(host, TICKET_PREFIX) ||
	    chan_want_port(want) != TICKET_PORT ||
	    !str_int(host + strlen(TICKET_PREFIX), 1, TICKET_MOST, &ticket))
		return false;
	t = mem_alloc(sizeof(*t));
	t->id = ++f->wants;
	t->front = f;
	t->want = want;
	t->ticket = ticket;
	t->next = f->tunnels;
	f->tunnels = t;
	chan_want_keep(want, asker_gone, t);
	m = msg_new(MSG_OPEN);
	msg_put_int(m, "link", link);
	msg_put_int(m, "id", t->id);
	msg_put_int(m, "ticket", ticket);
	cable_send(f->cable, 0, m);
	return true;
}

static struct chan *
open_named(struct link *l, const char *prefix, int64_t number)
{
	static const struct chan_events quiet = {0};
	char name[40];

	snprintf(name, sizeof(name), "%s%lld", prefix, (long long)number);
	return chan_open_forwarded(l, name, &quiet, NULL);
}

void
front_tunnel_couple(
    struct front *f, int64_t id, struct link *agent, int64_t visit)
{
	static const struct chan_events quiet = {0};
	struct front_tunnel *t = find(f, id);
	struct chan *to_tech, *to_agent;

	if (t == NULL || t->want == NULL)
		return;
	to_tech = chan_want_accept(t->want, &quiet, NULL);
	t->want = NULL;
	if (to_tech == NULL) {
		report_closed(t, "technician's link ended");
		return;
	}
	to_agent = open_named(agent, VISIT_PREFIX, visit);
	t->relay = relay_chans(to_tech, to_agent, relay_over, t);
	t->tech = chan_link(to_tech);
	t->agent = agent;
	t->visit = visit;
}

/* --- twins --- */

static bool
is_of(const struct link *l, const char *key)
{
	return str_eq(link_peer_fingerprint(l), key);
}

bool
front_tunnel_has(const struct front *f, const char *key)
{
	for (const struct front_tunnel *t = f->tunnels; t != NULL; t = t->next)
		if (t->relay != NULL &&
		    (is_of(t->agent, key) || is_of(t->tech, key)))
			return true;
	return false;
}

static bool
give_twin(struct front_tunnel *t, struct link *l)
{
	const char *key = link_peer_fingerprint(l);
	bool agent = is_of(t->agent, key) && !relay_has_twin_b(t->relay);
	bool tech = is_of(t->tech, key) && !relay_has_twin_a(t->relay);

	if (agent)
		relay_twin_b(t->relay, open_named(l, VISIT_PREFIX, t->visit));
	if (tech)
		relay_twin_a(t->relay, open_named(l, TICKET_PREFIX, t->ticket));
	return agent || tech;
}

bool
front_tunnel_twin(struct front *f, struct link *l)
{
	bool any = false;

	for (struct front_tunnel *t = f->tunnels; t != NULL; t = t->next)
		any |= t->relay != NULL && give_twin(t, l);
	return any;
}

bool
front_tunnel_in(const struct front *f, const struct link *l)
{
	for (const struct front_tunnel *t = f->tunnels; t != NULL; t = t->next)
		if (t->relay != NULL && relay_has_twin_in(t->relay, l))
			return true;
	return false;
}

void
front_tunnel_deny(struct front *f, int64_t id)
{
	struct front_tunnel *t = find(f, id);

	if (t == NULL)
		return;
	if (t->want != NULL) {
		chan_want_refuse(t->want);
		t->want = NULL;
		report_closed(t, "refused");
		return;
	}
	/* the numbers are read before the relay is gone */
	struct relay *relay = t->relay;

	report_closed(t, "ended by the desk");
	relay_free(relay);
}

void
front_tunnel_free_all(struct front *f)
{
	while (f->tunnels != NULL)
		front_tunnel_deny(f, f->tunnels->id);
}
