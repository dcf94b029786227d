/*
 * The tunnel of a visit.
 *
 *	none -announce-> numbered: the agent knows visit and key
 *	numbered -announce of another key-> the same number, the new key
 *	numbered -couple-> used, open under the front's id
 *	open -cut, closed-> used, no tunnel
 *	used -announce-> numbered, with the next number
 */
#include "console/desk/brain_tunnel.h"

#include "console/desk/brain_front.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_ticket.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

struct brain_tunnel {
	bool used; /* that of the visit which was announced was opened */
	char key[KEY_FP_SIZE]; /* the technician's, as announced */
	int64_t id; /* the front's, 0 = none */
	int64_t link; /* the technician's */
};

void
brain_tunnel_new(struct brain_ticket *bt)
{
	bt->tunnel = mem_alloc(sizeof(*bt->tunnel));
}

int64_t
brain_tunnel_id(const struct brain_ticket *bt)
{
	return bt->tunnel->id;
}

bool
brain_tunnel_is_of(const struct brain_ticket *bt, const struct brain_link *tech)
{
	return bt->tunnel->id != 0 && bt->tunnel->link == tech->number;
}

bool
brain_tunnel_is_for(const struct brain_ticket *bt, const char *key)
{
	return bt->visit != 0 && !bt->tunnel->used &&
	    str_eq(bt->tunnel->key, key);
}

const char *
brain_tunnel_key(const struct brain_ticket *bt)
{
	return bt->tunnel->key;
}

void
brain_tunnel_closed(struct brain_ticket *bt)
{
	bt->tunnel->id = 0;
}

void
brain_tunnel_deny(struct brain *b, int64_t id, const char *why)
{
	struct msg *m = msg_new(MSG_DENY);

	msg_put_int(m, "id", id);
	msg_put_str(m, "why", why);
	brain_front_send(b, 0, m);
}

static const char *
tech_key(const struct brain_ticket *bt)
{
	const struct brain_link *l;

	for (l = bt->brain->links; l != NULL; l = l->next)
		if (l->here && str_eq(l->person->name, bt->t.technician))
			return l->key;
	return NULL;
}

static void
send_picked(struct brain_ticket *bt, const char *key)
{
	struct msg *m = msg_new(MSG_PICKED);
	int64_t known = store_known_since(
	    bt->brain->store, bt->agent_key, bt->t.technician);

	msg_put_int(m, "ticket", bt->t.number);
	msg_put_int(m, "visit", bt->visit);
	msg_put_str(m, "technician", bt->t.technician);
	msg_put_str(m, "key", key);
	if (known > 0)
		msg_put_int(m, "known_s", known);
	bt->agent->peer.stage = MSG_QUEUE | MSG_VISIT;
	brain_link_send(bt->agent, m);
}

void
brain_tunnel_announce(struct brain_ticket *bt, const char *key)
{
	if (key == NULL)
		key = tech_key(bt);
	if (bt->agent == NULL || bt->t.technician[0] == '\0' || key == NULL)
		return;
	if (bt->visit == 0 || bt->tunnel->used)
		bt->visit = ++bt->brain->visits;
	bt->tunnel->used = false;
	brain_place_forget(bt);
	str_copy(bt->tunnel->key, sizeof(bt->tunnel->key), key);
	send_picked(bt, key);
}

void
brain_tunnel_cut(struct brain_ticket *bt)
{
	int64_t id = bt->tunnel->id;

	bt->tunnel->id = 0;
	if (id != 0)
		brain_tunnel_deny(bt->brain, id, "the visit is over");
}

void
brain_tunnel_couple(
    struct brain_ticket *bt, struct brain_link *tech, int64_t id)
{
	struct msg *m = msg_new(MSG_TUNNEL);

	bt->tunnel->used = true;
	bt->tunnel->id = id;
	bt->tunnel->link = tech->number;
	msg_put_int(m, "id", id);
	msg_put_int(m, "link", bt->agent->number);
	msg_put_int(m, "visit", bt->visit);
	brain_front_send(bt->brain, 0, m);
}
