/*
 * SGR: the style that the next character gets. The pen is a blank cell whose
 * colours and attributes are that style.
 */
#pragma once

#include "shared/term/cell.h"
#include "shared/term/filter.h"

/* Applies a parsed CSI ... m; what it does not know it skips. */
void pen_apply(struct cell *pen, const struct filter_seq *seq);
