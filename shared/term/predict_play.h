/*
 * What one typed key most likely does to the row with the cursor, for
 * predict.h: text goes in before what stands behind the cursor, up to two
 * blanks, and closes up again behind what is erased. Nothing is known of the
 * right edge.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/term/cell.h"

enum predict_key {
	PREDICT_OTHER, /* not guessed */
	PREDICT_ENTER, /* nor this, but a line begins behind it */
	PREDICT_CHAR,
	PREDICT_BACKSPACE,
	PREDICT_LEFT,
	PREDICT_RIGHT
};

/* A row while keys are played over it. */
struct predict_play {
	struct cell *row;
	int cols;
	int col;
	int from; /* columns that were touched */
	int to;
	bool only_added; /* no key took anything away, or moved */
};

/* False: nobody can tell what the key does, and nothing was done. cp: of a
 * character; tail: text behind the cursor moves, else it is written over. */
bool predict_play(
    struct predict_play *y, enum predict_key key, uint32_t cp, bool tail);
