/*
 * A card: a title over the whole width and a text below it, folded to the
 * width. For what two people must see in the same words on two screens. It
 * keeps no state and knows no keys; who draws it adds his own row below.
 */
#pragma once

#include "shared/ui/canvas.h"

/* How many rows it takes in so many columns. */
int sheet_rows(const char *text, int cols);
/* Draws it from that row on, in at most so many rows; returns the row below. */
int sheet_draw(
    struct canvas *c, int row, int rows, const char *title, const char *text);
