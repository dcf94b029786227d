#include "console/desk/brain.h"

#include "shared/base/i18n.h"

void
brain_stop(struct brain *b, int exit_code)
{
	b->ending = true;
	b->exit_code = exit_code;
	loop_stop(b->loop);
}

void
brain_fail(struct brain *b, const char *why)
{
	if (b->ending)
		return;
	err_set(&b->why, "%s", why);
	brain_stop(b, DESK_EXIT_FAILED);
}

bool
brain_write_kept(struct brain *b, struct err *err)
{
	return store_flush(b->store) ||
	    err_set(err, "%s",
		store_is_full(b->store)
		    ? _("the disk takes no more")
		    : _("another program keeps the database locked"));
}
