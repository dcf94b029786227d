/*
 * An agent for tests that is driven by hand: its desk conversation are lines on
 * standard input and output, and every visit channel echoes what it gets. A
 * consent or rights line without `sig` is signed on its way, as the real agent
 * would with what the desk has told; "answer QUOTE yes|no HASH" is an answer.
 * With PONG in its environment it answers the desk's pings; with LOGIN it comes
 * under that name, and the name of each channel is all that it says.
 *
 * usage: lineagent ADDR:PORT FINGERPRINT KEYFILE [COUNT]
 * Exit 0 when its input ended, 1 with a line on standard error when the link
 * did. With COUNT that many links are opened, each line of input goes to all,
 * and "up N" is printed for each that got its control channel: for
 * measurements. A link that is lost is dialled again at once, and goes on with
 * the ticket that it had: "back N" counts those that got it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/consent.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/link.h"
#include "shared/net/sock.h"
#include "shared/wire/line.h"
#include "shared/wire/msg.h"

struct agent {
	struct key *key;
	struct link *link;
	struct chan *control;
	char secret[33]; /* of its ticket, when it has one */
	bool lost;
	struct consent told; /* ticket, technician and price */
	struct line_reader heard;
};

static struct loop *loop;
static struct loop_watch *in; /* silent until somebody listens */
static struct agent *agents;
static int count = 1, up, back, lost;
static const char *host;
static int port;
static const char *fingerprint;
static int64_t began_ms, lost_ms;
static int exit_code;

/* One of many: where its ticket is. A line comes whole. */
static void
note_queued(struct agent *a, const uint8_t *data, size_t len)
{
	static const char head[] = "\"secret\":\"";
	const char *at = memmem(data, len, head, sizeof(head) - 1);
	bool queued = memmem(data, len, "\"queued\"", 8) != NULL;

	if (at != NULL)
		str_copy(a->secret, sizeof(a->secret), at + sizeof(head) - 1);
	if (!queued || !a->lost)
		return;
	a->lost = false;
	back++;
	printf("back %d %lld ms\n", back, (long long)(clock_ms() - lost_ms));
	fflush(stdout);
}

static void send_msg(struct agent *a, struct msg *m);

/* What a consent is about. */
static void
note_told(struct agent *a, const struct msg *m)
{
	struct consent *c = &a->told;

	if (msg_kind(m) == MSG_PING && getenv("PONG") != NULL) {
		send_msg(
		    a, msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
	} else if (msg_kind(m) == MSG_PICKED) {
		c->ticket = msg_int(m, "ticket");
		str_copy(
		    c->technician, sizeof(c->technician), msg_str(m, "key"));
	} else if (msg_kind(m) == MSG_CLOCK) {
		str_copy(c->price, sizeof(c->price), msg_str(m, "line"));
		(void)price_kind_parse(msg_str(m, "kind"), &c->kind);
		c->net_gr = msg_int(m, "net_hour_gr");
		c->minimum_s = msg_int(m, "minimum_s");
		c->quantum_s = msg_int(m, "quantum_s");
		c->vat_bp = (int)msg_int(m, "vat_bp");
	}
}

static void
take_note(struct agent *a, const uint8_t *data, size_t len)
{
	const char *line;
	size_t line_len;

	if (!line_reader_feed(&a->heard, data, len, NULL))
		return;
	while (line_reader_next(&a->heard, &line, &line_len, NULL) == IO_OK) {
		struct msg *m = msg_parse(line, line_len, NULL);

		if (m != NULL)
			note_told(a, m);
		msg_free(m);
	}
}

static size_t
control_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	(void)c;
	(void)is_err;
	if (count > 1) {
		note_queued(ctx, data, len);
	} else {
		take_note(ctx, data, len);
		fwrite(data, 1, len, stdout);
		fflush(stdout);
	}
	return len;
}

static const struct chan_events control_events = {.data = control_data};

static size_t
echo_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	(void)is_err;
	(void)ctx;
	(void)chan_write(c, data, len);
	return len;
}

static void
echo_eof(struct chan *c, void *ctx)
{
	(void)ctx;
	chan_close(c);
}

static const struct chan_events echo_events = {
    .data = echo_data, .eof = echo_eof};

static void
resume(struct agent *a)
{
	char line[200];

	snprintf(line, sizeof(line),
	    "{\"t\":\"hello\",\"v\":%d,\"program\":\"test\",\"lang\":\"en\","
	    "\"resume\":\"%s\"}\n",
	    MSG_VERSION, a->secret);
	(void)chan_write(a->control, line, strlen(line));
}

static bool
wanted(struct link *l, struct chan_want *w, void *ctx)
{
	struct agent *a = ctx;

	(void)l;
	if (chan_want_kind(w) != CHAN_WANT_FORWARDED)
		return false;
	if (strcmp(chan_want_host(w), "control") != 0) {
		printf("channel %s\n", chan_want_host(w));
		fflush(stdout);
		return chan_want_accept(w, &echo_events, NULL) != NULL;
	}
	a->control = chan_want_accept(w, &control_events, a);
	loop_watch_set(in, LOOP_READ);
	if (a->secret[0] != '\0')
		resume(a);
	if (count > 1 && ++up % 50 == 0) {
		printf(
		    "up %d %lld ms\n", up, (long long)(clock_ms() - began_ms));
		fflush(stdout);
	}
	return true;
}

static void
link_up(struct link *l, void *ctx)
{
	(void)ctx;
	forward_request(l, "pomoc", NULL, NULL);
}

static void connected(
    int fd, enum sock_fail why, const struct err *err, void *ctx);

static void
link_down(struct link *l, const struct err *why, void *ctx)
{
	struct agent *a = ctx;

	fprintf(stderr, "lineagent: %s\n", why->text);
	a->link = NULL;
	a->control = NULL;
	if (count > 1) {
		if (lost++ == 0)
			lost_ms = clock_ms();
		a->lost = true;
		if (l != NULL)
			sock_dial(loop, host, port, 10000, connected, a);
		return;
	}
	exit_code = 1;
	loop_stop(loop);
}

static const struct link_events events = {
    .up = link_up, .down = link_down, .chan_wanted = wanted};

static void
connected(int fd, enum sock_fail why, const struct err *err, void *ctx)
{
	struct agent *a = ctx;
	const char *login = getenv("LOGIN");
	struct link_dial_conf conf = {.user = login != NULL ? login : "agent",
	    .fingerprint = fingerprint,
	    .key = a->key};

	if (why != SOCK_FAIL_NONE) {
		link_down(NULL, err, a);
		return;
	}
	a->link = link_dial(loop, fd, &conf, &events, a);
}

static void
send_msg(struct agent *a, struct msg *m)
{
	struct buf out = BUF_INIT;

	if (msg_write(m, &out, NULL))
		(void)chan_write(a->control, buf_data(&out), out.len);
	buf_fini(&out);
	msg_free(m);
}

static void
sign(struct agent *a, const struct buf *text, struct msg *m)
{
	char hex[2 * KEY_SIG_SIZE + 1];
	uint8_t sig[KEY_SIG_SIZE];

	key_sign(a->key, buf_data(text), text->len, sig, NULL);
	str_hex(hex, sig, sizeof(sig));
	msg_put_str(m, "sig", hex);
}

/* True when the line was a consent or rights, which is sent signed. */
static bool
consent(struct agent *a, const char *line, size_t len)
{
	struct msg *m = msg_parse(line, len, NULL);
	struct consent c = a->told;
	struct buf text = BUF_INIT;

	if (m == NULL ||
	    (msg_kind(m) != MSG_CONSENT && msg_kind(m) != MSG_RIGHTS) ||
	    msg_has(m, "sig") ||
	    !grant_parse_list(msg_str(m, "rights"), &c.rights, NULL)) {
		msg_free(m);
		return false;
	}
	c.visit = msg_int(m, "visit");
	if (msg_kind(m) == MSG_CONSENT) {
		c.yes = msg_bool(m, "yes");
		consent_text(&c, &text);
	} else {
		consent_rights_text(&c, &text);
	}
	sign(a, &text, m);
	send_msg(a, m);
	buf_fini(&text);
	return true;
}

/* "answer N yes|no HASH" and "agree N yes|no HASH": signed. True when the line
 * was one of these. */
static bool
answer(struct agent *a, const char *line)
{
	char what[8], yes[4], hash[65];
	struct buf text = BUF_INIT;
	struct msg *m;
	bool quote;
	int number;

	if (sscanf(line, "%7[a-z] %d %3s %64s", what, &number, yes, hash) != 4)
		return false;
	quote = str_eq(what, "answer");
	(quote ? quote_answer_text : rate_answer_text)(
	    hash, str_eq(yes, "yes"), &text);
	m = msg_new(quote ? MSG_ANSWER : MSG_AGREE);
	msg_put_int(m, quote ? "quote" : "question", number);
	msg_put_bool(m, "yes", str_eq(yes, "yes"));
	msg_put_str(m, "hash", hash);
	sign(a, &text, m);
	send_msg(a, m);
	buf_fini(&text);
	return true;
}

/* Line by line, what is no line as it is. */
static void
say(struct agent *a, const char *data, size_t len)
{
	const char *end;

	for (size_t n; len > 0; data += n, len -= n) {
		end = memchr(data, '\n', len);
		n = end != NULL ? (size_t)(end - data) + 1 : len;
		if (end == NULL ||
		    (!answer(a, data) && !consent(a, data, n - 1)))
			(void)chan_write(a->control, data, n);
	}
}

static void
input(int what, void *ctx)
{
	char chunk[8192];
	ssize_t n = read(0, chunk, sizeof(chunk) - 1);

	(void)what;
	(void)ctx;
	if (n <= 0) {
		loop_stop(loop);
		return;
	}
	chunk[n] = '\0';
	if (count == 1 && agents[0].control != NULL) {
		say(&agents[0], chunk, (size_t)n);
		return;
	}
	for (int i = 0; i < count; i++)
		if (agents[i].control != NULL)
			(void)chan_write(agents[i].control, chunk, (size_t)n);
}

int
main(int argc, char **argv)
{
	struct err err;
	char name[64];

	if (argc < 4 || argc > 5 ||
	    !sock_split(argv[1], 7722, name, sizeof(name), &port, &err))
		return 2;
	host = name;
	fingerprint = argv[2];
	if (argc == 5)
		count = atoi(argv[4]);
	loop = loop_new();
	agents = mem_array((size_t)count, sizeof(*agents));
	began_ms = clock_ms();
	for (int i = 0; i < count; i++) {
		line_reader_init(&agents[i].heard, MSG_MAX);
		agents[i].key = count > 1
		    ? key_generate("test")
		    : key_load_or_make(argv[3], "test", NULL, &err);
		sock_dial(loop, host, port, 10000, connected, &agents[i]);
	}
	in = loop_watch_new(loop, 0, 0, input, NULL, &err);
	loop_run(loop);
	loop_watch_free(in);
	for (int i = 0; i < count; i++) {
		link_abort(agents[i].link);
		line_reader_fini(&agents[i].heard);
		key_free(agents[i].key);
	}
	free(agents);
	return exit_code;
}
