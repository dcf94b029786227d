/* Each kind of box that a peer can raise: what is typed, pasted and clicked by
 * one who goes on with his work answers none; nobody agrees to what he cannot
 * read; function keys are no answers. */
#include "shared/base/util.h"
#include "shared/core/title.h"
#include "tests/unit/agent/boxes.h"

#define SEED 20261126u
#define SENTENCES 125 /* twice, in each language */

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* --- sentences --- */

/* A click on one of the answers, or anywhere, in a form that terminals have. */
static void
add_click(struct boxes *t, char *dst, size_t size, uint32_t *seed)
{
	const struct dialog *d = question(t);
	int row = (int)(next_random(seed) % 24), col = 2;
	size_t len = strlen(dst);

	if (d->choices > 0 && next_random(seed) % 4 != 0) {
		const struct rect
		    *r = &d->at[next_random(seed) % (uint32_t)d->choices];

		row = r->row + t->a.paint.rows - t->canvas.grid.rows;
		col = r->col;
	}
	if (next_random(seed) % 2 == 0)
		snprintf(dst + len, size - len, "\033[M %c%c\033[M#%c%c",
		    col + 33, row + 33, col + 33, row + 33);
	else
		snprintf(dst + len, size - len, "\033[<0;%d;%dM\033[<0;%d;%dm",
		    col + 1, row + 1, col + 1, row + 1);
}

/* As the hands bring it: letters that answer something, Enters, Polish letters,
 * pastes of several lines with marks and without, clicks and double clicks,
 * arrows, answers of the terminal, function keys that give or take a right. It
 * begins with a letter and ends with Enter; not among it is what leads to a
 * question about money or away from one (F6, F8). */
static void
sentence(struct boxes *t, char *dst, size_t size, uint32_t *seed)
{
	static const char *const parts[] = {"y", "n", "k", "w", "a", "d", "r",
	    "t", "p", "z", "o", "Y", "T", "A", "1", " ", "\r", "\r", "ż", "ó",
	    "ł", "tak", "nie", "cat plik\r", "y\ry\r", "a\ra\r",
	    "\033[200~y\ra\rt\r\033[201~", "\033[200~tak\r\033[201~", "\033[A",
	    "\t", "\033[1;1R", "\033]11;rgb:a/y/t\007", F2, F3, "\035t",
	    "\035s"};
	int n = (int)(next_random(seed) % 12);

	snprintf(dst, size, "%c", "ynwkadrtpzo"[next_random(seed) % 11]);
	for (int i = 0; i < n; i++) {
		if (next_random(seed) % 6 == 0)
			add_click(t, dst, size, seed);
		else
			str_copy(dst + strlen(dst), size - strlen(dst),
			    parts[next_random(seed) % ARRAY_LEN(parts)]);
	}
	str_copy(dst + strlen(dst), size - strlen(dst), "\r");
}

/* One who types on: never so long as a moment of quiet between two keys. */
static void
pause_typing(struct boxes *t, uint32_t *seed)
{
	int64_t ms = next_random(seed) % 3 == 0 ? next_random(seed) % 480
						: next_random(seed) % 40;

	ms = MIN_OF(ms, DIALOG_QUIET_MS - 20 - (clock_ms() - t->key_ms));
	if (ms > 0)
		wait_ms(t, ms);
}

static void
change_size(struct boxes *t, uint32_t *seed)
{
	static const int sizes[][2] = {
	    {80, 24}, {132, 43}, {60, 18}, {40, 10}, {40, 7}, {24, 12}};
	uint32_t i = next_random(seed) % ARRAY_LEN(sizes);

	resize(t, sizes[i][0], sizes[i][1]);
}

/* The box appears somewhere in the middle of it. */
static void
type_under(struct boxes *t, enum kind kind, const char *text, uint32_t *seed)
{
	size_t len = strlen(text), at = next_random(seed) % len;
	bool up = false;

	t->key_ms = clock_ms();
	for (size_t i = 0, n; i < len; i += n) {
		n = MIN_OF(1 + next_random(seed) % 6, len - i);
		if (!up && i + n > at) {
			come_up(t, kind);
			turn_to(t, kind);
			up = true;
		}
		feed(t, text + i, n);
		if (up && is_answered(t, kind))
			fail_msg("%s: answered by byte %zu of: %s",
			    kind_names[kind], i, text);
		if (next_random(seed) % 3 == 0)
			draw(t);
		if (next_random(seed) % 40 == 0)
			change_size(t, seed);
		pause_typing(t, seed);
	}
}

static void
answer_honestly(struct boxes *t, enum kind kind)
{
	char letter[2] = "";

	resize(t, 80, 24);
	begin_below(t, kind);
	come_up(t, kind);
	turn_to(t, kind);
	if (kind == QUOTE || kind == RATE)
		type(t, F6);
	wait_ms(t, DIALOG_QUIET_MS);
	letter[0] = (char)question(t)->choice[0].key;
	type(t, letter);
	wait_ms(t, DIALOG_QUIET_MS);
	assert_false(is_answered(t, kind));
	type(t, "\r");
	if (!is_answered(t, kind))
		fail_msg("%s: no honest answer", kind_names[kind]);
	answers = 0;
}

/* To a box that has stood for a while. */
static void
enter_alone(struct boxes *t, enum kind kind)
{
	begin_below(t, kind);
	come_up(t, kind);
	turn_to(t, kind);
	for (int i = 0; i < 3; i++) {
		wait_ms(t, DIALOG_QUIET_MS);
		type(t, "\r");
		if (is_answered(t, kind))
			fail_msg("%s: answered by Enter", kind_names[kind]);
	}
}

/* The next sentence, to the box that stands. */
static void
type_on(struct boxes *t, enum kind kind, const char *text, uint32_t *seed)
{
	wait_ms(t, next_random(seed) % 2000);
	turn_to(t, kind);
	t->key_ms = clock_ms();
	for (const char *p = text; *p != '\0'; p++) {
		feed(t, p, 1);
		if (is_answered(t, kind))
			fail_msg("%s: answered by: %s", kind_names[kind], text);
		if (next_random(seed) % 3 == 0)
			draw(t);
		pause_typing(t, seed);
	}
}

static void
accidents(struct boxes *t, const char *lang)
{
	char text[512];

	i18n_speak(lang);
	for (int kind = 0; kind < KINDS; kind++) {
		uint32_t seed = SEED + (uint32_t)kind;

		for (int i = 0; i < SENTENCES; i++) {
			change_size(t, &seed);
			enter_alone(t, (enum kind)kind);
			begin_below(t, (enum kind)kind);
			sentence(t, text, sizeof(text), &seed);
			type_under(t, (enum kind)kind, text, &seed);
			sentence(t, text, sizeof(text), &seed);
			type_on(t, (enum kind)kind, text, &seed);
		}
		answer_honestly(t, (enum kind)kind);
	}
}

static void
test_accidents(void **state)
{
	print_message(
	    "seed %u, %d for each kind of box\n", SEED, 4 * SENTENCES);
	accidents(*state, "en");
	accidents(*state, "pl");
}

/* --- nobody agrees to what he cannot read --- */

/* What has to be known before a yes. */
static const char *const essentials[KINDS][5] = {
    [CONSENT] = {"anna", "Serwis Demo", "200,00", "246,00"},
    [CHANGED] = {"anna", "Serwis Demo", "200,00", "246,00"},
    [RIGHT] = {"anna"},
    [QUOTE] = {"rebuild the database", "1 999,99", "2 459,99"},
    [QUOTE_FOCUS] = {"rebuild the database", "1 999,99", "2 459,99"},
    [RATE] = {"anna", "database", "400,00", "492,00"},
    [RATE_FOCUS] = {"anna", "database", "400,00", "492,00"},
    [ALARM] = {"three times: nobody was let in."},
};

/* Is the answer of a yes on the screen? Without F6 nothing of money is. */
static bool
offers(struct boxes *t, const char *screen)
{
	char label[16];

	snprintf(label, sizeof(label), "[%c]",
	    (int)question(t)->choice[0].key - 'a' + 'A');
	return strstr(screen, label) != NULL;
}

static bool
has_one(const char *screen, const char *en, const char *pl)
{
	return strstr(screen, en) != NULL || strstr(screen, pl) != NULL;
}

static void
check_size(struct boxes *t, enum kind kind, int cols, int rows)
{
	char screen[8192];
	bool whole;

	resize(t, cols, rows);
	begin_below(t, kind);
	come_up(t, kind);
	turn_to(t, kind);
	whole = question(t)->whole;
	flatten(t, screen, sizeof(screen));
	if (kind != QUOTE && kind != RATE)
		assert_int_equal(offers(t, screen), whole);
	for (int i = 0; whole && essentials[kind][i] != NULL; i++)
		if (strstr(screen, title_work(essentials[kind][i])) == NULL)
			fail_msg("%s at %dx%d lacks %s: %s", kind_names[kind],
			    cols, rows, essentials[kind][i], screen);
	if (whole && kind == CHANGED)
		assert_true(has_one(screen, "CAREFUL", "UWAGA"));
	if (whole && (kind == CONSENT || kind == CHANGED))
		assert_true(has_one(screen, "you phone", "rozm"));
	if (whole && (kind == CONSENT || kind == CHANGED || kind == RIGHT))
		assert_true(has_one(screen, "can do all", "wszystko"));
	/* the smallest window that the program starts in holds all but the
	 * warning of another key */
	if (cols >= 40 && rows >= (kind == CHANGED ? 13 : 10) && !whole)
		fail_msg("%s does not fit %dx%d: %s", kind_names[kind], cols,
		    rows, screen);
	if (cols >= 24 && rows >= 10)
		assert_true(kind == QUOTE || kind == RATE || kind == ALARM ||
		    has_one(screen, "[N]", "[D]") ||
		    has_one(screen, "[O]", "[O]"));
}

static void
test_every_size(void **state)
{
	static const char *const langs[] = {"en", "pl"};

	for (int l = 0; l < 2; l++) {
		i18n_speak(langs[l]);
		for (int kind = 0; kind < KINDS; kind++)
			for (int cols = 12; cols <= 90; cols += 4)
				for (int rows = 4; rows <= 26; rows++)
					check_size(*state, (enum kind)kind,
					    cols, rows);
	}
}

/* A yes is not taken where it is not offered; a no is; and once the window is
 * large enough it is, after a moment of quiet. */
static void
test_small_window(void **state)
{
	struct boxes *t = *state;
	char letter[2] = "";

	i18n_speak("en");
	for (int kind = 0; kind < KINDS; kind++) {
		if (kind == QUOTE || kind == RATE)
			continue;
		begin_below(t, (enum kind)kind);
		come_up(t, (enum kind)kind);
		turn_to(t, (enum kind)kind);
		resize(t, 30, 5);
		letter[0] = (char)question(t)->choice[0].key;
		for (int i = 0; i < 4; i++) {
			wait_ms(t, DIALOG_QUIET_MS);
			type(t, i % 2 == 0 ? letter : "\r");
			assert_false(is_answered(t, (enum kind)kind));
		}
		wait_ms(t, DIALOG_QUIET_MS);
		resize(t, 80, 24);
		type(t, letter);
		wait_ms(t, DIALOG_QUIET_MS);
		type(t, "\r");
		assert_false(is_answered(t, (enum kind)kind));
		answer_honestly(t, (enum kind)kind);
	}
}

/* A long text of the peer's that does not fit is not agreed to. */
static void
test_long_quote(void **state)
{
	struct boxes *t = *state;
	struct app *a = &t->a;

	i18n_speak("en");
	resize(t, 40, 10);
	begin_below(t, QUOTE);
	fill_quote(&t->v->quote);
	memset(t->v->quote.text, 'x', QUOTE_TEXT_SIZE - 1);
	panel_came(a, VISIT_QUOTE);
	turn_to(t, QUOTE_FOCUS);
	assert_false(question(t)->whole);
	resize(t, 80, 24);
	assert_true(question(t)->whole);
}

/* A notice does not take the room that a question needs, and is whole where
 * there is none. */
static void
test_notice(void **state)
{
	struct boxes *t = *state;
	char screen[8192];

	i18n_speak("en");
	resize(t, 40, 10);
	begin_below(t, QUOTE);
	app_notice(&t->a,
	    "From now on the work is: database, 400,00 zł net per hour.");
	draw(t);
	flatten(t, screen, sizeof(screen));
	assert_non_null(strstr(screen, "400,00 zł net per hour."));
	come_up(t, QUOTE);
	assert_true(question(t)->whole);
	resize(t, 80, 24);
	flatten(t, screen, sizeof(screen));
	assert_true(question(t)->whole);
	assert_non_null(strstr(screen, "400,00 zł net per hour."));
}

/* Who waits in the smallest window reads it to the end, and whom to phone. */
static void
test_waiting(void **state)
{
	static const struct {
		const char *lang, *calm, *phone;
	} said[] = {{"en", "here before your yes.", "Phone 22 123 45 67."},
	    {"pl", "nie patrzy ani nie pisze.", "22 123 45 67."}};
	struct boxes *t = *state;
	char screen[8192];

	t->v->after[0] = '\0';
	t->request.ticket = 17;
	t->request.place = 2;
	t->request.of = 5;
	t->a.greeted = true;
	strcpy(t->request.product, "Rewizor");
	strcpy(t->request.card.name, "Jan Nowak");
	strcpy(t->request.firm.phone, "22 123 45 67");
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		i18n_speak(said[i].lang);
		app_show(&t->a, &view_queue);
		t->a.desk_state = DESK_LINK_UP;
		resize(t, 40, 10);
		flatten(t, screen, sizeof(screen));
		if (strstr(screen, said[i].calm) == NULL)
			fail_msg("%s", screen);
		t->a.desk_state = DESK_LINK_WAITING;
		draw(t);
		flatten(t, screen, sizeof(screen));
		assert_non_null(strstr(screen, said[i].phone));
	}
}

/* --- function keys --- */

/* Those that act at once do so, but answer nothing, and a choice that was made
 * before is taken back by each of them. */
static void
test_function_keys(void **state)
{
	static const char *const keys[] = {
	    F2, F3, "\035t", "\035s", "\035\035", "\035q", "\033OS", "\033OS"};
	struct boxes *t = *state;

	i18n_speak("en");
	resize(t, 80, 24);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		begin_below(t, RIGHT);
		come_up(t, RIGHT);
		wait_ms(t, 2 * DIALOG_QUIET_MS);
		type(t, keys[i]);
		assert_int_equal(answers, 0);
		wait_ms(t, DIALOG_QUIET_MS);
		type(t, "y");
		assert_int_equal(question(t)->chosen, 0);
		wait_ms(t, DIALOG_QUIET_MS);
		type(t, keys[i]);
		wait_ms(t, DIALOG_QUIET_MS);
		type(t, "\r");
		wait_ms(t, DIALOG_QUIET_MS);
		type(t, "\r");
		assert_int_equal(answers, 0);
	}
	/* behind the chat the question is not seen, and not answered either */
	begin_below(t, RIGHT);
	app_panel(&t->a, &panel_chat);
	come_up(t, RIGHT);
	type(t, F3);
	assert_int_equal(answers, 0);
	/* on the user's own account */
	begin_below(t, RIGHT);
	gifts = 0;
	type(t, F3);
	assert_int_equal(gifts, 1);
}

/* In the warning, too. */
static void
test_redraw_key(void **state)
{
	struct boxes *t = *state;

	begin_below(t, ALARM);
	come_up(t, ALARM);
	wait_ms(t, DIALOG_QUIET_MS);
	type(t, "r");
	wait_ms(t, DIALOG_QUIET_MS);
	type(t, "\014");
	wait_ms(t, DIALOG_QUIET_MS);
	type(t, "\r");
	assert_true(t->a.alarm);
}

static void
read_warning(struct boxes *t)
{
	wait_ms(t, DIALOG_QUIET_MS);
	type(t, "r");
	wait_ms(t, DIALOG_QUIET_MS);
	type(t, "\r");
}

/* One that comes while another one stands is read after it, and only then goes
 * on what was to be shown. */
static void
test_two_warnings(void **state)
{
	struct boxes *t = *state;
	struct app *a = &t->a;
	char screen[8192];

	i18n_speak("en");
	resize(t, 80, 24);
	begin_below(t, ALARM);
	come_up(t, ALARM);
	str_copy(t->v->after, sizeof(t->v->after), "begun too often");
	app_show(a, &view_alarm);
	app_show(a, &view_queue);
	read_warning(t);
	flatten(t, screen, sizeof(screen));
	assert_non_null(strstr(screen, "begun too often"));
	assert_true(a->alarm);
	read_warning(t);
	assert_false(a->alarm);
	assert_ptr_equal(a->view, &view_queue);
}

/* --- nobody types the code --- */

/* A desk that holds the link without a word: the user is told all the same. */
static void
test_code_nobody_types(void **state)
{
	struct boxes *t = *state;
	struct app *a = &t->a;
	char late[256];

	t->v->after[0] = '\0';
	t->v->step = VISIT_CODE;
	app_show(a, &view_code);
	clock_sleep_for(SAS_WAIT_MS - 10000);
	loop_turn(t->loop, false);
	assert_ptr_equal(a->view, &view_code);
	clock_sleep_for(20000);
	loop_turn(t->loop, false);
	assert_ptr_equal(a->view, &view_queue);
	snprintf(late, sizeof(late),
	    _("%s was not let in in time. Nothing happens until %s "
	      "asks again; q leaves."),
	    "anna", "anna");
	assert_string_equal(t->v->after, late);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, boxes_new, boxes_free)
	const struct CMUnitTest tests[] = {
	    T(test_accidents),
	    T(test_every_size),
	    T(test_small_window),
	    T(test_long_quote),
	    T(test_notice),
	    T(test_waiting),
	    T(test_function_keys),
	    T(test_redraw_key),
	    T(test_two_warnings),
	    T(test_code_nobody_types),
	};

	i18n_init();
	i18n_speak("pl");
	if (!str_eq(i18n_lang(), "pl")) {
		fprintf(stderr, "no Polish catalogue\n");
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
