/*
 * What the *_windows.c files have in common: text in the system's letters, and
 * its errors in the words of errno. Not for other files.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* UTF-8 as UTF-16, with '\' for '/' when it is a path; free() it. Never NULL:
 * what is no UTF-8 has U+FFFD there. */
wchar_t *os_wide(const char *text);
wchar_t *os_wide_path(const char *path);
/* The other way. False when it does not fit. */
bool os_narrow(char *dst, size_t size, const wchar_t *text);
char *os_text(const wchar_t *text); /* all of it; free() it */
/* errno for one of GetLastError() or WSAGetLastError(). */
int os_errno(unsigned long code);
/* As GetLastError() says; false, for `return`. */
bool os_failed(void);

/* Pipes, which no loop can watch, as sockets that it can: a thread moves the
 * bytes until one of the two ends. handle stays open. -1 with errno. */
int os_from_pipe(void *handle);
/* *thread is the caller's; it ends when all is out after the socket's end. */
int os_to_pipe(void *handle, void **thread);
