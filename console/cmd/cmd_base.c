#include "console/cmd/cmd_base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/process.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

static const struct cmd_served *served; /* NULL = who typed it is here */

void
cmd_serve(const struct cmd_served *whom)
{
	served = whom;
}

const struct cmd_served *
cmd_served(void)
{
	return served;
}

static void __attribute__((format(printf, 2, 0)))
say(const struct cmd_args *a, const char *fmt, va_list ap)
{
	char text[1000], clean[1000];

	vsnprintf(text, sizeof(text), fmt, ap);
	fprintf(stderr, "pomoc %s: %s", a->name,
	    utf8_clean(clean, sizeof(clean), text, 0));
}

int
cmd_fail(const struct cmd_args *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return CMD_FAIL;
}

int
cmd_config(const struct cmd_args *a, const struct err *err)
{
	cmd_fail(a, "%s", err->text);
	return CMD_USAGE;
}

int
cmd_usage(const struct cmd_args *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, fmt, ap);
	va_end(ap);
	fprintf(stderr, _("; see pomoc %s --help\n"), a->name);
	return CMD_USAGE;
}

static bool writes; /* a log was opened for that */

void
cmd_note_writing(void)
{
	writes = true;
}

bool
cmd_ticket(
    const struct cmd_args *a, const char *word, int64_t *ticket, int *code)
{
	if (str_int(word, 1, INT64_C(1) << 52, ticket))
		return true;
	*code = cmd_usage(a, _("\"%s\" is not the number of a ticket"), word);
	return false;
}

int
cmd_deliver(const struct cmd_args *a, const char *text, size_t len)
{
	const char *file = a->output != NULL ? *a->output : NULL;
	struct err err = {0};

	if (file == NULL)
		fwrite(text, 1, len, stdout);
	else if (path_exists(file) && !*a->force)
		return cmd_fail(a,
		    _("%s exists already; nothing was overwritten (--force "
		      "does)"),
		    file);
	else if (!path_write_atomic(file, text, len, 0600, &err))
		return cmd_fail(a, "%s", err.text);
	return CMD_OK;
}

int
cmd_columns(void)
{
	const char *given = getenv("COLUMNS");
	struct winsize ws;
	int64_t n;

	if (given != NULL && str_int(given, 40, 1000, &n))
		return (int)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
		return MIN_OF(MAX_OF((int)ws.ws_col, 40), 1000);
	return 80;
}

int
cmd_done(const struct cmd_args *a, int code)
{
	char name[64];
	int rc;

	snprintf(name, sizeof(name), "pomoc %s", a->name);
	rc = process_end(name, code);
	if (rc != code && writes)
		fprintf(stderr,
		    _("%s: what it was to do is done all the same: do not "
		      "repeat it\n"),
		    name);
	return rc;
}
