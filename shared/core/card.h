/*
 * The request card that a client fills in: what is checked before it enters the
 * queue. Texts are valid UTF-8 without controls, bidi and zero-width
 * characters; the problem may have several lines.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/core/prices.h"

#define CARD_NAME_CHARS 64
#define CARD_PHONE_CHARS 32
#define CARD_NIP_CHARS 20 /* with PL, blanks and dashes */
#define CARD_PROBLEM_CHARS 500

/* Borrowed texts. */
struct card {
	const char *name;
	const char *company; /* may be "" */
	const char *phone; /* may be "" */
	const char *product;
	const char *problem; /* may be "" */
	const char *wanted; /* technician, "" = anyone */
};

/* One field each; the err says what to change. NULL counts as "". */
bool card_check_name(const char *name, struct err *err);
bool card_check_company(const char *company, struct err *err);
/* "" or a NIP whose last digit fits, see nip.h. */
bool card_check_nip(const char *nip, struct err *err);
bool card_check_phone(const char *phone, struct err *err);
bool card_check_problem(const char *problem, struct err *err);
/* All of it; the product must be one of the price list. */
bool card_check(
    const struct card *card, const struct prices *prices, struct err *err);
