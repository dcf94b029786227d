/* Words that the formats share: see export.h. */
#include "console/store/export.h"

#include "shared/core/ticket.h"

const char *
export_outcome(const struct logrow *row)
{
	enum ticket_state state;

	if (!ticket_state_parse(row->state, &state))
		return row->state;
	return ticket_state_title(state);
}
