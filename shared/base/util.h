/*
 * What C leaves out. The arguments of MIN_OF() and MAX_OF() are evaluated
 * twice.
 */
#pragma once

/* The compiler checks its arguments as those of printf(), of C99 everywhere. */
#ifdef __MINGW32__
#define PRINTF_ARGS(fmt, args) __attribute__((format(gnu_printf, fmt, args)))
#else
#define PRINTF_ARGS(fmt, args) __attribute__((format(printf, fmt, args)))
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define MIN_OF(a, b) ((a) < (b) ? (a) : (b))
#define MAX_OF(a, b) ((a) > (b) ? (a) : (b))
