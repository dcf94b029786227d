/*
 * What the frame encoder (frame.h) writes, and nothing else: the measure for
 * bytes that claim to come from it. Whoever adds a sequence there adds it here;
 * the tests of both compare.
 */
#pragma once

#include "shared/term/filter.h"

/* For one piece out of the filter. */
bool strict_allows(
    enum filter_kind kind, char first, const struct filter_seq *seq);
