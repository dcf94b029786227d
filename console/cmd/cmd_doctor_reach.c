#include "console/cmd/cmd_doctor_reach.h"

#include "shared/base/i18n.h"
#include "shared/net/keys.h"
#include "shared/net/link.h"
#include "shared/net/loop.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"

#define DIAL_MS 5000

struct reach {
	struct loop *loop;
	const char *fingerprint;
	struct key *key; /* of nobody: the link is let go before the log-in */
	struct link *link;
	struct err *err;
	bool ours;
};

static void
stepped(struct link *l, enum link_step step, void *ctx)
{
	struct reach *r = ctx;

	if (step != LINK_STEP_KEY)
		return;
	r->ours = true;
	loop_stop(r->loop);
}

static void
down(struct link *l, const struct err *why, void *ctx)
{
	struct reach *r = ctx;

	r->link = NULL;
	if (!r->ours)
		err_set(r->err, "%s",
		    why->text[0] != '\0' ? why->text
					 : _("the desk ended the link"));
	loop_stop(r->loop);
}

static const struct link_events events = {.step = stepped, .down = down};

static void
dialled(int fd, enum sock_fail fail, const struct err *why, void *ctx)
{
	struct reach *r = ctx;
	struct link_dial_conf conf = {
	    .user = "agent", .fingerprint = r->fingerprint, .key = r->key};

	if (fd >= 0) {
		r->link = link_dial(r->loop, fd, &conf, &events, r);
		return;
	}
	err_set(r->err, "%s", why->text);
	loop_stop(r->loop);
}

bool
cmd_doctor_reach(const char *address, const char *fingerprint, struct err *err)
{
	struct reach r = {.fingerprint = fingerprint, .err = err};
	char host[256];
	int port;

	if (!sock_split(address, MSG_PORT, host, sizeof(host), &port, err))
		return false;
	r.loop = loop_new();
	r.key = key_generate("pomoc doctor");
	sock_dial(r.loop, host, port, DIAL_MS, dialled, &r);
	loop_run(r.loop);
	link_abort(r.link);
	loop_free(r.loop);
	key_free(r.key);
	return r.ours;
}
