/*
 * What the front says on its standard output and error, in the brain: a pipe is
 * read line by line, and each line stands in the log under the brain's name
 * with the label "front: ". The front has no descriptor of the log or of a
 * terminal, and nobody can write a line in another's name.
 *
 * How much is bounded: long lines are cut, and of more than so many lines in a
 * short time only the number is told.
 */
#pragma once

#include "shared/base/err.h"
#include "shared/net/loop.h"

#define FRONT_LOG_LINE 1000 /* bytes of a line that are kept */
#define FRONT_LOG_BURST 200 /* lines at once */
#define FRONT_LOG_RATE 20 /* lines a second after that */

struct front_log;

/* *fd is for the front; close it here once the front has it. */
struct front_log *front_log_new(struct loop *loop, int *fd, struct err *err);
/* Reads what is left. NULL is accepted. */
void front_log_free(struct front_log *l);
