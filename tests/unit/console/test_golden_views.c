/* What each view of the console looks like. */
#include "tests/unit/console/golden_app.h"

/* --- the queue --- */

static void
queue_empty(struct app *a)
{
	tell(a, "{\"t\":\"listed\"}");
}

static void
queue_full(struct app *a)
{
	tell_clients(a);
}

/* What colleagues noted; the own work, and what is done there; who is picked
 * and alone, and who has left. */
static void
queue_notes(struct app *a)
{
	struct client noted = clients[0], picked = clients[4],
		      left = clients[3];

	noted.remark = "dzwoniłam, prosi po 10";
	tell_client(a, &noted);
	picked.state = "claimed";
	picked.alone = true;
	tell_client(a, &picked);
	left.state = "paused";
	left.left = true;
	left.online = false;
	left.remark = "wróci jutro";
	tell_client(a, &left);
	tell_clock(a, 15, running);
}

static void
queue_second(struct app *a)
{
	tell_clients(a);
	keys(a, " " DOWN);
	tell(a,
	    "{\"t\":\"banner\",\"code\":\"disk\",\"text\":\"The disk is full: "
	    "nothing is written. Free some space.\"}");
}

static void
queue_filtered(struct app *a)
{
	tell_clients(a);
	keys(a, "\\firma\rZ");
}

static void
queue_sorted(struct app *a)
{
	tell_clients(a);
	keys(a, "oooo");
}

static void
queue_no_match(struct app *a)
{
	tell_clients(a);
	keys(a, "\\nobody\r");
}

static void
queue_notice(struct app *a)
{
	tell_clients(a);
	tell(a, "{\"t\":\"warn\",\"ticket\":13,\"code\":\"idle-pause\"}");
}

static void
queue_lost(struct app *a)
{
	link_state = DESK_LINK_WAITING;
}

static void
queue_tabs(struct app *a)
{
	tell_clients(a);
	for (int i = 12; i < 18; i++)
		visit_set_state(open_visit(a, i), VISIT_CONNECTING);
	stage_show(&a->stage, 0);
}

/* --- the log --- */

struct past {
	int ticket, worked_s, net_gr, raw_gr;
	const char *company, *technician, *product, *outcome, *invoice, *text;
};

/* What is on an invoice. */
static const char *paid_on = "";

static const struct past tickets[] = {
    {1, 2460, 20000, 20000, "Firma Lis sp. z o.o.", "anna", "Subiekt", "solved",
	"FV 1/11/2026", ""},
    {2, 86400, 123456789, 999, "Przedsiębiorstwo Handlowo-Usługowe Brzęk",
	"aleksandra", "Gratyfikant", "solved", "", ""},
    {3, 0, 0, 0, "", "jan", "Rewizor", "cancelled", "", ""},
    {123456, 5400, 0, 0, "Gamma", "anna", "Gestor", "unsolved", "", ""},
    {123457, 5400, 40000, 40000, "Biuro Nowak", "anna", "Gestor", "", "", ""},
};
static const struct past bars[] = {
    {1, 36000, 200000, 200000, "", "", "", "", "", "2026-11-02"},
    {2, 360000, 12345678, 12345678, "", "", "", "", "", "2026-11-03"},
    {3, 60, 20000, 20000, "", "", "", "", "",
	"Przedsiębiorstwo Handlowo-Usługowe Brzęczyszczykiewicz"},
};
static const struct past visits[] = {
    {1, 2460, 0, 0, "", "anna", "", "", "", "x"},
    {2, 86400, 0, 0, "", "Aleksandra Wiśniewska", "", "", "", "x"},
    {3, 60, 0, 0, "", "jan", "", "open", "", "x"},
};
static const struct past segments[] = {
    {1, 2460, 20000, 20000, "", "", "", "", "", "support A"},
    {2, 86400, 12345678, 1250000, "", "", "", "", "",
	"programming by a long name of its own"},
    {3, 0, 50000, 0, "", "", "", "", "", "fixed"},
};
/* What the desk makes of them, in the console's language. */
static const struct {
	const char *name, *rest;
} events[] = {
    {"opened", "client: any"},
    {"kind-withdrawn", "anna support A"},
    {"consent", "client: view type"},
    {"ended", "anna: solved"},
};

static void
tell_past(struct app *a, const struct past *p, int nth)
{
	char line[1024];
	long long opened = GOLDEN_S - 86400 * (nth + 1);

	snprintf(line, sizeof(line),
	    "{\"t\":\"logrow\",\"id\":%d,\"ticket\":%d,\"opened_s\":%lld,"
	    "\"client\":\"Jan\",\"company\":\"%s\",\"technician\":\"%s\","
	    "\"product\":\"%s\",\"outcome\":\"%s\",\"worked_s\":%d,"
	    "\"billed_s\":%d,\"net_gr\":%d,\"vat_gr\":0,\"gross_gr\":0,"
	    "\"raw_gr\":%d,\"invoice\":\"%s\",\"note\":\"wymieniony sterownik\","
	    "\"text\":\"%s\",\"closed_s\":%lld,\"solved\":%d,\"wait_s\":95,"
	    "\"paid\":\"%s\"}",
	    (int)asked_id, p->ticket, opened, p->company, p->technician,
	    p->product, p->outcome, p->worked_s,
	    (p->worked_s + 3599) / 3600 * 3600, p->net_gr, p->raw_gr,
	    p->invoice, p->text,
	    p->outcome[0] != '\0' ? opened + p->worked_s : 0, p->ticket % 9,
	    p->invoice[0] != '\0' ? paid_on : "");
	tell(a, line);
}

/* The answer to what the view asks when it is drawn. */
static void
tell_log(struct app *a, const struct past *p, size_t n)
{
	char line[512];

	draw_view(a);
	for (size_t i = 0; i < n; i++)
		tell_past(a, &p[i], (int)i);
	snprintf(line, sizeof(line),
	    "{\"t\":\"logend\",\"id\":%d,\"total\":%zu,\"worked_s\":93900,"
	    "\"billed_s\":97200,\"net_gr\":123476789,\"vat_gr\":28399661,"
	    "\"gross_gr\":151876450,\"tickets\":4,\"open\":1,"
	    "\"worked_most_s\":360000,\"net_most_gr\":12345678}",
	    (int)asked_id, n);
	tell(a, line);
}

static void
log_empty(struct app *a)
{
	stage_show_word(&a->stage, "log");
	tell_log(a, NULL, 0);
}

static void
log_tickets(struct app *a)
{
	stage_show_word(&a->stage, "log");
	tell_log(a, tickets, ARRAY_LEN(tickets));
}

static void
log_paid(struct app *a)
{
	paid_on = "2026-11-20";
	log_tickets(a);
	paid_on = "";
}

static void
log_filtered(struct app *a)
{
	log_tickets(a);
	keys(a, "f2026-11\tBrzęk\tanna\tSubiekt\t");
	keys(a, _("solved"));
	keys(a, "\tno\tparagon" CTRL_S);
	tell_log(a, tickets, 2);
	keys(a, DOWN);
}

/* the second of two, below one that is none */
static void
log_found(struct app *a)
{
	log_tickets(a);
	keys(a, "/gestor\rn");
}

static void
log_not_found(struct app *a)
{
	log_tickets(a);
	keys(a, "/gestor nowak lis\r");
}

static void
log_sorted(struct app *a)
{
	log_tickets(a);
	keys(a, "oooo");
	tell_log(a, tickets, ARRAY_LEN(tickets));
}

static void
log_days(struct app *a)
{
	log_tickets(a);
	keys(a, "d");
	tell_log(a, bars, ARRAY_LEN(bars));
}

/* what is open is in no bar */
static void
log_no_days(struct app *a)
{
	log_tickets(a);
	keys(a, "d");
	tell_log(a, NULL, 0);
}

static void
log_clients(struct app *a)
{
	log_tickets(a);
	keys(a, "C");
	tell_log(a, bars, ARRAY_LEN(bars));
}

static void
log_of_day(struct app *a)
{
	log_days(a);
	keys(a, DOWN "\r");
	tell_log(a, tickets, 2);
}

static void
log_visits(struct app *a)
{
	log_tickets(a);
	keys(a, "\r");
	tell_log(a, visits, ARRAY_LEN(visits));
}

static void
log_segments(struct app *a)
{
	log_visits(a);
	keys(a, "\r");
	tell_log(a, segments, ARRAY_LEN(segments));
}

static void
log_events(struct app *a)
{
	char text[ARRAY_LEN(events)][80];
	struct past told[ARRAY_LEN(events)];

	log_segments(a);
	keys(a, "\r");
	for (size_t i = 0; i < ARRAY_LEN(events); i++) {
		snprintf(text[i], sizeof(text[i]), "%s %s",
		    ticket_event_title(events[i].name), events[i].rest);
		told[i] = (struct past){
		    (int)i + 1, 0, 0, 0, "", "", "", "", "", text[i]};
	}
	tell_log(a, told, ARRAY_LEN(told));
}

/* --- a visit --- */

static void
visit_connecting(struct app *a)
{
	visit_in(a, VISIT_CONNECTING);
}

static void
visit_consent(struct app *a)
{
	visit_in(a, VISIT_CONSENT);
}

static void
visit_live(struct app *a)
{
	live(a, running);
}

/* The desk does not have his yes yet. */
static void
visit_yes_awaited(struct app *a)
{
	struct visit *v = live(a, running);

	v->agreed = false;
}

static void
visit_title(struct app *a)
{
	struct visit *v = live(a, running);

	str_copy(v->title, sizeof(v->title),
	    "vim faktury-2026.txt (~/ksi\xc4\x99gowo\xc5\x9b\xc4\x87) - VIM");
}

static void
visit_hidden(struct app *a)
{
	struct visit *v = live(a, running);

	v->rights = GRANT_VIEW;
	v->hidden = true;
	v->pinned = true;
	v->user_types = true;
	v->typed_ms = clock_ms();
}

static void
visit_stands(struct app *a)
{
	live(a, (struct course){false, "hour", "accepted", 1234567, 2345678});
}

static void
visit_quote(struct app *a)
{
	live(a, (struct course){false, "quoted", "pending", 0, 0});
	tell_quote(a);
}

static void
visit_rate(struct app *a)
{
	live(a, running);
	tell_rate(a);
}

static void
visit_keys_page(struct app *a)
{
	live(a, running);
	keys(a, PREFIX);
	golden_ms += 800;
}

static void
visit_guess(struct app *a)
{
	struct visit *v = live(a, running);
	uint32_t n = 0;

	visit_predict(v, PREDICT_ALWAYS);
	predict_frame(&v->predict, vt_grid(v->vt), clock_ms());
	predict_key(&v->predict, PREDICT_CHAR, 'c', ++n, clock_ms());
	vt_write(v->vt, "c", 1);
	predict_heard(&v->predict, n, true, clock_ms());
	predict_frame(&v->predict, vt_grid(v->vt), clock_ms());
	predict_key(&v->predict, PREDICT_CHAR, 'd', ++n, clock_ms());
	predict_key(&v->predict, PREDICT_CHAR, ' ', ++n, clock_ms());
	predict_key(&v->predict, PREDICT_CHAR, 0x142, ++n, clock_ms());
}

static void
visit_predict_key(struct app *a)
{
	live(a, running);
	keys(a, PREFIX "e");
}

static void
visit_notice(struct app *a)
{
	live(a, running);
	tell(a, "{\"t\":\"warn\",\"ticket\":15,\"code\":\"50min\"}");
}

static void
visit_back(struct app *a)
{
	struct visit *v = live(a, running);
	const struct grid *g = vt_grid(v->vt);

	keys(a, PREFIX "[k");
	v->frozen = true; /* the lines themselves are on their way */
	v->lines_total = 2;
	grid_init(&v->below, g->cols, g->rows);
	for (int r = 0; r < g->rows; r++)
		memcpy(v->below.row[r].cells, g->row[r].cells,
		    (size_t)g->cols * sizeof(struct cell));
}

static void
visit_lost(struct app *a)
{
	struct visit *v = live(a, running);

	str_copy(v->why, sizeof(v->why), "Connection reset by peer.");
	visit_set_state(v, VISIT_LOST);
}

static void
visit_quote_lost(struct app *a)
{
	struct visit *v = live(
	    a, (struct course){false, "quoted", "pending", 0, 0});

	tell_quote(a);
	visit_set_state(v, VISIT_LOST);
}

static void
over_visit(struct app *a)
{
	struct visit *v = live(a, running);

	str_copy(v->why, sizeof(v->why), _("The client ended the visit."));
	visit_set_state(v, VISIT_OVER);
}

/* Its keys are not for a colleague's ticket. */
static void
over_anothers(struct app *a)
{
	struct client c = clients[3];

	live(a, running);
	tell_client(a, &c);
	c.by = "jan";
	tell_client(a, &c);
	keys(a, "X\r");
	assert_int_equal(a->stage.boxes, 0);
	assert_int_equal(a->visits, 1);
}

/* --- all of them --- */

static const struct scene scenes[] = {
    {"view_queue", "empty", queue_empty},
    {"view_queue", "full", queue_full},
    {"view_queue", "second row, banner", queue_second},
    {"view_queue", "notes", queue_notes},
    {"view_queue", "filtered, frozen", queue_filtered},
    {"view_queue", "sorted by for whom", queue_sorted},
    {"view_queue", "no match", queue_no_match},
    {"view_queue", "notice", queue_notice},
    {"view_queue", "desk lost", queue_lost},
    {"view_queue", "many tabs", queue_tabs},
    {"view_log", "empty", log_empty},
    {"view_log", "tickets", log_tickets},
    {"view_log", "filtered", log_filtered},
    {"view_log", "paid", log_paid},
    {"view_log", "found", log_found},
    {"view_log", "not found", log_not_found},
    {"view_log", "sorted by product", log_sorted},
    {"view_log", "days", log_days},
    {"view_log", "no days", log_no_days},
    {"view_log", "of a day", log_of_day},
    {"view_log", "clients", log_clients},
    {"view_log", "visits", log_visits},
    {"view_log", "segments", log_segments},
    {"view_log", "events", log_events},
    {"view_visit", "connecting", visit_connecting},
    {"view_visit", "consent", visit_consent},
    {"view_visit", "live", visit_live},
    {"view_visit", "yes awaited", visit_yes_awaited},
    {"view_visit", "title", visit_title},
    {"view_visit", "hidden, pinned", visit_hidden},
    {"view_visit", "clock stands", visit_stands},
    {"view_visit", "quote", visit_quote},
    {"view_visit", "rate", visit_rate},
    {"view_visit", "keys", visit_keys_page},
    {"view_visit", "guess", visit_guess},
    {"view_visit", "guess, always", visit_predict_key},
    {"view_visit", "notice", visit_notice},
    {"view_visit", "scrollback", visit_back},
    {"view_visit", "lost", visit_lost},
    {"view_visit", "lost, quote", visit_quote_lost},
    {"view_visit", "over", over_visit},
    {"view_visit", "over, a colleague's", over_anothers},
};

/* Every view_*.c that makes a view. */
static void
is_there(const char *stem, const char *text, void *ctx)
{
	char *makes = str_fmt("\n%s_new(", stem);

	if (strstr(text, makes) != NULL && !golden_has(ctx, stem))
		fail_msg("%s has no picture", stem);
	free(makes);
}

static void
all_look_as_before(void **state)
{
	struct golden g = {.folder = "console"};

	draw_scenes(&g, scenes, ARRAY_LEN(scenes));
	golden_settle(&g, "console/view", is_there);
}

int
main(void)
{
	return golden_main(all_look_as_before);
}
