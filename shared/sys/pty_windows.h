/*
 * The inside of pty.h for Windows, for the pty_*windows.c files: how a program
 * comes to its pseudo console, and how all of a job are held.
 */
#pragma once

#include <stdbool.h>
#include <winsock2.h>
#include <windows.h>

#include "shared/base/err.h"

/* Not linked: an older Windows is to say why it cannot, not to stay mute. */
struct pty_console {
	HRESULT(WINAPI *open)(COORD, HANDLE in, HANDLE out, DWORD, HPCON *);
	HRESULT(WINAPI *resize)(HPCON, COORD);
	/* Waits until the output is read. */
	void(WINAPI *close)(HPCON);
};
/* NULL where there is none. */
const struct pty_console *pty_console(void);

/* The program, suspended, in the user's folder, with no handle of ours. argv
 * as in pty_open(); both handles are the caller's. */
bool pty_spawn(HPCON console, char *const argv[], HANDLE *program,
    HANDLE *thread, struct err *err);

struct pty_held;

/* Those of the job that are not among them stand still from now on. */
void pty_held_add(struct pty_held **held, HANDLE job);
/* They go on. NULL is accepted. */
void pty_held_free(struct pty_held *held);
