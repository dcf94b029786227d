#include "shared/sys/nodump.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>

void
nodump_set(void)
{
	const struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* its search for leaks looks into us */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
