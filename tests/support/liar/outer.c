#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/str.h"
#include "shared/wire/msg.h"
#include "tests/support/liar/liar.h"

#define ME "anna"
#define SECRET "0123456789abcdef0123456789abcdef"
#define NONCE SECRET SECRET /* its orders are proven to nobody */

/* --- the console --- */

static void
technician(struct chan *c)
{
	liar_send(c,
	    json_pack("{ss ss ss ss ss}", "t", "technician", "id", ME, "name",
		ME, "state", "free", "products", ""));
}

static void
welcome(struct liar *l, struct chan *c, bool tech)
{
	json_t *o = json_pack("{ss si ss ss ss}", "t", "welcome", "v",
	    MSG_VERSION, "program", "pomoc-desk", "firm", "Serwis Demo",
	    "phone", "+48 22 000 00 00");

	if (tech) {
		json_object_set_new(o, "me", json_string(ME));
		json_object_set_new(o, "address", json_string("127.0.0.1:1"));
		json_object_set_new(
		    o, "key", json_string(key_fingerprint(l->host_key)));
		json_object_set_new(o, "open", json_true());
		json_object_set_new(o, "nonce", json_string(NONCE));
	} else if (!l->keyless) {
		json_object_set_new(o, "receipts",
		    json_string(key_fingerprint(l->receipt_key)));
	}
	liar_send(c, o);
	liar_send(c,
	    json_pack("{ss ss ss ss si si si si sb}", "t", "price", "name",
		"standard", "kind", "support", "products", "Subiekt", "net_gr",
		20000, "minimum_s", 3600, "quantum_s", 900, "vat_bp", 2300,
		"quoted", 0));
	technician(c);
	liar_send(c, json_pack("{ss}", "t", "listed"));
}

static const char *
of_card(const struct liar *l, const char *field)
{
	const char *s = json_string_value(json_object_get(l->card, field));

	return s != NULL ? s : "";
}

void
outer_row(struct liar *l)
{
	json_t *o;

	if (l->card == NULL || l->tech_control == NULL)
		return;
	o = json_pack("{ss sI ss ss ss ss ss ss ss si si}", "t", "row",
	    "ticket", (json_int_t)l->ticket, "state",
	    l->claimed ? "claimed" : "waiting", "name", of_card(l, "name"),
	    "company", of_card(l, "company"), "phone", of_card(l, "phone"),
	    "product", of_card(l, "product"), "wanted", "any", "problem",
	    of_card(l, "problem"), "since_s", (int)clock_utc_s(), "waited_s",
	    1);
	json_object_set_new(o, "called", json_false());
	json_object_set_new(o, "online", json_true());
	json_object_set_new(o, "by", json_string(l->claimed ? ME : ""));
	json_object_set_new(o, "visit", json_integer(l->visit));
	json_object_set_new(o, "key", json_string(l->agent_key));
	json_object_set_new(o, "known_s", json_integer(0));
	json_object_set_new(o, "earlier", json_integer(0));
	json_object_set_new(o, "rate", json_string("standard"));
	liar_send(l->tech_control, o);
}

static void
claim(struct liar *l)
{
	l->claimed = true;
	outer_pick(l);
	liar_send(l->tech_control,
	    json_pack("{ss sI sI}", "t", "claimed", "ticket",
		(json_int_t)l->ticket, "visit", (json_int_t)l->visit));
	outer_row(l);
}

static void
tech_line(struct liar *l, json_t *o, const char *t)
{
	if (str_eq(t, "hello")) {
		welcome(l, l->tech_control, true);
		outer_row(l);
	} else if (str_eq(t, "claim")) {
		claim(l);
	} else if (str_eq(t, "ping")) {
		json_object_set_new(o, "t", json_string("pong"));
		liar_send(l->tech_control, json_incref(o));
	}
}

/* --- the agent --- */

static void
queued(struct liar *l)
{
	liar_send(l->agent_control,
	    json_pack("{ss sI si si ss ss}", "t", "queued", "ticket",
		(json_int_t)l->ticket, "place", 1, "of", 1, "secret", SECRET,
		"technician", ME));
	outer_row(l);
}

void
outer_pick(struct liar *l)
{
	const char *key = l->play->honest && l->tech_link != NULL
	    ? link_peer_fingerprint(l->tech_link)
	    : key_fingerprint(l->tech_key);

	l->visit++;
	liar_note("picked for visit %lld", (long long)l->visit);
	if (l->agent_control != NULL)
		liar_send(l->agent_control,
		    json_pack("{ss sI sI ss ss}", "t", "picked", "ticket",
			(json_int_t)l->ticket, "visit", (json_int_t)l->visit,
			"technician", ME, "key", key));
}

static void
agent_line(struct liar *l, json_t *o, const char *t)
{
	if (str_eq(t, "hello")) {
		welcome(l, l->agent_control, false);
		if (json_object_get(o, "resume") != NULL)
			queued(l);
	} else if (str_eq(t, "join")) {
		json_decref(l->card);
		l->card = json_incref(o);
		l->claimed = false;
		l->ticket++;
		queued(l);
	} else if (str_eq(t, "consent")) {
		bill_consent(l, o);
	} else if (str_eq(t, "ping")) {
		json_object_set_new(o, "t", json_string("pong"));
		liar_send(l->agent_control, json_incref(o));
	}
}

/* --- their channels --- */

static size_t
control_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	struct liar *l = ctx;
	bool tech = c == l->tech_control;
	struct line_reader *r = tech ? &l->tech_lines : &l->agent_lines;
	const char *line;
	size_t n;

	line_reader_feed(r, data, len, NULL);
	while (line_reader_next(r, &line, &n, NULL) == IO_OK) {
		json_t *o = json_loads(line, 0, NULL);
		const char *t = json_string_value(json_object_get(o, "t"));

		liar_note(
		    "%s to the desk: %s", tech ? "console" : "agent", line);
		if (t != NULL && tech)
			tech_line(l, o, t);
		else if (t != NULL)
			agent_line(l, o, t);
		json_decref(o);
	}
	return len;
}

static void
control_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct liar *l = ctx;

	if (c == l->tech_control)
		l->tech_control = NULL;
	else if (c == l->agent_control)
		l->agent_control = NULL;
}

static bool
control_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	return what == CHAN_REQ_SUBSYSTEM && str_eq(info->text, "pomoc");
}

static const struct chan_events control_events = {
    .data = control_data,
    .closed = control_closed,
    .request = control_request,
};

static bool
chan_wanted(struct link *link, struct chan_want *w, void *ctx)
{
	struct liar *l = ctx;

	if (chan_want_kind(w) == CHAN_WANT_DIRECT)
		return inner_wanted(l, w);
	if (chan_want_kind(w) != CHAN_WANT_PLAIN || l->tech_control != NULL)
		return false;
	l->tech_control = chan_want_accept(w, &control_events, l);
	return true;
}

static void
open_control(void *ctx)
{
	struct liar *l = ctx;

	if (l->agent_link != NULL)
		l->agent_control = chan_open_forwarded(
		    l->agent_link, "control", &control_events, l);
}

static bool
forward_wanted(struct link *link, const char *name, void *ctx)
{
	struct liar *l = ctx;

	loop_defer(l->loop, open_control, l);
	return true;
}

static void
link_up(struct link *link, void *ctx)
{
	struct liar *l = ctx;

	liar_note("%s logged in", link_user(link));
	if (str_eq(link_user(link), "tech")) {
		line_reader_fini(&l->tech_lines);
		line_reader_init(&l->tech_lines, MSG_MAX);
		l->tech_link = link;
	} else {
		line_reader_fini(&l->agent_lines);
		line_reader_init(&l->agent_lines, MSG_MAX);
		l->agent_link = link;
		str_copy(l->agent_key, sizeof(l->agent_key),
		    link_peer_fingerprint(link));
	}
}

static void
link_down(struct link *link, const struct err *why, void *ctx)
{
	struct liar *l = ctx;

	liar_note("a link is down: %s", why->text);
	if (link == l->tech_link)
		l->tech_link = NULL;
	else if (link == l->agent_link)
		l->agent_link = NULL;
}

static const struct link_events link_events = {
    .up = link_up,
    .down = link_down,
    .chan_wanted = chan_wanted,
    .forward_wanted = forward_wanted,
};

static bool
anyone(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t len, void *ctx)
{
	return true;
}

void
outer_accept(struct liar *l, int fd)
{
	struct link_serve_conf conf = {.host_key = l->host_key, .auth = anyone};

	link_serve(l->loop, fd, &conf, &link_events, l);
}
