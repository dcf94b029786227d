/* What each box of the console looks like. */
#include "tests/unit/console/golden_app.h"

#include "console/dlg/dlg_ask.h"
#include "console/dlg/dlg_assign.h"
#include "console/dlg/dlg_known.h"
#include "console/dlg/dlg_chat.h"
#include "console/dlg/dlg_claim.h"
#include "console/dlg/dlg_client.h"
#include "console/dlg/dlg_code.h"
#include "console/dlg/dlg_command.h"
#include "console/dlg/dlg_end.h"
#include "console/dlg/dlg_invite.h"
#include "console/dlg/dlg_kind.h"
#include "console/dlg/dlg_log.h"
#include "console/dlg/dlg_pick.h"
#include "console/dlg/dlg_prompt.h"
#include "console/dlg/dlg_quit.h"
#include "console/dlg/dlg_quote.h"
#include "console/dlg/dlg_text.h"

static void
ask_box(struct app *a)
{
	tell_client(a, &clients[0]);
	keys(a, "X");
}

static void
ask_unclaim(struct app *a)
{
	tell_client(a, &clients[3]);
	keys(a, "u");
}

static void
assign_box(struct app *a)
{
	tell_clients(a);
	dlg_assign(a, 13);
}

/* Not to oneself. */
static void
assign_over(struct app *a)
{
	live(a, running);
	dlg_assign(a, 15);
}

static void
known_waits(struct app *a)
{
	tell_clients(a);
	dlg_known(a, 12);
}

static void
known_visit(struct app *a)
{
	live(a, running);
	tell_client(a, &clients[1]);
	dlg_known(a, 15);
}

static void
known_history(struct app *a)
{
	tell_clients(a);
	dlg_known(a, 13);
}

static void
chat_box(struct app *a)
{
	struct visit *v = live(a, running);

	dlg_chat(a, v);
	for (int i = 0; i < 20; i++)
		visit_add_chat(v,
		    i % 3 == 0 ? "tak"
			       : "Proszę spojrzeć na trzecią zakładkę w oknie "
				 "drukarki, tam jest błąd 4712",
		    i % 3 == 0);
	keys(a, "a teraz?");
}

static void
claim_box(struct app *a)
{
	tell_clients(a);
	dlg_claim(a, 13);
}

static void
client_of(struct app *a, const char *how)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"contractor\",\"ticket\":12,\"how\":\"%s\","
	    "\"code\":\"K1\",\"name\":\"Firma Lis sp. z o.o.\","
	    "\"nip\":\"5260250274\",\"address\":\"ul. Prosta 1, 00-838 "
	    "Warszawa\",\"note\":\"zawsze we wtorki\",\"version\":1,"
	    "\"history\":\"" PAST "\",\"loose\":\"3 7\"}",
	    how);
	tell_client(a, &clients[0]);
	tell(a, line);
}

static void
client_linked(struct app *a)
{
	client_of(a, "linked");
}

static void
client_new(struct app *a)
{
	client_of(a, "none");
}

static void
client_wrong_nip(struct app *a)
{
	client_of(a, "phone");
	keys(a, "\t\t1" CTRL_S);
}

static void
client_sent(struct app *a)
{
	client_of(a, "nip");
	keys(a, CTRL_S);
}

static void
code_type(struct app *a)
{
	visit_in(a, VISIT_CODE);
	keys(a, "123");
}

static void
code_wrong(struct app *a)
{
	struct visit *v = visit_in(a, VISIT_CODE);

	v->check.ready = true;
	v->check.code = 123456;
	keys(a, "654321\r\033");
}

static void
code_back(struct app *a)
{
	struct visit *v = visit_in(a, VISIT_CODE);

	v->check.fits = true;
	v->check.back = 4711;
	visit_set_state(v, VISIT_BACK);
}

static void
code_back_wrong(struct app *a)
{
	code_back(a);
	app_visit(a, 15)->back_wrong = true;
}

static void
command_box(struct app *a)
{
	dlg_command(a);
	keys(a, "note wraca jutro");
}

static void
end_box(struct app *a)
{
	tell_client(a, &clients[3]);
	dlg_end(a, 15);
}

/* What it would come to. */
static void
end_worked(struct app *a)
{
	live(a, running);
	dlg_end(a, 15);
}

static void
end_note(struct app *a)
{
	end_box(a);
	keys(a, "sWymieniony sterownik drukarki.");
}

static void
end_unsolved(struct app *a)
{
	live(a, running);
	dlg_end(a, 15);
	keys(a, "u");
}

/* The letter that is shown, whatever stands behind it. */
static void
end_by_letter(struct app *a)
{
	live(a, running);
	dlg_end(a, 15);
	keys(a, str_eq(i18n_lang(), "pl") ? "r" : "s");
}

static void
end_late(struct app *a)
{
	end_note(a);
	tell(a, "{\"t\":\"gone\",\"ticket\":15,\"why\":\"solved\"}");
}

static void
help_of(struct app *a, const char *word)
{
	const struct stage_view_ops *ops;

	stage_show_word(&a->stage, word);
	ops = stage_shown_view(&a->stage)->ops;
	stage_help(&a->stage, _(ops->help_title), ops->help);
}

static void
help_queue(struct app *a)
{
	help_of(a, "queue");
}

static void
help_log(struct app *a)
{
	help_of(a, "log");
}

static void
invite_box(struct app *a)
{
	dlg_invite(a);
}

static void
kind_box(struct app *a)
{
	live(a, running);
	dlg_kind(a, 15);
}

static void
kind_asked(struct app *a)
{
	live(a, running);
	tell_rate(a);
	dlg_kind(a, 15);
}

static const struct logrow row = {
    .ticket = 123456, .net_gr = 12345678, .invoice = "FV/123/2026"};

static void
log_filter(struct app *a)
{
	static struct log_filter filter;

	dlg_log_filter(a, &filter, NULL, NULL);
}

static void
log_filter_refused(struct app *a)
{
	log_filter(a);
	keys(a, "\t\t\t\tx" CTRL_S);
}

static void
log_correct(struct app *a)
{
	dlg_log_correct(a, &row);
}

static void
log_correct_refused(struct app *a)
{
	log_correct(a);
	keys(a, "\treason\tx" CTRL_S);
}

static void
log_invoice(struct app *a)
{
	dlg_log_invoice(a, &row);
}

static void
log_uninvoice(struct app *a)
{
	dlg_log_uninvoice(a, &row);
}

static void
log_paid(struct app *a)
{
	dlg_log_paid(a, &row);
	keys(a,
	    "\x15"
	    "2026-11-19");
}

static void
log_unpaid(struct app *a)
{
	static const struct logrow paid = {
	    .ticket = 123456, .invoice = "FV/123/2026", .paid = "2026-11-20"};

	dlg_log_paid(a, &paid);
}

static void
pick_box(struct app *a)
{
	struct pick_box *b = dlg_pick_new(a, 12, 2);

	b->title = _("For which technician?");
	dlg_pick_add(b, "any", _("anyone"));
	dlg_pick_add(b, "ola", "Aleksandra Wiśniewska-Kowalska");
	dlg_pick_open(b);
}

static void
prompt_box(struct app *a)
{
	tell_clients(a);
	keys(a, "/Lis");
}

static void
note_box(struct app *a)
{
	tell_clients(a);
	keys(a, "nwraca jutro");
}

static void
note_sent(struct app *a)
{
	note_box(a);
	keys(a, "\r");
}

static void
tell_no(struct app *a, const char *order, int ticket)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"t\":\"refused\",\"code\":\"bad\",\"ticket\":%d,"
	    "\"to\":\"%s\",\"text\":\"%s\"}",
	    ticket, order, _("the ticket is closed, or there is none such"));
	tell(a, line);
}

static void
note_refused(struct app *a)
{
	int ticket;

	note_sent(a);
	ticket = (int)stage_selected(&a->stage);
	tell_no(a, "note", ticket);
}

static void
quit_visit(struct app *a)
{
	live(a, running);
	dlg_quit(a);
}

static void
quit_own_desk(struct app *a)
{
	tell_clients(a);
	a->own_desk = true;
	dlg_quit(a);
}

static void
quit_picked(struct app *a)
{
	tell_clients(a);
	dlg_quit(a);
}

static void
quote_sum(struct app *a)
{
	live(a, running);
	dlg_quote(a, 15);
	keys(a, "123456,78");
}

static void
quote_hours(struct app *a)
{
	live(a, running);
	dlg_quote(a, 15);
	keys(a, "\t120");
}

static void
quote_more(struct app *a)
{
	live(a, (struct course){true, "", "accepted", 1234567, 2345678});
	dlg_quote(a, 15);
	keys(a, "\t120");
}

static void
quote_anew(struct app *a)
{
	quote_more(a);
	keys(a, CTRL_R);
}

static void
quote_refused(struct app *a)
{
	live(a, running);
	dlg_quote(a, 15);
	keys(a, CTRL_S);
}

static void
quote_withdraw(struct app *a)
{
	live(a, (struct course){false, "quoted", "pending", 0, 0});
	tell_quote(a);
	dlg_quote(a, 15);
}

static void
text_box(struct app *a)
{
	dlg_text(a, _("What the client types"),
	    "Zażółć gęślą jaźń\n\npomoc-agent desk.example.pl:7722 "
	    "--fingerprint " KEY,
	    NULL, 0);
}

static void
end_refused(struct app *a)
{
	end_note(a);
	keys(a, CTRL_S);
	tell_no(a, "end", 15);
}

static void
end_lost(struct app *a)
{
	end_note(a);
	keys(a, CTRL_S);
	run_visits_link(a, NULL);
}

static void
assign_lost(struct app *a)
{
	assign_box(a);
	keys(a, "\r");
	run_visits_link(a, NULL);
}

static void
quote_lost(struct app *a)
{
	quote_sum(a);
	keys(a, CTRL_S);
	run_visits_link(a, NULL);
}

static void
correct_lost(struct app *a)
{
	log_correct(a);
	keys(a, "10\tx" CTRL_S);
	run_visits_link(a, NULL);
}

/* --- all of them --- */

static const struct scene scenes[] = {
    {"dlg_ask", "send away", ask_box},
    {"dlg_ask", "put back", ask_unclaim},
    {"dlg_assign", "technicians", assign_box},
    {"dlg_assign", "hand over", assign_over},
    {"dlg_assign", "link lost", assign_lost},
    {"dlg_known", "waits", known_waits},
    {"dlg_known", "visit", known_visit},
    {"dlg_known", "history", known_history},
    {"dlg_chat", "talk", chat_box},
    {"dlg_claim", "not served", claim_box},
    {"dlg_client", "linked", client_linked},
    {"dlg_client", "new", client_new},
    {"dlg_client", "wrong NIP", client_wrong_nip},
    {"dlg_client", "sent", client_sent},
    {"dlg_code", "type", code_type},
    {"dlg_code", "wrong, leaving", code_wrong},
    {"dlg_code", "back", code_back},
    {"dlg_code", "back, wrong", code_back_wrong},
    {"dlg_command", "typed", command_box},
    {"dlg_end", "outcome", end_box},
    {"dlg_end", "worked", end_worked},
    {"dlg_end", "note", end_note},
    {"dlg_end", "not solved", end_unsolved},
    {"dlg_end", "by its letter", end_by_letter},
    {"dlg_end", "late", end_late},
    {"dlg_end", "refused", end_refused},
    {"dlg_end", "link lost", end_lost},
    {"dlg_help", "queue", help_queue},
    {"dlg_help", "log", help_log},
    {"dlg_invite", "open", invite_box},
    {"dlg_kind", "choose", kind_box},
    {"dlg_log", "filter", log_filter},
    {"dlg_log", "filter, refused", log_filter_refused},
    {"dlg_log", "correct", log_correct},
    {"dlg_log", "correct, refused", log_correct_refused},
    {"dlg_log", "correct, link lost", correct_lost},
    {"dlg_log", "invoice", log_invoice},
    {"dlg_log", "take the mark back", log_uninvoice},
    {"dlg_log", "paid", log_paid},
    {"dlg_log", "it was not paid", log_unpaid},
    {"dlg_pick", "two", pick_box},
    {"dlg_note", "typed", note_box},
    {"dlg_note", "sent", note_sent},
    {"dlg_note", "refused", note_refused},
    {"dlg_prompt", "find", prompt_box},
    {"dlg_quit", "visit", quit_visit},
    {"dlg_quit", "own desk", quit_own_desk},
    {"dlg_quit", "picked", quit_picked},
    {"dlg_quote", "sum", quote_sum},
    {"dlg_quote", "hours", quote_hours},
    {"dlg_quote", "more hours", quote_more},
    {"dlg_quote", "anew", quote_anew},
    {"dlg_quote", "refused", quote_refused},
    {"dlg_quote", "link lost", quote_lost},
    {"dlg_text", "text", text_box},
    {"dlg_withdraw", "quote", quote_withdraw},
    {"dlg_withdraw", "rate", kind_asked},
};

/* Every dlg_*.c. */
static void
is_there(const char *stem, const char *text, void *ctx)
{
	if (str_starts(stem, "dlg_") && !golden_has(ctx, stem))
		fail_msg("%s has no picture", stem);
}

static void
all_look_as_before(void **state)
{
	struct golden g = {.folder = "console", .boxes = true};

	draw_scenes(&g, scenes, ARRAY_LEN(scenes));
	golden_settle(&g, "console/dlg", is_there);
}

int
main(void)
{
	return golden_main(all_look_as_before);
}
