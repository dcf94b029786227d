/*
 * A link to a desk that does anything, over real sockets in one loop: it closes
 * at every step, shows another key, knows nobody, refuses the channel, says
 * nothing, lies about its version, says garbage, falls silent; while the owner
 * sends, stops, retries and goes elsewhere. However it comes: messages begin
 * with a welcome of our version from the desk with the pinned key and never
 * come while the link is not there; each state is told once; no wait is longer
 * than its curve; a healthy desk is never given up and a dead one always; after
 * a refusal or a stop nobody dials; and a desk that serves is found again.
 */
#include "tests/support/listen.h"
#include "tests/unit/conv/any_desk.h"

#define STORIES 60
#define STEPS 14
#define PATIENCE_MS 15000

static struct loop_timer *tick;
static bool final; /* another version is */
static bool greeted; /* on this link: welcome was heard */
static int failures; /* since the last steady success */
static int64_t up_ms;
static int gone; /* callers before this try */
static int breaks; /* WAITING was told */
static int frees, refused, silent, lived;

static void
nothing(void *ctx)
{
}

static void
turn(void)
{
	loop_timer_set(tick, 1);
	loop_turn(loop, true);
}

#define WAIT_FOR(cond)                                         \
	do {                                                   \
		int64_t until_ms = clock_ms() + PATIENCE_MS;   \
		while (!(cond)) {                              \
			CHECK(clock_ms() < until_ms && #cond); \
			turn();                                \
		}                                              \
	} while (0)

/* --- our side and its owner --- */

static void
side_up(struct desk_link *link, struct link *l, void *self)
{
	CHECK(str_eq(link_peer_fingerprint(l), key_fingerprint(host_key)));
	desk_link_open(link, "pomoc");
}

static bool
side_hears(
    struct desk_link *link, const struct msg *m, void *self, struct err *err)
{
	CHECK(greeted == (msg_kind(m) != MSG_WELCOME));
	return true;
}

static void
side_down(void *self)
{
	greeted = false;
}

static void
side_free(void *self)
{
	frees++;
}

static const struct desk_link_side side = {.user = "tech",
    .program = "pomoc",
    .other_key = "another",
    .hears = MSG_DESK_TECH,
    .up = side_up,
    .hears_first = side_hears,
    .down = side_down,
    .free = side_free};

static const struct desk_link_side final_side = {.user = "tech",
    .program = "pomoc",
    .other_key = "another",
    .hears = MSG_DESK_TECH,
    .up = side_up,
    .hears_first = side_hears,
    .other_version = "another",
    .down = side_down,
    .free = side_free};

static void
on_message(const struct msg *m, void *ctx)
{
	CHECK(!stopped && desk.welcomed);
	CHECK(desk_link_link(d) != NULL);
	if (msg_kind(m) == MSG_WELCOME) {
		CHECK(told == DESK_LINK_DIALING && !greeted);
		CHECK(conv_fits(m));
		greeted = true;
		if (pick(20) == 0) { /* he leaves in the middle of it */
			stopped = true;
			desk_link_stop(d);
		}
		return;
	}
	CHECK(msg_kind(m) == MSG_LISTED && greeted && told == DESK_LINK_UP);
	if (pick(20) == 0) {
		stopped = true;
		desk_link_stop(d);
	}
}

static void
waits(void)
{
	int most_s = failures == 0 ? 0 : MIN_OF(1 << MIN_OF(failures, 6), 30);

	CHECK(desk_link_why(d)[0] != '\0');
	CHECK(desk_link_retry_s(d) <= most_s);
	CHECK(desk_link_retry_s(d) >= most_s * 3 / 4);
	failures++;
	breaks++;
}

static void
on_state(enum desk_link_state state, void *ctx)
{
	CHECK(!stopped && state != told && state == desk_link_state(d));
	CHECK(told != DESK_LINK_REFUSED);
	CHECK((desk_link_link(d) != NULL) == (state == DESK_LINK_UP));
	if (told == DESK_LINK_UP && clock_ms() - up_ms >= 1000)
		failures = 0;
	told = state;
	switch (state) {
	case DESK_LINK_UP:
		CHECK(greeted && desk_link_why(d)[0] == '\0');
		up_ms = clock_ms();
		failures = MAX_OF(failures, 1);
		lived++;
		break;
	case DESK_LINK_WAITING:
		waits();
		break;
	case DESK_LINK_REFUSED:
		CHECK(desk.other ? desk_link_wrong_key(d)
				 : final && desk.act == ACT_VERSION);
		refused++;
		break;
	default:
		break;
	}
}

static const struct desk_link_events events = {
    .message = on_message, .state = on_state};

/* --- a story --- */

static void
go(void)
{
	note("[go]");
	gone = desk.callers;
	stopped = false;
	failures = 0;
	told = desk_link_state(d);
	if (told == DESK_LINK_REFUSED)
		told = DESK_LINK_OFF; /* it is no end any more */
	desk_link_to_host(
	    d, "127.0.0.1", listen_port(), key_fingerprint(host_key));
	turn();
}

static bool
settled(void)
{
	return stopped || told == DESK_LINK_WAITING || told == DESK_LINK_UP ||
	    told == DESK_LINK_REFUSED ||
	    (desk.act == ACT_SILENT && desk.hellos > 0 && desk.callers > gone);
}

/* Nobody there, in whatever state of the conversation: it is noticed when the
 * time is over, and not before. */
static void
falls_silent(void)
{
	int64_t from_ms = clock_ms(), said_ms = desk.said_ms;
	int before = breaks;

	note("[silent]");
	desk.deaf = true;
	silent++;
	while (breaks == before) {
		CHECK(clock_ms() - from_ms <= 2 * LIMIT_dead_s * 1000);
		clock_sleep_for(5000);
		turn();
		turn();
	}
	CHECK(clock_ms() - said_ms >= LIMIT_dead_s * 1000);
}

/* A healthy one that has nothing to say. */
static void
is_quiet(void)
{
	int64_t from_ms = clock_ms();

	note("[quiet]");
	if (desk.half)
		desk_say("}\n");
	while (clock_ms() - from_ms <= 3 * LIMIT_dead_s * 1000) {
		clock_sleep_for(5000);
		for (int i = 0; i < 6; i++)
			turn();
		CHECK(told == DESK_LINK_UP || stopped);
	}
}

static void
desk_acts(void)
{
	switch (pick(7)) {
	case 0:
		desk_say("{\"t\":\"listed\"}\n{\"t\":\"ping\",\"n\":7}\n");
		break;
	case 1:
		desk_say("{\"t\":\"listed\"");
		break;
	case 2:
		desk_say("\"garbage\n");
		break;
	case 3:
		desk_leave();
		break;
	case 4:
		desk_shut(NULL);
		break;
	case 5:
		falls_silent();
		break;
	default:
		is_quiet();
		break;
	}
	for (int i = 0; i < 4; i++)
		turn();
}

static void
owner_acts(void)
{
	int what = pick(5);

	if (what == 0) {
		note("[stop]");
		desk_link_stop(d);
		stopped = true;
		CHECK(!desk_link_send(d, msg_new(MSG_GOT)));
	} else if (what == 1) {
		resumes = !resumes;
		desk_link_resume(d, resumes ? RESUME : "");
		go();
	} else {
		CHECK(desk_link_send(d, msg_new(MSG_GOT)) ==
		    (desk_link_link(d) != NULL));
	}
}

static void
step(void)
{
	WAIT_FOR(settled());
	if (stopped || told == DESK_LINK_REFUSED) {
		int callers = desk.callers;

		clock_sleep_for(60000);
		turn();
		turn();
		CHECK(desk.callers == callers);
		desk.act = (enum act)pick(ACTS);
		go();
	} else if (told == DESK_LINK_WAITING) {
		desk.act = (enum act)(pick(2) ? pick(ACTS) : ACT_SERVE);
		gone = desk.callers;
		if (pick(3) == 0)
			desk_link_retry(d);
		else
			clock_sleep_for(desk_link_retry_s(d) * 1000);
		WAIT_FOR(told != DESK_LINK_WAITING);
	} else if (told != DESK_LINK_UP) {
		falls_silent();
	} else if (pick(4) == 0) {
		owner_acts();
	} else {
		desk_acts();
	}
}

static void
tell_once(uint32_t number)
{
	seed = number;
	snprintf(trail, sizeof(trail), "%u: ", number);
	final = pick(2);
	resumes = stopped = greeted = false;
	told = DESK_LINK_OFF;
	frees = 0;
	d = desk_link_new(
	    loop, key, final ? &final_side : &side, NULL, &events, NULL);
	desk.act = (enum act)pick(ACTS);
	go();
	for (int i = 0; i < STEPS; i++)
		step();
	/* whatever there was, a desk that serves is found */
	WAIT_FOR(settled());
	note("[serves]");
	desk.act = ACT_SERVE;
	if (told != DESK_LINK_UP || stopped) {
		go();
		WAIT_FOR(told == DESK_LINK_UP || stopped);
	}
	stopped = true;
	desk_link_free(d);
	CHECK(frees == 1);
	desk_leave();
	turn();
}

static void
test_any_desk(void **state)
{
	char where[SOCK_ADDR_SIZE];
	struct err err = {0};

	desk.listener = listen_at(loop, "127.0.0.1:0", desk_accept, NULL, &err);
	assert_non_null(desk.listener);
	str_copy(where, sizeof(where), listen_addr);
	for (uint32_t i = 1; i <= STORIES; i++)
		tell_once(i * 2654435761u);
	/* else nothing would be tried */
	for (int i = 0; i < ACTS; i++)
		assert_true(seen[i] > 3);
	assert_true(refused > 10 && silent > 10 && lived > STORIES);
	sock_listener_free(desk.listener);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_any_desk)};
	int rc;

	i18n_init();
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	loop = loop_new();
	tick = loop_timer_new(loop, nothing, NULL);
	key = key_generate("anna");
	host_key = key_generate("desk");
	other_key = key_generate("other");
	line_reader_init(&desk.lines, MSG_MAX);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	line_reader_fini(&desk.lines);
	loop_timer_free(tick);
	loop_free(loop);
	key_free(key);
	key_free(host_key);
	key_free(other_key);
	return rc;
}
