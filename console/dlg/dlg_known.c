/* What is known of a client: his card and rights. */
#include "console/dlg/dlg_known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_know.h"
#include "console/app/app_ticket.h"
#include "console/app/app_visits.h"
#include "console/dlg/dlg_text.h"
#include "shared/know/model.h"
#include "shared/know/past.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

static void
add_line(struct buf *b, const char *label, const char *value)
{
	if (value[0] == '\0')
		return;
	buf_printf(b, "%s: %s\n", label, UTF8_CLEAN(512, value, 0));
}

/* A line each, cleaned apart. */
static void
add_history(struct buf *b, const struct parts_row *r)
{
	struct buf said = BUF_INIT;
	char line[300], code[64];
	const char *at;

	snprintf(code, sizeof(code), "%.*s", (int)strcspn(r->contractor, " "),
	    r->contractor);
	past_say(&said, r->history, r->loose, code);
	at = buf_str(&said);
	while (*at != '\0') {
		size_t n = strcspn(at, "\n");

		snprintf(line, sizeof(line), "%.*s",
		    (int)MIN_OF(n, sizeof(line) - 1), at);
		add_line(b, _("Before"), line);
		at += n + (at[n] == '\n');
	}
	buf_fini(&said);
}

static void
add_key(struct buf *b, const struct model_row *row)
{
	add_line(b, _("Client's key"), row->r.key);
	if (row->r.known_s > 0)
		add_line(b, _("Key known since"), CLOCK_DAY(row->r.known_s));
	else
		add_line(b, _("Key"), _("never seen before"));
}

static void
add_rights(struct buf *b, const struct visit *v)
{
	int said = 0;

	add_line(b, _("Check code"),
	    v->checked ? _("compared, right") : _("not compared"));
	buf_printf(b, "%s: ", _("Rights"));
	for (int i = 0; i < GRANT_COUNT; i++)
		if (v->rights & 1u << i)
			buf_printf(b, "%s%s", said++ > 0 ? ", " : "",
			    grant_title(1u << i));
	buf_printf(b, "%s\n", said == 0 ? _("none") : "");
}

void
dlg_known_say(struct buf *b, const struct app *a, const struct model_row *row)
{
	const struct firm *firm = &app_model(a)->firm;
	struct visit *v = app_visit(a, row->ticket);
	char text[400], last[300];

	add_line(b, _("Client"), row->r.name);
	add_line(b, _("Company"), row->r.company);
	add_line(b, _("Phone"), row->r.phone);
	snprintf(text, sizeof(text), "%s%s", row->r.product,
	    model_serves(app_model(a), firm->me, row)
		? ""
		: _(", not your product"));
	add_line(b, _("Product"), text);
	add_line(b, _("Trouble"), row->r.problem);
	add_line(b, _("Note"), row->r.remark);
	add_line(b, _("Rate"),
	    firm_price_text(firm, row->r.rate, text, sizeof(text)));
	add_line(b, _("With"), row->r.by);
	snprintf(text, sizeof(text), "%d %s", row->r.earlier,
	    past_last(last, sizeof(last), row->r.history));
	add_line(b, _("Earlier tickets"), text);
	add_line(b, _("Invoice to"), row->r.contractor);
	add_history(b, &row->r);
	add_line(b, _("Connects from"), row->r.from);
	add_key(b, row);
	if (v != NULL)
		add_rights(b, v);
}

void
dlg_known(struct app *a, int64_t ticket)
{
	const struct model_row *row = app_row(a, ticket);
	struct buf b = BUF_INIT;
	char number[64];

	if (row == NULL)
		return;
	dlg_known_say(&b, a, row);
	snprintf(number, sizeof(number), _("Ticket %lld"), (long long)ticket);
	dlg_text(a, number, buf_str(&b), app_owner(a, ticket), ticket);
	buf_fini(&b);
}
