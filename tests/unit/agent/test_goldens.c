/* What each view and panel of the agent looks like, see golden.h; of the share
 * only the rows that are ours. */
#include "tests/unit/agent/scenes_request.h"

/* --- the way in --- */

static void
code(struct boxes *t, enum known_state known)
{
	t->v->known = known;
	t->v->known_s = GOLDEN_S - 9000000;
	app_show(&t->a, &view_code);
}

static void
code_known(struct boxes *t)
{
	code(t, KNOWN_SAME);
}

static void
code_new(struct boxes *t)
{
	code(t, KNOWN_NEW);
	t->v->misses = 1;
}

static void
code_changed(struct boxes *t)
{
	code(t, KNOWN_CHANGED);
}

static void
code_unlisted(struct boxes *t)
{
	t->v->unlisted = true;
	code(t, KNOWN_NEW);
}

static void
code_back(struct boxes *t)
{
	t->v->fits = true;
	code(t, KNOWN_SAME);
	edit_set((void *)((struct app_self *)t->a.self + 1), "47");
}

static void
code_back_wrong(struct boxes *t)
{
	t->v->back_misses = 1;
	code_back(t);
}

static void
alarm_box(struct boxes *t)
{
	str_copy(t->v->after, VISIT_TEXT,
	    _("The check code was begun again too often: nobody is let in any "
	      "more. Phone the number that you know, then start this program "
	      "again."));
	app_show(&t->a, &view_alarm);
}

static void
consent(struct boxes *t)
{
	t->v->step = VISIT_CONSENT;
	app_show(&t->a, &view_consent);
}

static void
consent_changed(struct boxes *t)
{
	t->v->known = KNOWN_CHANGED;
	consent(t);
}

static void
consent_no_code(struct boxes *t)
{
	t->v->proven = false;
	consent(t);
}

static void
consent_root(struct boxes *t)
{
	golden_admin = true;
	t->v->unlisted = true;
	consent(t);
}

static void set_clock(struct boxes *t, const char *why);

/* After a hand-over: a sum was accepted before. */
static void
consent_sum(struct boxes *t)
{
	set_clock(t, "claimed");
	t->v->clock.live.quoted = true;
	t->v->clock.live.fixed_gr = 150000;
	consent(t);
}

static void
consent_hours(struct boxes *t)
{
	consent_sum(t);
	t->v->clock.live.fixed_gr = 0;
	t->v->clock.live.cap_gr = 75000;
}

static void
consent_hour_full(struct boxes *t)
{
	set_clock(t, "claimed");
	t->v->clock.live.worked_ms = 3600000;
	consent(t);
}

/* A quote was sent, and then the link broke. */
static void
consent_quoted(struct boxes *t)
{
	set_clock(t, "quoted");
	t->v->clock.quote = STANDS_PENDING;
	consent(t);
}

static void
consent_again(struct boxes *t)
{
	set_clock(t, "claimed");
	consent(t);
}

static void
consent_on_request(struct boxes *t)
{
	set_clock(t, "claimed");
	t->v->clock.live.worked_ms = t->v->clock.live.net_hour_gr = 0;
	t->v->clock.price.net_gr = 0;
	t->v->clock.price.kind = PRICE_REQUEST;
	consent(t);
}

/* --- the share --- */

/* A clock of the line by the hour; why NULL = it runs. */
static void
set_clock(struct boxes *t, const char *why)
{
	struct billclock *c = &t->v->clock;

	*c = (struct billclock){.known = true,
	    .tick = {.running = why == NULL, .told_ms = GOLDEN_MS},
	    .live = {.worked_ms = 2840000,
		.line_ms = 2840000,
		.net_hour_gr = 25000,
		.minimum_s = 3600,
		.quantum_s = 3600,
		.vat_bp = 2300},
	    .price = {.name = "support B",
		.net_gr = 25000,
		.minimum_s = 3600,
		.quantum_s = 3600,
		.vat_bp = 2300}};
	c->why = why != NULL ? words_find(&ticket_stops, why) : -1;
}

static void
share(struct boxes *t, unsigned held)
{
	t->v->ready = true;
	t->v->step = VISIT_SHARE;
	t->v->grants = (struct grants){.held = held};
	/* drawing only asks whether there is one */
	t->visit->inner = (struct inner *)t;
	app_show(&t->a, &view_share);
}

static void
share_watches(struct boxes *t)
{
	share(t, GRANT_VIEW);
}

static void
share_types(struct boxes *t)
{
	share(t, GRANT_VIEW | GRANT_TYPE);
	set_clock(t, NULL);
	t->v->typist = TYPIST_TECHNICIAN;
	t->v->chat.unread = 2;
}

static void
share_hidden(struct boxes *t)
{
	share_types(t);
	str_copy(t->v->technician, VISIT_TEXT,
	    "Aleksandra Wiśniewska-Kowalska z Serwisu");
	t->v->hidden = true;
	t->v->alert_ms = GOLDEN_MS + 1000;
	set_clock(t, "quoted");
}

static void
share_notice(struct boxes *t)
{
	share_types(t);
	set_clock(t, "hour");
	app_notice(&t->a,
	    _("One hour is full: the clock stands until you have accepted a "
	      "quote."));
}

static void
share_lost(struct boxes *t)
{
	share_types(t);
	set_clock(t, "link");
	t->a.greeted = true;
	t->a.desk_state = DESK_LINK_WAITING;
}

static void
share_alone(struct boxes *t)
{
	share(t, 0);
	t->v->visit = 1;
	t->visit->inner = NULL;
}

static void
share_released(struct boxes *t)
{
	share_alone(t);
	t->v->visit = 0;
	t->request.place = 2;
	t->request.of = 3;
	set_clock(t, "waiting");
}

/* A quote is accepted, and the desk has not said so yet. */
static void
share_unsaid(struct boxes *t)
{
	share_types(t);
	set_clock(t, "quoted");
	t->v->unsaid = VISIT_QUOTE;
}

/* --- below it --- */

static void
quote(struct boxes *t, enum quote_form form, int hours, bool focus)
{
	share_types(t);
	fill_quote(&t->v->quote);
	t->v->quote.form = form;
	t->v->quote.hours = hours;
	t->v->quote.before_gr = form == QUOTE_FIRST ? 0 : 119999;
	panel_came(&t->a, VISIT_QUOTE);
	if (focus)
		app_focus(&t->a, true);
}

static void
quote_sum(struct boxes *t)
{
	quote(t, QUOTE_FIRST, 0, false);
}

static void
quote_more(struct boxes *t)
{
	quote(t, QUOTE_ADDITIONAL, 2, true);
}

static void
quote_anew(struct boxes *t)
{
	quote(t, QUOTE_REPLACEMENT, 0, true);
}

static void
rate(struct boxes *t)
{
	share_types(t);
	fill_rate(&t->v->rate);
	panel_came(&t->a, VISIT_RATE);
}

static void
rate_focus(struct boxes *t)
{
	rate(t);
	app_focus(&t->a, true);
}

static unsigned asked = GRANT_TYPE;

static void
ask(struct boxes *t)
{
	share_watches(t);
	assert_true(grants_ask(&t->v->grants, asked, 0, NULL));
	t->v->asked = asked;
	panel_came(&t->a, VISIT_RIGHT);
}

static void
ask_why(struct boxes *t)
{
	str_copy(t->v->asked_text, VISIT_TEXT,
	    "sudo systemctl restart drukarka && tail -f /var/log/syslog");
	ask(t);
}

static void
chat(struct boxes *t)
{
	share_types(t);
	for (int i = 0; i < 6; i++)
		snprintf(t->v->chat.line[t->v->chat.lines++], VISIT_TEXT,
		    "anna: Proszę spojrzeć na zakładkę %d w oknie drukarki, "
		    "tam jest błąd",
		    i);
	app_panel(&t->a, &panel_chat);
	edit_set(
	    (void *)((struct app_self *)t->a.panel_self + 1), "już patrzę");
}

static void
help(struct boxes *t)
{
	share_types(t);
	app_panel(&t->a, &panel_help);
}

/* --- the end --- */

static void
end_paid(struct boxes *t)
{
	set_clock(t, "");
	t->v->end = (struct visit_end){.closed = true,
	    .outcome = TICKET_SOLVED,
	    .net_gr = 25000,
	    .vat_gr = 5750,
	    .gross_gr = 30750,
	    .worked_s = 2840,
	    .note = "Wymieniony sterownik drukarki; paragon drukuje."};
	t->v->receipt.path = str_dup(
	    "/home/jan/.local/share/pomoc/receipts/2026-11-22-17.txt");
	t->v->receipt.words = "ticket 17\n";
	str_copy(t->request.firm.phone, REQUEST_TEXT, "22 123 45 67");
	app_show(&t->a, &view_end);
}

/* Longer than a window. */
static void
end_reading(struct boxes *t)
{
	end_paid(t);
	t->v->receipt.words = "ticket        17\noutcome       solved\n"
			      "\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13"
			      "\nto pay        307,50 zł\n";
	app_key(&t->a, &(struct keys_event){.code = KEYS_CHAR, .cp = 'p'});
	app_key(&t->a, &(struct keys_event){.code = KEYS_DOWN});
}

static void
end_doubt(struct boxes *t)
{
	end_paid(t);
	t->v->receipt.verdict = RECEIPT_OTHER_KEY;
}

static void
end_unsaved(struct boxes *t)
{
	end_paid(t);
	free(t->v->receipt.path);
	t->v->receipt.path = NULL;
	err_set(&t->v->receipt.why, "No space left on device");
	t->v->end.net_gr = t->v->end.vat_gr = t->v->end.gross_gr = 0;
	t->v->end.outcome = TICKET_UNSOLVED;
}

static void
end_by_user(struct boxes *t)
{
	t->v->end = (struct visit_end){.by_user = true,
	    .net_gr = 25000,
	    .gross_gr = 30750,
	    .worked_s = 2840};
	app_show(&t->a, &view_end);
}

static void
end_of_shell(struct boxes *t)
{
	end_by_user(t);
	t->v->end.by_user = false;
}

/* --- all of them --- */

static const struct {
	const char *file, *name; /* NULL: one for each right */
	void (*open)(struct boxes *t);
} scenes[] = {
    {"view_connect", "dialing", connect_dialing},
    {"view_connect", "waiting", connect_waiting},
    {"view_technician", "choose", technician},
    {"view_technician", "for a program", technician_for},
    {"view_technician", "two desks", technician_other},
    {"view_technician", "a long host", technician_long},
    {"view_product", "choose", product},
    {"view_product", "his", product_his},
    {"view_product", "first", product_first},
    {"view_form", "empty", form_empty},
    {"view_form", "first", form_first},
    {"view_form", "refused", form_refused},
    {"view_form", "wrong", form_wrong},
    {"view_queue", "sending", queue_sending},
    {"view_queue", "next", queue_next},
    {"view_queue", "third, leaving", queue_third},
    {"view_queue", "staffed", queue_staffed},
    {"view_queue", "all busy", queue_busy},
    {"view_queue", "picked", queue_picked},
    {"view_queue", "after", queue_after},
    {"view_queue", "link lost", queue_lost},
    {"view_queue", "root", queue_root},
    {"view_code", "known", code_known},
    {"view_code", "new, typed wrong", code_new},
    {"view_code", "changed", code_changed},
    {"view_code", "unlisted", code_unlisted},
    {"view_code", "back", code_back},
    {"view_code", "back, wrong", code_back_wrong},
    {"view_alarm", "warning", alarm_box},
    {"view_consent", "known", consent},
    {"view_consent", "changed", consent_changed},
    {"view_consent", "no code", consent_no_code},
    {"view_consent", "root, unlisted", consent_root},
    {"view_consent", "a sum was accepted", consent_sum},
    {"view_consent", "hours were accepted", consent_hours},
    {"view_consent", "one hour is full", consent_hour_full},
    {"view_consent", "on request", consent_on_request},
    {"view_consent", "a quote waits", consent_quoted},
    {"view_consent", "again", consent_again},
    {"view_share", "watches", share_watches},
    {"view_share", "types", share_types},
    {"view_share", "hidden", share_hidden},
    {"view_share", "notice", share_notice},
    {"view_share", "link lost", share_lost},
    {"view_share", "alone", share_alone},
    {"view_share", "released", share_released},
    {"view_share", "answered", share_unsaid},
    {"view_end", "to pay", end_paid},
    {"view_end", "reading", end_reading},
    {"view_end", "doubt", end_doubt},
    {"view_end", "unsaved", end_unsaved},
    {"view_end", "by the user", end_by_user},
    {"view_end", "of the shell", end_of_shell},
    {"panel_quote", "sum", quote_sum},
    {"panel_quote", "more hours", quote_more},
    {"panel_quote", "anew", quote_anew},
    {"panel_rate", "asked", rate},
    {"panel_rate", "answering", rate_focus},
    {"panel_ask", NULL, ask},
    {"panel_ask", "why", ask_why},
    {"panel_chat", "talk", chat},
    {"panel_help", "keys", help},
};

static void
draw_scene(struct golden *g, size_t i, const char *lang)
{
	void *state;
	struct boxes *t;
	const char *name = scenes[i].name;

	i18n_speak(lang);
	golden_admin = false;
	assert_int_equal(boxes_new(&state), 0);
	t = state;
	t->a.paint.cols = 80;
	t->a.paint.rows = 24;
	scenes[i].open(t);
	for (size_t s = 0; s < ARRAY_LEN(golden_sizes); s++) {
		resize(t, golden_sizes[s].cols, golden_sizes[s].rows);
		golden_add(g, &t->canvas, (int)s, lang,
		    name != NULL ? name : grant_name(asked));
	}
	t->visit->inner = NULL;
	free(t->v->receipt.path);
	t->v->receipt.path = NULL;
	boxes_free(&state);
}

/* Every `const struct view view_NAME = {`, and every panel. */
static void
are_there(const char *stem, const char *text, void *ctx)
{
	static const char *const kinds[] = {"struct view ", "struct panel "};
	char name[64];

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		const char *p = text;

		while ((p = strstr(p, kinds[k])) != NULL) {
			p += strlen(kinds[k]);
			if (sscanf(p, "%63[a-z_] = {", name) != 1 ||
			    strncmp(p + strlen(name), " = {", 4) != 0)
				continue;
			if (!golden_has(ctx, name))
				fail_msg("%s has no picture", name);
		}
	}
}

static void
draw_both(struct golden *g, size_t i)
{
	for (size_t l = 0; l < ARRAY_LEN(golden_langs); l++)
		draw_scene(g, i, golden_langs[l]);
}

static void
draw_each_right(struct golden *g, size_t i)
{
	for (asked = 1; asked <= GRANT_ALL; asked <<= 1)
		if (grant_keys(asked) != NULL)
			draw_both(g, i);
	asked = GRANT_TYPE;
}

static void
all_look_as_before(void **state)
{
	struct golden g = {.folder = "agent"};

	for (size_t i = 0; i < ARRAY_LEN(scenes); i++) {
		golden_begin(&g, scenes[i].file);
		(scenes[i].name != NULL ? draw_both : draw_each_right)(&g, i);
	}
	golden_settle(&g, "agent", are_there);
}

int
main(void)
{
	return golden_main(all_look_as_before);
}
