/*
 * What a client signs when he lets a technician in: whom, to what, and at which
 * price; and when he gives a right later. The clock starts only on a consent
 * that is signed with the key that opened the ticket, and its journal row holds
 * what is needed to check it again:
 *
 *	consent	text RIGHTS, line = kind of work, yes,
 *		text2 "VISIT TECHNICIAN VAT SIGNATURE"
 *	rights	text RIGHTS, text2 "VISIT TECHNICIAN SIGNATURE", or "" where no
 *		right came to those held before
 *
 * Pure texts, see man 7 pomoc-protocol.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/core/grant.h"
#include "shared/core/prices.h"
#include "shared/core/proof.h"

#define CONSENT_KEY_SIZE 52 /* "SHA256:..." */
#define CONSENT_ROW_SIZE (PROOF_SIG_SIZE + CONSENT_KEY_SIZE + 64)

struct consent {
	int64_t ticket;
	int64_t visit;
	char technician[CONSENT_KEY_SIZE]; /* his key's fingerprint */
	bool yes;
	unsigned rights; /* mask of enum grant */
	/* the hourly price as it was shown */
	char price[PRICE_NAME_SIZE];
	enum price_kind kind;
	int64_t net_gr;
	int64_t minimum_s;
	int64_t quantum_s;
	int vat_bp;
};

/* The price's part. */
void consent_set_price(struct consent *c, const struct price *p, int vat_bp);
/* The exact bytes that the agent signs. */
void consent_text(const struct consent *c, struct buf *out);
/* For rights alone: yes and the price are not in it. */
void consent_rights_text(const struct consent *c, struct buf *out);

/* text2 of the row. */
void consent_row_print(
    char dst[CONSENT_ROW_SIZE], const struct consent *c, const char *sig);
void consent_rights_row_print(
    char dst[CONSENT_ROW_SIZE], const struct consent *c, const char *sig);
/* Fills visit, technician (and VAT), and the signature. */
bool consent_row_parse(
    const char *text2, struct consent *c, char sig[PROOF_SIG_SIZE]);
bool consent_rights_row_parse(
    const char *text2, struct consent *c, char sig[PROOF_SIG_SIZE]);
