/*
 * What may be asked of the time log: words of a question, see also
 * console/store/report_filter.h.
 */
#pragma once

#include "shared/base/i18n.h"
#include "shared/base/words.h"

/* Behind the first one bars, in the order of enum group_by. */
#define LOGASK_VIEW_WORDS(X)                                     \
	X(LOGASK_TICKETS, "tickets", "tickets; so is none")      \
	X(LOGASK_TECHNICIANS, "technicians", N_("technician"))   \
	X(LOGASK_PRODUCTS, "products", N_("product"))            \
	X(LOGASK_KINDS, "kinds", N_("kind of work"))             \
	X(LOGASK_CLIENTS, "clients", N_("client"))               \
	X(LOGASK_DAYS, "days", N_("day"))                        \
	X(LOGASK_MONTHS, "months", N_("month"))                  \
	X(LOGASK_VISITS, "visits", "visits of one ticket")       \
	X(LOGASK_SEGMENTS, "segments", "its work by price line") \
	X(LOGASK_EVENTS, "events", "its events")

enum logask_view { LOGASK_VIEW_WORDS(WORDS_ENUM) LOGASK_VIEWS };

#define LOGASK_SORT_WORDS(X)                                     \
	X(LOGASK_BY_NUMBER, "number", "newest last; so is none") \
	X(LOGASK_BY_COMPLETED, "completed", "open ones last")    \
	X(LOGASK_BY_CLIENT, "client", "client")                  \
	X(LOGASK_BY_TECHNICIAN, "technician", "who had it last") \
	X(LOGASK_BY_PRODUCT, "product", "product")               \
	X(LOGASK_BY_OUTCOME, "outcome", "state")                 \
	X(LOGASK_BY_WORKED, "worked", "working time")            \
	X(LOGASK_BY_NET, "net", "the amount that counts")

enum logask_sort { LOGASK_SORT_WORDS(WORDS_ENUM) LOGASK_SORTS };

#define LOGASK_INVOICED_WORDS(X)                  \
	X(LOGASK_INVOICED_YES, "yes", "invoiced") \
	X(LOGASK_INVOICED_NO, "no", "not invoiced")

enum logask_invoiced { LOGASK_INVOICED_WORDS(WORDS_ENUM) LOGASK_INVOICEDS };

#define LOGASK_PAID_WORDS(X)                                \
	X(LOGASK_PAID_YES, "yes", "on an invoice and paid") \
	X(LOGASK_PAID_NO, "no", "on an invoice and not paid")

enum logask_paid { LOGASK_PAID_WORDS(WORDS_ENUM) LOGASK_PAIDS };

/* Or a state. */
#define LOGASK_OUTCOME_WORDS(X) X(LOGASK_OPEN, "open", "not closed")

enum logask_outcome { LOGASK_OUTCOME_WORDS(WORDS_ENUM) LOGASK_OUTCOMES };

extern const struct words logask_views, logask_sorts, logask_invoiced;
extern const struct words logask_paid;
extern const struct words logask_outcomes;
