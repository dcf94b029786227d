#include "console/store/reserve.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/base/path.h"

#define RESERVE_NAME "reserve"
#define RESERVE_SIZE (1 << 20)

bool
reserve_make(const char *dir)
{
	char *path = path_join(dir, RESERVE_NAME);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = false;

	if (fd >= 0) {
		ok = posix_fallocate(fd, 0, RESERVE_SIZE) == 0;
		close(fd);
		if (!ok)
			unlink(path);
	}
	free(path);
	return ok;
}

bool
reserve_free(const char *dir)
{
	char *path = path_join(dir, RESERVE_NAME);
	bool ok = unlink(path) == 0;

	free(path);
	return ok;
}

bool
reserve_present(const char *dir)
{
	char *path = path_join(dir, RESERVE_NAME);
	bool ok = path_exists(path);

	free(path);
	return ok;
}
