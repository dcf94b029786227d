/*
 * The signed receipt as the desk sends it, line by line, and the two files that
 * it is kept in: the text, and beside it in NAME.sig the desk's SSHSIG, which
 * came at its end. It is judged here: whether the signature is right and of the
 * desk's receipt key, and whether it says what the user has seen.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/core/slip.h"

#define RECEIPT_MAX (256 * 1024)

enum receipt_verdict {
	RECEIPT_GOOD,
	RECEIPT_UNSIGNED, /* the signature is not of this text */
	RECEIPT_OTHER_KEY, /* not of the key that the desk named */
	RECEIPT_OTHER_AMOUNT, /* not of that ticket, outcome or amount */
	RECEIPT_ANY_KEY /* all is right, but the desk never named its key */
};

struct receipt {
	struct buf text;
	struct buf sig;
	bool in_sig; /* the text is complete */
	bool in_line; /* the line goes on */
	enum receipt_verdict verdict; /* after receipt_judge(), */
	const char *words; /* and the text, to be read; NULL before */
	char *path; /* where it was saved, NULL = not yet */
	struct err why; /* it could not be */
};

void receipt_init(struct receipt *r);
void receipt_fini(struct receipt *r);
/* One line without newline, or a part of one that goes on with the next; what a
 * terminal would obey becomes '?'. What is beyond RECEIPT_MAX is dropped. */
void receipt_line(struct receipt *r, const char *line, bool more);
/* Once it is complete. signer is a fingerprint, "" where the desk named none.
 */
void receipt_judge(
    struct receipt *r, const struct slip *seen, const char *signer);
/* The verdict in words for the user, NULL for a good one. */
const char *receipt_verdict_text(enum receipt_verdict v);
/* Writes DIR/receipts/NAME and NAME.sig and sets path, or why. Never replaces
 * another receipt: of the same day and number, of another desk for instance.
 * Who is killed meanwhile leaves nothing by that name that is not whole, and
 * what he has left aside goes with the next one. */
bool receipt_save(
    struct receipt *r, const char *dir, int64_t ticket, int64_t utc_s);
