/* The rows below the share: the client sees the rate, the working time, when
 * the next started hour begins, net and gross, what the technician may and the
 * keys that stop him, at any size and in each language. */
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "tests/unit/agent/boxes.h"

static const int sizes[][2] = {{80, 24}, {60, 18}, {40, 10}, {132, 43}};
static const char *const languages[] = {"en", "pl"};

/* What is drawn below that row as one text, a blank between the rows. */
static void
seen_below(struct boxes *t, int row, char *dst, size_t size)
{
	const struct grid *g = &t->canvas.grid;
	char text[1024];

	draw(t);
	dst[0] = '\0';
	for (; row < g->rows; row++) {
		grid_text(g, row, text, sizeof(text));
		str_copy(dst + strlen(dst), size - strlen(dst), text);
		str_copy(dst + strlen(dst), size - strlen(dst), " ");
	}
	if (strstr(dst, "…") != NULL)
		fail_msg("cut: %s", dst);
}

static void
says(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("no \"%s\" in: %s", what, text);
}

static void
says_money(const char *text, int64_t gr)
{
	char money[MONEY_TEXT_SIZE];

	says(text, money_format_bare(money, sizeof(money), gr));
}

static void
says_span(const char *text, int64_t s, bool seconds)
{
	char span[24];

	says(text,
	    seconds ? clock_span(span, sizeof(span), s)
		    : clock_minutes(span, sizeof(span), s / 60));
}

/* A clock of a line by the hour; what was paid for other work beside it. */
static void
set_clock(
    struct visit_seen *v, int64_t worked_s, int64_t base_gr, const char *why)
{
	struct billclock *c = &v->clock;

	*c = (struct billclock){.known = true, .tick.running = why == NULL};
	c->tick.told_ms = clock_ms();
	c->live = (struct bill_live){.worked_ms = worked_s * 1000,
	    .line_ms = worked_s * 1000,
	    .net_hour_gr = 25000,
	    .minimum_s = 3600,
	    .quantum_s = 3600,
	    .vat_bp = 2300,
	    .base_gr = base_gr,
	    .quoted = true};
	c->why = why != NULL ? words_find(&ticket_stops, why) : -1;
}

static void
check_clock(struct boxes *t, bool running)
{
	char text[2048];
	struct bill_now now;
	bool seconds;

	seen_below(t, 0, text, sizeof(text));
	billclock_now(&t->v->clock, clock_ms(), &now);
	seconds = billclock_seconds(&t->v->clock, clock_ms(), t->v->typed_ms);
	says(text, "250,00 zł/h");
	says_span(text, now.worked_s, seconds);
	says_money(text, now.net_gr);
	says_money(text, now.gross_gr);
	says(text, str_eq(i18n_lang(), "pl") ? " netto" : " net");
	says(text, str_eq(i18n_lang(), "pl") ? " brutto" : " gross");
	if (running)
		says_span(text, now.next_unit_s + (seconds ? 0 : 59), seconds);
	else
		says(text, str_eq(i18n_lang(), "pl") ? "" : "stands");
}

static void
in_any_window(
    struct boxes *t, void (*check)(struct boxes *t, bool running), bool running)
{
	for (int l = 0; l < (int)ARRAY_LEN(languages); l++) {
		i18n_speak(languages[l]);
		assert_string_equal(i18n_lang(), languages[l]);
		for (int i = 0; i < (int)ARRAY_LEN(sizes); i++) {
			resize(t, sizes[i][0], sizes[i][1]);
			check(t, running);
		}
	}
}

static void
the_price_is_always_seen(void **state)
{
	static const int64_t worked[] = {1, 41, 3599, 3600, 35999, 100000};
	static const int64_t base[] = {0, 123456, 999999};
	static const char *const stands[] = {"quoted", "quote", "hour", ""};
	struct boxes *t = *state;

	app_show(&t->a, &view_share);
	for (int w = 0; w < (int)ARRAY_LEN(worked); w++) {
		for (int b = 0; b < (int)ARRAY_LEN(base); b++) {
			set_clock(t->v, worked[w], base[b], NULL);
			in_any_window(t, check_clock, true);
		}
		for (int s = 0; s < (int)ARRAY_LEN(stands); s++) {
			set_clock(t->v, worked[w], 0, stands[s]);
			in_any_window(t, check_clock, false);
		}
	}
}

/* With words, also in 40 columns and for one with a long name. */
static void
check_keys(struct boxes *t, bool typing)
{
	char text[2048], keys[APP_TEXT], end[APP_TEXT];
	bool pl = str_eq(i18n_lang(), "pl");

	seen_below(t, 0, text, sizeof(text));
	snprintf(end, sizeof(end), "F12 %s", pl ? "zakończ" : "end");
	says(text, end);
	says(text, "anna");
	if (!typing) {
		says(text, pl ? "PODGLĄD" : "WATCH");
		return;
	}
	snprintf(keys, sizeof(keys), "F2 %s",
	    t->canvas.grid.cols < 80 ? "stop"
		: pl		     ? "zabroń pisać"
				     : "stop typing");
	says(text, keys);
	says(text, pl ? "MOŻE PISAĆ" : "MAY TYPE");
}

static void
keys_have_words(void **state)
{
	struct boxes *t = *state;
	struct app *a = &t->a;

	app_show(a, &view_share);
	set_clock(t->v, 41, 0, NULL);
	/* drawing only asks whether there is one */
	t->visit->inner = (struct inner *)t;
	t->v->ready = true;
	t->v->grants = (struct grants){.held = GRANT_VIEW};
	in_any_window(t, check_keys, false);
	t->v->grants = (struct grants){.held = GRANT_VIEW | GRANT_TYPE};
	t->v->typist = TYPIST_TECHNICIAN;
	in_any_window(t, check_keys, true);
	t->visit->inner = NULL;
}

/* What a right lets him do has words, too. */
static void
check_may(struct boxes *t, bool typing)
{
	char text[2048];
	unsigned held = t->v->grants.held;

	seen_below(t, 0, text, sizeof(text));
	if (strstr(text, grant_may(held, false)) == NULL)
		says(text, grant_may(held, true));
	says(text, "F12 ");
	says(text, "anna");
}

static void
each_right_has_words(void **state)
{
	struct boxes *t = *state;

	app_show(&t->a, &view_share);
	set_clock(t->v, 41, 0, NULL);
	t->visit->inner = (struct inner *)t;
	t->v->ready = true;
	for (unsigned right = 1; right <= GRANT_ALL; right <<= 1) {
		t->v->grants = (struct grants){0};
		grants_give(&t->v->grants, right);
		in_any_window(t, check_may, false);
	}
	t->visit->inner = NULL;
}

/* --- before: the price at each step --- */

static void
check_price(struct boxes *t, bool typing)
{
	char text[16384];
	bool pl = str_eq(i18n_lang(), "pl");

	seen_below(t, 1, text, sizeof(text));
	says(text, pl ? "netto" : "net");
	says(text, pl ? "brutto za" : "gross for each");
	says(text, pl ? "godzinę" : "hour");
}

static void
prices_are_not_cut(void **state)
{
	struct boxes *t = *state;
	struct app *a = &t->a;

	strcpy(t->request.firm.prices.line[0].products,
	    "Subiekt, Gestor, Rachmistrz, Rewizor, Gratyfikant");
	strcpy(t->request.product, "Rewizor");
	app_show(a, &view_product);
	menu_select((void *)((struct app_self *)a->self + 1), 0);
	in_any_window(t, check_price, false);
	app_show(a, &view_form);
	in_any_window(t, check_price, false);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, boxes_new, boxes_free)
	const struct CMUnitTest tests[] = {
	    T(the_price_is_always_seen),
	    T(keys_have_words),
	    T(each_right_has_words),
	    T(prices_are_not_cut),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
