/* pomoc show: one ticket with all that happened. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "console/cmd/cmd_read.h"
#include "console/cmd/cmd_show_json.h"
#include "console/store/book.h"
#include "console/store/receipt.h"
#include "console/store/report_parts.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"

#define DETAIL_SIZE 4096

static const struct receipt_from nobody = {.firm = ""};

static bool
print_card(const struct logrow *row, void *ctx, struct err *err)
{
	char clean[DETAIL_SIZE];

	if (row->phone[0] != '\0')
		printf(_("client's phone  %s\n"),
		    utf8_clean(clean, sizeof(clean), row->phone, 0));
	if (row->problem[0] != '\0')
		printf(_("problem         %s\n"),
		    utf8_clean(clean, sizeof(clean), row->problem, 0));
	if (row->corrected)
		printf(_("before correction: net %s\n"),
		    MONEY_TEXT(row->raw_net_gr));
	if (row->invoice[0] != '\0')
		printf(_("invoice         %s\n"),
		    utf8_clean(clean, sizeof(clean), row->invoice, 0));
	if (row->paid[0] != '\0')
		printf(_("paid            %s\n"), row->paid);
	return true;
}

static void
print_event(const struct report_event *e, void *ctx)
{
	char text[DETAIL_SIZE];
	const char *title = ticket_event_title(e->kind);

	utf8_clean(text, sizeof(text), e->text, 0);
	printf("  %4" PRId64 " %s %s%*s %-10s", e->seq,
	    clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", e->at_utc_s), title,
	    MAX_OF(11 - utf8_cols(title), 0), "", UTF8_CLEAN(80, e->actor, 0));
	if (e->line[0] != '\0')
		printf(" [%s]", e->line);
	if (str_eq(e->kind, "outcome"))
		printf(" %s", e->yes ? _("solved") : _("not solved"));
	if (str_eq(e->kind, "consent") || str_eq(e->kind, "answered") ||
	    str_eq(e->kind, "kind-answered"))
		printf(" %s", e->yes ? _("yes") : _("no"));
	if (str_eq(e->kind, "tick") || str_eq(e->kind, "warned"))
		printf(" %s", CLOCK_HMS(e->seconds));
	if (str_eq(e->kind, "quoted") || str_eq(e->kind, "corrected"))
		printf(" %s", MONEY_TEXT(e->net_gr));
	if (text[0] != '\0')
		printf(" %s", text);
	if (str_eq(e->kind, "corrected") || str_eq(e->kind, "outcome"))
		printf(" (%s)", utf8_clean(text, sizeof(text), e->text2, 0));
	putchar('\n');
}

/* Whom its invoice goes to. */
static void
print_contractor(struct db *db, int64_t ticket)
{
	struct book_client c;

	if (book_of_ticket(db, ticket, &c))
		printf(_("invoice goes to %s, %s\n"), c.code,
		    UTF8_CLEAN(DETAIL_SIZE, c.name, 0));
}

static bool
print_all(struct db *db, int64_t ticket, bool ticks, struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok = receipt_make(db, ticket, &nobody, NULL, &text, err);

	if (ok)
		printf("%s\n", buf_str(&text));
	buf_fini(&text);
	if (!ok || !report_ticket(db, ticket, print_card, NULL, err))
		return false;
	print_contractor(db, ticket);
	printf("\n%s\n", _("Events"));
	return report_events(db, ticket, ticks, 0, 0, print_event, NULL, err);
}

/* The signed one to the letter, where the desk has kept it. */
static bool
print_signed(const char *path)
{
	char block[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	while ((n = read(fd, block, sizeof(block))) > 0)
		fwrite(block, 1, (size_t)n, stdout);
	close(fd);
	return true;
}

static bool
print_unsigned(struct db *db, int64_t ticket, struct err *err)
{
	struct buf text = BUF_INIT;
	bool ok = receipt_make(db, ticket, &nobody, NULL, &text, err);

	if (ok) {
		fputs(buf_str(&text), stdout);
		fprintf(stderr, "%s\n",
		    _("Not signed: no receipt of this version is kept "
		      "here."));
	}
	buf_fini(&text);
	return ok;
}

static bool receipt, ticks, json;

static bool
run(struct cmd_args *a, struct err *err)
{
	int64_t ticket;
	char *path;
	bool ok;

	if (!cmd_ticket(a, a->word[0], &ticket) || !cmd_read(a, err))
		return false;
	if (json)
		return cmd_show_json(a->db, ticket, ticks, err);
	if (!receipt)
		return print_all(a->db, ticket, ticks, err);
	path = receipt_path(a->data, ticket, receipt_version(a->db, ticket));
	ok = print_signed(path) || print_unsigned(a->db, ticket, err);
	free(path);
	return ok;
}

const struct cmd cmd_show = {
    .name = "show",
    .help = N_("print one ticket with all its events, or its receipt"),
    .usage = N_("[OPTION...] TICKET"),
    .about = N_("Prints one ticket with its visits, work, quotes and events."),
    .opt =
	{
	    {"receipt", CMD_FLAG, &receipt, NULL,
		N_("only the receipt, as the client has it")},
	    {"ticks", CMD_FLAG, &ticks, NULL,
		N_("also the ticks of every 15 seconds of work")},
	    {"json", CMD_FLAG, &json, NULL, N_("as JSON")},
	},
    .rule = {{"ticks", "!--receipt"}, {"json", "!--receipt"}},
    .min = 1,
    .max = 1,
    .at_desk = true,
    .pages = true,
    .run = run,
};
