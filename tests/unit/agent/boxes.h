/*
 * The boxes that a peer can raise, in the real views, from the bytes of a
 * terminal, under a clock of our own: nothing runs but what a key or a drawing
 * calls. The program is linked so that the answers come here, see Makefile.
 * Include it in one file per program.
 */
#pragma once

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

#include "agent/panel.h"
#include "agent/view.h"
#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

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
	struct loop *loop;
	struct loop *paint_loop; /* never turned: there is no terminal */
	struct keys keys;
	struct home home;
	struct request request;
	struct visit *visit;
	struct visit_seen *v; /* of that visit */
	struct options options;
	struct canvas canvas;
	struct dialog last; /* the question that was drawn last */
	int64_t key_ms; /* the last key, not of the mouse */
};

static int answers; /* that the views gave to a question */
static int gifts; /* rights that nobody had asked for */

void __wrap_visit_consent(struct visit *v, unsigned mask, enum bye why);
void __wrap_visit_give(struct visit *v, unsigned right);
void __wrap_visit_refuse(struct visit *v, unsigned right);
void __wrap_visit_answer_quote(struct visit *v, bool yes);
void __wrap_visit_answer_rate(struct visit *v, bool yes);

void
__wrap_visit_consent(struct visit *v, unsigned mask, enum bye why)
{
	answers++;
}

void
__wrap_visit_give(struct visit *v, unsigned right)
{
	if ((v->seen.grants.asked & right) != 0)
		answers++;
	else
		gifts++;
}

void
__wrap_visit_refuse(struct visit *v, unsigned right)
{
	answers++;
}

void
__wrap_visit_answer_quote(struct visit *v, bool yes)
{
	answers++;
}

void
__wrap_visit_answer_rate(struct visit *v, bool yes)
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
no_key(const struct keys_event *ev, void *ctx)
{
}

/* As the program does it, see run.c. */
static inline void
moved(void *ctx)
{
	struct boxes *t = ctx;

	app_show(&t->a,
	    t->v->step == VISIT_ALONE	    ? &view_queue
		: t->v->step == VISIT_SHARE ? &view_share
					    : &view_consent);
}

static inline void
closed(enum visit_question q, bool gone, void *ctx)
{
	struct boxes *t = ctx;

	panel_closed(&t->a, q, gone);
}

static inline void
deaf(void *ctx)
{
	struct boxes *t = ctx;

	app_deaf(&t->a);
}

static inline void
shown(void *ctx)
{
	struct boxes *t = ctx;

	panel_next(&t->a);
}

static inline void
give_prices(struct request *r)
{
	struct price *p = &r->firm.prices.line[0];

	r->firm.prices.n = 1;
	*p = (struct price){.kind = PRICE_SUPPORT,
	    .net_gr = 20000,
	    .minimum_s = 3600,
	    .quantum_s = 3600,
	    .vat_bp = 2300};
	strcpy(p->name, "support A");
}

static inline void
make_visit(struct boxes *t)
{
	static const struct visit_events events = {
	    .moved = moved, .closed = closed, .deaf = deaf};
	struct visit_conf conf = {
	    .loop = t->loop,
	    .options = &t->options,
	    .home = &t->home,
	    .request = &t->request,
	    .paint = &t->a.paint,
	};

	t->visit = visit_new(&conf, &events, t);
	t->v = &t->visit->seen;
	strcpy(t->v->technician, "anna");
	strcpy(t->v->code, "123 456");
	strcpy(t->v->after,
	    "The code was typed wrong three times: nobody was let in.");
	t->v->proven = true;
	t->v->known = KNOWN_SAME;
}

static inline int
boxes_new(void **state)
{
	static const struct app_events app_events = {.shown = shown};
	static const struct request_events none;
	struct boxes *t = mem_alloc(sizeof(*t));
	struct app *a = &t->a;

	options_init(&t->options);
	t->loop = loop_new();
	app_init(a, t->loop, &t->options, &app_events, t);
	t->paint_loop = loop_new();
	paint_init(&a->paint, t->paint_loop, NULL, &a->stage, no_key, a);
	keys_init(&t->keys);
	canvas_init(&t->canvas, 1, 1);
	t->home.technicians = known_open("/nonexistent/known", NULL);
	request_init(&t->request, &t->options, &t->home, &none, t);
	strcpy(t->request.firm.name, "Serwis Demo");
	give_prices(&t->request);
	make_visit(t);
	a->request = &t->request;
	a->visit = t->visit;
	a->desk_state = DESK_LINK_UP;
	app_show(a, &view_code);
	answers = 0;
	*state = t;
	return 0;
}

static inline void
visit_timers_free(struct visit *v)
{
	loop_timer_free(v->alert_timer);
	loop_timer_free(v->ask_timer);
	loop_timer_free(v->grace_timer);
	loop_timer_free(v->announce_timer);
	loop_timer_free(v->stall_timer);
	loop_timer_free(v->bars_timer);
}

static inline int
boxes_free(void **state)
{
	struct boxes *t = *state;

	visit_timers_free(t->visit);
	visit_free(t->visit);
	app_fini(&t->a);
	paint_fini(&t->a.paint);
	loop_free(t->loop);
	loop_free(t->paint_loop);
	canvas_fini(&t->canvas);
	request_fini(&t->request);
	known_free(t->home.technicians);
	options_fini(&t->options);
	free(t);
	return 0;
}

/* --- what is seen --- */

/* The question that is shown, the first thing in what its view keeps; else what
 * was the last one. */
static inline struct dialog *
question(struct boxes *t)
{
	const struct app *a = &t->a;

	if (a->panel != NULL && a->panel->question)
		return (void *)((struct app_self *)a->panel_self + 1);
	if (a->view == &view_consent || a->view == &view_alarm)
		return (void *)((struct app_self *)a->self + 1);
	return &t->last;
}

static inline void
draw(struct boxes *t)
{
	struct app *a = &t->a;
	int rows = a->paint.rows;

	if (a->view->shell)
		rows = MIN_OF(rows - 1,
		    app_bar_rows(a) +
			(a->panel != NULL ? a->panel->rows(a->panel_self) : 0) +
			app_notice_rows(a));
	canvas_resize(&t->canvas, a->paint.cols, rows);
	stage_draw(&a->stage, &t->canvas);
	t->last = *question(t);
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
	app_key(&t->a, ev);
}

static inline void
wait_ms(struct boxes *t, int64_t ms)
{
	int due = keys_wait_ms(&t->keys);

	clock_sleep_for(ms);
	if (due >= 0 && ms >= due)
		keys_flush(&t->keys, key, t);
}

static inline void
feed(struct boxes *t, const char *bytes, size_t len)
{
	keys_feed(&t->keys, bytes, len, clock_ms(), key, t);
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
	a->stage.notice[0] = '\0';
	t->v->quote.number = t->v->rate.number = 0;
	t->v->grants = (struct grants){.held = GRANT_VIEW};
	t->v->known = kind == CHANGED ? KNOWN_CHANGED : KNOWN_SAME;
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
	    .now_vat_bp = 2300,
	    .now_minimum_s = 3600,
	    .now_quantum_s = 3600};
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
		assert_true(grants_ask(&t->v->grants, GRANT_TYPE, 0, NULL));
		t->v->asked = GRANT_TYPE;
		panel_came(a, VISIT_RIGHT);
	} else if (kind == QUOTE || kind == QUOTE_FOCUS) {
		fill_quote(&t->v->quote);
		panel_came(a, VISIT_QUOTE);
	} else {
		fill_rate(&t->v->rate);
		panel_came(a, VISIT_RATE);
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
