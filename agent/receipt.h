/*
 * The signed receipt as the desk sends it, line by line, and the two files that
 * it is kept in: the text, and beside it in NAME.sig the desk's SSHSIG, which
 * came at its end. It is not judged here (`ssh-keygen -Y` does).
 */
#ifndef AGENT_RECEIPT_H
#define AGENT_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

#define RECEIPT_MAX (256 * 1024)

struct receipt {
	struct buf text;
	struct buf sig;
	bool in_sig; /* the text is complete */
	char *path; /* where it was saved, NULL = not yet */
	struct err why; /* it could not be */
};

void receipt_init(struct receipt *r);
void receipt_fini(struct receipt *r);
/* One line without newline; what a terminal would obey becomes '?'. Lines
 * beyond RECEIPT_MAX are dropped. */
void receipt_line(struct receipt *r, const char *line);
/* Writes DIR/receipts/NAME and NAME.sig and sets path, or why. */
bool receipt_save(
    struct receipt *r, const char *dir, int64_t ticket, int64_t utc_s);

#endif
