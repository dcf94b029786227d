#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd_args.h"
#include "console/cmd_rows.h"
#include "console/desk/config.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/core/bill.h"
#include "shared/core/money.h"

#define SECONDS_MAX (30 * INT64_C(86400))

struct asked {
	const char *product, *kind;
	int64_t seconds, hours, fixed_gr;
	bool json;
};

static void
put_amount(json_t *o, const char *key, const char *key_gr, int64_t gr)
{
	char text[MONEY_TEXT_SIZE];

	json_object_set_new(
	    o, key, json_string(money_format_plain(text, sizeof(text), gr)));
	json_object_set_new(o, key_gr, json_integer(gr));
}

static void
print_json(const struct asked *q, const struct price *line,
    const struct bill *b, int64_t units)
{
	json_t *o = json_object();
	char *text;

	json_object_set_new(o, "product", json_string(q->product));
	json_object_set_new(o, "line", json_string(line->name));
	json_object_set_new(
	    o, "kind", json_string(price_kind_name(line->kind)));
	json_object_set_new(o, "seconds", json_integer(q->seconds));
	json_object_set_new(o, "billed_s", json_integer(b->billed_s));
	json_object_set_new(o, "billed_units", json_integer(units));
	json_object_set_new(o, "unit_s", json_integer(line->quantum_s));
	put_amount(o, "net", "net_gr", b->net_gr);
	put_amount(o, "vat", "vat_gr", b->vat_gr);
	put_amount(o, "gross", "gross_gr", b->gross_gr);
	text = json_dumps(o, JSON_PRESERVE_ORDER | JSON_INDENT(2));
	puts(text != NULL ? text : "{}");
	free(text);
	json_decref(o);
}

static void
print_text(const struct asked *q, const struct price *line,
    const struct bill *b, int64_t units)
{
	char worked[32], billed[32], net[MONEY_TEXT_SIZE];
	char vat[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE], product[200];

	clock_span(worked, sizeof(worked), q->seconds);
	clock_span(billed, sizeof(billed), b->billed_s);
	printf("%s, %s\n", utf8_clean(product, sizeof(product), q->product, 0),
	    line->name);
	printf(_("worked %s, billed %s (units: %" PRId64 ")\n"), worked, billed,
	    units);
	printf(_("net %s, VAT %s, gross %s\n"),
	    money_format(net, sizeof(net), b->net_gr),
	    money_format(vat, sizeof(vat), b->vat_gr),
	    money_format(gross, sizeof(gross), b->gross_gr));
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

static bool
find_line(const struct cmd_args *a, const struct asked *q,
    const struct prices *prices, struct price *line, int *code)
{
	enum price_kind kind = PRICE_SUPPORT;
	int i;

	if (q->kind != NULL && !price_kind_parse(q->kind, &kind)) {
		*code = cmd_usage(a,
		    _("there is no kind of work \"%s\" "
		      "(support, database, programming)"),
		    q->kind);
		return false;
	}
	i = prices_find(prices, q->product, kind);
	if (i < 0) {
		*code = cmd_fail(a,
		    _("there is no price for this kind of "
		      "work on \"%s\""),
		    q->product);
		return false;
	}
	*line = prices->line[i];
	return true;
}

static int
answer(const struct cmd_args *a, const struct asked *q,
    const struct prices *prices)
{
	struct price lines[PRICE_KINDS] = {0}, line;
	struct bill_input in = {.line = lines, .payable = true};
	const int64_t none[PRICE_KINDS] = {0};
	struct deal deal = {0};
	struct quote quote;
	struct bill bill;
	struct err err;
	int64_t units;
	int code;

	if (!find_line(a, q, prices, &line, &code))
		return code;
	lines[line.kind] = line;
	in.worked_s[line.kind] = q->seconds;
	if (q->hours > 0) {
		if (!quote_hourly(
			&quote, 0, 0, &line, (int)q->hours, "-", &err))
			return cmd_usage(a, "%s", err.text);
		deal_accept(&deal, &quote, lines, none);
	} else if (q->fixed_gr >= 0) {
		if (!quote_fixed(&quote, 0, 0, &line, q->fixed_gr, "-", &err))
			return cmd_usage(a, "%s", err.text);
		deal_accept(&deal, &quote, lines, none);
	}
	in.deal = &deal;
	bill_make(&in, &bill);
	if (price_needs_quote(&line) && deal.n == 0)
		bill.billed_s = 0;
	units = line.quantum_s > 0 ? bill.billed_s / line.quantum_s : 0;
	if (q->json)
		print_json(q, &line, &bill, units);
	else
		print_text(q, &line, &bill, units);
	print_hint(q, &line);
	return cmd_done(a, CMD_OK);
}

static int
run(int argc, char **argv)
{
	struct asked q = {.seconds = -1, .hours = -1, .fixed_gr = -1};
	const struct cmd_opt opts[] = {
	    {"product", CMD_TEXT, &q.product, N_("NAME"),
		N_("the client's product")},
	    {"kind", CMD_TEXT, &q.kind, N_("KIND"),
		N_("support (default), database, programming")},
	    {"seconds", CMD_NUMBER, &q.seconds, N_("N"), N_("working time")},
	    {"quote-hours", CMD_NUMBER, &q.hours, N_("H"),
		N_("with an accepted quote of so many hours")},
	    {"quote-fixed", CMD_MONEY, &q.fixed_gr, N_("AMOUNT"),
		N_("with an accepted quote of this net sum")},
	    {"json", CMD_FLAG, &q.json, NULL, N_("for programs")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "price",
	    .usage = N_("--product NAME --seconds N [OPTION...]"),
	    .about = N_("Says what so much work would cost."),
	    .opt = opts,
	    .no_days = true};
	struct prices prices;
	struct err err;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (q.product == NULL || q.product[0] == '\0' || q.seconds < 0)
		return cmd_usage(&a, _("--product and --seconds are needed"));
	if (q.seconds > SECONDS_MAX)
		return cmd_usage(&a, _("that is more than 30 days"));
	if (q.hours >= 0 && q.fixed_gr >= 0)
		return cmd_usage(
		    &a, _("give --quote-hours or --quote-fixed, not both"));
	if (q.hours == 0 || q.hours > QUOTE_HOURS_MAX)
		return cmd_usage(
		    &a, _("an estimate is 1 to %d hours"), QUOTE_HOURS_MAX);
	if (!config_read_prices(&prices, a.config, &err))
		return cmd_config(&a, &err);
	return answer(&a, &q, &prices);
}

const struct cmd cmd_price = {
    "price", N_("say what so much work would cost"), run};
