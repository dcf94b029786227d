#include "console/cmd/cmd_doctor_reach.h"

#include "shared/base/i18n.h"
#include "shared/conv/probe.h"
#include "shared/net/keys.h"
#include "shared/net/link.h"
#include "shared/net/loop.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"

#define DIAL_MS 5000

struct reach {
	struct loop *loop;
	const char *fingerprint;
	struct key *key; /* of nobody, for this once */
	struct link *link;
	struct probe *probe;
	struct err *err;
	bool ours; /* it has shown the key, and answered */
};

static void
answered(const struct msg *welcome, void *ctx)
{
	struct reach *r = ctx;

	r->ours = true;
	loop_stop(r->loop);
}

static void
failed(const struct err *why, void *ctx)
{
	struct reach *r = ctx;

	err_set(r->err, "%s", why->text);
	loop_stop(r->loop);
}

static const struct probe_events probe_events = {
    .answered = answered, .failed = failed};

static void
up(struct link *l, void *ctx)
{
	struct reach *r = ctx;

	r->probe = probe_new(r->loop, l, "pomoc", &probe_events, r);
}

static bool
wanted(struct link *l, struct chan_want *want, void *ctx)
{
	struct reach *r = ctx;

	return r->probe != NULL && probe_wanted(r->probe, want);
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

static const struct link_events events = {
    .up = up, .down = down, .chan_wanted = wanted};

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
	probe_free(r.probe);
	loop_free(r.loop);
	key_free(r.key);
	return r.ours;
}
