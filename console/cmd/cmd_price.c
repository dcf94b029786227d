/* pomoc price: what work would cost. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_base.h"
#include "console/cmd/cmd_json.h"
#include "console/config/config_prices.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/core/bill.h"
#include "shared/core/fold.h"
#include "shared/core/money.h"

#define SECONDS_MAX (30 * INT64_C(86400))

struct asked {
	const char *product, *kind;
	int64_t seconds, hours, fixed_gr;
	int64_t on_s; /* a moment of the day whose prices are asked for */
	bool json;
};

static void
print_json(const struct asked *q, const struct price *line,
    const struct bill *b, int64_t units)
{
	json_t *o = json_object();

	json_out_text(o, "product", q->product);
	json_out_text(o, "line", line->name);
	json_out_text(o, "kind", price_kind_name(line->kind));
	json_out_int(o, "seconds", q->seconds);
	json_out_int(o, "billed_s", b->billed_s);
	json_out_int(o, "billed_units", units);
	json_out_int(o, "unit_s", line->quantum_s);
	json_out_amount(o, "net", b->net_gr);
	json_out_amount(o, "vat", b->vat_gr);
	json_out_amount(o, "gross", b->gross_gr);
	cmd_json_one("price", o);
}

static void
print_text(const struct asked *q, const struct price *line,
    const struct bill *b, int64_t units)
{
	printf("%s, %s\n", UTF8_CLEAN(200, q->product, 0), line->name);
	printf(_("worked %s, billed %s (units: %" PRId64 ")\n"),
	    CLOCK_HMS(q->seconds), CLOCK_HMS(b->billed_s), units);
	printf(_("net %s, VAT %s, gross %s\n"), MONEY_TEXT(b->net_gr),
	    MONEY_TEXT(b->vat_gr), MONEY_TEXT(b->gross_gr));
}

/* What the first lines do not say. */
static void
print_hint(const struct asked *q, const struct price *line)
{
	if (q->hours > 0 || q->fixed_gr >= 0)
		return;
	if (price_needs_quote(line))
		fputs(_("Nothing is billed for this without an accepted "
			"quote.\n"),
		    stderr);
	else if (q->seconds > BILL_FREE_HOUR_S)
		fputs(_("Only the first hour is billed without an accepted "
			"quote.\n"),
		    stderr);
}

/* As the list writes it, in whatever case it was typed; false: it names others.
 */
static bool
find_product(const struct prices *prices, struct asked *q)
{
	static char known[PRICE_PRODUCT_SIZE];
	int i;

	for (i = 0; prices_product(prices, i, known); i++) {
		if (!fold_same(known, q->product))
			continue;
		q->product = known;
		return true;
	}
	return i == 0;
}

/* What no line is for is on request, where anything is. */
static int
find_request(const struct prices *prices)
{
	for (int i = 0; i < prices->n; i++)
		if (prices->line[i].kind == PRICE_REQUEST)
			return i;
	return -1;
}

static bool
find_line(struct cmd_args *a, struct asked *q, const struct prices *prices,
    struct price *line, struct err *err)
{
	enum price_kind kind = PRICE_SUPPORT;
	bool known = find_product(prices, q);
	int i;

	if (q->kind != NULL && !price_kind_parse(q->kind, &kind))
		return cmd_usage(a,
		    _("there is no kind of work \"%s\" "
		      "(support, database, programming)"),
		    q->kind);
	i = prices_find(prices, q->product, kind);
	if (i < 0 && !known && kind == PRICE_SUPPORT)
		i = find_request(prices);
	if (i < 0)
		return err_set(err,
		    _("there is no price for this kind of "
		      "work on \"%s\""),
		    q->product);
	if (!known)
		fprintf(stderr, _("\"%s\" is not in the price list.\n"),
		    UTF8_CLEAN(200, q->product, 0));
	*line = prices->line[i];
	return true;
}

/* With the quote that is asked about, if any. */
static bool
make_deal(struct cmd_args *a, const struct asked *q, const struct price *lines,
    const struct price *line, struct deal *deal)
{
	const int64_t none[PRICE_KINDS] = {0};
	struct quote quote;
	struct err err = {0};

	if (q->hours <= 0 && q->fixed_gr < 0)
		return true;
	if (!(q->hours > 0
		    ? quote_hourly(&quote, 0, 0, line, (int)q->hours, "-", &err)
		    : quote_fixed(&quote, 0, 0, line, q->fixed_gr, "-", &err)))
		return cmd_usage(a, "%s", err.text);
	deal_accept(deal, &quote, lines, none, true);
	return true;
}

static bool
answer(struct cmd_args *a, struct asked *q, const struct prices *prices,
    struct err *err)
{
	struct price lines[PRICE_KINDS] = {0}, line = {0};
	struct deal deal = {0};
	struct bill_input in = {.line = lines, .payable = true, .deal = &deal};
	struct bill bill;
	int64_t units;

	if (!find_line(a, q, prices, &line, err))
		return false;
	lines[line.kind] = line;
	in.worked_s[line.kind] = q->seconds;
	if (!make_deal(a, q, lines, &line, &deal))
		return false;
	bill_make(&in, &bill);
	if (price_needs_quote(&line) && deal.n == 0)
		bill.billed_s = 0;
	units = line.quantum_s > 0 ? bill.billed_s / line.quantum_s : 0;
	(q->json ? print_json : print_text)(q, &line, &bill, units);
	print_hint(q, &line);
	return true;
}

static struct asked asked = {.seconds = -1, .hours = -1, .fixed_gr = -1};

static bool
check(struct cmd_args *a)
{
	if (asked.product == NULL || asked.product[0] == '\0' ||
	    asked.seconds < 0)
		return cmd_usage(a, _("--product and --seconds are needed"));
	if (asked.seconds > SECONDS_MAX)
		return cmd_usage(a, _("that is more than 30 days"));
	if (asked.hours >= 0 && asked.fixed_gr >= 0)
		return cmd_usage(
		    a, _("give --quote-hours or --quote-fixed, not both"));
	if (asked.hours == 0 || asked.hours > QUOTE_HOURS_MAX)
		return cmd_usage(
		    a, _("an estimate is 1 to %d hours"), QUOTE_HOURS_MAX);
	return true;
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct prices list, prices;

	if (!check(a))
		return false;
	if (!config_read_prices(&list, a->config, err))
		return cmd_config(a, err);
	prices_on(&list,
	    CLOCK_DAY(asked.on_s != 0 ? asked.on_s : clock_utc_s()), &prices);
	return answer(a, &asked, &prices, err);
}

const struct cmd cmd_price = {
    .name = "price",
    .help = N_("say what so much work would cost"),
    .usage = N_("--product NAME --seconds TIME [OPTION...]"),
    .about = N_("Says what so much work would cost."),
    .opt =
	{
	    {"product", CMD_TEXT, &asked.product, N_("NAME"),
		N_("the client's product")},
	    {"kind", CMD_TEXT, &asked.kind, N_("KIND"),
		N_("support (default), database, programming")},
	    {"seconds", CMD_LENGTH, &asked.seconds, N_("TIME"),
		N_("working time: 420 (seconds), 2:05 (hours), 2h, 90m")},
	    {"quote-hours", CMD_NUMBER, &asked.hours, N_("H"),
		N_("with an accepted quote of so many hours")},
	    {"quote-fixed", CMD_MONEY, &asked.fixed_gr, N_("AMOUNT"),
		N_("with an accepted quote of this net sum")},
	    {"on", CMD_FROM, &asked.on_s, N_("DAY"),
		N_("by the prices of that day, not of today")},
	    {"json", CMD_FLAG, &asked.json, NULL, N_("for programs")},
	},
    .no_days = true,
    .pages = true,
    .run = run,
};
