#include <inttypes.h>
#include <stdio.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/store/statement.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"

static void
print_line(const struct statement_line *l, void *ctx)
{
	char day[16], span[32], billed[32], net[MONEY_TEXT_SIZE];
	char what[200], clean[200];
	const char *name = l->name[0] != '\0' ? l->name
	    : l->ticket->corrected	      ? _("corrected")
					      : _("fixed sum");

	clock_local(day, sizeof(day), "%Y-%m-%d", l->ticket->opened_s);
	clock_span(span, sizeof(span), l->worked_s);
	clock_span(billed, sizeof(billed), l->billed_s);
	money_format(net, sizeof(net), l->net_gr);
	snprintf(what, sizeof(what), "%s, %s", l->ticket->product, name);
	utf8_clean(clean, sizeof(clean), what, 28);
	printf("%6" PRId64 " %s %s%*s %8s %8s %15s\n", l->ticket->ticket, day,
	    clean, 28 - utf8_cols(clean), "", span, billed, net);
}

static void
print_sum(const struct statement_sum *sum)
{
	char net[MONEY_TEXT_SIZE], vat[MONEY_TEXT_SIZE];
	char gross[MONEY_TEXT_SIZE];

	for (int i = 0; i < sum->money.n; i++) {
		const struct money_rate *r = &sum->money.rate[i];
		int64_t due = money_vat(r->net_gr, r->vat_bp);

		printf(_("VAT %d.%02d %% of %s: %s\n"), r->vat_bp / 100,
		    r->vat_bp % 100, money_format(net, sizeof(net), r->net_gr),
		    money_format(vat, sizeof(vat), due));
	}
	printf(_("net %s, VAT %s, gross %s\n"),
	    money_format(net, sizeof(net), money_sum_net(&sum->money)),
	    money_format(vat, sizeof(vat), money_sum_vat(&sum->money)),
	    money_format(gross, sizeof(gross),
		money_sum_net(&sum->money) + money_sum_vat(&sum->money)));
}

static int
print_statement(
    const struct cmd_args *a, const char *client, const int64_t month[2])
{
	const struct report_filter filter = {
	    .client_is = client, .from_s = month[0], .to_s = month[1]};
	const struct report_page page = {0};
	struct statement_sum sum;
	struct err err;
	char clean[200], name[16];
	struct db *db = cmd_open(a, DB_READ);
	bool ok = true;

	if (db == NULL)
		return CMD_FAIL;
	if (!statement_knows(db, client)) {
		db_close(db);
		return cmd_fail(
		    a, _("there is no client \"%s\" in the log"), client);
	}
	clock_local(name, sizeof(name), "%Y-%m", month[0]);
	printf("%s  %s\n", utf8_clean(clean, sizeof(clean), client, 0), name);
	ok = statement_make(db, &filter, &page, &sum, print_line, NULL, &err);
	db_close(db);
	if (!ok)
		return cmd_fail(a, "%s", err.text);
	if (sum.tickets == 0)
		puts(_("Nothing to pay."));
	else
		print_sum(&sum);
	return cmd_done(a, CMD_OK);
}

static int
run(int argc, char **argv)
{
	const char *client = NULL;
	int64_t month[2] = {0, 0};
	const struct cmd_opt opts[] = {
	    {"client", CMD_TEXT, &client, N_("NAME"),
		N_("the whole name of the company or person, any case")},
	    {"month", CMD_MONTH, month, N_("MONTH"),
		N_("opened in, such as 2026-11")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "statement",
	    .usage = N_("--client NAME --month MONTH"),
	    .about = N_("Prints a client's solved tickets of a month; VAT is "
			"computed on the sum."),
	    .opt = opts};
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (client == NULL || client[0] == '\0' || month[1] == 0)
		return cmd_usage(&a, _("--client and --month are needed"));
	return print_statement(&a, client, month);
}

const struct cmd cmd_statement = {
    "statement", N_("a client's tickets of a month, to be paid"), run};
