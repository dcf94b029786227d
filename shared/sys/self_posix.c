#include "shared/sys/self.h"

#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static struct rlimit core_before;
static bool protected;

bool
self_can_run(struct err *err)
{
	return true;
}

void
self_protect(void)
{
	struct rlimit none;

	if (getrlimit(RLIMIT_CORE, &core_before) == 0) {
		none = core_before;
		none.rlim_cur = 0;
		protected = setrlimit(RLIMIT_CORE, &none) == 0;
	}
/* the leak checker of the sanitizers attaches to us */
#ifndef __SANITIZE_ADDRESS__
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* exec itself makes the new program open to its own user again. */
void
self_unprotect(void)
{
	if (protected)
		setrlimit(RLIMIT_CORE, &core_before);
}
