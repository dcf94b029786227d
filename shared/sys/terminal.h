/*
 * The terminal that the program was started in, and the promise that it is put
 * back on any way out. One terminal per process.
 */
#pragma once

#include <stdbool.h>

/* An open file of our own for it, with these flags of open(): on descriptor 0
 * they would reach the shell that we came from. -1 with errno. */
int terminal_open(int flags);
/* False, and nothing written, where it says none. */
bool terminal_size(int fd, int *cols, int *rows);
/* Takes down the mode that it is in. False with errno. */
bool terminal_save(int fd);
/* What its Backspace sends, as of then; DEL where it says nothing. */
char terminal_erase(void);
/* By TERM: xterm and what does as it does has a title that can be set, put away
 * and brought back. */
bool terminal_has_titles(const char *term);
/* The Linux console of old kernels prints a part of what sets the cursor's
 * shape; it says so to nobody. */
bool terminal_has_shapes(const char *term);
/* It is in another one now: from here on a crash puts it back, with these bytes
 * before (at most 255). May be called again. */
void terminal_changed(const char *leave);
/* Does that now; nothing where it was not changed. Safe in a signal handler and
 * at exit. */
void terminal_put_back(void);
