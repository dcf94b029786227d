/*
 * The agents that a page offers: files whose name says this desk
 * (shared/net/filename.h), as `pomoc invite --to` makes them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/net/filename.h"

#define PAGE_FILES_MAX 16
#define PAGE_FILES_NAME 256
#define PAGE_FILES_SUM 65

struct page_file {
	char name[PAGE_FILES_NAME]; /* letters, digits and "._-" only */
	bool windows;
	int64_t size;
	char sum[PAGE_FILES_SUM]; /* SHA-256, lower-case hex */
};

struct page_files {
	int n; /* in the order of their names */
	struct page_file file[PAGE_FILES_MAX];
};

/* Those in dir; other files that look like agents are named in left, one a
 * line. */
bool page_files_find(struct page_files *files, const char *dir,
    const struct filename *desk, struct buf *left, struct err *err);
