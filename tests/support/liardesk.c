/*
 * A desk that lies, for tests of both programs: see liar/liar.h.
 *
 * usage: liardesk HOSTKEY LOG PLAY
 * Listens on a port of loopback and prints "ready ADDR:PORT FINGERPRINT". Then
 * it takes orders, one a line, until its input ends:
 *	play NAME	lie like that from now on
 *	ticket N	call the request so from now on
 *	pick		tell the agent of a technician who comes now
 *	attach		the same, and come
 *	cut		break the visit on both sides
 *	new		other keys from now on
 *	agent JSON	a line of the visit to the agent
 *	console JSON	the same to the console
 *	row KEY		the client's row with another key
 *	desk-agent JSON, desk-console JSON	a line of the desk
 *	clock NET, rate NET	an hour costs so much, or may it
 *	keyless		name no key of receipts from now on
 *	end LIE		the end, with a receipt: see bill_end()
 *	keys TEXT	keys for the shell, with Enter
 *	frame TEXT	a screen for the console
 *	after MS	"after MS" into the log so much later
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "shared/base/buf.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"
#include "tests/support/liar/liar.h"
#include "tests/support/listen.h"

static struct liar liar;
static FILE *log_file;
static struct loop_timer *later;

/* --- its log --- */

void
liar_note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(log_file, fmt, ap);
	va_end(ap);
	fputc('\n', log_file);
	fflush(log_file);
}

void
liar_note_bytes(const char *what, const void *data, size_t len)
{
	const unsigned char *p = data;

	fprintf(log_file, "%s: ", what);
	for (size_t i = 0; i < len; i++)
		fputc(p[i] >= ' ' && p[i] < 0x7f ? p[i] : '.', log_file);
	fputc('\n', log_file);
	fflush(log_file);
}

void
liar_send(struct chan *c, json_t *o)
{
	char *line = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	if (c != NULL && line != NULL) {
		chan_write(c, line, strlen(line));
		chan_write(c, "\n", 1);
	}
	free(line);
	json_decref(o);
}

/* --- its orders --- */

static void
raw(struct chan *c, const char *text)
{
	if (c == NULL)
		liar_note("nobody hears: %s", text);
	else
		liar_send(c, json_loads(text, 0, NULL));
}

static void
order_play(const char *name)
{
	const struct play *p = play_find(name);

	if (p != NULL)
		liar.play = p;
	liar_note("play %s", liar.play->name);
}

static void
order_ticket(const char *arg)
{
	liar.ticket = atoi(arg);
}

static void
order_pick(const char *arg)
{
	outer_pick(&liar);
}

static void
order_attach(const char *arg)
{
	outer_pick(&liar);
	inner_attach(&liar);
}

static void
order_cut(const char *arg)
{
	inner_cut(&liar);
}

static void
order_new(const char *arg)
{
	key_free(liar.tech_key);
	key_free(liar.inner_key);
	liar.tech_key = key_generate("anna");
	liar.inner_key = key_generate("agent");
}

static void
order_agent(const char *arg)
{
	raw(liar.agent.talk, arg);
}

static void
order_console(const char *arg)
{
	raw(liar.console.talk, arg);
}

static void
order_row(const char *arg)
{
	str_copy(liar.agent_key, sizeof(liar.agent_key), arg);
	outer_row(&liar);
}

static void
order_desk_agent(const char *arg)
{
	raw(liar.agent_control, arg);
}

static void
order_desk_console(const char *arg)
{
	raw(liar.tech_control, arg);
}

static void
order_clock(const char *arg)
{
	bill_clock(&liar, atoi(arg));
}

static void
order_rate(const char *arg)
{
	bill_rate(&liar, atoi(arg));
}

static void
order_keyless(const char *arg)
{
	liar.keyless = true;
}

static void
order_end(const char *arg)
{
	bill_end(&liar, arg);
}

static void
order_keys(const char *arg)
{
	char *text = str_fmt("%s\r", arg);

	inner_keys(&liar, text);
	free(text);
}

static void
order_frame(const char *arg)
{
	inner_frame(&liar, arg);
}

static void
note_after(void *ctx)
{
	liar_note("after");
}

static void
order_after(const char *arg)
{
	loop_timer_set(later, atoi(arg));
}

static const struct {
	const char *name;
	void (*fn)(const char *arg);
} orders[] = {
    {"play", order_play},
    {"ticket", order_ticket},
    {"pick", order_pick},
    {"attach", order_attach},
    {"cut", order_cut},
    {"new", order_new},
    {"agent", order_agent},
    {"console", order_console},
    {"row", order_row},
    {"desk-agent", order_desk_agent},
    {"desk-console", order_desk_console},
    {"clock", order_clock},
    {"rate", order_rate},
    {"keyless", order_keyless},
    {"end", order_end},
    {"keys", order_keys},
    {"frame", order_frame},
    {"after", order_after},
};

static void
obey(char *line)
{
	char *arg = strchr(line, ' ');

	if (arg != NULL)
		*arg++ = '\0';
	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		if (str_eq(orders[i].name, line))
			orders[i].fn(arg != NULL ? arg : "");
}

static void
input(int what, void *ctx)
{
	struct line_reader *r = ctx;
	char chunk[4096];
	const char *line;
	ssize_t n = read(0, chunk, sizeof(chunk));
	size_t len;

	if (n <= 0) {
		loop_stop(liar.loop);
		return;
	}
	line_reader_feed(r, chunk, (size_t)n, NULL);
	while (line_reader_next(r, &line, &len, NULL) == IO_OK) {
		char *copy = str_dup(line);

		obey(copy);
		free(copy);
	}
}

/* --- life --- */

static void
accepted(int fd, const char *peer, void *ctx)
{
	outer_accept(&liar, fd);
}

static void
fini(struct line_reader *lines)
{
	inner_fini(&liar);
	if (liar.agent_link != NULL)
		link_abort(liar.agent_link);
	if (liar.tech_link != NULL)
		link_abort(liar.tech_link);
	line_reader_fini(&liar.agent_lines);
	line_reader_fini(&liar.tech_lines);
	line_reader_fini(lines);
	key_free(liar.tech_key);
	key_free(liar.inner_key);
	key_free(liar.receipt_key);
	json_decref(liar.card);
	json_decref(liar.welcome);
	buf_fini(&liar.held);
}

static int
run(struct key *host_key)
{
	struct sock_listener *ear;
	struct line_reader lines;
	struct loop_watch *in;
	struct err err;

	liar.loop = loop_new();
	liar.host_key = host_key;
	liar.receipt_key = key_generate("receipts");
	order_new("");
	inner_init(&liar);
	line_reader_init(&lines, MSG_MAX);
	later = loop_timer_new(liar.loop, note_after, NULL);
	ear = listen_at(liar.loop, "127.0.0.1:0", accepted, NULL, &err);
	in = loop_watch_new(liar.loop, 0, LOOP_READ, input, &lines, &err);
	if (ear == NULL || in == NULL) {
		fprintf(stderr, "liardesk: %s\n", err.text);
		return 1;
	}
	printf("ready %s %s\n", listen_addr, key_fingerprint(host_key));
	fflush(stdout);
	loop_run(liar.loop);
	fini(&lines);
	sock_listener_free(ear);
	loop_watch_free(in);
	loop_timer_free(later);
	loop_free(liar.loop);
	return 0;
}

int
main(int argc, char **argv)
{
	struct key *host_key;
	struct err err;
	int rc;

	if (argc != 4 || sodium_init() < 0)
		return 2;
	host_key = key_load_or_make(argv[1], "desk", NULL, &err);
	log_file = fopen(argv[2], "w");
	liar.play = play_find(argv[3]);
	if (host_key == NULL || log_file == NULL || liar.play == NULL) {
		fprintf(stderr, "liardesk: no key, no log or no such play\n");
		return 2;
	}
	rc = run(host_key);
	key_free(host_key);
	fclose(log_file);
	return rc;
}
