#include <string.h>

#include <sodium.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/wire/msg.h"
#include "tests/support/liar/liar.h"

#define OWN_KEYS "touch OWNED\r"
#define OWN_FRAME "FORGED-FRAME"
#define GRINDS 12

static const struct play plays[] = {
    {.name = "honest", .honest = true},
    {.name = "relay", .asks_code = true},
    {.name = "early-ok", .deaf = true, .early_ok = true},
    {.name = "no-code", .deaf = true, .no_code = true},
    {.name = "alone", .deaf = true, .asks_code = true},
    {.name = "mute", .deaf = true, .asks_code = true, .mute = true},
    {.name = "replay", .asks_code = true, .replay = true},
    {.name = "early-frames", .asks_code = true, .early = true},
    {.name = "grind", .deaf = true, .asks_code = true, .grind = true},
    {.name = "grind-agent",
	.deaf = true,
	.asks_code = true,
	.grind_agent = true},
};

const struct play *
play_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(plays); i++)
		if (str_eq(plays[i].name, name))
			return &plays[i];
	return NULL;
}

/* --- its own exchange with each side --- */

static struct sas_keys
keys_of(const struct half *h)
{
	const struct liar *l = h->liar;
	struct sas_keys k;

	if (h == &l->agent) {
		k.agent = link_peer_blob(h->link, &k.agent_len);
		k.tech = key_blob(l->tech_key, &k.tech_len);
	} else {
		k.agent = key_blob(l->inner_key, &k.agent_len);
		k.tech = link_peer_blob(h->link, &k.tech_len);
	}
	return k;
}

static void
say_hex(struct half *h, const char *t, const char *field, const void *data)
{
	char hex[65];

	str_hex(hex, data, 32);
	if (h->talk != NULL)
		liar_send(h->talk, json_pack("{ss ss}", "t", t, field, hex));
}

static void
commit(struct half *console)
{
	struct sas_keys keys = keys_of(console);
	uint8_t hash[SAS_HASH];

	randombytes_buf(console->ours, SAS_NONCE);
	sas_commit(hash, console->ours, &keys);
	say_hex(console, "commit", "c", hash);
}

/* Both nonces of a half are known. */
static void
exchanged(struct half *h, json_t *o)
{
	struct sas_keys keys = keys_of(h);
	bool agent = h == &h->liar->agent;
	char text[SAS_TEXT_SIZE], back[SAS_BACK_SIZE];

	if (!str_unhex(h->theirs, SAS_NONCE,
		json_string_value(json_object_get(o, "n"))))
		return;
	h->code = sas_code(
	    &keys, agent ? h->theirs : h->ours, agent ? h->ours : h->theirs);
	h->coded = true;
	sas_format(text, h->code);
	sas_format_back(back,
	    sas_back(&keys, agent ? h->theirs : h->ours,
		agent ? h->ours : h->theirs));
	liar_note("%s code %s back %s", h->name, text, back);
}

/* --- towards the console --- */

static void
forge_visit(struct half *console)
{
	struct chan *c = console->talk;

	liar_send(c, json_pack("{ss ss}", "t", "waiting", "what", "consent"));
	liar_send(c,
	    json_pack("{ss ss ss}", "t", "granted", "rights", "view type",
		"why", ""));
	inner_frame(console->liar, OWN_FRAME);
}

/* With the agent's own words, as far as they serve. */
static void
welcome(struct liar *l)
{
	struct half *console = &l->console;
	json_t *o;

	if (!console->greeted || console->answered || console->talk == NULL)
		return;
	if (l->welcome == NULL && !l->play->no_code)
		return; /* the agent's words are better than ours */
	console->answered = true;
	liar_note("console is greeted");
	o = l->welcome != NULL ? json_copy(l->welcome)
			       : json_pack("{ss si ss}", "t", "welcome", "v",
				     MSG_VERSION, "program", "pomoc-agent");
	if (l->play->no_code)
		json_object_set_new(o, "code", json_false());
	else if (!l->play->replay)
		json_object_set_new(o, "code", json_true());
	liar_send(console->talk, o);
	if (l->play->no_code)
		forge_visit(console);
	else if (l->play->replay)
		chan_write(console->talk, buf_data(&l->held), l->held.len);
	else if (!l->play->mute)
		commit(console);
	buf_clear(&l->held);
}

static void
pass(struct half *from, const char *line)
{
	struct chan *to = from->other->talk;

	if (to == NULL || from->liar->play->deaf)
		return;
	chan_write(to, line, strlen(line));
	chan_write(to, "\n", 1);
}

/* The agent's part may be done before the console has said hello: what is to be
 * played to him waits. */
static void
pass_to_console(struct liar *l, const char *line)
{
	if (l->console.answered)
		pass(&l->agent, line);
	else if (l->play->replay)
		buf_printf(&l->held, "%s\n", line);
}

static void
console_line(struct half *h, json_t *o, const char *t, const char *line)
{
	struct liar *l = h->liar;

	if (str_eq(t, "hello")) {
		h->greeted = true;
		welcome(l);
	} else if (str_eq(t, "nonce") && !l->play->replay) {
		exchanged(h, o);
		if (l->play->grind && h->code != l->agent.code)
			inner_drop(h);
		else
			say_hex(h, "reveal", "n", h->ours);
	} else {
		pass(h, line);
	}
}

/* --- towards the agent --- */

static void
hello(struct half *agent)
{
	liar_send(agent->talk,
	    json_pack("{ss si ss ss ss sb}", "t", "hello", "v", MSG_VERSION,
		"program", "pomoc", "lang", "en", "name", "anna", "code",
		(int)agent->liar->play->asks_code));
}

static void
say_right(struct half *agent)
{
	liar_send(agent->talk,
	    json_pack("{ss sb si}", "t", "code", "ok", 1, "left", 3));
}

/* As if another technician took another request. */
static void
again(struct liar *l)
{
	if (l->agent.links >= GRINDS)
		return;
	l->ticket++;
	outer_pick(l);
	inner_attach(l);
}

static void
revealed(struct half *h, json_t *o)
{
	const struct play *p = h->liar->play;

	exchanged(h, o);
	if (p->early_ok)
		say_right(h);
	if (p->grind_agent)
		again(h->liar);
}

static void
agent_line(struct half *h, json_t *o, const char *t, const char *line)
{
	struct liar *l = h->liar;

	if (str_eq(t, "welcome")) {
		h->greeted = true;
		json_decref(l->welcome);
		l->welcome = json_incref(o);
		welcome(l);
	} else if (str_eq(t, "commit") && !l->play->replay) {
		randombytes_buf(h->ours, SAS_NONCE);
		say_hex(h, "nonce", "n", h->ours);
	} else if (str_eq(t, "reveal") && !l->play->replay) {
		revealed(h, o);
	} else {
		pass_to_console(l, line);
	}
	if (str_eq(t, "granted") && l->play->deaf)
		inner_keys(l, OWN_KEYS);
}

/* --- what happens --- */

static void
too_early(struct half *h)
{
	if (h == &h->liar->agent)
		inner_keys(h->liar, OWN_KEYS);
	else
		inner_frame(h->liar, OWN_FRAME);
}

void
play_open(struct half *h)
{
	if (h->liar->play->early)
		too_early(h);
	if (h == &h->liar->agent)
		hello(h);
}

void
play_down(struct half *h)
{
	if (h->liar->play->grind_agent && h == &h->liar->agent)
		again(h->liar);
}

void
play_line(struct half *h, json_t *o, const char *line)
{
	const char *t = json_string_value(json_object_get(o, "t"));

	if (t == NULL)
		return;
	if (h->liar->play->early)
		too_early(h);
	if (h == &h->liar->agent)
		agent_line(h, o, t, line);
	else
		console_line(h, o, t, line);
}
