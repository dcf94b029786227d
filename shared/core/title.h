/*
 * Words that a list of tickets, a report and a screen share, in the user's
 * language.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is not by the hour, beside the names of the kinds of work. */
#define TITLE_FIXED "fixed"
#define TITLE_CORRECTED "corrected"

/* Of a kind of work, or of one of these; "" = nothing was worked. */
const char *title_work(const char *label);
/* The day of completion, with its time if wanted. One that is open has none: it
 * is "-", or where opened_s is given since when it is open. Returns dst. */
const char *title_completed(
    char *dst, size_t size, bool time, int64_t opened_s, int64_t closed_s);
