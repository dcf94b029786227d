#include "shared/core/rate.h"

#include <inttypes.h>
#include <stdio.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"
#include "shared/core/title.h"

static bool
is_name(const char *s)
{
	return s[0] != '\0' && utf8_is_line(s);
}

bool
rate_check(const struct rate *r, struct err *err)
{
	if (r->ticket < 1 || r->number < 1)
		return err_set(err, _("a question needs its number"));
	if (!is_name(r->technician) || !is_name(r->line) ||
	    !is_name(r->now_line))
		return err_set(err, _("a name must be one plain line"));
	if (r->net_gr < 1 || r->net_gr > PRICE_MAX_GR || r->now_net_gr < 0 ||
	    r->now_net_gr > PRICE_MAX_GR || r->cap_gr < 0 ||
	    r->cap_gr > QUOTE_MAX_GR)
		return err_set(err, _("the amount is out of range"));
	if (r->minimum_s < 0 || r->minimum_s > PRICE_UNIT_MAX_S ||
	    r->quantum_s < 1 || r->quantum_s > PRICE_UNIT_MAX_S ||
	    r->vat_bp < 0 || r->vat_bp > 10000 || r->now_vat_bp < 0 ||
	    r->now_vat_bp > 10000)
		return err_set(err,
		    _("the price of this kind of work is "
		      "impossible"));
	return true;
}

/* The exact bytes that are hashed. */
static void
canonical(const struct rate *r, struct buf *out)
{
	buf_printf(out,
	    "pomoc-rate-1\nticket %" PRId64 "\nquestion %d\ntechnician %s\n"
	    "line %s\nnet-hour %s\nminimum %" PRId64 "\nquantum %" PRId64
	    "\nvat %d\nnow-line %s\nnow-net-hour %s\nnow-vat %d\ncap %s\n",
	    r->ticket, r->number, r->technician, r->line,
	    MONEY_PLAIN(r->net_gr), r->minimum_s, r->quantum_s, r->vat_bp,
	    r->now_line, MONEY_PLAIN(r->now_net_gr), r->now_vat_bp,
	    MONEY_PLAIN(r->cap_gr));
}

void
rate_hash(const struct rate *r, char hash[QUOTE_HASH_SIZE])
{
	struct buf text = BUF_INIT;

	canonical(r, &text);
	quote_hash_text(&text, hash);
	buf_fini(&text);
}

void
rate_answer_text(const char *hash, bool yes, struct buf *out)
{
	buf_printf(out, "pomoc-rate-answer-1\nquestion %s\nanswer %s\n", hash,
	    yes ? "yes" : "no");
}

const char *
rate_title(void)
{
	return _("Another price from now on: agree?");
}

/* How time is counted, behind an amount per hour. */
static void
unit_text(int64_t minimum_s, int64_t quantum_s, char *dst, size_t size)
{
	if (quantum_s >= 3600)
		str_copy(dst, size, _("for each started hour"));
	else if (minimum_s >= 3600)
		snprintf(dst, size,
		    _("per hour, the first one whole, then by %d min"),
		    (int)(quantum_s / 60));
	else if (quantum_s > 60)
		snprintf(dst, size, _("per hour, counted by %d min"),
		    (int)(quantum_s / 60));
	else
		str_copy(dst, size, _("per hour, counted by the minute"));
}

static void
hour_text(int64_t net_gr, int vat_bp, const char *unit, char *dst, size_t size)
{
	snprintf(dst, size, _("%s net, %s gross %s"), MONEY_TEXT(net_gr),
	    MONEY_TEXT(net_gr + money_vat(net_gr, vat_bp)), unit);
}

void
rate_unit(const struct price *p, char *dst, size_t size)
{
	unit_text(p->minimum_s, p->quantum_s, dst, size);
}

void
rate_price(const struct price *p, char *dst, size_t size)
{
	char unit[100];

	rate_unit(p, unit, sizeof(unit));
	hour_text(p->net_gr, p->vat_bp, unit, dst, size);
}

/* What is in force. */
static void
agreed_text(const struct rate *r, char *dst, size_t size)
{
	char hour[200], unit[100];

	str_copy(unit, sizeof(unit), _("per hour"));
	if (r->now_quantum_s > 0)
		unit_text(
		    r->now_minimum_s, r->now_quantum_s, unit, sizeof(unit));
	if (r->now_net_gr > 0)
		hour_text(
		    r->now_net_gr, r->now_vat_bp, unit, hour, sizeof(hour));
	else
		str_copy(hour, sizeof(hour), _("by a quote"));
	if (r->cap_gr > 0)
		snprintf(dst, size, _("%s: %s, never more than %s net"),
		    title_work(r->now_line), hour, MONEY_TEXT(r->cap_gr));
	else
		snprintf(dst, size, "%s: %s", title_work(r->now_line), hour);
}

/* Where a cap goes, it is said at every level. */
bool
rate_words(const struct rate *r, int level, char *dst, size_t size)
{
	char unit[100], hour[300], agreed[400];

	if (level > (r->cap_gr > 0 ? 1 : 2))
		return false;
	unit_text(r->minimum_s, r->quantum_s, unit, sizeof(unit));
	hour_text(r->net_gr, r->vat_bp, unit, hour, sizeof(hour));
	agreed_text(r, agreed, sizeof(agreed));
	if (level == 0)
		snprintf(dst, size,
		    _("%s wants to go on with: %s, %s.\nAgreed so far: %s.\n"
		      "Until you accept, nothing changes; no answer in 10 "
		      "minutes is a no."),
		    r->technician, title_work(r->line), hour, agreed);
	else if (level == 1)
		snprintf(dst, size, _("%s: %s, %s.\nAgreed so far: %s."),
		    r->technician, title_work(r->line), hour, agreed);
	else
		snprintf(dst, size, _("%s: %s, %s."), r->technician,
		    title_work(r->line), hour);
	return true;
}
