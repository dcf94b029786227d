/*
 * A time log as a firm has it after ten years, written through the store: every
 * consent and answer is signed, some tickets have a quote, two technicians, a
 * second rate of VAT or a correction, most have a contractor and an invoice.
 */
#pragma once

#include <stdint.h>

#define BIGLOG_FROM INT64_C(1451606400) /* 2016-01-01 */
#define BIGLOG_SPAN (INT64_C(3652) * 86400)

/* The folder must be a new one; ends the program when it fails. */
void biglog_make(const char *dir, int64_t tickets);
