/*
 * The program's log: one line per event, to a file or to standard error.
 *
 * Only the layer that decides logs, once per event. Foreign text goes through
 * utf8_clean() here again, so that no line can be forged. Before a screen
 * starts the log must point to a file: libraries print diagnostics of their
 * own, log_take_stderr() sends those there too.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/base/util.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* name stands in every line ("pomoc-desk"); the default is stderr, INFO. */
void log_init(const char *name, enum log_level level);
/* As that said; for a program that is started and logs through this one. */
enum log_level log_wanted(void);
/* Appends to path (0600) from now on. */
bool log_open(const char *path, struct err *err);
/* Standard error goes to the log file, or to /dev/null when there is none. */
void log_take_stderr(void);
/* From now on lines are "LEVEL: TEXT", for another program that reads them and
 * puts the time and a name there. */
void log_plain(void);
/* Such a line: its level, and the text behind it; a line without stays whole.
 */
const char *log_split_level(const char *line, enum log_level *level);
void log_line(enum log_level level, const char *fmt, ...) PRINTF_ARGS(2, 3);

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
