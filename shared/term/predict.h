/*
 * Predictive echo: what a typed key will most likely do to the line with the
 * cursor, shown before the far side has answered. Pure: no clock, no I/O.
 *
 * Keys are numbered by who sends them. Those that the far side has not answered
 * are kept and played over the last frame: a character, backspace, left and
 * right within one row; whatever else (Enter, Tab, the right edge) is not
 * guessed, and nothing behind it until it was heard. Each frame is compared
 * with the states that were guessed up to the last key it may hold: it
 * confirms the longest of them that fits, or contradicts all.
 *
 * Confidence is by epoch: Enter, any key that is not guessed, a cursor that
 * jumps and a wrong guess each begin a new one, and nothing of an epoch is
 * shown before one of its guesses was confirmed. So what a full-screen program
 * or a program that echoes nothing does with keys is seen to be so, once, and
 * never shown. While a password is read nothing is guessed or kept. A prompt
 * that comes again behind Enter, as the last line was confirmed at it, is known
 * to echo what is typed then; a wrong guess there has it forgotten. So is a
 * line without one, as in an editor, until a key that is not guessed.
 *
 * A guess that the far side has heard and not shown is taken back after
 * PREDICT_LATE_MS, one that it has not heard after PREDICT_LOST_MS(round trip).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/term/grid.h"
#include "shared/term/predict_play.h"

#define PREDICT_KEYS 128 /* unanswered; more are not guessed */
#define PREDICT_NEAR_MS 30 /* a shorter round trip needs no guesses */
#define PREDICT_LATE_MS 100
#define PREDICT_LOST_MS(rtt_ms) (3 * (rtt_ms) + 400)

enum predict_mode { PREDICT_AUTO, PREDICT_ALWAYS, PREDICT_NEVER };

struct predict_guess {
	enum predict_key key;
	uint32_t cp;
	uint32_t number;
	uint32_t epoch;
	int64_t sent_ms;
	int64_t late_ms; /* heard since, and not seen; -1 = not heard */
};

/* Private; mode may be read. */
struct predict {
	enum predict_mode mode;
	int rtt_ms; /* -1 = not known */
	bool echo;
	struct predict_guess guess[PREDICT_KEYS];
	int guesses;
	uint32_t heard;
	uint32_t epoch;
	uint32_t sure; /* guesses up to this epoch are shown */
	bool loose; /* of the epoch: went left of what was typed */
	bool tail; /* of the epoch: text behind the cursor moves */
	bool begins; /* since Enter nothing was confirmed */
	int floor; /* the cursor's leftmost column in this row */
	uint64_t ahead; /* how the line behind Enter begins; 0 = no Enter */
	uint64_t prompt; /* of the last such line that was confirmed, or 0 */
	/* the last frame's row with its cursor, */
	int cols;
	int rows;
	struct grid_cursor at;
	struct cell base[GRID_COLS_MAX];
	/* and with the guesses that are shown */
	int shown;
	int shown_col;
	int from; /* columns that may differ */
	int to;
	struct cell look[GRID_COLS_MAX];
};

/* What lies over the frame: cells from .. to - 1 of a row, and the cursor. */
struct predict_over {
	int row;
	int from;
	int to;
	struct cell *cells; /* of the whole row; until the next call */
	int cursor_col;
};

/* Another screen and no keys; mode and round trip stay. */
void predict_reset(struct predict *p);
/* All of it, with that mode. */
void predict_init(struct predict *p, enum predict_mode mode);
void predict_set_mode(struct predict *p, enum predict_mode mode);
/* A round trip was measured. */
void predict_rtt(struct predict *p, int ms);
/* A key was sent; numbers grow by the sender's count. cp: of a character. */
void predict_key(struct predict *p, enum predict_key key, uint32_t cp,
    uint32_t number, int64_t now_ms);
/* The far side has given the keys up to that number to its program, and does,
 * or does not, show what is typed. What they did may come in a later frame. */
void predict_heard(
    struct predict *p, uint32_t number, bool echo, int64_t now_ms);
/* The screen looks so; call it after every frame. */
void predict_frame(struct predict *p, const struct grid *g, int64_t now_ms);
/* Takes back what is too late. */
void predict_look(struct predict *p, int64_t now_ms);
/* Until predict_look() may find something; -1 = nothing is waited for. */
int predict_due_ms(const struct predict *p, int64_t now_ms);
/* False: the screen is shown as it is. */
bool predict_over(struct predict *p, struct predict_over *over);
