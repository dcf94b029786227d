/*
 * A file that others write, watched by its path: by the folder it lies in, and
 * by all that leads there, so that a file that is replaced, a symbolic link
 * that is turned and a folder that appears later are told of, too. Nothing is
 * read here, and Linux alone has it.
 *
 * What the kernel does not tell of, such as a network disk, or a file system
 * that is mounted over a folder, is seen by looking alone: loop_file_follow()
 * says whether it has to be.
 */
#pragma once

#include <stdbool.h>

#include "shared/net/loop.h"

struct loop_file;

/* whole: somebody is through with it: closed it, put it there, changed who may
 * read it. Else something goes on, and it is to be looked at soon. */
typedef void loop_file_fn(bool whole, void *ctx);

/* path is copied. Nothing is told before loop_file_follow(). */
struct loop_file *loop_file_new(
    struct loop *l, const char *path, loop_file_fn *fn, void *ctx);
/* Takes the way there as it is now; to be called again after something was
 * told, for it may be another one. True: all that happens on it is told from
 * here on. False: the caller has to look himself, often. What was not told yet
 * still is. */
bool loop_file_follow(struct loop_file *f);
void loop_file_free(struct loop_file *f);
