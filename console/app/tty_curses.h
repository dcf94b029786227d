/*
 * The technician's terminal: curses, and the only file that knows it.
 *
 * Output is a canvas; what changed since the last one goes out. Input is not
 * read here: the program reads the raw bytes of tty_input() and gives them to
 * shared/ui/keys.h. The terminal is put back on every way out: tty_end(), exit,
 * fatal signals, out of memory. One terminal per process.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/ui/canvas.h"

/* False when standard input or output is no terminal, or TERM is unknown. */
bool tty_check(struct err *err);
bool tty_start(struct err *err);
/* A descriptor of its own for the same terminal, for a loop that makes it
 * non-blocking: on descriptor 0 that would reach the shell we came from, and
 * our own output. Ours until the process ends. */
int tty_input(void);
/* Safe to call at any time, also twice. */
void tty_end(void);
void tty_size(int *cols, int *rows);
/* After SIGWINCH: takes the new size over. */
void tty_resized(void);
/* None with NO_COLOR, TERM=dumb, and where the terminal has none. */
enum frame_colours tty_colours(void);
/* False when the terminal shows it already. */
bool tty_show(const struct canvas *c);
/* The screen may hold anything: the next tty_show() paints all of it. */
void tty_forget(void);
void tty_bell(void);
/* Window title; cleaned here. Nothing where the terminal has none. */
void tty_title(const char *title);
/* Puts the terminal back for another program: nothing is shown, no bell and no
 * title, until it is taken back; then all of it is painted. */
void tty_lend(void);
void tty_take_back(void);
/* Puts the terminal back, stops the process, and returns when continued. */
void tty_suspend(void);
