/*
 * The reason of a failure, on its way up.
 *
 * A function that may fail returns bool and fills `struct err`; low layers
 * never log. The text is a whole English or translated sentence part without a
 * final full stop; each layer may put what it was doing in front with
 * err_wrap(). A NULL err is accepted everywhere and ignored.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/util.h"

struct err {
	int code; /* errno value, or 0 where there is none */
	char text[1200]; /* has room for the line of a long key */
};

/* The result of one non-blocking read or write. */
enum io {
	IO_OK,
	IO_AGAIN, /* nothing now; wait for readiness */
	IO_CLOSED, /* orderly end by the peer */
	IO_ERROR
};

/* All return false, so that `return err_set(err, ...)` reads naturally. */
bool err_set(struct err *err, const char *fmt, ...) PRINTF_ARGS(2, 3);
/* Appends ": " and strerror(errno). */
bool err_errno(struct err *err, const char *fmt, ...) PRINTF_ARGS(2, 3);
/* Puts "prefix: " in front of what is there. */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF_ARGS(2, 3);

#ifdef __clang_analyzer__
/* a static analyser does not see into err.c */
#define err_set(...) ((void)err_set(__VA_ARGS__), false)
#define err_errno(...) ((void)err_errno(__VA_ARGS__), false)
#define err_wrap(...) ((void)err_wrap(__VA_ARGS__), false)
#endif
