/*
 * What tests call of POSIX, for those that run under wine, too. A case that
 * asks for more says so by POSIX_ONLY() and is skipped there; a whole program
 * that does stands in tests/reach/units.txt.
 */
#pragma once

#ifndef _WIN32

#include <stdbool.h>
#include <sys/stat.h>

#define SYSTEMS_SHELL true
#define POSIX_ONLY(why) ((void)0)

/* Only its owner reads and writes it. */
static inline bool
systems_is_private(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & 0777) == 0600;
}

#else

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/os.h"

#define SYSTEMS_SHELL false
#define POSIX_ONLY(why)                     \
	do {                                \
		print_message("%s\n", why); \
		skip();                     \
	} while (0)

static inline bool
systems_is_private(const char *path)
{
	int fd = os_open(path, O_RDONLY | O_CLOEXEC, 0);
	bool is = fd >= 0 && os_is_private(fd);

	if (fd >= 0)
		close(fd);
	return is;
}

/* There are none. */
static inline int
mkfifo(const char *path, int mode)
{
	return -1;
}

static inline int
setenv(const char *name, const char *value, int over)
{
	return _putenv_s(name, value);
}

static inline int
unsetenv(const char *name)
{
	return _putenv_s(name, "");
}

/* On the drive where the test runs. */
static inline char *
mkdtemp(char *name)
{
	char *end = name + strlen(name) - 6;

	for (unsigned n = (unsigned)getpid(); n < 1000000; n++) {
		snprintf(end, 7, "%06u", n);
		if (os_mkdir(name))
			return name;
	}
	return NULL;
}

/* Of the shell's commands this one is there. */
static inline int
systems_run(const char *command)
{
	char line[300];

	if (strncmp(command, "rm -rf ", 7) != 0)
		return -1;
	snprintf(line, sizeof(line), "rd /s /q %s", command + 7);
	for (char *c = line + 9; *c != '\0'; c++)
		*c = *c == '/' ? '\\' : *c == '\'' ? '"' : *c;
	return system(line);
}
#define system systems_run

/* The program of this process, as /proc/self/exe says it. */
static inline ssize_t
readlink(const char *path, char *dst, size_t size)
{
	size_t len = strlen(_pgmptr);

	if (len > size)
		return -1;
	for (size_t i = 0; i < len; i++)
		dst[i] = _pgmptr[i] == '\\' ? '/' : _pgmptr[i];
	return (ssize_t)len;
}

static inline long
nrand48(unsigned short x[3])
{
	uint64_t n = (uint64_t)x[2] << 32 | (uint32_t)x[1] << 16 | x[0];

	n = n * 0x5deece66dULL + 0xb;
	x[0] = (unsigned short)n;
	x[1] = (unsigned short)(n >> 16);
	x[2] = (unsigned short)(n >> 32);
	return (long)(n >> 17 & 0x7fffffff);
}

static inline void *
memmem(const void *in, size_t len, const void *what, size_t size)
{
	for (const char *p = in; len >= size; p++, len--)
		if (memcmp(p, what, size) == 0)
			return (void *)(uintptr_t)p;
	return NULL;
}

#endif
