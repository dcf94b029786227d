/*
 * Words that a list of tickets, a report and a screen share, in the user's
 * language.
 */
#pragma once

/* What is not by the hour, beside the names of the kinds of work. */
#define TITLE_FIXED "fixed"
#define TITLE_CORRECTED "corrected"

/* Of a kind of work, or of one of these; "" = nothing was worked. */
const char *title_work(const char *label);
