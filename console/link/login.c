#include "console/link/login.h"

#include <stdlib.h>

#include "console/desk/orders.h"
#include "console/link/identity.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

struct login {
	const struct key *keys; /* to be tried */
	const struct key *key; /* the one that the desk took */
	bool aside;
	char desk[KEY_FP_SIZE]; /* that we are linked to */
	struct orders orders;
};

static void
up(struct desk_link *d, struct link *l, void *self)
{
	struct login *login = self;

	login->key = link_key(l);
	str_copy(login->desk, sizeof(login->desk), link_peer_fingerprint(l));
	desk_link_open(d, "pomoc");
}

static void
hello(struct msg *m, void *self)
{
	const struct login *l = self;

	if (l->aside)
		msg_put_bool(m, "aside", true);
}

/* Before anything else: what follows is ordered by this technician. */
static bool
hears_first(
    struct desk_link *d, const struct msg *m, void *self, struct err *err)
{
	struct login *l = self;
	struct msg *proof;

	if (msg_kind(m) != MSG_WELCOME)
		return true;
	proof = orders_begin(
	    &l->orders, l->key, l->desk, msg_str(m, "nonce"), err);
	return proof != NULL && desk_link_send(d, proof);
}

static bool
sign(struct msg *m, void *self, struct err *err)
{
	struct login *l = self;

	return orders_sign(&l->orders, m, err);
}

static void
unknown(struct err *why, void *self)
{
	const struct login *l = self;

	identity_unknown(l->keys, why);
}

static void
down(void *self)
{
	struct login *l = self;

	orders_end(&l->orders);
}

static const struct desk_link_side side = {
    .user = "tech",
    .program = "pomoc",
    .hears = MSG_DESK_TECH,
    .up = up,
    .hello = hello,
    .hears_first = hears_first,
    .sign = sign,
    .unknown = unknown,
    .other_key = N_("This is not the desk whose fingerprint was given, or "
		    "that was mistyped. Nothing was sent. Copy it "
		    "once more from the desk, or ask who runs it."),
    .down = down,
    .free = free,
};

struct desk_link *
login_new(struct loop *loop, const struct key *key, bool aside,
    const struct desk_link_events *events, void *ctx)
{
	struct login *l = mem_alloc(sizeof(*l));

	l->keys = key;
	l->aside = aside;
	return desk_link_new(loop, key, &side, l, events, ctx);
}
