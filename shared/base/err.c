#include "shared/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/os.h"

#undef err_set
#undef err_errno
#undef err_wrap

bool
err_set(struct err *err, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	err->code = 0;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return false;
}

bool
err_errno(struct err *err, const char *fmt, ...)
{
	int code = errno;
	va_list ap;
	size_t len;

	if (err == NULL)
		return false;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %s",
	    os_error_text(code));
	errno = code;
	return false;
}

bool
err_wrap(struct err *err, const char *fmt, ...)
{
	char old[sizeof(err->text)];
	va_list ap;
	size_t len;

	if (err == NULL)
		return false;
	memcpy(old, err->text, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %.*s",
	    (int)(sizeof(old) - 1), old);
	return false;
}
