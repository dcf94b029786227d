/*
 * What the systems do differently and the lowest layer needs: os_posix.c and
 * os_windows.c. Failures leave their reason in errno, of both. Paths are UTF-8
 * with '/' between their parts; both systems take that, by these functions:
 * tests/lint/arrows keeps the portable files from others.
 */
#pragma once

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Flags of open() that one of the systems has no need of. Every file is opened
 * with O_CLOEXEC, and so as bytes: what is signed has no other line ends. */
#ifdef _WIN32
#define O_CLOEXEC (O_NOINHERIT | O_BINARY)
#define O_NOCTTY 0
#define O_NOFOLLOW 0
#define O_NONBLOCK 0
#endif

/* --- what the C library does with names, elsewhere in another code page --- */

/* open(2); mode counts where the file is made. */
int os_open(const char *path, int flags, unsigned mode);
/* access(2) */
bool os_access(const char *path, int mode);
/* unlink(2) */
bool os_remove(const char *path);
/* getenv(3); good until the same name is asked for again. */
const char *os_env(const char *name);

/* --- where the user's files are; false when there is no such folder --- */

/* $XDG_CONFIG_HOME or ~/.config; elsewhere %LOCALAPPDATA%. */
bool os_config_home(char *dst, size_t size);
/* $XDG_DATA_HOME or ~/.local/share; elsewhere %LOCALAPPDATA%. */
bool os_data_home(char *dst, size_t size);

/* The folder of documents, where the user looks for papers such as receipts;
 * false where they are with the data. */
bool os_documents(char *dst, size_t size);

/* --- files and folders --- */

/* For us alone; false with errno, EEXIST too. */
bool os_mkdir(const char *path);
enum os_dir {
	OS_DIR_OURS,
	OS_DIR_ERROR, /* errno */
	OS_DIR_NONE, /* no folder */
	OS_DIR_OTHERS, /* of another user */
	OS_DIR_OPEN /* others may write to it */
};
/* Whose it is. */
enum os_dir os_dir_check(const char *path);
/* Nobody else may read it. */
bool os_is_private(int fd);
/* How it is made so, a file or a folder: a command, or words for _(). */
const char *os_private_how(bool dir);
enum os_kind { OS_KIND_NONE, OS_KIND_FILE, OS_KIND_LINK, OS_KIND_OTHER };
/* What stands under that name; a link is not followed. */
enum os_kind os_kind(const char *path);
/* Its bytes are on the disk when this returns true. */
bool os_sync(int fd);
/* The names in that folder are, as far as that can be done. */
void os_sync_dir(const char *dir);
/* In one step, whether there was a file by the new name or not. */
bool os_replace(const char *from, const char *to);
/* Waits until no other program has it; until the descriptor is closed. -1 when
 * it cannot be locked. */
int os_lock_dir(const char *dir);
/* Another descriptor for it, not inherited by what we start; -1 with errno. */
int os_dup(int fd);
/* Takes every byte and keeps none. */
const char *os_null_device(void);
/* A connected pair of stream sockets, neither blocking nor inherited, that the
 * loop can watch; closed by fd_close() of net. */
bool os_pair(int fds[2]);

/* --- words --- */

/* What an error number means; static, or good until the next call. */
const char *os_error_text(int code);
/* Sets the locale of the C library: UTF-8, numbers as in C. lang is what the
 * system itself says of the user's language, "" = nothing but the environment
 * does. */
void os_locale(char *lang, size_t size);
/* What the C library says is to be in that language too, where it can. */
void os_speak(const char *lang);

/* --- time --- */

/* Milliseconds since the machine started, those too in which it slept. */
int64_t os_boot_ms(void);
