/* Nothing of money, and no label, is cut in a box: not in the smallest window
 * that the console has, in no language. */
#include "tests/unit/console/fake_app.h"

#include "console/dlg/dlg_assign.h"
#include "console/dlg/dlg_client.h"
#include "console/dlg/dlg_end.h"
#include "console/dlg/dlg_kind.h"
#include "console/dlg/dlg_log.h"
#include "console/dlg/dlg_quote.h"
#include "console/link/log_rows.h"
#include "shared/base/util.h"

static const int sizes[][2] = {{60, 18}, {80, 24}};
static const char *const langs[] = {"en", "pl"};

static void
tell_clock(struct app *a, const char *quote, int cap_gr, int fixed_gr)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"clock\",\"ticket\":1,\"running\":true,\"why\":\"\","
	    "\"line\":\"programming\",\"kind\":\"programming\","
	    "\"net_hour_gr\":125000,\"minimum_s\":0,\"quantum_s\":60,"
	    "\"vat_bp\":2300,\"worked_ms\":36000000,"
	    "\"line_ms\":36000000,\"base_gr\":0,\"cap_gr\":%d,"
	    "\"fixed_gr\":%d,\"quote\":\"%s\",\"net_gr\":1250000,"
	    "\"asks\":\"database undo=60\"}",
	    cap_gr, fixed_gr, quote);
	tell(a, line);
}

static void
tell_price(struct app *a, const char *name, const char *kind, int net_gr)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"t\":\"price\",\"name\":\"%s\",\"kind\":\"%s\","
	    "\"products\":\"\",\"net_gr\":%d,\"minimum_s\":0,"
	    "\"quantum_s\":60,\"vat_bp\":2300,\"quoted\":false}",
	    name, kind, net_gr);
	tell(a, line);
}

static void
keys(struct app *a, const char *text)
{
	const struct stage_box *b = &a->stage.box[a->stage.boxes - 1];

	for (; *text != '\0'; text++) {
		struct keys_event ev = {
		    .code = KEYS_CHAR, .cp = (uint8_t)*text};

		if (*text == '\t')
			ev.code = KEYS_TAB;
		if (*text < ' ' && *text != '\t') {
			ev.cp = (uint32_t)*text + 'a' - 1;
			ev.mods = KEYS_CTRL;
		}
		b->ops->key(b->self, &ev);
	}
}

#define CTRL_R "\x12"
#define CTRL_S "\x13"

static void
quote_first(struct app *a)
{
	dlg_quote(a, 1);
}

static void
quote_sum(struct app *a)
{
	dlg_quote(a, 1);
	keys(a, "123456,78");
}

static void
quote_hours(struct app *a)
{
	dlg_quote(a, 1);
	keys(a, "\t120");
}

static void
quote_more(struct app *a)
{
	tell_clock(a, "accepted", 1234567, 2345678);
	quote_hours(a);
}

static void
quote_anew(struct app *a)
{
	quote_more(a);
	keys(a, CTRL_R);
}

static void
quote_more_sum(struct app *a)
{
	tell_clock(a, "accepted", 1234567, 2345678);
	quote_sum(a);
}

static void
quote_refused(struct app *a)
{
	dlg_quote(a, 1);
	keys(a, CTRL_S);
}

static void
kind_box(struct app *a)
{
	dlg_kind(a, 1);
}

static void
assign_box(struct app *a)
{
	dlg_assign(a, 1);
}

static void
end_box(struct app *a)
{
	dlg_end(a, 1);
	keys(a, "s");
}

static void
client_of(struct app *a, const char *how)
{
	char line[1024];
	struct err err;
	struct msg *m;

	snprintf(line, sizeof(line),
	    "{\"t\":\"contractor\",\"ticket\":1,\"how\":\"%s\","
	    "\"code\":\"K1\",\"name\":\"Firma Lis sp. z o.o.\","
	    "\"nip\":\"5260250274\",\"address\":\"Prosta 1, Warszawa\","
	    "\"note\":\"\",\"version\":1,\"history\":\"\"}",
	    how);
	m = msg_parse(line, strlen(line), &err);
	if (m == NULL)
		fail_msg("%s", err.text);
	dlg_client_show(a, m);
	msg_free(m);
}

static void
client_box(struct app *a)
{
	client_of(a, "phone");
}

static void
client_wrong_nip(struct app *a)
{
	client_of(a, "none");
	keys(a, "\t\t1" CTRL_S);
}

static const struct logrow row = {
    .ticket = 123456, .net_gr = 12345678, .invoice = "FV/123/2026"};

static void
correct_box(struct app *a)
{
	dlg_log_correct(a, &row);
}

static void
correct_refused(struct app *a)
{
	correct_box(a);
	keys(a, "x\treason" CTRL_S);
}

static void
correct_outcome(struct app *a)
{
	correct_box(a);
	keys(a, "\treason\tx" CTRL_S);
}

static void
invoice_box(struct app *a)
{
	dlg_log_invoice(a, &row);
}

static void
uninvoice_box(struct app *a)
{
	dlg_log_uninvoice(a, &row);
}

static void
paid_box(struct app *a)
{
	dlg_log_paid(a, &row);
}

static void
filter_box(struct app *a)
{
	static struct log_filter filter;

	dlg_log_filter(a, &filter, NULL, NULL);
}

static void
filter_refused(struct app *a)
{
	filter_box(a);
	keys(a, "\t\t\t\tx" CTRL_S);
}

static void
code_box(struct app *a)
{
	visit_set_state(open_visit(a, 1), VISIT_CODE);
}

#define BOX(name)           \
	{                   \
#name, name \
	}
static const struct {
	const char *name;
	void (*open)(struct app *a);
} boxes[] = {
    BOX(quote_first),
    BOX(quote_sum),
    BOX(quote_hours),
    BOX(quote_more),
    BOX(quote_anew),
    BOX(quote_more_sum),
    BOX(quote_refused),
    BOX(kind_box),
    BOX(assign_box),
    BOX(end_box),
    BOX(client_box),
    BOX(client_wrong_nip),
    BOX(correct_box),
    BOX(correct_refused),
    BOX(correct_outcome),
    BOX(invoice_box),
    BOX(uninvoice_box),
    BOX(paid_box),
    BOX(filter_box),
    BOX(filter_refused),
    BOX(code_box),
};

static int
is_cut(struct app *a, const char *name, const int size[2])
{
	const struct stage_box *b = &a->stage.box[a->stage.boxes - 1];
	struct canvas c;
	char line[2048];
	int cut = 0;

	if (a->stage.boxes == 0)
		fail_msg("%s is gone", name);
	canvas_init(&c, size[0], size[1]);
	b->ops->draw(b->self, &c);
	for (int i = 0; i < size[1]; i++) {
		grid_text(&c.grid, i, line, sizeof(line));
		if (strstr(line, "\xe2\x80\xa6") == NULL)
			continue;
		print_error("%s at %dx%d: %s\n", name, size[0], size[1], line);
		cut++;
	}
	canvas_fini(&c);
	return cut;
}

static void
nothing_is_cut(void **state)
{
	struct app *a = *state;
	int cut = 0;

	for (size_t l = 0; l < ARRAY_LEN(langs); l++) {
		i18n_speak(langs[l]);
		assert_string_equal(i18n_lang(), langs[l]);
		for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
			tell_clock(a, "none", 0, 0);
			boxes[i].open(a);
			for (size_t s = 0; s < ARRAY_LEN(sizes); s++)
				cut += is_cut(a, boxes[i].name, sizes[s]);
			while (a->stage.boxes > 0)
				stage_pop(&a->stage,
				    a->stage.box[a->stage.boxes - 1].self);
			app_close_visits(a);
			loop_turn(a->loop, false);
		}
	}
	i18n_speak("en");
	assert_int_equal(cut, 0);
}

static bool
is_shown(struct app *a, const char *text)
{
	const struct stage_box *b = &a->stage.box[a->stage.boxes - 1];
	struct canvas c;
	char line[2048];
	bool found = false;

	canvas_init(&c, 80, 24);
	b->ops->draw(b->self, &c);
	for (int i = 0; i < 24 && !found; i++) {
		grid_text(&c.grid, i, line, sizeof(line));
		found = strstr(line, text) != NULL;
	}
	canvas_fini(&c);
	return found;
}

/* What is no amount is refused as it was typed: a sign, a letter or a part that
 * the field would drop makes another sum of it. */
static void
no_other_sum(void **state)
{
	static const struct {
		void (*open)(struct app *a);
		const char *typed, *why;
	} cases[] = {
	    {quote_first, "-5", "is not an amount"},
	    {quote_first, "1e5", "is not an amount"},
	    {quote_first, "10000000000000000,00", "is not an amount"},
	    {quote_first, "\t1,5", "hours are a whole number"},
	    {quote_first, "\t-2", "hours are a whole number"},
	    {quote_first, "\t1000", "hours are a whole number"},
	    {correct_box, "-50\treason" CTRL_S, "is not an amount"},
	    {correct_box, "1e3\treason" CTRL_S, "is not an amount"},
	};
	struct app *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tell_clock(a, "none", 0, 0);
		cases[i].open(a);
		keys(a, cases[i].typed);
		if (!is_shown(a, cases[i].why))
			fail_msg("%s is taken", cases[i].typed);
		stage_pop(&a->stage, a->stage.box[a->stage.boxes - 1].self);
	}
}

static int
setup_boxes(void **state)
{
	int rc = setup(state);

	i18n_init();
	tell_own_row(*state, 1, "Firma Lis sp. z o.o.");
	tell_price(*state, "support A", "support", 20000);
	tell_price(*state, "database", "database", 40000);
	tell_price(*state, "programming", "programming", 125000);
	tell(*state,
	    "{\"t\":\"technician\",\"id\":\"anna\",\"name\":"
	    "\"Anna Nowak\",\"state\":\"busy\"}");
	return rc;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_cut),
	    cmocka_unit_test(no_other_sum),
	};

	return cmocka_run_group_tests(tests, setup_boxes, teardown);
}
