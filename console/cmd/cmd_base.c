#include "console/cmd/cmd_base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "console/store/db.h"
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
	char text[1000];

	vsnprintf(text, sizeof(text), fmt, ap);
	fprintf(
	    stderr, "pomoc %s: %s", a->cmd->name, UTF8_CLEAN(1000, text, 0));
}

bool
cmd_fail(struct cmd_args *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	a->code = CMD_FAIL;
	return false;
}

bool
cmd_config(struct cmd_args *a, const struct err *err)
{
	cmd_fail(a, "%s", err->text);
	a->code = CMD_USAGE;
	return false;
}

bool
cmd_usage(struct cmd_args *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, fmt, ap);
	va_end(ap);
	fprintf(stderr, _("; see pomoc %s --help\n"), a->cmd->name);
	a->code = CMD_USAGE;
	return false;
}

bool
cmd_ticket(struct cmd_args *a, const char *word, int64_t *ticket)
{
	return str_int(word, 1, INT64_C(1) << 52, ticket) ||
	    cmd_usage(a, _("\"%s\" is not the number of a ticket"), word);
}

bool
cmd_open(struct cmd_args *a, bool writes, struct err *err)
{
	a->writes = writes;
	a->db = db_open(a->data, writes ? DB_WRITE : DB_READ, err);
	return a->db != NULL;
}

void
cmd_close(struct cmd_args *a)
{
	db_close(a->db);
	a->db = NULL;
}

bool
cmd_may_deliver(const struct cmd_args *a, struct err *err)
{
	return a->output == NULL || a->force || !path_exists(a->output) ||
	    err_set(err,
		_("%s exists already; nothing was overwritten (--force does)"),
		a->output);
}

bool
cmd_deliver(
    const struct cmd_args *a, const char *text, size_t len, struct err *err)
{
	if (a->output != NULL)
		return cmd_may_deliver(a, err) &&
		    path_write_atomic(a->output, text, len, 0600, err);
	fwrite(text, 1, len, stdout);
	return true;
}

bool
cmd_pages(const struct cmd_args *a)
{
	return a->cmd->pages && !a->no_pager && a->output == NULL &&
	    served == NULL;
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

	snprintf(name, sizeof(name), "pomoc %s", a->cmd->name);
	rc = process_end(name, code);
	if (rc != code && a->writes)
		fprintf(stderr,
		    _("%s: what it was to do is done all the same: do not "
		      "repeat it\n"),
		    name);
	return rc;
}
