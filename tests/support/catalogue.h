/* The words of the programs for unit tests, which lie elsewhere. Include it
 * behind cmocka.h. */
#pragma once

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The catalogue lies beside the programs. */
static inline void
find_catalogue(void)
{
	char path[PATH_MAX + 32];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);

	assert_true(n > 0);
	path[n] = '\0';
	for (int up = 0; up < 3; up++)
		*strrchr(path, '/') = '\0';
	strcat(path, "/locale");
	setenv("POMOC_LOCALEDIR", path, 1);
}
