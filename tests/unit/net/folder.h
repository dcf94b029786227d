/* A folder for one test: setup makes it, teardown takes it away. Include it
 * behind cmocka.h, in one file per program. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "shared/base/str.h"
#include "tests/support/systems.h"

static char dir[64];

static inline int
setup(void **state)
{
	strcpy(dir, "/tmp/pomoc-keys-XXXXXX");
	return mkdtemp(dir) == NULL;
}

static inline int
teardown(void **state)
{
	char *cmd = str_fmt("rm -rf %s", dir);
	int rc = system(cmd);

	free(cmd);
	return rc;
}

static inline const char *
in_dir(const char *name)
{
	static char path[4][128];
	static int n;

	n = (n + 1) % 4;
	snprintf(path[n], sizeof path[n], "%s/%s", dir, name);
	return path[n];
}

static inline void
write_file(const char *name, const char *text, mode_t mode)
{
	FILE *f = fopen(in_dir(name), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	chmod(in_dir(name), mode);
}
