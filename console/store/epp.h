/*
 * InsERT's EDI++ communication file, format 1.05, code page 1250: for each
 * client one customer order (ZK), put off as a draft, with a one-off service
 * per line of the statement; and a record of each client. Not yet confirmed on
 * a live Subiekt.
 *
 * The structure is that of the published description: [INFO] of 24 fields, then
 * per order [NAGLOWEK] of 62 and [ZAWARTOSC] with lines of 22, at last the
 * section KONTRAHENCI with records of 30. Texts are quoted, amounts have four
 * decimals and a point, times are yyyymmddhhnnss in local time, the file ends
 * with an empty line. VAT of the lines adds up to that of their order. An order
 * has one day of sale, that of its last ticket; each line begins with the day
 * on which its own was completed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/buyer.h"
#include "shared/base/buf.h"
#include "shared/base/err.h"

struct epp_head {
	struct seller seller;
	const char *author;
	int64_t from_s, to_s; /* the period; UTC */
	int64_t now_s;
};

struct epp_result {
	int64_t orders, lines;
	int64_t net_gr, vat_gr; /* of all orders */
	size_t replaced; /* letters that the code page lacks */
	struct buf missing; /* which ones (UTF-8); buf_fini() it */
};

#define EPP_INFO_FIELDS 24
#define EPP_HEAD_FIELDS 62
#define EPP_LINE_FIELDS 22
#define EPP_CLIENT_FIELDS 30

/* Appends the file; solved tickets with an amount that pass the filter. */
bool epp_make(struct db *db, const struct report_filter *filter,
    const struct epp_head *head, struct buf *out, struct epp_result *result,
    struct err *err);
