#include "console/store/statement_form.h"

#include <inttypes.h>
#include <string.h>

#include "console/store/export.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

/* --- txt --- */

static void
txt_party(FILE *out, const char *what, const char *name, const char *nip,
    const char *address)
{
	char clean[600];

	if (name[0] == '\0')
		return;
	fprintf(out, "%s: %s", what, utf8_clean(clean, sizeof(clean), name, 0));
	if (nip[0] != '\0')
		fprintf(
		    out, ", NIP %s", utf8_clean(clean, sizeof(clean), nip, 0));
	if (address[0] != '\0')
		fprintf(
		    out, ", %s", utf8_clean(clean, sizeof(clean), address, 0));
	fputc('\n', out);
}

static void
txt_begin(struct form *f)
{
	const struct buyer *b = &f->buyer;

	fprintf(f->out, _("Statement of work completed from %s to %s\n"),
	    CLOCK_DAY(f->from_s), CLOCK_DAY(clock_add_days(f->to_s, -1)));
	if (!f->over)
		fputs(_("This period is not over yet.\n"), f->out);
	txt_party(f->out, _("seller"), f->seller.name, f->seller.nip,
	    f->seller.address);
	txt_party(f->out, _("buyer"), b->name, b->nip, b->address);
	if (f->invoice != NULL)
		txt_party(f->out, _("invoice"), f->invoice, "", "");
}

static void
txt_line(struct form *f, const struct statement_line *l)
{
	char quantity[32], words[300];

	statement_words(l, words, sizeof(words));
	fprintf(f->out, "%6" PRId64 " %s %s, %s\n", l->ticket->ticket,
	    CLOCK_DAY(l->ticket->closed_s), l->ticket->product,
	    UTF8_CLEAN(400, words, 0));
	statement_quantity(quantity, sizeof(quantity), l->quantity, ',');
	fprintf(f->out, _("       %s %s %s x %s = %s  (%d.%02d %%)\n"),
	    CLOCK_HMS(l->worked_s), quantity, statement_unit(l),
	    MONEY_TEXT(l->price_gr), MONEY_TEXT(l->net_gr), l->vat_bp / 100,
	    l->vat_bp % 100);
}

static void
txt_journal(struct form *f)
{
	if (f->journal.rows > 0)
		fprintf(f->out, _("journal: row %" PRId64 " %s\n"),
		    f->journal.rows, f->journal.hash);
}

static void
txt_end(struct form *f, const struct statement_sum *sum)
{
	const struct money_sum *money = &sum->due.money;
	int64_t net = money_sum_net(money), vat = money_sum_vat(money);

	if (sum->due.tickets == 0) {
		fputs(_("Nothing to pay.\n"), f->out);
		txt_journal(f);
		return;
	}
	for (int i = 0; i < money->n; i++) {
		const struct money_rate *r = &money->rate[i];

		fprintf(f->out, _("VAT %d.%02d %% of %s: %s\n"),
		    r->vat_bp / 100, r->vat_bp % 100, MONEY_TEXT(r->net_gr),
		    MONEY_TEXT(money_vat(r->net_gr, r->vat_bp)));
	}
	fprintf(f->out, _("net %s, VAT %s, gross %s\n"), MONEY_TEXT(net),
	    MONEY_TEXT(vat), MONEY_TEXT(net + vat));
	txt_journal(f);
}

/* --- csv --- */

static const char *const titles[] = {"ticket", "completed", "buyer_code",
    "buyer", "buyer_nip", "product", "technician", "kind", "what", "worked_s",
    "billed_s", "quantity", "unit", "price", "net", "vat_bp", "vat", "gross",
    "invoice"};

static void
csv_begin(struct form *f)
{
	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		fprintf(f->out, "%s%s", i > 0 ? "," : "", titles[i]);
	fputs("\r\n", f->out);
}

static void
csv_text(struct form *f, const char *text)
{
	export_csv_cell(f->out, text, ',');
	fputc(',', f->out);
}

static void
csv_amount(struct form *f, int64_t gr)
{
	fprintf(f->out, "%s,", MONEY_PLAIN(gr));
}

static void
csv_line(struct form *f, const struct statement_line *l)
{
	const struct logrow *t = l->ticket;
	char text[300];

	fprintf(f->out, "%" PRId64 ",%s,", t->ticket, CLOCK_DAY(t->closed_s));
	csv_text(f, f->buyer.code);
	csv_text(f, f->buyer.name);
	csv_text(f, f->buyer.nip);
	csv_text(f, t->product);
	csv_text(f, t->technicians);
	csv_text(f, statement_kind_name(l->kind));
	statement_words(l, text, sizeof(text));
	csv_text(f, text);
	fprintf(f->out, "%" PRId64 ",%" PRId64 ",", l->worked_s, l->billed_s);
	fprintf(f->out, "%s,",
	    statement_quantity(text, sizeof(text), l->quantity, '.'));
	csv_text(f, statement_unit(l));
	csv_amount(f, l->price_gr);
	csv_amount(f, l->net_gr);
	fprintf(f->out, "%d,,,", l->vat_bp);
	export_csv_cell(f->out, t->invoice, ',');
	fputs("\r\n", f->out);
}

/* A row for each rate of VAT, and one for all; as many fields as any. */
static void
csv_sum(struct form *f, const char *ticket, int64_t net, int64_t vat, int rate)
{
	fprintf(f->out, "%s,,,,,,,,", ticket);
	if (rate < 0 && f->journal.rows > 0)
		fprintf(f->out, "journal %" PRId64 " %s", f->journal.rows,
		    f->journal.hash);
	fputs(",,,,,,", f->out);
	csv_amount(f, net);
	if (rate >= 0)
		fprintf(f->out, "%d", rate);
	fputc(',', f->out);
	csv_amount(f, vat);
	csv_amount(f, net + vat);
	fputs("\r\n", f->out);
}

static void
csv_end(struct form *f, const struct statement_sum *sum)
{
	const struct money_sum *money = &sum->due.money;

	for (int i = 0; i < money->n; i++)
		csv_sum(f, "rate", money->rate[i].net_gr,
		    money_vat(money->rate[i].net_gr, money->rate[i].vat_bp),
		    money->rate[i].vat_bp);
	csv_sum(f, "sum", money_sum_net(money), money_sum_vat(money), -1);
}

/* --- json --- */

static json_t *
json_buyer(const struct buyer *b)
{
	json_t *o = json_object();

	json_out_text(o, "code", b->code);
	json_out_text(o, "name", b->name);
	json_out_text(o, "nip", b->nip);
	json_out_text(o, "address", b->address);
	return o;
}

static void
json_begin(struct form *f)
{
	json_t *head = json_object(), *seller = json_object();
	json_t *journal = json_object();

	json_out_time(head, "from", f->from_s);
	json_out_time(head, "to", f->to_s);
	json_object_set_new(head, "over", json_boolean(f->over));
	json_out_text(seller, "name", f->seller.name);
	json_out_text(seller, "nip", f->seller.nip);
	json_out_text(seller, "address", f->seller.address);
	json_object_set_new(head, "seller", seller);
	if (f->journal.rows > 0) {
		json_out_int(journal, "row", f->journal.rows);
		json_out_text(journal, "hash", f->journal.hash);
	}
	json_object_set_new(head, "journal", journal);
	json_out_open(&f->json, f->out, f->command, head);
}

static void
json_line(struct form *f, const struct statement_line *l)
{
	json_t *o = json_object();
	char text[300];

	json_out_int(o, "ticket", l->ticket->ticket);
	json_out_text(o, "completed", CLOCK_DAY(l->ticket->closed_s));
	json_object_set_new(o, "buyer", json_buyer(&f->buyer));
	json_out_text(o, "product", l->ticket->product);
	json_out_text(o, "technician", l->ticket->technicians);
	json_out_text(o, "kind", statement_kind_name(l->kind));
	statement_words(l, text, sizeof(text));
	json_out_text(o, "what", text);
	json_out_int(o, "worked_s", l->worked_s);
	json_out_int(o, "billed_s", l->billed_s);
	json_out_text(o, "quantity",
	    statement_quantity(text, sizeof(text), l->quantity, '.'));
	json_out_text(o, "unit", statement_unit(l));
	json_out_amount(o, "price", l->price_gr);
	json_out_amount(o, "net", l->net_gr);
	json_out_int(o, "vat_bp", l->vat_bp);
	json_out_text(o, "invoice", l->ticket->invoice);
	json_out_row(&f->json, o);
}

static void
json_end(struct form *f, const struct statement_sum *sum)
{
	json_out_close(&f->json,
	    json_out_sum(sum->due.tickets, sum->due.worked_s, sum->due.billed_s,
		&sum->due.money));
}

static const struct form_format formats[] = {
    {"txt", txt_begin, txt_line, txt_end},
    {"csv", csv_begin, csv_line, csv_end},
    {"json", json_begin, json_line, json_end},
};

const struct form_format *
statement_form_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (str_eq(formats[i].name, name))
			return &formats[i];
	return NULL;
}
