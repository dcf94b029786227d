#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"
#include "shared/core/quote.h"

_Static_assert(
    QUOTE_HASH_SIZE == 2 * crypto_hash_sha256_BYTES + 1, "hash in hex");

/* One line: a control, or a character that is not shown as it is, could make
 * the two screens differ. */
static bool
text_ok(const char *s)
{
	size_t len = strlen(s);
	uint32_t cp;

	if (!utf8_valid(s, len))
		return false;
	while (len > 0) {
		int n = utf8_decode(s, len, &cp);

		if (!utf8_is_plain(cp))
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
set_text(struct quote *q, const char *text, struct err *err)
{
	if (!str_copy(q->text, sizeof(q->text), text))
		return err_set(err,
		    _("the text of a quote has at most %d bytes"),
		    QUOTE_TEXT_SIZE - 1);
	return true;
}

bool
quote_check(const struct quote *q, struct err *err)
{
	if (q->hours < 0 || q->hours > QUOTE_HOURS_MAX)
		return err_set(
		    err, _("a quote is for at most %d hours"), QUOTE_HOURS_MAX);
	if (q->net_gr <= 0)
		return err_set(err, _("a quote must be more than 0,00"));
	if (q->net_gr > QUOTE_MAX_GR)
		return err_set(err, _("a quote is at most 1 000 000,00 net"));
	if (q->vat_gr < 0 || q->vat_gr > q->net_gr)
		return err_set(err, _("the VAT of the quote is impossible"));
	if (memchr(q->text, '\0', sizeof(q->text)) == NULL || !text_ok(q->text))
		return err_set(
		    err, _("the text of a quote must be one plain line"));
	return true;
}

bool
quote_fixed(struct quote *q, int64_t ticket, int number,
    const struct price *price, int64_t net_gr, const char *text,
    struct err *err)
{
	*q = (struct quote){.ticket = ticket,
	    .number = number,
	    .net_gr = net_gr,
	    .vat_gr = money_vat(net_gr, price->vat_bp),
	    .vat_bp = price->vat_bp};
	return set_text(q, text, err) && quote_check(q, err);
}

bool
quote_hourly(struct quote *q, int64_t ticket, int number,
    const struct price *price, int hours, const char *text, struct err *err)
{
	int64_t net;

	if (hours < 1 || hours > QUOTE_HOURS_MAX)
		return err_set(
		    err, _("an estimate is 1 to %d hours"), QUOTE_HOURS_MAX);
	if (price->net_gr == 0)
		return err_set(err,
		    _("this kind of work has no hourly rate: "
		      "quote a fixed sum"));
	net = money_for_time(
	    price->net_gr, price_billed_s(price, hours * INT64_C(3600)));
	*q = (struct quote){.ticket = ticket,
	    .number = number,
	    .hours = hours,
	    .net_gr = net,
	    .vat_gr = money_vat(net, price->vat_bp),
	    .vat_bp = price->vat_bp};
	return set_text(q, text, err) && quote_check(q, err);
}

void
quote_canonical(const struct quote *q, struct buf *out)
{
	char net[MONEY_TEXT_SIZE], vat[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE];

	money_format_plain(net, sizeof(net), q->net_gr);
	money_format_plain(vat, sizeof(vat), q->vat_gr);
	money_format_plain(gross, sizeof(gross), q->net_gr + q->vat_gr);
	buf_printf(out,
	    "pomoc-quote-1\nticket %" PRId64 "\nquote %d\nform %s\nhours %d\n"
	    "net %s\nvat %s\ngross %s\ntext %s\n",
	    q->ticket, q->number, q->hours > 0 ? "hours" : "fixed", q->hours,
	    net, vat, gross, q->text);
}

void
quote_hash_text(const struct buf *text, char hash[QUOTE_HASH_SIZE])
{
	uint8_t sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(sum, buf_data(text), text->len);
	str_hex(hash, sum, sizeof(sum));
}

void
quote_hash(const struct quote *q, char hash[QUOTE_HASH_SIZE])
{
	struct buf text = BUF_INIT;

	quote_canonical(q, &text);
	quote_hash_text(&text, hash);
	buf_fini(&text);
}

void
quote_answer_text(const char *hash, bool yes, struct buf *out)
{
	buf_printf(out, "pomoc-answer-1\nquote %s\nanswer %s\n", hash,
	    yes ? "yes" : "no");
}

const char *
quote_title(void)
{
	return _("A quote for the client: accept it?");
}

static void
long_words(const struct quote *q, const char *net, const char *gross, char *dst,
    size_t size)
{
	char vat[MONEY_TEXT_SIZE];

	money_format(vat, sizeof(vat), q->vat_gr);
	if (q->hours > 0)
		snprintf(dst, size,
		    _("%s\nAbout %d h by the hour, and never more than %s net "
		      "+ %s VAT = %s.\nDeclined: the ticket is closed and "
		      "there is nothing to pay."),
		    q->text, q->hours, net, vat, gross);
	else
		snprintf(dst, size,
		    _("%s\nA fixed sum: %s net + %s VAT = %s.\nDeclined: the "
		      "ticket is closed and there is nothing to pay."),
		    q->text, net, vat, gross);
}

bool
quote_words(const struct quote *q, int level, char *dst, size_t size)
{
	char net[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE];

	if (level > 1)
		return false;
	money_format(net, sizeof(net), q->net_gr);
	money_format(gross, sizeof(gross), q->net_gr + q->vat_gr);
	if (level == 0)
		long_words(q, net, gross, dst, size);
	else if (q->hours > 0)
		snprintf(dst, size,
		    _("%s\nAbout %d h, at most %s net, %s gross."), q->text,
		    q->hours, net, gross);
	else
		snprintf(dst, size, _("%s\nA fixed sum: %s net, %s gross."),
		    q->text, net, gross);
	if (q->text[0] == '\0' && dst[0] == '\n')
		memmove(dst, dst + 1, strlen(dst)); /* no empty row */
	return true;
}
