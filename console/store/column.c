#include "console/store/column.h"

#include <string.h>

#include "console/store/report_sums.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"

#define WORKED_BY                                                     \
	"coalesce((SELECT group_concat(w.technician, ', ') FROM"      \
	" (SELECT v.technician FROM visit v WHERE v.ticket = t.id"    \
	" GROUP BY v.technician ORDER BY min(v.visit)) w), CASE WHEN" \
	" t.closed_utc IS NULL THEN t.technician ELSE '' END)"

#define AT(member) .at = offsetof(struct logrow, member)
#define SUM(member) .sum = offsetof(struct report_totals, member)

/* clang-format off */
const struct column columns[] = {
    {"t.id", COLUMN_NUMBER, AT(ticket), N_("ticket"), "ticket"},
    {"t.opened_utc", COLUMN_TIME, AT(opened_s), N_("opened"), "opened"},
    {"t.started_utc", COLUMN_TIME, AT(started_s), N_("started"), "started"},
    {"t.closed_utc", COLUMN_TIME, AT(closed_s), N_("closed"), "closed"},
    {"p.client", COLUMN_TEXT, AT(client), N_("client"), "client"},
    {"p.folded", COLUMN_TEXT, AT(client_key)},
    {"p.agent_key", COLUMN_TEXT, AT(agent_key)},
    {"p.name", COLUMN_TEXT, AT(name), N_("name"), "name"},
    {"p.company", COLUMN_TEXT, AT(company), N_("company"), "company"},
    {"p.phone", COLUMN_TEXT, AT(phone), N_("phone"), "phone"},
    {"t.product", COLUMN_TEXT, AT(product), N_("product"), "product"},
    {"t.wanted", COLUMN_TEXT, AT(wanted), NULL, "wanted"},
    {"t.technician", COLUMN_TEXT, AT(technician)},
    {WORKED_BY, COLUMN_TEXT, AT(technicians), N_("technician"), "technician"},
    {"t.state", COLUMN_STATE, AT(state), N_("outcome"), "state"},
    {"t.outcome", COLUMN_TEXT, AT(outcome), NULL, "outcome"},
    {"t.worked_s", COLUMN_NUMBER, AT(worked_s), N_("worked_s"), "worked_s",
	SUM(worked_s)},
    {"t.billed_s", COLUMN_NUMBER, AT(billed_s), N_("billed_s"), "billed_s",
	SUM(billed_s)},
    {"t.final_net_gr", COLUMN_AMOUNT, AT(net_gr), N_("net"), "net",
	SUM(net_gr)},
    {"t.final_vat_gr", COLUMN_AMOUNT, AT(vat_gr), N_("vat"), "vat",
	SUM(vat_gr)},
    {"t.final_gross_gr", COLUMN_AMOUNT, AT(gross_gr), N_("gross"), "gross",
	SUM(gross_gr)},
    {"t.net_gr", COLUMN_AMOUNT, AT(raw_net_gr), N_("raw_net"), "raw_net"},
    {"t.vat_bp", COLUMN_NUMBER, AT(vat_bp)},
    {"EXISTS (SELECT 1 FROM correction c WHERE c.ticket = t.id)", COLUMN_BOOL,
	AT(corrected), N_("corrected"), "corrected"},
    /* of an open ticket it is what it would be now: in no sum */
    {"t.closed_utc", COLUMN_SET, AT(closed_s), NULL, "final"},
    {"t.invoice", COLUMN_NULL, AT(invoice), N_("invoice"), "invoice"},
    {"p.problem", COLUMN_TEXT, AT(problem), N_("problem"), "problem"},
    {"t.note", COLUMN_TEXT, AT(note), N_("note"), "note"},
    {BUYER_CODE_SQL, COLUMN_TEXT, AT(buyer), N_("buyer_code"), "buyer_code"},
    {"(SELECT b.nip FROM contractor b WHERE b.code = " BUYER_CODE_SQL ")",
	COLUMN_TEXT, AT(buyer_nip), N_("buyer_nip"), "buyer_nip"},
    {"(SELECT y.day FROM payment y WHERE y.ticket = t.id)", COLUMN_NULL,
	AT(paid), N_("paid"), "paid"},
    {.sql = NULL},
};
/* clang-format on */

static bool
is_text(const struct column *c)
{
	return c->kind == COLUMN_TEXT || c->kind == COLUMN_STATE ||
	    c->kind == COLUMN_NULL;
}

struct rows
column_ask(struct db *db, struct err *err, const struct report_filter *filter,
    const char *order, int64_t limit, int64_t offset)
{
	struct buf select = BUF_INIT;
	struct rows r;

	for (const struct column *c = columns; c->sql != NULL; c++)
		buf_printf(&select, "%s%s", c > columns ? ", " : "", c->sql);
	r = filter_ask_page(
	    db, err, filter, buf_str(&select), order, limit, offset);
	buf_fini(&select);
	return r;
}

void
column_read(const struct rows *r, struct logrow *row)
{
	memset(row, 0, sizeof(*row));
	for (int i = 0; columns[i].sql != NULL; i++) {
		void *at = (char *)row + columns[i].at;

		if (is_text(&columns[i]))
			*(const char **)at = rows_text(r, i);
		else if (columns[i].kind == COLUMN_BOOL)
			*(bool *)at = rows_int(r, i) != 0;
		else
			*(int64_t *)at = rows_int(r, i);
	}
}

const char *
column_text(const struct column *c, const struct logrow *row)
{
	const void *at = (const char *)row + c->at;

	return is_text(c) ? *(const char *const *)at : NULL;
}

int64_t
column_number(const struct column *c, const struct logrow *row)
{
	const void *at = (const char *)row + c->at;

	return c->kind == COLUMN_BOOL ? *(const bool *)at
				      : *(const int64_t *)at;
}
