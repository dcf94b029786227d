/*
 * The boxes that a peer can raise, in the real views, from the bytes of a
 * terminal, under a clock of our own: nothing runs but what a key or a drawing
 * calls. The program is linked so that the answers come here, see Makefile.
 * Include it in one file per program.
 */
#ifndef TEST_BOXES_H
#define TEST_BOXES_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/app.h"
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "tests/support/catalogue.h"

#define F2 "\033OQ"
#define F3 "\033OR"
#define F6 "\033[17~"

enum kind {
	CONSENT,
	CHANGED,
	RIGHT,
	QUOTE,
	QUOTE_FOCUS,
	RATE,
	RATE_FOCUS,
	ALARM,
	KINDS
};

static const char *const kind_names[KINDS] = {"consent", "consent, new key",
    "right", "quote", "quote, F6", "rate", "rate, F6", "alarm"};

struct boxes {
	struct app a;
	struct options options;
	struct canvas canvas;
	int64_t key_ms; /* the last key, not of the mouse */
};

static int answers; /* that the views gave to a question */
static int gifts; /* rights that nobody had asked for */

void __wrap_visit_consent(struct app *a, unsigned mask, const char *why);
void __wrap_visit_give(struct app *a, unsigned right);
void __wrap_visit_refuse(struct app *a, unsigned right);
void __wrap_visit_answer_quote(struct app *a, bool yes);
void __wrap_visit_answer_rate(struct app *a, bool yes);

void
__wrap_visit_consent(struct app *a, unsigned mask, const char *why)
{
	answers++;
}

void
__wrap_visit_give(struct app *a, unsigned right)
{
	if ((a->grants.asked & right) != 0)
		answers++;
	else
		gifts++;
}

void
__wrap_visit_refuse(struct app *a, unsigned right)
{
	answers++;
}

void
__wrap_visit_answer_quote(struct app *a, bool yes)
{
	answers++;
}

void
__wrap_visit_answer_rate(struct app *a, bool yes)
{
	answers++;
}

static inline bool
is_answered(struct boxes *t, enum kind kind)
{
	return answers > 0 || (kind == ALARM && !t->a.alarm);
}

/* --- the world --- */

static inline void
nothing(void *ctx)
{
	(void)ctx;
}

static inline void
nothing_drawn(struct canvas *c, void *ctx)
{
	(void)c;
	(void)ctx;
}

static inline struct loop_timer **
timers(struct app *a, int i)
{
	struct loop_timer **const all[] = {&a->esc_timer, &a->clock_timer,
	    &a->view_timer, &a->alert_timer, &a->ask_timer, &a->grace_timer,
	    &a->announce_timer, &a->stall_timer, &a->bars_timer};

	return i < (int)ARRAY_LEN(all) ? all[i] : NULL;
}

static inline void
give_prices(struct app *a)
{
	struct price *p = &a->firm.prices.line[0];

	a->firm.prices.n = 1;
	*p = (struct price){.kind = PRICE_SUPPORT,
	    .net_gr = 20000,
	    .minimum_s = 3600,
	    .quantum_s = 3600,
	    .vat_bp = 2300};
	strcpy(p->name, "support A");
}

static inline int
boxes_new(void **state)
{
	static const struct paint_events events = {
	    .draw = nothing_drawn, .draw_lower = nothing_drawn};
	struct boxes *t = mem_alloc(sizeof(*t));
	struct app *a = &t->a;

	options_init(&t->options);
	a->options = &t->options;
	a->visit.lost_ms = -1;
	a->typed_ms = a->deaf_ms = INT64_MIN / 2;
	a->loop = loop_new();
	for (int i = 0; timers(a, i) != NULL; i++)
		*timers(a, i) = loop_timer_new(a->loop, nothing, a);
	paint_init(&a->paint, a->loop, NULL, &events, a);
	keys_init(&a->keys);
	canvas_init(&t->canvas, 1, 1);
	a->desk_state = LINK_DESK_UP;
	strcpy(a->visit.technician, "anna");
	strcpy(a->visit.code, "123 456");
	strcpy(a->visit.after,
	    "The code was typed wrong three times: nobody was let in.");
	strcpy(a->firm.name, "Serwis Demo");
	a->visit.proven = true;
	a->home.technicians = known_open("/nonexistent/known", NULL);
	a->visit.known = KNOWN_SAME;
	give_prices(a);
	app_show(a, &view_code);
	answers = 0;
	*state = t;
	return 0;
}

static inline int
boxes_free(void **state)
{
	struct boxes *t = *state;
	struct app *a = &t->a;

	a->alarm = false;
	app_show(a, &view_consent); /* no field is open there */
	for (int i = 0; timers(a, i) != NULL; i++)
		loop_timer_free(*timers(a, i));
	paint_fini(&a->paint);
	loop_free(a->loop);
	canvas_fini(&t->canvas);
	known_free(a->home.technicians);
	options_fini(&t->options);
	free(t);
	return 0;
}

/* --- what is seen --- */

static inline void
draw(struct boxes *t)
{
	struct app *a = &t->a;
	int rows = a->paint.rows;

	if (a->view == &view_share)
		rows = MIN_OF(rows - 1,
		    app_bar_rows(a) +
			(a->panel != NULL ? a->panel->rows(a) : 0) +
			app_notice_rows(a));
	canvas_resize(&t->canvas, a->paint.cols, rows);
	canvas_clear(&t->canvas);
	a->view->draw(a, &t->canvas);
}

static inline void
resize(struct boxes *t, int cols, int rows)
{
	t->a.paint.cols = cols;
	t->a.paint.rows = rows;
	draw(t);
}

/* The rows in one, without frames and with single blanks. */
static inline void
flatten(struct boxes *t, char *dst, size_t size)
{
	char line[2048];
	size_t len = 0;

	for (int i = 0; i < t->canvas.grid.rows; i++) {
		grid_text(&t->canvas.grid, i, line, sizeof(line));
		for (const char *p = line; *p != '\0' && len + 2 < size;) {
			if (strncmp(p, "│", 3) == 0) {
				p += 3;
				continue;
			}
			if (*p != ' ' || (len > 0 && dst[len - 1] != ' '))
				dst[len++] = *p;
			p++;
		}
		if (len > 0 && dst[len - 1] != ' ')
			dst[len++] = ' ';
	}
	dst[len] = '\0';
}

/* --- what is typed --- */

static inline void
key(const struct keys_event *ev, void *ctx)
{
	struct boxes *t = ctx;

	if (ev->code != KEYS_MOUSE)
		t->key_ms = clock_ms();
	t->a.view->key(&t->a, ev);
}

static inline void
wait_ms(struct boxes *t, int64_t ms)
{
	int due = keys_wait_ms(&t->a.keys);

	clock_sleep_for(ms);
	if (due >= 0 && ms >= due)
		keys_flush(&t->a.keys, key, t);
}

static inline void
feed(struct boxes *t, const char *bytes, size_t len)
{
	keys_feed(&t->a.keys, bytes, len, clock_ms(), key, t);
}

static inline void
type(struct boxes *t, const char *text)
{
	feed(t, text, strlen(text));
	draw(t);
}

/* --- what is asked --- */

/* Where the user is before. */
static inline void
begin_below(struct boxes *t, enum kind kind)
{
	struct app *a = &t->a;

	a->alarm = false;
	a->notice[0] = '\0';
	a->quote.number = a->rate.number = 0;
	a->grants = (struct grants){.held = GRANT_VIEW};
	a->prefix = false;
	a->visit.known = kind == CHANGED ? KNOWN_CHANGED : KNOWN_SAME;
	app_show(a,
	    kind == CONSENT || kind == CHANGED || kind == ALARM ? &view_code
								: &view_share);
	draw(t);
}

/* Of every form in turn, by the hour and not. */
static inline void
fill_quote(struct quote *q)
{
	static int nth;

	*q = (struct quote){.ticket = 17,
	    .number = 2,
	    .form = QUOTE_ADDITIONAL,
	    .hours = 2,
	    .line = "database",
	    .worked_s = 3600,
	    .so_far_gr = 20000,
	    .before_gr = 119999,
	    .net_gr = 80000,
	    .vat_gr = 18400,
	    .total_gr = 199999,
	    .total_vat_gr = 46000,
	    .text = "rebuild the database"};
	q->form = (enum quote_form)(QUOTE_FIRST + nth % 3);
	q->before_gr = q->form == QUOTE_FIRST ? 0 : q->before_gr;
	q->hours = nth++ / 3 % 2 == 0 ? 2 : 0;
}

static inline void
fill_rate(struct rate *r)
{
	*r = (struct rate){.ticket = 17,
	    .number = 2,
	    .technician = "anna",
	    .line = "database",
	    .net_gr = 40000,
	    .quantum_s = 60,
	    .vat_bp = 2300,
	    .now_line = "support A",
	    .now_net_gr = 20000,
	    .now_vat_bp = 2300};
}

static inline void
come_up(struct boxes *t, enum kind kind)
{
	struct app *a = &t->a;

	if (kind == CONSENT || kind == CHANGED)
		app_show(a, &view_consent);
	else if (kind == ALARM)
		app_show(a, &view_alarm);
	else if (kind == RIGHT) {
		assert_true(grants_ask(&a->grants, GRANT_TYPE, 0, NULL));
		a->asked = GRANT_TYPE;
		app_ask(a, &panel_ask);
	} else if (kind == QUOTE || kind == QUOTE_FOCUS) {
		fill_quote(&a->quote);
		app_ask(a, &panel_quote);
	} else {
		fill_rate(&a->rate);
		app_ask(a, &panel_rate);
	}
	draw(t);
}

/* The user turns to a question about money, whatever he is about to type: F6 as
 * an event, for it must not land inside of a sequence. */
static inline void
turn_to(struct boxes *t, enum kind kind)
{
	struct keys_event ev = {.code = KEYS_F1 + 5};

	if ((kind == QUOTE_FOCUS || kind == RATE_FOCUS) && !t->a.focus)
		key(&ev, t);
	draw(t);
}

#endif
