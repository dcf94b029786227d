/*
 * A visit at a client's program that says anything in any order, over real
 * links: a technician types codes right and wrong and keys for the shell, links
 * break and come back. However it comes, no key leaves and no screen is shown
 * unless the code of this very agent was typed, or it proved by its lasting key
 * that it is one which was checked before and no code was asked for; no key
 * leaves before the desk has told of the client's yes to this connection, and
 * one who keeps it from the desk is left, with an alarm; exchanges are counted;
 * and what is over stays over until the technician wants it.
 */
#include "shared/base/util.h"
#include "console/link/visit_words.h"
#include "tests/unit/console/any.h"

#define STORIES 300
#define STEPS 40
#define TURNS 40
#define FORGED "FORGED"
#define GRANTED "{\"t\":\"granted\",\"rights\":\"view type\",\"why\":\"\"}"

/* --- what the visit tells --- */

static bool
shows_forged(void)
{
	const struct grid *g = vt_grid(visit->vt);

	for (int i = 0; i + 6 <= g->cols; i++)
		if (g->row[0].cells[i].cp == 'F' &&
		    g->row[0].cells[i + 1].cp == 'O')
			return true;
	return false;
}

static void
on_changed(struct visit *v, void *ctx)
{
	bool may = agent.legit || agent.free;

	if (v->state == VISIT_LIVE)
		CHECK(may);
	if (v->state == VISIT_CODE)
		CHECK(agent.honest && agent.revealed);
	if (v->state == VISIT_BACK)
		CHECK(agent.legit);
	if (v->state == VISIT_OVER && !over) {
		over = true;
		ended++;
	}
}

static void
on_frame(struct visit *v, void *ctx)
{
	CHECK(v->state == VISIT_LIVE && (agent.legit || agent.free));
	visit_shown(v);
}

static void
on_told(struct visit *v, const struct msg *m, void *ctx)
{
	CHECK(agent.legit || agent.free);
}

static void
on_alarm(struct visit *v, void *ctx)
{
	alarms++;
}

static bool
is_known(struct visit *v, const char *fingerprint, void *ctx)
{
	return known &&
	    (fingerprint == NULL ||
		str_eq(fingerprint, key_fingerprint(lasting)));
}

static void
on_verified(struct visit *v, const char *fingerprint, void *ctx)
{
	CHECK(str_eq(checked, key_fingerprint(agent.inner)));
	CHECK(str_eq(fingerprint, key_fingerprint(lasting)));
}

static const struct visit_events visit_events = {
    .changed = on_changed,
    .frame = on_frame,
    .told = on_told,
    .alarm = on_alarm,
    .known = is_known,
    .verified = on_verified,
};

/* --- what the agent says --- */

static struct sas_keys
keys(void)
{
	struct sas_keys k;

	k.agent = key_blob(agent.inner, &k.agent_len);
	k.tech = key_blob(tech_key, &k.tech_len);
	return k;
}

static void
say(const char *line)
{
	char *whole = str_fmt("%s\n", line);

	note(line);
	if (agent.talk != NULL)
		chan_write(agent.talk, whole, strlen(whole));
	free(whole);
}

static void
say_hex(const char *t, const char *field, const void *data)
{
	char hex[65], *line;

	str_hex(hex, data, 32);
	line = str_fmt("{\"t\":\"%s\",\"%s\":\"%s\"}", t, field, hex);
	say(line);
	free(line);
}

/* sig: of the lasting key; wrong: of other keys than these. */
static void
welcome(bool code, bool sig, bool wrong)
{
	uint8_t hash[SAS_HASH], bytes[KEY_SIG_SIZE];
	char hex[2 * KEY_SIG_SIZE + 1], *base64, *line;
	struct sas_keys k = keys();
	size_t len;
	const uint8_t *blob = key_blob(lasting, &len);

	if (wrong)
		k.tech_len--;
	sas_bind(hash, &k);
	key_sign(lasting, hash, sizeof(hash), bytes, NULL);
	str_hex(hex, bytes, sizeof(bytes));
	base64 = key_blob_to_base64(blob, len);
	line = str_fmt("{\"t\":\"welcome\",\"v\":%d,\"program\":\"x\","
		       "\"code\":%s%s%s%s%s%s}",
	    MSG_VERSION, code ? "true" : "false", sig ? ",\"agent\":\"" : "",
	    sig ? base64 : "", sig ? "\",\"sig\":\"" : "", sig ? hex : "",
	    sig ? "\"" : "");
	if (!agent.answered && agent.greeted && !code)
		agent.free = str_eq(checked, key_fingerprint(agent.inner)) ||
		    (!agent.asked && known && sig && !wrong);
	agent.answered = true;
	say(line);
	free(line);
	free(base64);
}

static void
commit(bool honest)
{
	struct sas_keys k = keys();
	uint8_t hash[SAS_HASH];

	randombytes_buf(agent.ours, SAS_NONCE);
	sas_commit(hash, agent.ours, &k);
	if (!honest)
		hash[0] ^= 1;
	agent.honest = honest && !agent.committed;
	agent.committed = true;
	say_hex("commit", "c", hash);
}

static void
reveal(void)
{
	agent.revealed = true;
	say_hex("reveal", "n", agent.ours);
}

static void
frame(void)
{
	struct buf out = BUF_INIT;

	note("frame");
	record_frame(&out, ++agent.seq, 80, 22, FORGED, 6);
	if (agent.screen != NULL)
		chan_write(agent.screen, buf_data(&out), out.len);
	buf_fini(&out);
}

static void
anything(void)
{
	static const char *const lines[] = {
	    "{\"t\":\"granted\",\"rights\":\"view type\",\"why\":\"\"}",
	    "{\"t\":\"granted\",\"rights\":\"view type\",\"why\":\"\"}",
	    "{\"t\":\"granted\",\"rights\":\"\",\"why\":\"no\"}",
	    "{\"t\":\"granted\",\"rights\":\"\",\"why\":\"timeout\"}",
	    "{\"t\":\"waiting\",\"what\":\"consent\"}",
	    "{\"t\":\"waiting\",\"what\":\"back\"}",
	    "{\"t\":\"say\",\"text\":\"hi\"}",
	    "{\"t\":\"typing\",\"who\":\"user\"}",
	    "{\"t\":\"pong\",\"n\":1}",
	    "{\"t\":\"bye\",\"why\":\"no\"}",
	    "{\"t\":\"bye\",\"why\":\"timeout\"}",
	    "{\"t\":\"bye\",\"why\":\"\"}",
	    "{\"t\":\"error\",\"code\":\"x\",\"text\":\"y\"}",
	    "{\"t\":\"code\",\"ok\":true,\"left\":3}",
	    "nonsense",
	};

	say(lines[pick(ARRAY_LEN(lines))]);
}

/* Mostly what comes next. */
static void
agent_acts(void)
{
	int what = pick(14);

	if (what == 0)
		welcome(pick(2), pick(2), pick(3) == 0);
	else if (what == 1)
		commit(pick(2));
	else if (what == 2)
		reveal();
	else if (what == 3)
		anything();
	else if (what == 4)
		frame();
	else if (!agent.answered)
		welcome(pick(3) != 0, true, pick(4) == 0);
	else if (!agent.committed && !agent.free)
		commit(true);
	else if (!agent.revealed && !agent.free)
		reveal();
	else if (agent.legit || agent.free)
		say(GRANTED);
	else if (pick(2))
		say(GRANTED);
	else
		frame();
}

static void
turns(int n)
{
	for (int i = 0; i < n; i++)
		loop_turn(loop, false);
}

static void
cut(void)
{
	note("[cut]");
	if (agent.link != NULL)
		link_abort(agent.link);
	agent.link = NULL;
	agent.talk = agent.screen = NULL;
	turns(TURNS);
}

/* Breaks each exchange once it could know the code. */
static void
agent_grinds(void)
{
	if (!agent.answered)
		welcome(true, true, false);
	else if (!agent.committed)
		commit(true);
	else
		cut();
}

/* --- what the technician does --- */

static void
type_code(bool right)
{
	struct sas_keys k = keys();
	uint32_t code = sas_code(&k, agent.ours, agent.theirs);
	bool fits = right && visit->state == VISIT_CODE;
	char text[SAS_TEXT_SIZE];

	note(right ? "typed-right" : "typed-wrong");
	sas_format(text, right ? code : (code + 1) % 1000000);
	if (fits && agent.revealed) {
		agent.legit = true; /* events come from inside */
		str_copy(
		    checked, sizeof(checked), key_fingerprint(agent.inner));
		nonces = 0;
	}
	if (visit_code(visit, text) == VISIT_CHECK_OK)
		CHECK(fits && agent.revealed);
	else if (fits && agent.revealed)
		CHECK(false);
}

static void
technician_acts(void)
{
	int what = pick(10);

	if (what < 4 && visit->state != VISIT_LIVE)
		type_code(pick(4) != 0);
	else if (what < 6)
		CHECK(!visit_keys(visit, PREDICT_CHAR, 'K', "K", 1) ||
		    ((agent.legit || agent.free) && agent.agreed));
	else if (what == 6)
		visit_say(visit, "hello");
	else if (what == 7 && pick(3) == 0)
		visit_bye(visit, BYE_LEFT);
	else if (what == 8)
		visit_send(
		    visit, msg_put_str(msg_new(MSG_ASK), "right", "type"));
}

/* --- what the desk does --- */

/* It knows of a yes when somebody is there to give it; what it says of one who
 * is gone comes too late. */
static void
desk_agrees(void)
{
	if (agent.greeted && visit->talk != NULL)
		agent.agreed = true;
	note(agent.agreed ? "[agreed]" : "[agreed-late]");
	visit_agreed(visit);
}

/* The client's no, of which his last words inside are lost, before or after: it
 * is told with the reason that the desk was given. */
static void
desk_refuses(void)
{
	bool lost = pick(2);

	if (lost)
		cut();
	if (visit->state == VISIT_OVER)
		return;
	note("[no: shell]");
	visit_refused(visit, BYE_SHELL);
	if (!lost)
		cut();
	CHECK(visit->state == VISIT_OVER &&
	    str_eq(visit->why, visit_bye_text(BYE_SHELL)));
	refusals++;
}

/* Work that is not billed ends. */
static void
time_passes(void)
{
	bool free_work = visit->state == VISIT_LIVE && !agent.agreed;
	int before = alarms;

	note("[5s]");
	clock_sleep_for(5100);
	turns(TURNS);
	if (!free_work)
		return;
	CHECK(visit->state != VISIT_LIVE);
	unpaid += alarms > before;
}

/* --- a story --- */

static void
connect_visit(bool again)
{
	if (again)
		over = false;
	note(again ? "[again]" : "[back]");
	visit_connect(visit, outer, again);
	for (int i = 0; i < 4000 && !agent.greeted &&
	     visit->state != VISIT_OVER && visit->state != VISIT_LOST;
	     i++)
		turns(1);
}

static void
step(void)
{
	bool live = visit->state == VISIT_LIVE;
	bool late = visit->state == VISIT_LOST; /* what the desk says then */
	int what = pick(20);

	if (what == 19 || (live && what < 3))
		time_passes();
	else if (what == 18 || ((live || late) && what > 14))
		desk_agrees();
	else if (visit->state == VISIT_LOST)
		connect_visit(false);
	else if (grinds && visit->state != VISIT_OVER)
		agent_grinds();
	else if (what == 0)
		cut();
	else if (what == 17 && pick(4) == 0)
		desk_refuses();
	else if (what == 1 && visit->state == VISIT_OVER && pick(2))
		connect_visit(true);
	else if (what == 2)
		connect_visit(false);
	else if (what < 10)
		agent_acts();
	else
		technician_acts();
	turns(TURNS);
	if (visit->state == VISIT_LIVE) {
		lived += agent.legit;
		freely += agent.free;
	} else if (!agent.legit && !agent.free) {
		CHECK(!shows_forged());
	}
}

static void
tell(uint32_t number)
{
	seed = number;
	snprintf(trail, sizeof(trail), "%u:", number);
	known = pick(2);
	grinds = pick(6) == 0;
	nonces = 0;
	over = false;
	checked[0] = '\0';
	visit = visit_new(loop, tech_key, "anna", 1, &visit_events, NULL);
	connect_visit(true);
	for (int i = 0; i < STEPS; i++)
		step();
	over = false;
	visit_free(visit);
	agent_new();
	turns(TURNS);
}

static void
test_any_order(void **state)
{
	for (uint32_t i = 1; i <= STORIES; i++)
		tell(i * 2654435761u);
	/* else nothing would be tried */
	assert_in_range(lived, STORIES / 20, STORIES * STEPS);
	assert_in_range(freely, STORIES / 20, STORIES * STEPS);
	assert_in_range(ended, STORIES / 20, STORIES * STEPS);
	assert_in_range(alarms, STORIES / 20, STORIES * STEPS);
	assert_in_range(typed, STORIES / 20, STORIES * STEPS);
	assert_in_range(refusals, STORIES / 20, STORIES * STEPS);
	assert_in_range(unpaid, STORIES / 100, STORIES * STEPS);
}

static int
begin(void **state)
{
	struct link_serve_conf serve = {.auth = anyone};
	struct link_dial_conf dial = {.user = "tech"};
	int fds[2];

	serve.limits.requests_s = serve.limits.chans = 100000;
	dial.limits = serve.limits;

	loop = loop_new();
	host_key = key_generate("desk");
	tech_key = key_generate("anna");
	lasting = key_generate("agent");
	inner[0] = key_generate("inner");
	inner[1] = key_generate("other");
	serve.host_key = host_key;
	dial.key = tech_key;
	if (!sock_pair(fds, NULL))
		return -1;
	desk = link_serve(loop, fds[0], &serve, &desk_events, NULL);
	outer = link_dial(loop, fds[1], &dial, &outer_events, NULL);
	while (link_peer_fingerprint(outer)[0] == '\0')
		loop_turn(loop, true);
	return 0;
}

static int
end(void **state)
{
	line_reader_fini(&agent.lines);
	link_abort(outer);
	link_abort(desk);
	loop_free(loop);
	key_free(host_key);
	key_free(tech_key);
	key_free(lasting);
	key_free(inner[0]);
	key_free(inner[1]);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order),
	};

	i18n_init();
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, begin, end);
}
