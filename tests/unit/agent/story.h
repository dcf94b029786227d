/*
 * The steps that most tests of the agent share: the desk greets, queues and
 * picks; the technician says hello, does the code and is let in.
 */
#pragma once

#include "tests/unit/agent/fake.h"

static const char *const card[] = {"--technician", "any", "--product",
    "Subiekt", "--name", "Jan Nowak", "--company", "Biuro", "--phone",
    "600 100 200", "--problem", "no printout", "--", "/bin/sh", NULL};

static inline int
setup(void **state)
{
	*state = fake_new();
	return 0;
}

static inline int
teardown(void **state)
{
	fake_free(*state);
	return 0;
}

/* --- the desk's side of the story --- */

static inline void
say_price(struct fake *f)
{
	struct msg *m = msg_new(MSG_PRICE);

	msg_put_str(m, "name", "support A");
	msg_put_str(m, "kind", "support");
	msg_put_str(m, "products", "Subiekt, Gestor");
	msg_put_int(m, "net_gr", 20000);
	msg_put_int(m, "minimum_s", 3600);
	msg_put_int(m, "quantum_s", 3600);
	msg_put_int(m, "vat_bp", 2300);
	inbox_send(&f->desk, msg_put_bool(m, "quoted", false));
}

static inline void
say_technician(struct fake *f, const char *name, const char *state)
{
	struct msg *m = msg_new(MSG_TECHNICIAN);

	msg_put_str(m, "id", name);
	msg_put_str(m, "name", name);
	inbox_send(&f->desk, msg_put_str(m, "state", state));
}

static inline void
greet(struct fake *f)
{
	struct msg *m;

	WAIT_FOR(f, inbox_find(&f->desk, MSG_HELLO) != NULL);
	m = msg_new(MSG_WELCOME);
	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", "fake");
	msg_put_str(m, "firm", "Serwis ABC");
	msg_put_str(m, "phone", "22 123 45 67");
	inbox_send(&f->desk, msg_put_int(m, "grace_s", f->grace_s));
	say_price(f);
	say_technician(f, "anna", "free");
	say_technician(f, "piotr", "busy");
	inbox_send(&f->desk, msg_new(MSG_LISTED));
}

static inline void
queue(struct fake *f)
{
	struct msg *m = msg_new(MSG_QUEUED);

	f->desk.peer.stage = MSG_QUEUE;
	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "place", 1);
	msg_put_int(m, "of", 1);
	inbox_send(&f->desk, msg_put_str(m, "secret", "s3cret"));
}

static inline void
pick_as(struct fake *f, int visit, const char *name)
{
	struct msg *m = msg_new(MSG_PICKED);

	f->desk.peer.stage = MSG_VISIT;
	msg_put_int(m, "ticket", 17);
	msg_put_int(m, "visit", visit);
	msg_put_str(m, "technician", name);
	inbox_send(
	    &f->desk, msg_put_str(m, "key", key_fingerprint(f->tech_key)));
}

static inline void
pick(struct fake *f, int visit)
{
	pick_as(f, visit, "anna");
}

static inline void
say_clock(struct fake *f, bool running)
{
	struct msg *m = msg_new(MSG_CLOCK);

	msg_put_int(m, "ticket", 17);
	msg_put_bool(m, "running", running);
	msg_put_str(m, "why", running ? "" : "technician");
	msg_put_str(m, "line", "support A");
	msg_put_str(m, "kind", "support");
	msg_put_int(m, "net_hour_gr", 20000);
	msg_put_int(m, "minimum_s", 3600);
	msg_put_int(m, "quantum_s", 3600);
	msg_put_int(m, "vat_bp", 2300);
	msg_put_int(m, "worked_ms", 2840 * 1000);
	msg_put_int(m, "line_ms", 2840 * 1000);
	msg_put_int(m, "base_gr", 0);
	msg_put_int(m, "cap_gr", 0);
	msg_put_int(m, "fixed_gr", 0);
	msg_put_str(m, "quote", "none");
	inbox_send(&f->desk, msg_put_int(m, "net_gr", 20000));
}

static inline void
start_queued(struct fake *f)
{
	fake_start(f, card);
	greet(f);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_JOIN) != NULL);
	queue(f);
	SEES(f, "next in the queue");
}

/* --- the technician's side --- */

static inline void
say_hello(struct fake *f)
{
	struct msg *m = msg_new(MSG_HELLO);

	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", "fake");
	WAIT_FOR(f, f->talk.chan != NULL);
	inbox_send(&f->talk, msg_put_str(m, "lang", "en"));
	WAIT_FOR(f, inbox_find(&f->talk, MSG_WELCOME) != NULL);
}

/* Up to the code on both sides; expect gets what the agent must show. */
static inline void
exchange(struct fake *f, char expect[SAS_TEXT_SIZE])
{
	uint8_t na[SAS_NONCE], nt[SAS_NONCE], c[SAS_HASH];
	char hex[2 * SAS_NONCE + 1];
	struct sas_keys keys;

	WAIT_FOR(f, inbox_find(&f->talk, MSG_COMMIT) != NULL);
	randombytes_buf(nt, sizeof(nt));
	str_hex(hex, nt, sizeof(nt));
	inbox_send(&f->talk, msg_put_str(msg_new(MSG_NONCE), "n", hex));
	WAIT_FOR(f, inbox_find(&f->talk, MSG_REVEAL) != NULL);
	assert_true(str_unhex(
	    na, sizeof(na), msg_str(inbox_find(&f->talk, MSG_REVEAL), "n")));
	assert_true(str_unhex(
	    c, sizeof(c), msg_str(inbox_find(&f->talk, MSG_COMMIT), "c")));
	keys.agent = link_peer_blob(f->tech, &keys.agent_len);
	keys.tech = key_blob(f->tech_key, &keys.tech_len);
	assert_true(sas_commit_ok(c, na, &keys));
	sas_format(expect, sas_code(&keys, na, nt));
	sas_format_back(f->back, sas_back(&keys, na, nt));
}

static inline void
say_code(struct fake *f, bool ok, int left)
{
	struct msg *m = msg_put_bool(msg_new(MSG_CODE), "ok", ok);

	inbox_send(&f->talk, msg_put_int(m, "left", left));
}

/* The technician says that it fits, and reads the other code back. */
static inline void
compare_both(struct fake *f)
{
	say_code(f, true, 3);
	SEES(f, "reads four digits");
	fake_keys(f, f->back);
	fake_keys(f, "\r");
	SEES(f, "Let the technician in?");
}

static inline void
come(struct fake *f, int visit)
{
	/* not waiting for the agent to read the first: see tunnel.c */
	pick(f, visit);
	fake_visit(f, visit, f->tech_key);
	WAIT_FOR(f, f->tech_up);
	say_hello(f);
}

/* The honest answer to a box that has opened by itself. */
static inline void
answer(struct fake *f, const char *letter)
{
	fake_run(f, 600);
	fake_keys(f, letter);
	SEES(f, "Enter confirms"); /* from there on, however late it was */
	fake_run(f, 600);
	fake_keys(f, "\r");
}

/* From nothing to the shared shell. */
static inline void
let_in(struct fake *f, const char *key)
{
	char code[SAS_TEXT_SIZE];

	start_queued(f);
	come(f, 1);
	exchange(f, code);
	SEES(f, code);
	compare_both(f);
	answer(f, key);
	WAIT_FOR(f, inbox_find(&f->desk, MSG_CONSENT) != NULL);
	WAIT_FOR(f, inbox_find(&f->talk, MSG_GRANTED) != NULL);
	WAIT_FOR(f, f->frames > 0);
}

static inline const char *
granted(struct fake *f)
{
	const struct msg *m = inbox_find(&f->talk, MSG_GRANTED);

	return m != NULL ? msg_str(m, "rights") : "?";
}
