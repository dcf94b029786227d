/*
 * Linking one ticket to a client of the book.
 */
#pragma once

#include "console/store/book.h"

static inline bool
book_link(struct db *db, int64_t ticket, const char *code, const char *seen,
    const struct book_author *who, struct err *err)
{
	return book_link_all(db, &ticket, 1, code, seen, who, err);
}
