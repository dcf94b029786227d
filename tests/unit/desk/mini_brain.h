/*
 * A brain without processes: no front, no sockets, lines go in by calls and
 * come out into a buffer, and the clock is moved by hand. Include it behind
 * cmocka.h, in one file per program.
 *
 * Links are numbers: mini_up() connects one with one of the keys, mini_say()
 * is a line of it, mini_down() its end; mini_open() and mini_closed() are what
 * the front says of a tunnel. After each of them the loop turns, as it would.
 *
 * What must be signed is signed on its way, as the real programs do: a
 * technician's orders, and a client's consent and rights without `sig`. With
 * `sig`, or by mini_say_bare(), a line goes as it is.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/brain.h"
#include "console/desk/brain_flush.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_hear.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_receipt.h"
#include "console/desk/brain_ticket.h"
#include "console/desk/brain_tunnel.h"
#include "console/desk/brain_visit.h"
#include "console/desk/brain_wall.h"
#include "console/desk/cable.h"
#include "console/desk/farewell.h"
#include "console/desk/orders.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/consent.h"

#define MINI_KEYS 6 /* 0 and 1 are anna's and piotr's, the rest clients' */
#define MINI_TECHS 2
#define MINI_HELLO \
	"{\"t\":\"hello\",\"v\":%d,\"program\":\"test\",\"lang\":\"en\"}"

struct mini {
	struct brain *b;
	struct key *key[MINI_KEYS];
	struct orders orders[MINI_TECHS + 1]; /* by the technician's link */
	char dir[64];
	struct cable *ears;
	struct buf heard; /* "<link> <json>\n" ... */
};

static struct mini mini;

static inline void
mini_nothing(void *ctx)
{
}

static inline void
mini_hear(int64_t link, const char *line, size_t len, void *ctx)
{
	buf_printf(&mini.heard, "%lld %s\n", (long long)link, line);
}

static inline void
mini_mute(const struct err *why, void *ctx)
{
}

static const struct cable_events mini_events = {
    .line = mini_hear, .ended = mini_mute};

/* The store in memory, where there is such a folder. */
static inline void
mini_folder(void)
{
	snprintf(mini.dir, sizeof(mini.dir), "%s/pomoc-brain.XXXXXX",
	    path_exists("/dev/shm") ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(mini.dir));
}

/* What the brain logs, in a file of the folder. */
static inline void
mini_log(void)
{
	char *file = path_join(mini.dir, "desk.log");
	struct err err;

	assert_true(log_open(file, &err));
	free(file);
}

static inline struct roster *
mini_roster(void)
{
	static const char *const names[MINI_TECHS] = {"anna", "piotr"};
	char *file = path_join(mini.dir, "technicians");
	FILE *f = fopen(file, "w");
	struct roster *r;

	for (int i = 0; i < MINI_TECHS; i++)
		fprintf(f, "name=\"%s\" %s\n", names[i],
		    key_public_line(mini.key[i]));
	fclose(f);
	r = roster_new(file, NULL, NULL);
	free(file);
	return r;
}

static const struct brain_front_events mini_front = {.serves = NULL};

static inline void
mini_wire(struct brain *b)
{
	int pair[2];

	assert_true(sock_pair(pair, NULL));
	mini.ears = cable_new(b->loop, pair[1], &mini_events, NULL);
	brain_front_new(b, &mini_front);
	brain_front_join(b, pair[0]);
}

/* The limits may be changed before anybody comes. */
static inline void
mini_start(void)
{
	struct brain *b = mem_alloc(sizeof(*b));
	struct err err;

	memset(&mini, 0, sizeof(mini));
	mini.b = b;
	mini_folder();
	mini_log();
	for (int i = 0; i < MINI_KEYS; i++)
		mini.key[i] = key_generate("test");
	b->banner = -1;
	b->trouble = "";
	b->listen_fd = -1;
	b->loop = loop_new();
	b->data = str_dup(mini.dir);
	config_default(&b->config);
	prices_default(&b->price_list);
	prices_default(&b->prices);
	b->store = store_open(mini.dir, &err);
	assert_non_null(b->store);
	b->host_key = key_generate("desk");
	b->receipt_key = key_generate("receipts");
	b->roster = mini_roster();
	assert_true(roster_reload(
	    b->roster, brain_front_allow, brain_front_forbid, b, &err));
	b->flush = loop_timer_new(b->loop, mini_nothing, b);
	mini_wire(b);
}

static inline void
mini_end(void)
{
	struct brain *b = mini.b;
	char *clean;

	brain_hear_all_down(b, "the desk ends");
	brain_front_stop(b);
	cable_free(mini.ears);
	brain_ticket_free_all(b);
	brain_hold_free(b);
	brain_receipt_stop(b);
	farewell_free(b);
	brain_wall_free(b);
	brain_place_free(b);
	free(b->head);
	store_close(b->store);
	roster_free(b->roster);
	loop_timer_free(b->flush);
	loop_forget(b->loop, b);
	loop_free(b->loop);
	key_free(b->host_key);
	key_free(b->receipt_key);
	free(b->data);
	free(b);
	for (int i = 0; i < MINI_KEYS; i++)
		key_free(mini.key[i]);
	for (size_t i = 0; i < ARRAY_LEN(mini.orders); i++)
		orders_end(&mini.orders[i]);
	buf_fini(&mini.heard);
	clean = str_fmt("rm -rf '%s'", mini.dir);
	assert_int_equal(system(clean), 0);
	free(clean);
}

static inline void
mini_turn(void)
{
	for (int i = 0; i < 3; i++)
		loop_turn(mini.b->loop, false);
}

/* Time goes on, with what falls due in it. */
static inline void
mini_pass(int64_t ms)
{
	clock_sleep_for(ms);
	mini_turn();
}

static inline void
mini_up_from(int64_t link, int key, const char *addr)
{
	struct msg *m = msg_new(MSG_UP);
	size_t len;
	const uint8_t *blob = key_blob(mini.key[key], &len);
	char *text = key_blob_to_base64(blob, len);

	msg_put_int(m, "link", link);
	msg_put_str(m, "role", key < MINI_TECHS ? "tech" : "agent");
	msg_put_str(m, "key", key_fingerprint(mini.key[key]));
	msg_put_str(m, "addr", addr);
	msg_put_str(m, "blob", text);
	free(text);
	brain_hear_front(mini.b, m);
	msg_free(m);
	mini_turn();
}

static inline void
mini_say_bare(int64_t link, const char *line)
{
	brain_hear_line(mini.b, link, line, strlen(line));
	mini_turn();
}

static inline void
mini_say_msg(int64_t link, const struct msg *m)
{
	struct buf line = BUF_INIT;

	assert_true(msg_write(m, &line, NULL));
	mini_say_bare(link, buf_str(&line));
	buf_fini(&line);
}

/* What the client of that link signs: with what the desk told him. */
static inline void
mini_consent_text(
    const struct brain_link *l, const struct msg *m, struct buf *text)
{
	const struct brain_ticket *bt = l->ticket;
	const struct price *price = ticket_price(&bt->t);
	struct consent c = {
	    .ticket = bt->t.number, .visit = msg_int(m, "visit")};

	str_copy(c.technician, sizeof(c.technician), brain_tunnel_key(bt));
	(void)grant_parse_list(msg_str(m, "rights"), &c.rights, NULL);
	if (msg_kind(m) == MSG_RIGHTS) {
		consent_rights_text(&c, text);
		return;
	}
	c.yes = msg_bool(m, "yes");
	consent_set_price(&c, price,
	    bt->t.has_accepted ? bt->t.accepted.vat_bp : price->vat_bp);
	consent_text(&c, text);
}

static inline const struct key *
mini_key_of(const struct brain_link *l)
{
	int i = 0;

	while (!str_eq(key_fingerprint(mini.key[i]), l->key))
		assert_true(++i < MINI_KEYS);
	return mini.key[i];
}

static inline void
mini_sign(const struct key *by, const struct buf *text, struct msg *m)
{
	char hex[2 * KEY_SIG_SIZE + 1];
	uint8_t sig[KEY_SIG_SIZE];

	assert_true(key_sign(by, buf_data(text), text->len, sig, NULL));
	str_hex(hex, sig, sizeof(sig));
	msg_put_str(m, "sig", hex);
}

static inline void
mini_sign_client(const struct brain_link *l, struct msg *m)
{
	struct buf text = BUF_INIT;

	if (l->ticket == NULL ||
	    (msg_kind(m) != MSG_CONSENT && msg_kind(m) != MSG_RIGHTS) ||
	    msg_has(m, "sig"))
		return;
	mini_consent_text(l, m, &text);
	mini_sign(mini_key_of(l), &text, m);
	buf_fini(&text);
}

static inline void
mini_say(int64_t link, const char *line)
{
	const struct brain_link *l = brain_link_find(mini.b, link);
	struct msg *m = msg_parse(line, strlen(line), NULL);

	if (m == NULL) {
		mini_say_bare(link, line);
		return;
	}
	if (l != NULL && l->person != NULL) {
		assert_in_range(link, 1, MINI_TECHS);
		assert_true(orders_sign(&mini.orders[link], m, NULL));
	} else if (l != NULL) {
		mini_sign_client(l, m);
	}
	mini_say_msg(link, m);
	msg_free(m);
}

static inline void mini_sayf(int64_t link, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static inline void
mini_sayf(int64_t link, const char *fmt, ...)
{
	char line[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	mini_say(link, line);
}

static inline void
mini_resume(int64_t link, const char *secret)
{
	mini_sayf(link,
	    "{\"t\":\"hello\",\"v\":%d,\"program\":\"test\","
	    "\"lang\":\"en\",\"resume\":\"%s\"}",
	    MSG_VERSION, secret);
}

static inline void
mini_prove(int64_t link, int key)
{
	const struct brain_link *l = brain_link_find(mini.b, link);
	struct msg *m;

	assert_in_range(link, 1, MINI_TECHS);
	m = orders_begin(&mini.orders[link], mini.key[key],
	    key_fingerprint(mini.b->host_key), l->proof.nonce, NULL);
	assert_non_null(m);
	mini_say_msg(link, m);
	msg_free(m);
}

/* Connected and greeted; resume: a secret, or NULL. */
static inline void
mini_up(int64_t link, int key, const char *resume)
{
	mini_up_from(link, key, "192.0.2.1");
	if (resume == NULL)
		mini_sayf(link, MINI_HELLO, MSG_VERSION);
	else
		mini_resume(link, resume);
	if (key < MINI_TECHS)
		mini_prove(link, key);
}

static inline void
mini_down(int64_t link)
{
	struct brain_link *l = brain_link_find(mini.b, link);

	if (l != NULL)
		brain_hear_down(l, "gone");
	mini_turn();
}

static inline void
mini_open(int64_t link, int64_t id, int64_t ticket)
{
	brain_visit_open(mini.b, link, id, ticket);
	mini_turn();
}

static inline void
mini_closed(int64_t id)
{
	brain_visit_closed(mini.b, id, "closed");
	mini_turn();
}

static inline void
mini_join(int64_t link)
{
	mini_say(link,
	    "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\","
	    "\"name\":\"Jan\",\"company\":\"\",\"phone\":\"600\","
	    "\"problem\":\"x\"}");
}

/* Tickets that are open. */
static inline int
mini_tickets(void)
{
	const struct brain_ticket *bt = mini.b->tickets;
	int n = 0;

	for (; bt != NULL; bt = bt->next)
		n++;
	return n;
}

static inline struct brain_ticket *
mini_ticket(int64_t number)
{
	return brain_ticket_find(mini.b, number);
}

/* From the queue to a running clock: client 10 with key 2, anna's link 1,
 * tunnel 100. */
static inline void
mini_let_in(int64_t number)
{
	int64_t visit;

	mini_sayf(1, "{\"t\":\"claim\",\"ticket\":%lld}", (long long)number);
	mini_open(1, 100, number);
	visit = mini_ticket(number)->visit;
	mini_sayf(10,
	    "{\"t\":\"checked\",\"ticket\":%lld,\"ok\":true,\"left\":3}",
	    (long long)number);
	mini_sayf(10,
	    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
	    "\"rights\":\"view type\"}",
	    (long long)visit);
	assert_int_equal(mini_ticket(number)->t.state, TICKET_WORKING);
}

/* Technician 1 has claimed ticket 1 of client 10. */
static inline void
mini_claim(void)
{
	mini_up(1, 0, NULL);
	mini_up(10, 2, NULL);
	mini_join(10);
	mini_say(1, "{\"t\":\"claim\",\"ticket\":1}");
}

static inline void
mini_work(void)
{
	mini_up(1, 0, NULL);
	mini_up(10, 2, NULL);
	mini_join(10);
	mini_let_in(1);
}

/* Was a line with that in it heard since mini_forget()? link -1 = any */
static inline bool
mini_heard(int64_t link, const char *what)
{
	const char *line = buf_str(&mini.heard), *end;
	size_t len = strlen(what);

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1)
		if ((link < 0 || atoll(line) == link) &&
		    memmem(line, (size_t)(end - line), what, len) != NULL)
			return true;
	return false;
}

static inline void
mini_forget(void)
{
	mini_turn();
	buf_clear(&mini.heard);
}

/* --- for cmocka --- */

static inline int
mini_setup(void **state)
{
	mini_start();
	return 0;
}

static inline int
mini_teardown(void **state)
{
	mini_end();
	return 0;
}
