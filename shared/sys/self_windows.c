#include "shared/sys/self.h"

#include <windows.h>

/* No window that waits for an answer and no report with our memory in it. */
void
self_protect(void)
{
	SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}
