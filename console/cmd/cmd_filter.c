#include "console/cmd/cmd_filter.h"
#include "console/cmd/cmd_base.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/ticket.h"

bool
cmd_filter_make(const struct cmd_args *a, const struct cmd_filter *f,
    struct report_filter *out, int *code)
{
	enum ticket_state state;
	struct err err = {0};

	*out = (struct report_filter){
	    .from_s = f->from_s,
	    .to_s = f->to_s,
	    .opened = f->opened,
	    .client = f->client,
	    .technician = f->technician,
	    .product = f->product,
	    .outcome = f->outcome,
	    .words = f->words,
	    .invoiced = f->invoiced > 0 ? REPORT_INVOICED
		: f->invoiced < 0	? REPORT_NOT_INVOICED
					: REPORT_ANY,
	};
	if (f->month[1] != 0 && (f->from_s != 0 || f->to_s != 0)) {
		*code = cmd_usage(
		    a, _("give --month or --from and --to, not both"));
		return false;
	}
	if (f->month[1] != 0) {
		out->from_s = f->month[0];
		out->to_s = f->month[1];
	}
	if (out->to_s != 0 && out->from_s >= out->to_s) {
		*code = cmd_usage(a, _("--to is before --from"));
		return false;
	}
	if (!report_check_words(f->words, &err)) {
		*code = cmd_usage(a, "--words: %s", err.text);
		return false;
	}
	if (f->outcome != NULL && !str_eq(f->outcome, "open") &&
	    !ticket_state_parse(f->outcome, &state)) {
		*code = cmd_usage(
		    a, _("there is no outcome \"%s\""), f->outcome);
		return false;
	}
	return true;
}
