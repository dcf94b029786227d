#include "shared/core/card.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/core/fold.h"
#include "shared/core/nip.h"

static bool
check_text(
    const char *what, const char *text, size_t max, bool lines, struct err *err)
{
	const char *s = text;
	uint32_t cp;

	if (!utf8_valid(text, strlen(text)))
		return err_set(err, _("%s: not valid text"), what);
	while (utf8_next(&s, &cp))
		if (!utf8_is_plain(cp) && !(lines && cp == '\n'))
			return err_set(err,
			    _("%s: there is a character in it that cannot be "
			      "seen"),
			    what);
	if (utf8_count(text) > max)
		return err_set(err, _("%s: at most %zu characters"), what, max);
	return true;
}

bool
card_check_nip(const char *nip, struct err *err)
{
	char digits[NIP_SIZE];

	return nip == NULL ||
	    (check_text("NIP", nip, CARD_NIP_CHARS, false, err) &&
		nip_parse(nip, digits, err));
}

/* "#17" is what the log calls somebody who was forgotten, and nobody else. */
static bool
check_own(const char *what, const char *text, struct err *err)
{
	struct buf b = BUF_INIT;
	const char *folded;
	bool label;

	fold_text(&b, text);
	folded = buf_str(&b);
	label = folded[0] == '#' && folded[1] != '\0' &&
	    folded[1 + strspn(folded + 1, "0123456789")] == '\0';
	buf_fini(&b);
	return !label || err_set(err, _("%s: a number is no name"), what);
}

static bool
check_called(const char *what, const char *text, struct err *err)
{
	return check_text(what, text, CARD_NAME_CHARS, false, err) &&
	    check_own(what, text, err);
}

bool
card_check_name(const char *name, struct err *err)
{
	if (name == NULL || utf8_is_blank(name))
		return err_set(err, _("your name is needed"));
	return check_called(_("name"), name, err);
}

bool
card_check_company(const char *company, struct err *err)
{
	return company == NULL || check_called(_("company"), company, err);
}

bool
card_check_phone(const char *phone, struct err *err)
{
	if (phone == NULL)
		return true;
	if (phone[strspn(phone, "0123456789 +-()")] != '\0')
		return err_set(
		    err, _("phone: only digits, blanks and + - ( )"));
	return check_text(_("phone"), phone, CARD_PHONE_CHARS, false, err);
}

bool
card_check_problem(const char *problem, struct err *err)
{
	return problem == NULL ||
	    check_text(_("problem"), problem, CARD_PROBLEM_CHARS, true, err);
}

bool
card_check(
    const struct card *card, const struct prices *prices, struct err *err)
{
	if (!card_check_name(card->name, err) ||
	    !card_check_company(card->company, err) ||
	    !card_check_phone(card->phone, err) ||
	    !card_check_problem(card->problem, err))
		return false;
	if (card->wanted != NULL &&
	    !check_text(
		_("technician"), card->wanted, CARD_NAME_CHARS, false, err))
		return false;
	if (card->product == NULL || !prices_has_product(prices, card->product))
		return err_set(err, _("choose a product from the list"));
	return true;
}
