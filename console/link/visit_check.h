/*
 * The technician's half of the check code (shared/core/sas.h): takes the
 * agent's commitment, gives a nonce, verifies what is revealed, compares the
 * code that the user reads out with the one computed here, and only then has
 * the code that is read back to him. Pure but for the random nonce.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/sas.h"

#define VISIT_NONCE_HEX (2 * SAS_NONCE + 1)

enum visit_check_result {
	VISIT_CHECK_OK,
	VISIT_CHECK_FORM, /* not six digits: no try is used up */
	VISIT_CHECK_WRONG,
	VISIT_CHECK_LAST /* wrong for the last time: end the visit */
};

struct visit_check {
	bool committed;
	bool ready; /* the code can be typed */
	bool fits; /* it was, and it fits */
	int left;
	int exchanges; /* of which none fitted */
	uint8_t commit[SAS_HASH];
	uint8_t nonce[SAS_NONCE];
	uint32_t code;
	uint32_t back;
};

void visit_check_init(struct visit_check *c);
/* On another connection: what was typed wrong before still counts, else who is
 * in the middle could have as many tries as he likes. */
void visit_check_again(struct visit_check *c);
/* The technician wants another try at the same ticket: he has all his misses
 * again, but exchanges in vain stay counted. */
void visit_check_anew(struct visit_check *c);
/* The agent's commitment in hex; hex gets our nonce. False when it came twice
 * or is malformed, or after SAS_EXCHANGES in vain. */
bool visit_check_commit(struct visit_check *c, const char *commit,
    char hex[VISIT_NONCE_HEX], struct err *err);
/* The agent's nonce in hex. False when it does not fit the commitment: somebody
 * is in the middle, end the visit. */
bool visit_check_reveal(struct visit_check *c, const char *nonce,
    const struct sas_keys *keys, struct err *err);
enum visit_check_result visit_check_typed(
    struct visit_check *c, const char *text);
/* The code to be read back; false before the first one fitted. */
bool visit_check_back(const struct visit_check *c, char out[SAS_BACK_SIZE]);
