#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"
#include "tests/support/liar/liar.h"

/* --- what comes from a half --- */

static void
take_lines(struct half *h, const uint8_t *data, size_t len)
{
	const char *line;
	size_t n;

	line_reader_feed(&h->lines, data, len, NULL);
	while (line_reader_next(&h->lines, &line, &n, NULL) == IO_OK) {
		json_t *o = json_loads(line, 0, NULL);

		liar_note("%s: %s", h->name, line);
		if (o != NULL)
			play_line(h, o, line);
		json_decref(o);
	}
}

static void
acknowledge(struct half *h, uint32_t seq)
{
	struct buf out = BUF_INIT;

	record_ack(&out, seq);
	if (h->screen != NULL)
		chan_write(h->screen, buf_data(&out), out.len);
	buf_fini(&out);
}

static void
take_records(struct half *h, const uint8_t *data, size_t len)
{
	struct half *other = h->other;
	struct record r;

	record_reader_feed(&h->records, data, len);
	while (record_reader_next(&h->records, &r, NULL) == IO_OK) {
		if (r.type == RECORD_FRAME || r.type == RECORD_LINE)
			liar_note_bytes("SCREEN", r.data, r.len);
		if (r.type == RECORD_KEYS)
			liar_note_bytes("KEYS", r.data, r.len);
		if (r.type == RECORD_FRAME && h->liar->play->deaf)
			acknowledge(h, r.number);
	}
	if (other->screen != NULL && !h->liar->play->deaf)
		chan_write(other->screen, data, len);
}

static size_t
half_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	struct half *h = ctx;

	if (c == h->talk)
		take_lines(h, data, len);
	else if (c == h->screen)
		take_records(h, data, len);
	return len;
}

static void
half_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct half *h = ctx;

	if (c == h->talk)
		h->talk = NULL;
	else if (c == h->screen)
		h->screen = NULL;
	for (int i = 0; i < 2; i++)
		if (h->fresh[i] == c)
			h->fresh[i] = NULL;
}

static void
opened_late(void *ctx)
{
	play_open(ctx);
}

static bool
half_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	struct half *h = ctx;

	if (what != CHAN_REQ_SUBSYSTEM)
		return false;
	if (str_eq(info->text, "pomoc-visit"))
		h->talk = c;
	else
		h->screen = c;
	if (h->talk != NULL && h->screen != NULL)
		loop_defer(h->liar->loop, opened_late, h);
	return true;
}

static const struct chan_events half_events = {
    .data = half_data, .closed = half_closed, .request = half_request};

/* --- their links --- */

static void
half_up(struct link *link, void *ctx)
{
	struct half *h = ctx;

	liar_note("%s link %d", h->name, ++h->links);
	line_reader_fini(&h->lines);
	line_reader_init(&h->lines, MSG_MAX);
	record_reader_fini(&h->records);
	record_reader_init(&h->records, h == &h->liar->agent);
	h->greeted = h->answered = h->coded = false;
	if (h == &h->liar->console)
		return; /* it opens its channels itself */
	h->talk = chan_open_subsystem(link, "pomoc-visit", &half_events, h);
	h->screen = chan_open_subsystem(link, "pomoc-screen", &half_events, h);
	play_open(h);
}

static void
half_down(struct link *link, const struct err *why, void *ctx)
{
	struct half *h = ctx, *other = h->other;

	liar_note("%s down: %s", h->name, why->text);
	h->link = NULL;
	h->talk = h->screen = NULL;
	h->greeted = h->answered = h->coded = false;
	play_down(h);
	if (h->liar->play->deaf || other->link == NULL)
		return;
	link_close(other->link);
	other->link = NULL;
	other->talk = other->screen = NULL;
}

static bool
half_wanted(struct link *link, struct chan_want *w, void *ctx)
{
	struct half *h = ctx;

	for (int i = 0; i < 2; i++) {
		if (h->fresh[i] != NULL)
			continue;
		h->fresh[i] = chan_want_accept(w, &half_events, h);
		return true;
	}
	return false;
}

static const struct link_events half_link_events = {
    .up = half_up, .down = half_down, .chan_wanted = half_wanted};

static bool
anyone(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t len, void *ctx)
{
	return true;
}

void
inner_drop(struct half *h)
{
	if (h->link != NULL)
		link_abort(h->link);
	h->link = NULL;
	h->talk = h->screen = h->fresh[0] = h->fresh[1] = NULL;
	h->greeted = h->answered = h->coded = false;
}

/* The descriptor that leads into the tunnel's end c. */
static int
into(struct chan *c, struct relay **relay)
{
	int fds[2];

	if (c == NULL || !sock_pair(fds, NULL))
		return -1;
	*relay = relay_fd(c, fds[0], NULL, NULL);
	return fds[1];
}

static struct chan *
open_visit(struct liar *l)
{
	static const struct chan_events none;
	char name[40];

	snprintf(name, sizeof(name), "visit-%lld", (long long)l->visit);
	return chan_open_forwarded(l->agent_link, name, &none, NULL);
}

void
inner_attach(struct liar *l)
{
	struct link_dial_conf conf = {.user = "tech", .key = l->tech_key};
	struct relay *relay;
	int fd;

	if (l->agent_link == NULL)
		return;
	inner_drop(&l->agent);
	fd = into(open_visit(l), &relay);
	if (fd < 0)
		return;
	l->agent.link = link_dial(
	    l->loop, fd, &conf, &half_link_events, &l->agent);
	relay_mate(relay, l->agent.link);
}

static void
serve_console(struct liar *l, struct chan *c)
{
	struct link_serve_conf conf = {
	    .host_key = l->inner_key, .auth = anyone};
	struct relay *relay;
	int fd;

	inner_drop(&l->console);
	fd = into(c, &relay);
	if (fd < 0)
		return;
	l->console.link = link_serve(
	    l->loop, fd, &conf, &half_link_events, &l->console);
	relay_mate(relay, l->console.link);
}

static void
tunnel_over(struct relay *r, void *ctx)
{
	struct liar *l = ctx;

	liar_note("the tunnel is closed");
	l->tunnel = NULL;
}

bool
inner_wanted(struct liar *l, struct chan_want *w)
{
	static const struct chan_events none;
	struct chan *c;

	liar_note("console wants %s", chan_want_host(w));
	if (l->agent_link == NULL)
		return false;
	c = chan_want_accept(w, &none, NULL);
	if (c == NULL)
		return true;
	if (l->play->honest) {
		relay_free(l->tunnel);
		l->tunnel = relay_chans(c, open_visit(l), tunnel_over, l);
		return true;
	}
	serve_console(l, c);
	if (l->agent.link == NULL)
		inner_attach(l);
	return true;
}

void
inner_cut(struct liar *l)
{
	liar_note("cut");
	relay_free(l->tunnel);
	l->tunnel = NULL;
	inner_drop(&l->agent);
	inner_drop(&l->console);
}

/* --- forged records --- */

void
inner_keys(struct liar *l, const char *text)
{
	struct buf out = BUF_INIT;

	record_keys(&out, text, strlen(text));
	if (l->agent.screen != NULL)
		chan_write(l->agent.screen, buf_data(&out), out.len);
	buf_fini(&out);
}

void
inner_frame(struct liar *l, const char *text)
{
	struct buf out = BUF_INIT;

	record_frame(&out, 1, 80, 22, text, strlen(text));
	if (l->console.screen != NULL)
		chan_write(l->console.screen, buf_data(&out), out.len);
	buf_fini(&out);
}

void
inner_init(struct liar *l)
{
	l->agent = (struct half){.liar = l, .name = "agent"};
	l->console = (struct half){.liar = l, .name = "console"};
	l->agent.other = &l->console;
	l->console.other = &l->agent;
}

void
inner_fini(struct liar *l)
{
	inner_cut(l);
	line_reader_fini(&l->agent.lines);
	line_reader_fini(&l->console.lines);
	record_reader_fini(&l->agent.records);
	record_reader_fini(&l->console.records);
}
