/*
 * What a program inherits from the one that started it, put right.
 *
 * Whoever starts us may have closed descriptors 0 to 2, blocked or ignored
 * signals, left files open and set any umask. process_begin() is the first
 * thing that each main() does, before anything opens a file; process_end() the
 * last. The console's children (desk, front) run the same main().
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/*
 * Descriptors: of 0 to 2 none stays closed, so that no file of ours gets such a
 * number; one that was closed leads to /dev/null, where a write to standard
 * output still fails. All above 2 are closed on exec.
 * Signals: none is blocked; PIPE and XFSZ are ignored (a write fails instead);
 * HUP, INT and QUIT stay ignored where the caller said so (nohup, a script's
 * background job); the others do what they do by default.
 * umask: 077.
 * Elsewhere: files and the standard streams are bytes, their text UTF-8.
 */
void process_begin(void);
/* What the program was called with, right behind that. Elsewhere these become
 * UTF-8, and the first is the whole path of the program's file, whatever the
 * caller has said there. They stay to the end. */
void process_arguments(int *argc, char ***argv);
/* Flushes standard output. When not all of it was written: a message that
 * begins with name, and 1; else code. A pipe whose reader left early is no
 * error of ours. Says it once however often it is called. */
int process_end(const char *name, int code);
/* --- only in process_posix.c --- */

/* The umask that was inherited; for programs of the user. */
mode_t process_umask(void);
/* Closes every descriptor from first on, or only marks them close-on-exec. Also
 * where the kernel has no close_range(). May be called after fork(). */
void process_close_from(int first, bool on_exec);
