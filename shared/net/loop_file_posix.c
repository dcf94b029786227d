#include "shared/net/loop_file.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define LINKS_MOST 40 /* symbolic links on a way, as the kernel has it */

/* Of a folder or a link on the way. */
#define ITSELF (IN_MOVE_SELF | IN_DELETE_SELF)
/* Of the names in a folder. */
#define WHOLE_NAME (IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB)
#define NAMES (WHOLE_NAME | IN_CREATE | IN_MOVED_FROM | IN_DELETE)
/* Of the file, by whatever name it is written to. */
#define CONTENT (ITSELF | IN_ATTRIB | IN_MODIFY | IN_CLOSE_WRITE)

struct loop_file {
	struct loop *loop;
	char *path;
	loop_file_fn *fn;
	void *ctx;
	int fd; /* -1 = none */
	struct loop_watch *watch;
	int folder; /* the watch of the last folder that there is */
	char name[NAME_MAX + 1]; /* of the file there, or of what is missing */
	int file; /* the watch of the file */
};

/* Where a walk has come to. */
struct walk {
	char at[PATH_MAX]; /* a folder, "" = the root */
	char rest[PATH_MAX];
	int links;
	bool sure;
};

/* --- what was told --- */

/* What a way that was left has said is of no more use but for one thing: that
 * there was something. */
static void
tell_late(void *ctx)
{
	struct loop_file *f = ctx;

	f->fn(false, f->ctx);
}

static void
weigh(const struct loop_file *f, const struct inotify_event *e, bool *any,
    bool *whole)
{
	if ((e->mask & IN_IGNORED) != 0)
		return; /* the last word of a watch */
	/* others are written in that folder, too */
	if (e->len > 0 && (e->wd != f->folder || !str_eq(e->name, f->name)))
		return;
	*any = true;
	if (e->len > 0 && (e->mask & WHOLE_NAME) != 0)
		*whole = true;
	if (e->len == 0 && e->wd == f->file && (e->mask & IN_CLOSE_WRITE) != 0)
		*whole = true;
}

/* What is there to be read; false when it is nothing of ours. */
static bool
hear(const struct loop_file *f, bool *whole)
{
	char chunk[4096] __attribute__((aligned(8)));
	bool any = false;
	ssize_t n;

	*whole = false;
	while ((n = read(f->fd, chunk, sizeof(chunk))) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e = (const void *)(chunk +
			    at);

			weigh(f, e, &any, whole);
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	}
	return any;
}

static void
on_ready(int events, void *ctx)
{
	struct loop_file *f = ctx;
	bool whole;

	if (hear(f, &whole))
		f->fn(whole, f->ctx);
}

/* --- the way --- */

/* Those of which the kernel knows all changes, for it makes them. */
static bool
is_local(const char *path)
{
	static const uint32_t kinds[] = {
	    0xef53, /* ext2, ext3, ext4 */
	    0x58465342, /* xfs */
	    0x9123683e, /* btrfs */
	    0x2fc12fc1, /* zfs */
	    0xf2f52010, /* f2fs */
	    0xca451a4e, /* bcachefs */
	    0x01021994, /* tmpfs */
	    0x794c7630, /* overlayfs */
	};
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if ((uint32_t)fs.f_type == kinds[i])
			return true;
	return false;
}

/* -1 and no longer sure where it cannot be watched. */
static int
add(struct loop_file *f, struct walk *w, const char *path, uint32_t mask)
{
	int wd = inotify_add_watch(f->fd, path, mask | IN_MASK_ADD);

	w->sure = w->sure && wd >= 0;
	return wd;
}

static const char *
folder_of(const struct walk *w)
{
	return w->at[0] != '\0' ? w->at : "/";
}

/* The names in the folder it has come to matter: the last one does, or it is
 * not there yet. */
static void
add_folder(struct loop_file *f, struct walk *w, const char *name)
{
	str_copy(f->name, sizeof(f->name), name);
	f->folder = add(f, w, folder_of(w), NAMES | ITSELF);
	w->sure = w->sure && is_local(folder_of(w));
}

/* What it points to is walked instead; false when that cannot be. */
static bool
turn(struct walk *w, const char *link)
{
	char to[PATH_MAX], rest[PATH_MAX];
	ssize_t n = readlink(link, to, sizeof(to) - 1);

	if (n <= 0 || ++w->links > LINKS_MOST)
		return false;
	to[n] = '\0';
	str_copy(rest, sizeof(rest), w->rest);
	if (to[0] == '/')
		w->at[0] = '\0';
	return snprintf(w->rest, sizeof(w->rest), "%s/%s", to, rest) <
	    (int)sizeof(w->rest);
}

/* The next name; false when there is none. */
static bool
take_name(struct walk *w, char name[NAME_MAX + 1])
{
	const char *s = w->rest + strspn(w->rest, "/");
	size_t len = strcspn(s, "/");

	if (len == 0 || len > NAME_MAX)
		return false;
	memcpy(name, s, len);
	name[len] = '\0';
	memmove(w->rest, s + len, strlen(s + len) + 1);
	return true;
}

/* One name on; false at the end of the way. */
static bool
step(struct loop_file *f, struct walk *w)
{
	char name[NAME_MAX + 1], path[PATH_MAX];
	struct stat st;

	if (!take_name(w, name))
		return false;
	w->sure = snprintf(path, sizeof(path), "%s/%s", w->at, name) <
	    (int)sizeof(path);
	if (!w->sure)
		return false;
	if (lstat(path, &st) != 0) {
		w->sure = errno == ENOENT;
		add_folder(f, w, name);
		return false;
	}
	if (S_ISLNK(st.st_mode)) {
		(void)add(f, w, path, ITSELF | IN_ATTRIB | IN_DONT_FOLLOW);
		w->sure = w->sure && is_local(folder_of(w)) && turn(w, path);
		return w->sure;
	}
	if (!S_ISDIR(st.st_mode)) {
		add_folder(f, w, name);
		f->file = add(f, w, path, CONTENT);
		return false;
	}
	(void)add(f, w, path, ITSELF);
	return str_copy(w->at, sizeof(w->at), path);
}

static bool
walk(struct loop_file *f)
{
	struct walk *w = mem_alloc(sizeof(*w));
	bool sure;

	w->sure = str_copy(w->rest, sizeof(w->rest), f->path);
	if (f->path[0] != '/')
		str_copy(w->at, sizeof(w->at), ".");
	while (w->sure && step(f, w))
		;
	sure = w->sure && f->folder >= 0;
	free(w);
	return sure;
}

/* --- the watcher --- */

struct loop_file *
loop_file_new(struct loop *l, const char *path, loop_file_fn *fn, void *ctx)
{
	struct loop_file *f = mem_alloc(sizeof(*f));

	f->loop = l;
	f->path = str_dup(path);
	f->fn = fn;
	f->ctx = ctx;
	f->fd = f->folder = f->file = -1;
	return f;
}

static void
leave(struct loop_file *f)
{
	loop_watch_free(f->watch);
	f->watch = NULL;
	if (f->fd >= 0)
		close(f->fd);
	f->fd = f->folder = f->file = -1;
}

bool
loop_file_follow(struct loop_file *f)
{
	struct loop_file before = *f;
	struct err err = {0};
	bool whole, sure;

	f->watch = NULL;
	f->folder = f->file = -1;
	f->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	sure = f->fd >= 0 && walk(f);
	if (f->fd >= 0)
		f->watch = loop_watch_new(
		    f->loop, f->fd, LOOP_READ, on_ready, f, &err);
	/* only now, so that there is no moment between the two */
	if (before.fd >= 0 && hear(&before, &whole)) {
		loop_forget(f->loop, f);
		loop_defer(f->loop, tell_late, f);
	}
	leave(&before);
	return sure && f->watch != NULL;
}

void
loop_file_free(struct loop_file *f)
{
	if (f == NULL)
		return;
	leave(f);
	loop_forget(f->loop, f);
	free(f->path);
	free(f);
}
