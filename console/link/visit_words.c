/* How a visit ended: see visit_words.h. */
#include "console/link/visit_words.h"

#include <stddef.h>

#include "shared/base/i18n.h"
#include "shared/wire/words.h"

static const char *const texts[BYES] = {
    [BYE_NO] = N_("the client said no and did not let you in"),
    [BYE_LATE] = N_("the client did not let you in in time"),
    [BYE_OVER] = N_("the desk ended the visit"),
    [BYE_TIMEOUT] = N_("the client did not answer within two minutes"),
    [BYE_CODE] = N_("the check code was wrong three times; phone the client"),
    [BYE_BACK] = N_("the client typed other digits than yours: somebody may be "
		    "in between; hang up and phone the number that you know"),
    [BYE_EXCHANGES] = N_("the check code was begun again too often: somebody "
			 "may be in between; phone the client"),
    [BYE_WARNED] = N_("the client has not yet read the warning about the last "
		      "code; ask him to press Enter"),
    [BYE_REPLACED] = N_("another connection took this one's place"),
    [BYE_RELEASED] = N_("the ticket is not yours any more"),
    [BYE_GRACE] = N_("the time to come back without a code is over; ask the "
		     "client again"),
    [BYE_SHELL] = N_("the client's shell cannot be started"),
    [BYE_SHELL_ENDED] = N_("the client's shell has ended, and with it the "
			   "visit"),
    [BYE_CLIENT_ENDED] = N_("the client ended the visit"),
    [BYE_CLIENT_CLOSED] = N_("the client closed the window"),
    [BYE_ENDED] = N_("the client ended the visit"),
    [BYE_LINK] = N_("the client's program has lost the desk"),
    [BYE_BROKEN] = N_("the connection to the client's program broke"),
};

const char *
visit_bye_text(int why)
{
	if (why >= 0 && why < BYES && texts[why] != NULL)
		return _(texts[why]);
	return _("the client's program ended the visit");
}
