/*
 * Which tickets of the log are meant, in every question about several.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

enum report_invoiced { REPORT_ANY, REPORT_INVOICED, REPORT_NOT_INVOICED };
enum report_paid { REPORT_PAID_ANY, REPORT_PAID, REPORT_NOT_PAID };

/* All that is set must hold; zeroed = every ticket. Borrowed texts, NULL or ""
 * = any. */
struct report_filter {
	int64_t from_s; /* completed at or after; 0 = any */
	int64_t to_s; /* completed before; 0 = any */
	bool opened; /* from_s and to_s are about the opening instead */
	bool closed; /* no open ones */
	/* Of a ticket that is linked to the client book the contractor in
	 * force: his code, NIP or part of his name; of any other a part of the
	 * name that was typed. Any case. */
	const char *client;
	/* One client, see buyer_pick(): his code in the book; else the whole
	 * name that was typed, of tickets that are linked to nobody. */
	const char *contractor, *client_is;
	/* Not what is linked to the contractor, but what is linked to nobody
	 * and has his name. */
	bool unlinked;
	const char *person; /* the whole of it, of the name, or of a key */
	const char *agent_key; /* the whole of it */
	/* One of those who worked; whole name, any case. */
	const char *technician;
	const char *product; /* any case */
	const char *outcome; /* a state's name; "open" = not closed */
	enum report_invoiced invoiced;
	enum report_paid paid; /* of what is on an invoice */
	const char *invoice; /* on this one, however it is spelt */
	const char *words; /* all of them, any case; see report_check_words() */
	int64_t ticket; /* only this one; 0 = any */
};

/* How many words a question takes, and what stands between them. */
#define REPORT_WORDS_MOST 32
#define REPORT_BLANKS " \t\r\n"
/* False with err for more words than a question takes. */
bool report_check_words(const char *words, struct err *err);
