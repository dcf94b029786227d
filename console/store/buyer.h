/*
 * Who is to pay for a ticket, as statements and exports name him: the
 * contractor that it is linked to, else what the client typed.
 */
#ifndef STORE_BUYER_H
#define STORE_BUYER_H

#include <stdbool.h>
#include <stdint.h>

#include "console/store/book.h"

struct buyer {
	char code[BOOK_CODE_SIZE]; /* "" = no contractor, a typed name */
	char name[BOOK_NAME_SIZE];
	char nip[BOOK_NIP_SIZE];
	char address[BOOK_NAME_SIZE];
};

/* False with err when there is no such ticket. */
bool buyer_of_ticket(
    struct db *db, int64_t ticket, struct buyer *out, struct err *err);

#endif
