#include "shared/core/logask.h"

#include "shared/core/ticket.h"

WORDS_LIST(logask_views, "view of the log", LOGASK_VIEW_WORDS);
WORDS_LIST(logask_sorts, "order of the log", LOGASK_SORT_WORDS);
WORDS_LIST(logask_invoiced, "invoiced", LOGASK_INVOICED_WORDS);
WORDS_LIST(logask_paid, "paid", LOGASK_PAID_WORDS);
WORDS_LIST_ALSO(logask_outcomes, "outcome in the log", LOGASK_OUTCOME_WORDS,
    &ticket_states);
