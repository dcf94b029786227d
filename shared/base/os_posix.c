#include "shared/base/os.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/str.h"

/* --- names --- */

int
os_open(const char *path, int flags, unsigned mode)
{
	return open(path, flags, (mode_t)mode);
}

bool
os_access(const char *path, int mode)
{
	return access(path, mode) == 0;
}

bool
os_remove(const char *path)
{
	return unlink(path) == 0;
}

const char *
os_env(const char *name)
{
	return getenv(name);
}

/* --- folders of the user --- */

static bool
xdg_dir(char *dst, size_t size, const char *variable, const char *below_home)
{
	const char *base = getenv(variable), *home = getenv("HOME");
	int n;

	if (base != NULL && base[0] == '/')
		n = snprintf(dst, size, "%s", base);
	else if (home != NULL && home[0] == '/')
		n = snprintf(dst, size, "%s/%s", home, below_home);
	else
		return false;
	return n >= 0 && (size_t)n < size;
}

bool
os_config_home(char *dst, size_t size)
{
	return xdg_dir(dst, size, "XDG_CONFIG_HOME", ".config");
}

bool
os_data_home(char *dst, size_t size)
{
	return xdg_dir(dst, size, "XDG_DATA_HOME", ".local/share");
}

bool
os_documents(char *dst, size_t size)
{
	return false;
}

/* --- files and folders --- */

bool
os_mkdir(const char *path)
{
	return mkdir(path, 0700) == 0;
}

enum os_dir
os_dir_check(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return OS_DIR_ERROR;
	if (!S_ISDIR(st.st_mode))
		return OS_DIR_NONE;
	if (st.st_uid != geteuid())
		return OS_DIR_OTHERS;
	return (st.st_mode & 022) != 0 ? OS_DIR_OPEN : OS_DIR_OURS;
}

bool
os_is_private(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (st.st_mode & 077) == 0;
}

const char *
os_private_how(bool dir)
{
	return dir ? "chmod go-w" : "chmod 600";
}

enum os_kind
os_kind(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return OS_KIND_NONE;
	if (S_ISLNK(st.st_mode))
		return OS_KIND_LINK;
	return S_ISREG(st.st_mode) ? OS_KIND_FILE : OS_KIND_OTHER;
}

bool
os_sync(int fd)
{
	return fsync(fd) == 0;
}

static int
open_dir(const char *dir)
{
	return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void
os_sync_dir(const char *dir)
{
	int fd = open_dir(dir);

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
}

bool
os_replace(const char *from, const char *to)
{
	return rename(from, to) == 0;
}

int
os_lock_dir(const char *dir)
{
	int fd = open_dir(dir), rc = -1;

	while (fd >= 0 && (rc = flock(fd, LOCK_EX)) < 0 && errno == EINTR)
		;
	if (fd >= 0 && rc < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int
os_dup(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

const char *
os_null_device(void)
{
	return "/dev/null";
}

bool
os_pair(int fds[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
		   0, fds) == 0;
}

/* --- words --- */

const char *
os_error_text(int code)
{
	return strerror(code);
}

/* The first of these that is set. */
static const char *
wanted_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && v[0] != '\0')
			return v;
	}
	return "C";
}

/* Its language stays where the locale itself is not there. */
static void
language_from(const char *locale)
{
	char lang[16];

	if (getenv("LANGUAGE") != NULL && getenv("LANGUAGE")[0] != '\0')
		return;
	str_copy(lang, sizeof(lang), locale);
	lang[strcspn(lang, "._@")] = '\0';
	if (lang[0] != '\0' && !str_eq(lang, "C") && !str_eq(lang, "POSIX"))
		setenv("LANGUAGE", lang, 1);
}

void
os_locale(char *lang, size_t size)
{
	if (setlocale(LC_ALL, "") == NULL ||
	    !str_eq(nl_langinfo(CODESET), "UTF-8")) {
		(void)setlocale(LC_ALL, "C.UTF-8");
		language_from(wanted_locale());
	}
	/* amounts are formatted by our own rules, files by fixed ones */
	(void)setlocale(LC_NUMERIC, "C");
	if (size > 0)
		lang[0] = '\0';
}

void
os_speak(const char *lang)
{
	setenv("LANGUAGE", lang, 1);
	/* in the plain C locale that is ignored */
	(void)setlocale(LC_MESSAGES, "C.UTF-8");
}

/* --- time --- */

int64_t
os_boot_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
