/*
 * A terminal for measurements: a program in a pty, its screen kept by the same
 * emulator that the programs use, and the time at which bytes came.
 *
 * All screens of a run are pumped together, so that one program's output never
 * waits for another's. A screen that is given up ends its program.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SCREEN_MAX 8

struct screen {
	int fd;
	pid_t pid;
	struct vt *vt;
	int64_t bytes; /* read so far */
	int64_t last_ns; /* when the last bytes came */
	int64_t rate; /* bytes a second that are read, 0 = all */
	int64_t begun_ns;
};

int64_t screen_now_ns(void);
/* argv[0] is looked up in PATH; env holds "NAME=value" added to ours. Ends the
 * benchmark when it cannot be started. */
struct screen *screen_open(
    char *const argv[], char *const env[], int cols, int rows);
void screen_close(struct screen *s);
/* Reads whatever comes on all screens for at most timeout_ms; returns after the
 * first bytes. False when nothing came. */
bool screen_pump(int timeout_ms);
void screen_type(struct screen *s, const char *keys);
/* How often ch stands on the screen. */
int screen_count(struct screen *s, uint32_t ch);
/* First row that holds text, or -1; row_text gets it (may be NULL). */
int screen_find(struct screen *s, const char *text, char *row_text, int size);
/* Waits until text is on the screen; ends the benchmark with the screen printed
 * when it does not come. */
void screen_wait(struct screen *s, const char *text, int timeout_ms);
/* The check code that stands on the screen, without its space. */
bool screen_code(struct screen *s, char code[7]);
/* The one that is read back, with Enter behind it. */
bool screen_back(struct screen *s, char code[7]);
void screen_print(struct screen *s);
