/* pomoc prices: the price list, and whether it is in order. */
#include <stdio.h>
#include <string.h>

#include "console/cmd/cmd_base.h"
#include "console/cmd/cmd_json.h"
#include "console/config/config_prices.h"
#include "console/store/json_out.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

/* From when, and whether that is now. */
static void
print_since(const struct price *p, const char *today)
{
	if (p->valid_from[0] != '\0')
		printf(_(", from %s"), p->valid_from);
	if (strcmp(p->valid_from, today) > 0)
		fputs(_(" (not yet)"), stdout);
}

static bool
in_force(const struct prices *now, const char *name)
{
	for (int i = 0; i < now->n; i++)
		if (str_eq(now->line[i].name, name))
			return true;
	return false;
}

static void
print_line(const struct price *p, const struct prices *now, const char *today)
{
	char products[PRICE_PRODUCTS_SIZE + 8];

	utf8_clean(products, sizeof(products), p->products, 0);
	printf("%s: %s\n", p->name,
	    products[0] != '\0' ? products : _("any product"));
	printf("  %s", price_kind_title(p->kind));
	if (p->net_gr > 0) {
		printf(_(", net %s per hour, VAT %d.%02d %%"),
		    MONEY_TEXT(p->net_gr), p->vat_bp / 100, p->vat_bp % 100);
		printf(_(", at least %d min, in steps of %d min"),
		    (int)(p->minimum_s / 60), (int)(p->quantum_s / 60));
	}
	if (price_needs_quote(p))
		fputs(_(", only with an accepted quote"), stdout);
	print_since(p, today);
	if (strcmp(p->valid_from, today) <= 0 && !in_force(now, p->name))
		fputs(_(" (not any more)"), stdout);
	putchar('\n');
}

static void
print_list(const struct prices *list)
{
	const char *today = CLOCK_DAY(clock_utc_s());
	struct prices now;

	prices_on(list, today, &now);
	for (int i = 0; i < list->n; i++)
		print_line(&list->line[i], &now, today);
}

static void
print_json(const struct prices *list)
{
	const char *today = CLOCK_DAY(clock_utc_s());
	struct prices now;
	struct json_out out;

	prices_on(list, today, &now);
	cmd_json_open(&out, "prices");
	for (const struct price *p = list->line; p < list->line + list->n;
	     p++) {
		json_t *o = json_object();

		json_out_text(o, "line", p->name);
		json_out_text(o, "kind", price_kind_name(p->kind));
		json_out_text(o, "products", p->products);
		json_out_amount(o, "net", p->net_gr);
		json_out_int(o, "minimum_s", p->minimum_s);
		json_out_int(o, "unit_s", p->quantum_s);
		json_out_int(o, "vat_bp", p->vat_bp);
		json_object_set_new(
		    o, "quoted", json_boolean(price_needs_quote(p)));
		json_out_text(o, "valid_from", p->valid_from);
		json_object_set_new(
		    o, "in_force", json_boolean(in_force(&now, p->name)));
		json_out_row(&out, o);
	}
	json_out_close(&out, NULL);
}

static const char *file;
static bool ini, json;

static bool
run(struct cmd_args *a, struct err *err)
{
	struct prices prices;
	struct buf text = BUF_INIT;

	if (file != NULL) {
		if (!prices_read(&prices, file, err))
			return false;
		printf(_("%s is right; price lines: %d.\n"), file, prices.n);
		return true;
	}
	if (!config_read_prices(&prices, a->config, err))
		return cmd_config(a, err);
	if (json)
		print_json(&prices);
	else if (ini)
		prices_print(&prices, &text);
	else
		print_list(&prices);
	fputs(buf_str(&text), stdout);
	buf_fini(&text);
	return true;
}

const struct cmd cmd_prices = {
    .name = "prices",
    .help = N_("print or check the price list"),
    .usage = N_("[OPTION...]"),
    .about = N_("Prints the price list: prices.conf beside the configuration, "
		"else the published one; and from when each line is valid."),
    .opt =
	{
	    {"check", CMD_TEXT, &file, N_("FILE"),
		N_("only say whether a price list is right")},
	    {"ini", CMD_FLAG, &ini, NULL, N_("in the form of prices.conf")},
	    {"json", CMD_FLAG, &json, NULL, N_("as JSON")},
	},
    .rule = {{"ini", "!--check"}, {"json", "!--check"}, {"json", "!--ini"}},
    .no_days = true,
    .pages = true,
    .run = run,
};
