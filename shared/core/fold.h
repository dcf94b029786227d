/*
 * One form for what people type, so that the same name is the same to the
 * program: kept names are canonical, look-ups fold both sides, lists are in
 * Polish order. Unicode comes from utf8proc. Does not depend on the locale.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"

/* What is kept of a typed name; appends: NFC, no controls, no invisible
 * characters, every kind of blank one plain blank between words and none at
 * the ends. */
void fold_canon(struct buf *out, const char *text);
/* For look-ups; appends: besides that no difference of case, width and the
 * like, and a Greek or Cyrillic letter is the Latin one that it looks like as a
 * capital. "ŻÓŁW  A" and "żółw a" are the same, "Ab" and "Аb" too. */
void fold_text(struct buf *out, const char *text);
bool fold_same(const char *a, const char *b);
/* For warnings, never for look-ups; appends: what is the same to somebody who
 * glances at it, without blanks and accents (skeleton.h). */
void fold_look(struct buf *out, const char *text);
/* Order of the Polish alphabet, any case; lengths in bytes. Like strcmp. */
int fold_compare(const char *a, size_t a_len, const char *b, size_t b_len);
