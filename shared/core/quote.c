#include "shared/core/quote.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"
#include "shared/core/title.h"

_Static_assert(
    QUOTE_HASH_SIZE == 2 * crypto_hash_sha256_BYTES + 1, "hash in hex");

bool
quote_set_text(struct quote *q, const char *text, struct err *err)
{
	if (!str_copy(q->text, sizeof(q->text), text))
		return err_set(err,
		    _("the text of a quote has at most %d bytes"),
		    QUOTE_TEXT_SIZE - 1);
	return true;
}

WORDS_LIST(quote_forms, "form of a quote", QUOTE_FORM_WORDS);

/* What it comes to, of what its own figures say. */
static int64_t
total_gr(const struct quote *q)
{
	if (q->form == QUOTE_ADDITIONAL)
		return q->before_gr + q->net_gr;
	return q->hours > 0 ? q->so_far_gr + q->net_gr : q->net_gr;
}

static bool
check_total(const struct quote *q, struct err *err)
{
	if (q->worked_s < 0 || q->so_far_gr < 0 || q->before_gr < 0 ||
	    q->so_far_gr > MONEY_MAX_GR || q->before_gr > QUOTE_MAX_GR ||
	    (q->before_gr > 0) == (q->form == QUOTE_FIRST) ||
	    q->total_gr != total_gr(q))
		return err_set(err, _("the quote contradicts itself"));
	if (q->total_gr > QUOTE_MAX_GR)
		return err_set(
		    err, _("what is agreed to is at most 1 000 000,00 net"));
	if (q->total_vat_gr < 0 || q->total_vat_gr > q->total_gr)
		return err_set(err, _("the VAT of the quote is impossible"));
	if (memchr(q->line, '\0', sizeof(q->line)) == NULL ||
	    q->line[0] == '\0' || !utf8_is_line(q->line))
		return err_set(err, _("a name must be one plain line"));
	return true;
}

bool
quote_check(const struct quote *q, struct err *err)
{
	if ((unsigned)q->form >= QUOTE_FORMS)
		return err_set(err, _("the quote contradicts itself"));
	if (q->hours < 0 || q->hours > QUOTE_HOURS_MAX)
		return err_set(
		    err, _("a quote is for at most %d hours"), QUOTE_HOURS_MAX);
	if (q->net_gr <= 0)
		return err_set(err, _("a quote must be more than 0,00"));
	if (q->net_gr > QUOTE_MAX_GR)
		return err_set(err, _("a quote is at most 1 000 000,00 net"));
	if (q->vat_gr < 0 || q->vat_gr > q->net_gr)
		return err_set(err, _("the VAT of the quote is impossible"));
	if (memchr(q->text, '\0', sizeof(q->text)) == NULL ||
	    !utf8_is_line(q->text))
		return err_set(
		    err, _("the text of a quote must be one plain line"));
	return q->form == QUOTE_OLD || check_total(q, err);
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
	return quote_set_text(q, text, err) && quote_check(q, err);
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
	if (!quote_fixed(q, ticket, number, price, net, text, err))
		return false;
	q->hours = hours;
	return true;
}

static void
canonical(const struct quote *q, struct buf *out)
{
	buf_printf(out,
	    "pomoc-quote-2\nticket %" PRId64 "\nquote %d\nform %s\n"
	    "further-hours %d\nline %s\nnet %s\nworked %" PRId64
	    "\nso-far %s\naccepted-before %s\ntotal %s\ntotal-vat %s\n"
	    "total-gross %s\ntext %s\n",
	    q->ticket, q->number, words_at(&quote_forms, (int)q->form),
	    q->hours, q->line, MONEY_PLAIN(q->net_gr), q->worked_s,
	    MONEY_PLAIN(q->so_far_gr), MONEY_PLAIN(q->before_gr),
	    MONEY_PLAIN(q->total_gr), MONEY_PLAIN(q->total_vat_gr),
	    MONEY_PLAIN(q->total_gr + q->total_vat_gr), q->text);
}

static void
canonical_old(const struct quote *q, struct buf *out)
{
	buf_printf(out,
	    "pomoc-quote-1\nticket %" PRId64 "\nquote %d\nform %s\nhours %d\n"
	    "net %s\nvat %s\ngross %s\ntext %s\n",
	    q->ticket, q->number, q->hours > 0 ? "hours" : "fixed", q->hours,
	    MONEY_PLAIN(q->net_gr), MONEY_PLAIN(q->vat_gr),
	    MONEY_PLAIN(q->net_gr + q->vat_gr), q->text);
}

void
quote_canonical(const struct quote *q, struct buf *out)
{
	(q->form == QUOTE_OLD ? canonical_old : canonical)(q, out);
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

/* What stays whatever is answered, and what a no means. */
static const char *
if_declined(const struct quote *q)
{
	return q->form == QUOTE_FIRST || q->form == QUOTE_OLD
	    ? _("Declined: the ticket is closed and there is nothing to pay.")
	    : _("Declined: what was accepted before stays in force.");
}

/* "In addition to ...", with its line feed; "" for the first one. */
static void
before_words(const struct quote *q, char *dst, size_t size)
{
	char words[200];

	dst[0] = '\0';
	if (q->before_gr == 0)
		return;
	snprintf(words, sizeof(words),
	    q->form == QUOTE_ADDITIONAL
		? _("In addition to what was accepted (%s net):")
		: _("In place of what was accepted (%s net):"),
	    MONEY_TEXT(q->before_gr));
	snprintf(dst, size, "%s\n", words);
}

/* All that it comes to. */
#define NET(q) MONEY_TEXT((q)->total_gr)
#define GROSS(q) MONEY_TEXT((q)->total_gr + (q)->total_vat_gr)

static void
long_hours(const struct quote *q, char *dst, size_t size)
{
	char begin[220];

	before_words(q, begin, sizeof(begin));
	snprintf(dst, size,
	    _("%s\n%sBy the hour, %s: worked so far %s = %s; at most %d h "
	      "more; at most %s net, %s gross in all.\n%s"),
	    q->text, begin, title_work(q->line), CLOCK_HMS(q->worked_s),
	    MONEY_TEXT(q->so_far_gr), q->hours, NET(q), GROSS(q),
	    if_declined(q));
}

static void
long_fixed(const struct quote *q, char *dst, size_t size)
{
	char begin[220];

	before_words(q, begin, sizeof(begin));
	if (q->form == QUOTE_ADDITIONAL)
		snprintf(dst, size,
		    _("%s\n%sA fixed sum: %s net more; at most %s net, %s gross "
		      "in all.\n%s"),
		    q->text, begin, MONEY_TEXT(q->net_gr), NET(q), GROSS(q),
		    if_declined(q));
	else
		snprintf(dst, size,
		    _("%s\n%sA fixed sum: %s net + %s VAT = %s.\n%s"), q->text,
		    begin, NET(q), MONEY_TEXT(q->total_vat_gr), GROSS(q),
		    if_declined(q));
}

static void
short_words(const struct quote *q, char *dst, size_t size)
{
	char begin[220];

	before_words(q, begin, sizeof(begin));
	if (q->hours > 0)
		snprintf(dst, size,
		    _("%s\n%s%d h more, at most %s net, %s gross in all."),
		    q->text, begin, q->hours, NET(q), GROSS(q));
	else if (q->form == QUOTE_ADDITIONAL)
		snprintf(dst, size, _("%s\n%sAt most %s net, %s gross in all."),
		    q->text, begin, NET(q), GROSS(q));
	else
		snprintf(dst, size, _("%s\n%sA fixed sum: %s net, %s gross."),
		    q->text, begin, NET(q), GROSS(q));
}

/* Both sums and no more, for the smallest windows. */
static void
shortest_words(const struct quote *q, char *dst, size_t size)
{
	snprintf(dst, size,
	    q->form == QUOTE_ADDITIONAL
		? _("%s\nWas %s, with it at most %s net, %s gross.")
		: _("%s\nInstead of %s: at most %s net, %s gross."),
	    q->text, MONEY_TEXT(q->before_gr), NET(q), GROSS(q));
}

bool
quote_words(const struct quote *q, int level, char *dst, size_t size)
{
	if (level > (q->before_gr > 0 ? 2 : 1))
		return false;
	if (level == 2)
		shortest_words(q, dst, size);
	else if (level == 1)
		short_words(q, dst, size);
	else if (q->hours > 0)
		long_hours(q, dst, size);
	else
		long_fixed(q, dst, size);
	if (q->text[0] == '\0' && dst[0] == '\n')
		memmove(dst, dst + 1, strlen(dst)); /* no empty row */
	return true;
}
