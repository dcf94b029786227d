/*
 * Words in the rows of the log that the console holds: the window of them that
 * is shown, not all that the desk has. Internal to view_log.c.
 */
#pragma once

#include "console/view/view_log_draw.h"

/* Selects the next row (dir 1) or the one before (-1) that holds all words of
 * s->search, in big letters or small, round the end; false where none does. */
bool view_log_find(struct log_screen *s, int dir);
