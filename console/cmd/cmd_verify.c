/* pomoc verify: whether nobody changed the log. */
#include <inttypes.h>
#include <stdio.h>

#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_month.h"
#include "console/cmd/cmd_read.h"
#include "console/desk/proofs.h"
#include "console/store/head.h"
#include "console/store/verify.h"
#include "shared/base/i18n.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"

static const char *expect;
static bool json;

static void
print_lost(const char *name, const struct slip *s, void *ctx)
{
	enum ticket_state state;

	printf(_("receipts/%s: %s, net %s: the log lacks it\n"), name,
	    ticket_state_parse(s->outcome, &state) ? ticket_state_title(state)
						   : s->outcome,
	    MONEY_TEXT(s->net_gr));
}

static bool
tell_bad(struct cmd_args *a, const struct verify_result *v)
{
	if (v->bad_row != 0)
		return cmd_fail(a,
		    _("first bad row of the journal: %" PRId64 " (%s)"),
		    v->bad_row, v->why);
	if (v->bad_ticket != 0)
		return cmd_fail(
		    a, _("ticket %" PRId64 ": %s"), v->bad_ticket, v->why);
	return cmd_fail(a, "%s", v->why);
}

static void
print_sound(
    const struct verify_result *v, const struct proofs *p, int64_t later)
{
	printf(_("The log is sound: %" PRId64 " rows, %" PRId64 " tickets.\n"),
	    v->rows, v->tickets);
	printf(_("It agrees with %" PRId64 " noted heads and %" PRId64
		 " receipts.\n"),
	    p->heads, p->receipts);
	if (p->gone > 0)
		printf(_("A copy was brought back that lacks what came after "
			 "it: there were rows up to %" PRId64
			 " and tickets up to %" PRId64 ".\n"),
		    p->gone_rows, p->gone_ticket);
	if (v->rows > 0 && p->heads == 0)
		puts(_("No head is noted beside it: if its end was cut off, "
		       "that is not seen."));
	if (p->torn)
		puts(_("The last line of the file heads was not written to "
		       "its end; the desk takes it away when it starts."));
	if (p->unmade.n > 0)
		printf(_("Closed tickets without a receipt: %" PRId64
			 "; the desk makes them when it starts: %s\n"),
		    p->unmade.n, p->unmade.names);
	if (p->missing.n > 0)
		printf(_("Receipts of before that are not kept: %" PRId64
			 ": %s\n"),
		    p->missing.n, p->missing.names);
	if (later > 0)
		printf(_("Tickets that were completed later than now: %" PRId64
			 "; the system clock was wrong then, or is now.\n"),
		    later);
	if (v->rows > 0)
		printf(_("last row %s\n"), v->head);
}

static bool
tell(struct cmd_args *a, const struct verify_result *v, const struct proofs *p,
    int64_t later, const char *lacks)
{
	if (!v->sound)
		return tell_bad(a, v);
	if (p->why[0] != '\0')
		return cmd_fail(a, "%s", p->why);
	if (lacks != NULL)
		return cmd_fail(a,
		    _("no row of the journal has the hash %s: "
		      "its end was cut off, or it was written anew"),
		    lacks);
	print_sound(v, p, later);
	if (p->lost == 0)
		return true;
	(void)cmd_done(a, CMD_OK);
	return cmd_fail(a,
	    _("%" PRId64 " receipts tell of what the log lacks since that copy "
	      "was brought back. Bring a newer one back where there is one; "
	      "else bill the work by these receipts, they are signed, and move "
	      "them to another folder"),
	    p->lost);
}

/* What text says, and why when it is not sound; the exit status is the same. */
static void
print_json(const struct verify_result *v, const struct proofs *p, int64_t later,
    bool sound, const char *why)
{
	json_t *o = json_object();

	json_object_set_new(o, "sound", json_boolean(sound));
	json_out_text(o, "why", why);
	json_out_int(o, "rows", v->rows);
	json_out_int(o, "tickets", v->tickets);
	json_out_int(o, "bad_row", v->bad_row);
	json_out_int(o, "bad_ticket", v->bad_ticket);
	json_out_text(o, "head", v->head);
	json_out_int(o, "heads", p->heads);
	json_out_int(o, "receipts", p->receipts);
	json_out_int(o, "receipts_lost", p->lost);
	json_out_int(o, "receipts_unmade", p->unmade.n);
	json_out_int(o, "receipts_missing", p->missing.n);
	json_out_int(o, "completed_later", later);
	cmd_json_one("verify", o);
}

/* What stands beside a log that is not sound is of no interest. */
static bool
check(const char *data, struct db *db, struct verify_result *v,
    struct proofs *p, struct err *err)
{
	struct proofs_run *run = proofs_begin(data);
	struct err other = {0};
	bool ok = verify_log(db, v, err), sound = ok && v->sound;

	bool held = proofs_end(run, sound && !json ? print_lost : NULL, NULL, p,
	    sound ? err : &other);

	return ok && (held || !sound);
}

static bool
tell_json(struct cmd_args *a, const struct verify_result *v,
    const struct proofs *p, int64_t later)
{
	const char *why = !v->sound ? v->why
	    : p->why[0] != '\0'	    ? p->why
	    : expect != NULL	    ? "no row has the hash of --expect"
	    : p->lost > 0	    ? "receipts tell of what the log lacks"
				    : "";

	print_json(v, p, later, why[0] == '\0', why);
	if (why[0] != '\0')
		a->code = CMD_FAIL;
	return why[0] == '\0';
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct verify_result v;
	struct proofs p = {0};
	int64_t later = 0;

	if (!cmd_read_moving(a, err) || !check(a->data, a->db, &v, &p, err) ||
	    (v.sound && !cmd_month_later(a->db, &later, err)))
		return false;
	if (expect != NULL && head_find(a->db, expect, NULL) != 0)
		expect = NULL;
	return json ? tell_json(a, &v, &p, later)
		    : tell(a, &v, &p, later, expect);
}

const struct cmd cmd_verify = {
    .name = "verify",
    .help = N_("check that nobody changed the log"),
    .usage = N_("[OPTION...]"),
    .about = N_("Checks that the log is what was written: the chain of the "
		"journal, row by row, what the clients signed, every ticket "
		"against its events, and all of it against the heads and "
		"receipts that the desk signed."),
    .opt =
	{
	    {"expect", CMD_TEXT, &expect, N_("HEAD"),
		N_("the hash of a row that must be in it, as noted before")},
	    {"json", CMD_FLAG, &json, NULL, N_("as JSON")},
	},
    .no_days = true,
    .pages = true,
    .run = run,
};
