#include "shared/base/process.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/os.h"

/* An output of more than a buffer failed long ago, and what failed then is not
 * known any more: another byte tells. */
static int
why_not_written(void)
{
	ssize_t n;

	if (errno != 0)
		return errno;
	n = write(STDOUT_FILENO, "\n", 1);
	return n < 0 ? errno : EIO;
}

int
process_end(const char *name, int code)
{
	static int why; /* stays: what is lost is lost */
	bool told = why != 0;

	errno = 0;
	if (!told && (fflush(stdout) != 0 || ferror(stdout)))
		why = why_not_written();
	if (why == 0 || why == EPIPE)
		return code;
	if (!told)
		fprintf(stderr, _("%s: the output could not be written: %s\n"),
		    name, os_error_text(why));
	return 1;
}
