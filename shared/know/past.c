#include "shared/know/past.h"

#include <inttypes.h>
#include <stdio.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/wire/parts.h"

const char *
past_last(char *dst, size_t size, const char *history)
{
	struct parts_past p;

	dst[0] = '\0';
	if (parts_past_next(&history, &p))
		snprintf(dst, size, "%s %s%s%s", CLOCK_DAY(p.opened_s),
		    ticket_state_title(p.state), p.note[0] != '\0' ? ": " : "",
		    p.note);
	return dst;
}

void
past_say(
    struct buf *out, const char *history, const char *loose, const char *code)
{
	struct parts_past p;

	while (parts_past_next(&history, &p)) {
		buf_printf(out, "%s%s  %" PRId64 "  %s",
		    out->len > 0 ? "\n" : "", CLOCK_DAY(p.opened_s), p.ticket,
		    ticket_state_title(p.state));
		if (p.note[0] != '\0')
			buf_printf(out, ": %s", p.note);
		if (p.remark[0] != '\0')
			buf_printf(out, " (%s)", p.remark);
	}
	if (loose[0] != '\0')
		buf_printf(out, "%s%s: pomoc client link %s %s",
		    out->len > 0 ? "\n" : "", _("not linked"), loose, code);
}
