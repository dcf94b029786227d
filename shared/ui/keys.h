/*
 * From the bytes of a terminal to key events, and from a key event to the bytes
 * that a program in a pty expects.
 *
 * Decodes UTF-8, control characters, arrows, F1-F12, Alt- and other modifiers,
 * the mouse (with double clicks) in each form that terminals report it in, and
 * bracketed paste. What is no key never becomes one: the values of a report,
 * answers of the terminal (OSC, DCS, APC, PM, SOS, unknown CSI) are used up
 * whole. Every event keeps the raw bytes it was made of, so a screen can pass
 * them through unchanged.
 *
 * It streams: input may be cut anywhere, also inside a character, and becomes
 * the same events. Only what may be a key of its own (ESC, Alt-[) waits for a
 * time: when keys_wait_ms() says so the caller arms a timer and calls
 * keys_flush() when nothing came. Pure: time is an argument.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/term/grid.h"

#define KEYS_ESC_MS 25
#define KEYS_SEQ_MS 250 /* "ESC [": more likely a sequence that was cut */
#define KEYS_SPLIT_MS 1000
#define KEYS_DOUBLE_MS 400
#define KEYS_SEQ_MAX 64

enum keys_code {
	KEYS_NONE, /* understood by nobody; raw holds it */
	KEYS_CHAR, /* cp; with KEYS_CTRL cp is the lower-case letter */
	KEYS_ENTER,
	KEYS_TAB,
	KEYS_BACKTAB,
	KEYS_BACKSPACE,
	KEYS_ESC,
	KEYS_UP,
	KEYS_DOWN,
	KEYS_RIGHT,
	KEYS_LEFT,
	KEYS_HOME,
	KEYS_END,
	KEYS_PGUP,
	KEYS_PGDN,
	KEYS_INSERT,
	KEYS_DELETE,
	KEYS_F1, /* KEYS_F1 + n - 1 */
	KEYS_F12 = KEYS_F1 + 11,
	KEYS_MOUSE,
	KEYS_PASTE_BEGIN, /* raw is empty, as of the end */
	KEYS_PASTE, /* raw is a part of the text, in whole characters */
	KEYS_PASTE_END,
	KEYS_COLUMN /* the title of column cp was clicked, see canvas_spot() */
};

/* keys_event.mods */
#define KEYS_SHIFT 1u
#define KEYS_ALT 2u
#define KEYS_CTRL 4u

enum keys_mouse {
	KEYS_MOUSE_PRESS,
	KEYS_MOUSE_RELEASE,
	KEYS_MOUSE_MOVE,
	KEYS_MOUSE_WHEEL_UP,
	KEYS_MOUSE_WHEEL_DOWN
};

struct keys_event {
	enum keys_code code;
	unsigned mods;
	uint32_t cp;
	/* mouse; row and col from 0, button 0 = left */
	enum keys_mouse mouse;
	int button;
	int row;
	int col;
	int clicks; /* of a press: 1, or 2 for a double click */
	/* what the terminal sent; valid inside the callback */
	const char *raw;
	size_t raw_len;
};

struct keys {
	char erase; /* what Backspace sends there (stty erase); the shell
		     * hears DEL, which its terminal promises */
	uint8_t state;
	bool paste;
	bool st; /* an ESC inside a string: its end, if \ follows */
	bool esc_gone; /* a lone ESC was told as a key */
	bool split; /* the ESC in seq was told before */
	int64_t fed_ms;
	size_t len;
	char seq[KEYS_SEQ_MAX];
	int64_t click_ms;
	int click_row;
	int click_col;
	int click_button;
};

typedef void keys_fn(const struct keys_event *ev, void *ctx);

void keys_init(struct keys *k);
/* Calls fn for each whole event. */
void keys_feed(struct keys *k, const void *data, size_t len, int64_t now_ms,
    keys_fn *fn, void *ctx);
/* What was read so far may be a key of its own: how long to wait for more
 * before keys_flush(); -1 = nothing to wait for. */
int keys_wait_ms(const struct keys *k);
bool keys_pending(const struct keys *k); /* keys_wait_ms() is not -1 */
/* Nothing more came: what waits becomes events. */
void keys_flush(struct keys *k, keys_fn *fn, void *ctx);

/* Plain character without Ctrl and Alt. */
bool keys_is(const struct keys_event *ev, uint32_t cp);
bool keys_is_ctrl(const struct keys_event *ev, char letter);
bool keys_is_alt(const struct keys_event *ev, uint32_t cp);
/* The key of that name in a line of keys: "Enter", "F12", "c". False when it
 * names none, or several. */
bool keys_named(const char *name, struct keys_event *ev);
#define KEYS_ALL 1000000000
/* What moves in anything of rows: arrows, j k, PgUp PgDn, Home End, g G, the
 * wheel. True, and by how many rows; to an end it is KEYS_ALL of them. */
bool keys_move(const struct keys_event *ev, int rows_shown, int *by);
/* A part of a paste: its beginning, text, or end. */
bool keys_is_paste(const struct keys_event *ev);

/*
 * The bytes for a pty (TERM=tmux-256color) whose screen is in those modes:
 * mostly the raw ones; arrows by application cursor mode; Home, End and F1-F12
 * as that TERM has them; mouse events only when the program asked for them,
 * relative to row0, col0 (0 bytes otherwise). out needs raw_len + 32 bytes.
 * Returns the length.
 */
size_t keys_encode(const struct keys_event *ev, const struct grid_modes *modes,
    int row0, int col0, char *out, size_t size);

/* Where a program's screen stands, and which buttons that were pressed in it
 * are still down, as 1 << button. */
struct keys_screen {
	int row;
	int col;
	int rows;
	int cols;
	unsigned held;
};

/* A mouse event as that program may have it: pressed inside, and kept inside
 * while it is held; released where it was pressed there. False: it is not for
 * the program. */
bool keys_mouse_within(struct keys_event *ev, struct keys_screen *s);
/* It moves or lets go: that is for whoever had the press, and no key. */
bool keys_mouse_goes_on(const struct keys_event *ev);

/* Of the paste that a program is being sent. */
enum keys_paste {
	KEYS_PASTE_CLOSED,
	KEYS_PASTE_PLAIN,
	KEYS_PASTE_MARKED /* the program wanted marks and has the first */
};

/*
 * The same for a program that gets pastes: marks once, at the beginning and at
 * the end, when it wants them. *open is kept by the caller for each program,
 * KEYS_PASTE_CLOSED at first. A paste whose beginning went elsewhere is not
 * sent; one whose end went elsewhere is closed by the next key.
 */
size_t keys_encode_pasting(const struct keys_event *ev,
    const struct grid_modes *modes, int row0, int col0, enum keys_paste *open,
    char *out, size_t size);

/* What to send to the user's terminal to get mouse and paste events, and to
 * stop them. */
#define KEYS_MODES_ON "\033[?1000h\033[?1006h\033[?2004h"
#define KEYS_MODES_OFF "\033[?2004l\033[?1006l\033[?1003l\033[?1002l\033[?1000l"
