#include "shared/net/refusal.h"

#include <string.h>

#include "shared/base/i18n.h"

static const struct {
	const char *line;
	const char *text;
} refusals[REFUSALS] = {
    [REFUSAL_NONE] = {"", ""},
    [REFUSAL_ADDRESS] =
	{"pomoc-desk: too many callers from your address at once; try again "
	 "in a minute\r\n",
	    N_("the desk has too many callers from your address at once; it is "
	       "tried again by itself")},
    [REFUSAL_CROWDED] =
	{"pomoc-desk: too many callers at once; try again in a minute\r\n",
	    N_("the desk has too many callers at once; it is tried again by "
	       "itself")},
    [REFUSAL_BANNED] =
	{"pomoc-desk: your address is shut out; try again in some minutes\r\n",
	    N_("the desk has shut out your address for some minutes, for "
	       "somebody there disturbed it")},
    [REFUSAL_SILENT] = {"pomoc-desk: this is SSH, and you say nothing\r\n",
	N_("the desk waited in vain for this program to speak")},
};

const char *
refusal_line(enum refusal r)
{
	return refusals[r].line;
}

enum refusal
refusal_find(const char *data, size_t len)
{
	for (int r = REFUSAL_NONE + 1; r < REFUSALS; r++) {
		size_t n = strlen(refusals[r].line);

		if (len >= n && memcmp(data, refusals[r].line, n) == 0)
			return (enum refusal)r;
	}
	return REFUSAL_NONE;
}

const char *
refusal_text(enum refusal r)
{
	return _(refusals[r].text);
}
