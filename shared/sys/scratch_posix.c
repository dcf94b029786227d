#include "shared/sys/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

static const char *
parent(void)
{
	const char *dirs[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR")};

	for (size_t i = 0; i < ARRAY_LEN(dirs); i++)
		if (dirs[i] != NULL && dirs[i][0] == '/' &&
		    access(dirs[i], W_OK | X_OK) == 0)
			return dirs[i];
	return "/tmp";
}

bool
scratch_make(
    struct scratch *s, const char *name, const char *text, struct err *err)
{
	s->dir = str_fmt("%s/pomoc-edit.XX"
			 "XX"
			 "XX",
	    parent());
	if (mkdtemp(s->dir) == NULL) {
		err_errno(err, "%s", s->dir);
		free(s->dir);
		s->dir = NULL;
		return false;
	}
	s->file = path_join(s->dir, name);
	if (path_write_atomic(s->file, text, strlen(text), 0600, err))
		return true;
	scratch_wipe(s);
	return false;
}

bool
scratch_read(
    const struct scratch *s, size_t max, struct buf *out, struct err *err)
{
	FILE *f = path_open_read(s->file, err);
	char part[4096];
	size_t n, all = 0;
	bool failed;

	if (f == NULL)
		return false;
	while ((n = fread(part, 1, sizeof(part), f)) > 0 && all <= max) {
		buf_add(out, part, n);
		all += n;
	}
	failed = ferror(f) != 0;
	fclose(f);
	if (all > max)
		return err_set(err, _("the text is too long"));
	return !failed || err_errno(err, "%s", s->file);
}

static void
overwrite(int dir, const char *name)
{
	int fd = openat(
	    dir, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	static const char zeros[4096];
	struct stat st;
	off_t left;

	if (fd < 0)
		return;
	left = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? st.st_size : 0;
	while (left > 0) {
		ssize_t n = write(
		    fd, zeros, MIN_OF((size_t)left, sizeof(zeros)));

		if (n <= 0)
			break;
		left -= n;
	}
	(void)fdatasync(fd);
	close(fd);
}

void
scratch_wipe(struct scratch *s)
{
	DIR *d = s->dir != NULL ? opendir(s->dir) : NULL;
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		overwrite(dirfd(d), e->d_name);
		(void)unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d != NULL)
		closedir(d);
	if (s->dir != NULL)
		(void)rmdir(s->dir);
	free(s->dir);
	free(s->file);
	s->dir = s->file = NULL;
}
