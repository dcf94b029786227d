/* How a visit ended: see visit_words.h. */
#include "console/link/visit_words.h"

#include <stddef.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

static const struct {
	const char *why;
	const char *text;
} rows[] = {
    {"no", N_("the client said no and did not let you in")},
    {"late", N_("the client did not let you in in time")},
    {"over", N_("the desk ended the visit")},
    {"timeout", N_("the client did not answer within two minutes")},
    {"code", N_("the check code was wrong three times; phone the client")},
    {"back",
	N_("the client typed other digits than yours: somebody may be in "
	   "between; hang up and phone the number that you know")},
    {"exchanges",
	N_("the check code was begun again too often: somebody may be in "
	   "between; phone the client")},
    {"warned",
	N_("the client has not yet read the warning about the last code; ask "
	   "him to press Enter")},
    {"replaced", N_("another connection took this one's place")},
    {"released", N_("the ticket is not yours any more")},
    {"grace",
	N_("the time to come back without a code is over; ask the client "
	   "again")},
    {"shell", N_("the client's shell cannot be started")},
    {"shell ended", N_("the client's shell has ended, and with it the visit")},
    {"client ended", N_("the client ended the visit")},
    {"ended", N_("the client ended the visit")},
};

const char *
visit_bye_text(const char *why)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq(rows[i].why, why))
			return _(rows[i].text);
	return _("the client's program ended the visit");
}
