/* `pomoc report`: hours, money, tickets and waiting by who, what or when. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_read.h"
#include "console/store/buyer.h"
#include "console/store/export.h"
#include "console/store/group.h"
#include "console/store/json_out.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/title.h"
#include "shared/base/util.h"

#define LABEL_COLS 18 /* at least */
#define NUMBER_COLS 60 /* all other columns */
#define BAR_LEAST 4

struct report {
	enum group_by by;
	int label_cols; /* of the table */
	int64_t most_gr; /* net of the largest group, at least 1 */
	int64_t most_s;
	struct json_out json;
};

struct figures {
	int64_t net, vat, wait_s;
	int solved; /* of a hundred */
};

static struct figures
figures_of(const struct group *g)
{
	struct figures f = {.net = money_sum_net(&g->sum.money),
	    .vat = money_sum_vat(&g->sum.money),
	    .wait_s = group_wait_s(g)};

	if (g->sum.tickets > 0)
		f.solved = (int)(g->solved * 100 / g->sum.tickets);
	return f;
}

/* --- table --- */

static void
table_begin(struct report *r)
{
	const char *title = words_text(&group_words, (int)r->by);

	printf("%s%*s %6s %3s %10s %13s %13s %8s\n", title,
	    MAX_OF(r->label_cols - utf8_cols(title), 0), "", _("no."), "ok%",
	    _("worked"), _("net"), _("gross"), _("wait"));
}

static void
bar(int64_t value, int64_t most, int cols, const char *cell)
{
	int len = (int)(value * cols / most);

	for (int i = 0; i < MAX_OF(len, value > 0); i++)
		fputs(cell, stdout);
}

static const char *
label_text(const struct report *r, const char *label)
{
	if (r->by == GROUP_KIND)
		return title_work(label);
	return label[0] != '\0' ? label : "-";
}

/* What is cut is the name of a contractor, not the code behind it. */
static void
fit_label(const struct report *r, const char *label, char *dst, size_t size)
{
	const char *text = label_text(r, label), *code = strrchr(text, '(');
	char name[200], end[60];
	int left;

	utf8_clean(dst, size, text, r->label_cols);
	if (r->by != GROUP_CLIENT || code == NULL ||
	    utf8_cols(text) <= r->label_cols)
		return;
	utf8_clean(end, sizeof(end), code, 0);
	left = r->label_cols - utf8_cols(end) - 1;
	if (left < 4)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)(code - text), text);
	snprintf(dst, size, "%s %s", UTF8_CLEAN(100, name, left), end);
}

/* The longest label, where the screen has room for it beside short bars. */
static int
label_width(const struct report *r, const struct groups *g)
{
	int room = cmd_columns() - NUMBER_COLS - 2 * BAR_LEAST - 2;
	int cols = LABEL_COLS;

	for (int i = 0; i < g->n; i++)
		cols = MAX_OF(
		    cols, utf8_cols(label_text(r, g->group[i]->label)));
	return MAX_OF(MIN_OF(cols, room), LABEL_COLS);
}

static void
table_row(struct report *r, const char *label, const struct group *g)
{
	struct figures f = figures_of(g);
	char clean[200];
	const char *net = MONEY_TEXT(f.net), *gross = MONEY_TEXT(f.net + f.vat);
	int cols = (cmd_columns() - r->label_cols - NUMBER_COLS - 2) / 2;

	fit_label(r, label, clean, sizeof(clean));
	printf("%s%*s %6" PRId64 " %3d %10s ", clean,
	    r->label_cols - utf8_cols(clean), "", g->sum.tickets, f.solved,
	    CLOCK_HMS(g->sum.worked_s));
	/* printf counts bytes, columns are wanted */
	printf("%*s%s %*s%s %8s", MAX_OF(13 - utf8_cols(net), 0), "", net,
	    MAX_OF(13 - utf8_cols(gross), 0), "", gross, CLOCK_HMS(f.wait_s));
	if (cols >= BAR_LEAST && g->label != NULL) {
		putchar(' ');
		bar(g->sum.worked_s, r->most_s, cols, "█");
		putchar(' ');
		bar(f.net, r->most_gr, cols, "▒");
	}
	putchar('\n');
}

static void
table_end(struct report *r, const struct group *all)
{
	table_row(r, _("sum"), all);
}

/* --- csv --- */

static void
csv_begin(struct report *r)
{
	fputs("label,tickets,solved,worked_s,billed_s,net,vat,gross,wait_s"
	      "\r\n",
	    stdout);
}

static void
csv_row(struct report *r, const char *label, const struct group *g)
{
	struct figures f = figures_of(g);

	export_csv_cell(stdout, label, ',');
	printf(",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64
	       ",%s,%s,%s,%" PRId64 "\r\n",
	    g->sum.tickets, g->solved, g->sum.worked_s, g->sum.billed_s,
	    MONEY_PLAIN(f.net), MONEY_PLAIN(f.vat), MONEY_PLAIN(f.net + f.vat),
	    f.wait_s);
}

static void
csv_end(struct report *r, const struct group *all)
{
	csv_row(r, "sum", all);
}

/* --- json --- */

static void
json_begin(struct report *r)
{
	json_t *head = json_object();

	json_out_text(head, "by", words_at(&group_words, (int)r->by));
	json_out_open(&r->json, stdout, "report", head);
}

static json_t *
json_group(const struct group *g)
{
	json_t *o = json_out_sum(
	    g->sum.tickets, g->sum.worked_s, g->sum.billed_s, &g->sum.money);

	json_out_int(o, "solved", g->solved);
	json_out_int(o, "wait_s", group_wait_s(g));
	return o;
}

static void
json_row(struct report *r, const char *label, const struct group *g)
{
	json_t *o = json_group(g);

	json_out_text(o, "label", label);
	json_out_row(&r->json, o);
}

static void
json_end(struct report *r, const struct group *all)
{
	json_out_close(&r->json, json_group(all));
}

static const struct format {
	const char *name;
	void (*begin)(struct report *r);
	void (*row)(struct report *r, const char *label, const struct group *g);
	void (*end)(struct report *r, const struct group *all);
} formats[] = {
    {"table", table_begin, table_row, table_end},
    {"csv", csv_begin, csv_row, csv_end},
    {"json", json_begin, json_row, json_end},
};

static const struct format *
find_format(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (str_eq(formats[i].name, name))
			return &formats[i];
	return NULL;
}

static void
print_groups(const struct format *f, struct report *r, const struct groups *g)
{
	groups_most(g, &r->most_s, &r->most_gr);
	r->label_cols = label_width(r, g);
	r->most_s = MAX_OF(r->most_s, 1);
	r->most_gr = MAX_OF(r->most_gr, 1);
	f->begin(r);
	for (int i = 0; i < g->n; i++)
		f->row(r, g->group[i]->label, g->group[i]);
	f->end(r, &g->all);
}

static const char *by, *client, *format = "table";
static struct report_filter filter;
static int64_t month[2];

static bool
print_report(
    struct db *db, const struct format *f, struct report *r, struct err *err)
{
	struct groups groups = {0};
	struct buyer buyer;
	bool ok = (client == NULL ||
		      buyer_pick(db, client, &filter, &buyer, err)) &&
	    groups_make(db, &filter, r->by, &groups, err);

	if (ok)
		print_groups(f, r, &groups);
	groups_fini(&groups);
	if (ok && filter.to_s != 0)
		cmd_month_note_over(&filter);
	return ok &&
	    (filter.to_s == 0 || cmd_month_notes(db, &filter, false, err)) &&
	    cmd_client_notes(db, &filter, err);
}

static bool
run(struct cmd_args *a, struct err *err)
{
	int of = by != NULL ? words_find(&group_words, by) : -1;
	struct report r = {.by = (enum group_by)of};
	const struct format *f;

	if (of < 0)
		return cmd_usage(a,
		    _("--by technician, product, kind, client, day or month is "
		      "needed"));
	if (!cmd_month_period(month, &filter, err))
		return cmd_usage(a, "%s", err->text);
	f = find_format(format);
	if (f == NULL)
		return cmd_usage(a, _("there is no format \"%s\" (%s)"), format,
		    "table, csv, json");
	return cmd_read(a, err) && print_report(a->db, f, &r, err);
}

const struct cmd cmd_report = {
    .name = "report",
    .help = N_("hours, money and waiting by who, what or when"),
    .usage = N_("--by WHAT [OPTION...]"),
    .about = N_("Hours, money, tickets and waiting of what was completed. "
		"Hours count for whoever worked."),
    .opt =
	{
	    {"by", CMD_TEXT, &by, N_("WHAT"),
		N_("technician, product, kind, client, day or month")},
	    {"client", CMD_NAME, &client, N_("CLIENT"),
		N_("only this one: code or NIP in the client book, or the whole "
		   "name")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("completed in, such as 2026-11, this or last")},
	    {"from", CMD_FROM, &filter.from_s, N_("DAY"),
		N_("completed on or after, such as 2026-11-01, today or yesterday")},
	    {"to", CMD_TO, &filter.to_s, N_("DAY"),
		N_("completed until the end of")},
	    {"format", CMD_TEXT, &format, N_("NAME"), N_("table, csv or json")},
	},
    .at_desk = true,
    .pages = true,
    .run = run,
};
