#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/core/person.h"

#define CLEAN_SIZE 64

static bool
check_text(const char *what, const char *text, size_t max, struct err *err)
{
	if (!utf8_valid(text, strlen(text)))
		return err_set(err, _("%s: not valid text"), what);
	if (utf8_count(text) > max)
		return err_set(err, _("%s: at most %zu characters"), what, max);
	return true;
}

/* Something is left that a person can read. */
static bool
visible(const char *text)
{
	char clean[CLEAN_SIZE];

	utf8_clean(clean, sizeof(clean), text, 0);
	return strspn(clean, " ?") < strlen(clean);
}

bool
person_check_name(const char *name, struct err *err)
{
	if (name == NULL || name[0] == '\0' || !visible(name))
		return err_set(err, _("your name is needed"));
	return check_text(_("name"), name, PERSON_NAME_CHARS, err);
}

bool
person_check_company(const char *company, struct err *err)
{
	return company == NULL ||
	    check_text(_("company"), company, PERSON_NAME_CHARS, err);
}

bool
person_check_phone(const char *phone, struct err *err)
{
	if (phone == NULL)
		return true;
	if (phone[strspn(phone, "0123456789 +-()")] != '\0')
		return err_set(
		    err, _("phone: only digits, blanks and + - ( )"));
	return check_text(_("phone"), phone, PERSON_PHONE_CHARS, err);
}

bool
person_check_problem(const char *problem, struct err *err)
{
	return problem == NULL ||
	    check_text(_("problem"), problem, PERSON_PROBLEM_CHARS, err);
}

bool
person_check(const struct person_card *card, const struct prices *prices,
    struct err *err)
{
	if (!person_check_name(card->name, err) ||
	    !person_check_company(card->company, err) ||
	    !person_check_phone(card->phone, err) ||
	    !person_check_problem(card->problem, err))
		return false;
	if (card->wanted != NULL &&
	    !check_text(_("technician"), card->wanted, PERSON_NAME_CHARS, err))
		return false;
	if (card->product == NULL || !prices_has_product(prices, card->product))
		return err_set(err, _("choose a product from the list"));
	return true;
}
