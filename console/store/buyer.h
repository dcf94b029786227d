/*
 * Who is to pay for a ticket, as statements and exports name him: the
 * contractor that it is linked to, else what the client typed. And who is the
 * seller.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/book.h"
#include "shared/base/err.h"

struct report_filter;
struct logrow;

struct buyer {
	char code[BOOK_CODE_SIZE]; /* "" = no contractor, a typed name */
	char name[BOOK_NAME_SIZE];
	char nip[BOOK_NIP_SIZE]; /* "" = not known */
	char address[BOOK_NAME_SIZE];
	char phone[64]; /* of the row */
};

/* The service point, from [seller] of the configuration; "" = not said. */
struct seller {
	const char *name, *nip, *address;
};

/* False with err when there is no such ticket. */
bool buyer_of_ticket(
    struct db *db, int64_t ticket, struct buyer *out, struct err *err);
/* The same for paper and files: one who is in no book has a code too, made of
 * his name, that is nobody else's and no code of the book. */
bool buyer_of_row(struct db *db, const struct logrow *row, struct buyer *out,
    struct err *err);
/* Whom a word means by his code, NIP or whole name in the book, or by the code
 * that is made of his name: his tickets alone, in *filter, which borrows of
 * out. Nobody: out->code is "" and *filter as it was. False with err when it
 * fits several. */
bool buyer_known(struct db *db, const char *client,
    struct report_filter *filter, struct buyer *out, struct err *err);
/* Whose tickets are meant, in *filter (which borrows of client and out): those
 * linked to him of the book, else those of who typed that whole name, or has
 * the code that is made of it, and is linked to nobody. False with err as
 * above, or "there is no client". */
bool buyer_pick(struct db *db, const char *client, struct report_filter *filter,
    struct buyer *out, struct err *err);
