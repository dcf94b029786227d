#include "shared/sys/kin.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "shared/base/mem.h"

#define STOP_PASSES 8
#define STOP_POLLS 200 /* of 0.1 ms, in one kin_stop() */
#define READ_BYTES 4096

static void
add(struct kin *k, pid_t pid, uint64_t start)
{
	if (k->n == k->cap) {
		k->cap = k->cap > 0 ? 2 * k->cap : 32;
		k->one = mem_grow(k->one, k->cap, sizeof(*k->one));
	}
	k->one[k->n++] = (struct kin_one){pid, start};
}

static bool
has(const struct kin *k, pid_t pid, uint64_t start)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->one[i].pid == pid && k->one[i].start == start)
			return true;
	return false;
}

void
kin_fini(struct kin *k)
{
	free(k->one);
	*k = (struct kin){0};
}

/* --- what /proc says --- */

struct stat_line {
	char state;
	pid_t parent;
	pid_t group;
	uint64_t start;
};

/* pid (name) state ppid pgrp ... start is the 22nd; the name may hold anything.
 */
static bool
read_stat(pid_t pid, struct stat_line *out)
{
	char path[64], line[1024], *p;
	unsigned long long start;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, line, sizeof(line) - 1);
	close(fd);
	line[n > 0 ? n : 0] = '\0';
	p = strrchr(line, ')');
	if (p == NULL ||
	    sscanf(p + 1,
		" %c %d %d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u "
		"%*d %*d %*d %*d %*d %*d %llu",
		&out->state, &out->parent, &out->group, &start) != 4)
		return false;
	out->start = start;
	return true;
}

/* The numbers in one file. */
static void
add_numbers(struct kin *k, const char *path)
{
	char text[READ_BYTES], *at, *end;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t have = 0;
	ssize_t n;

	if (fd < 0)
		return;
	while ((n = read(fd, text + have, sizeof(text) - 1 - have)) > 0) {
		have += (size_t)n;
		text[have] = '\0';
		/* the last one may go on in the next piece */
		for (at = text; (end = strchr(at, ' ')) != NULL; at = end + 1)
			add(k, (pid_t)strtol(at, NULL, 10), 0);
		have = strlen(at);
		memmove(text, at, have);
	}
	close(fd);
}

/* The kernel's own list, thread by thread. */
static void
list_children(struct kin *k, pid_t pid)
{
	char path[320];
	struct dirent *e;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	d = opendir(path);
	while (d != NULL && (e = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "/proc/%d/task/%s/children",
		    (int)pid, e->d_name);
		if (e->d_name[0] != '.')
			add_numbers(k, path);
	}
	if (d != NULL)
		closedir(d);
}

/* A kernel without these lists: everybody is asked for his parent. */
static void
search_children(struct kin *k, pid_t pid)
{
	struct stat_line st;
	struct dirent *e;
	DIR *d = opendir("/proc");

	while (d != NULL && (e = readdir(d)) != NULL) {
		pid_t at = (pid_t)strtol(e->d_name, NULL, 10);

		if (at > 0 && read_stat(at, &st) && st.parent == pid)
			add(k, at, 0);
	}
	if (d != NULL)
		closedir(d);
}

static bool
has_lists(void)
{
	static int known = -1;
	char path[64];

	if (known < 0) {
		snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		    (int)getpid());
		known = access(path, R_OK) == 0;
	}
	return known == 1;
}

static void
children_of(struct kin *k, pid_t pid)
{
	if (has_lists())
		list_children(k, pid);
	else
		search_children(k, pid);
}

bool
kin_is_seen(pid_t root)
{
	struct stat_line st;

	return read_stat(root, &st);
}

/* --- kill --- */

size_t
kin_kill(pid_t root)
{
	struct kin all = {0};
	struct stat_line st;
	size_t alive = 0;

	children_of(&all, root);
	for (size_t i = 0; i < all.n; i++) {
		pid_t pid = all.one[i].pid;

		/* its children first: with it they change their parent */
		children_of(&all, pid);
		kill(pid, SIGKILL);
		if (read_stat(pid, &st) && st.state != 'Z' && st.state != 'X')
			alive++;
	}
	kin_fini(&all);
	return alive;
}

/* --- stop and go on --- */

static bool
is_stopped(const struct stat_line *st)
{
	return st->state == 'T' || st->state == 't';
}

/* True when another look is needed: it was running, or has just ended, and what
 * it left may be where we looked before. Waits until it stands. */
static bool
stop_one(pid_t pid, pid_t root, struct kin *stopped, int *polls)
{
	const struct timespec moment = {0, 100000};
	struct stat_line st;

	if (!read_stat(pid, &st))
		return true;
	if (st.state == 'Z' || st.state == 'X')
		return st.parent == root;
	if (is_stopped(&st) || kill(pid, SIGSTOP) != 0)
		return false;
	if (!has(stopped, pid, st.start))
		add(stopped, pid, st.start);
	while (read_stat(pid, &st) && !is_stopped(&st) && st.state != 'Z' &&
	    (*polls)-- > 0)
		nanosleep(&moment, NULL);
	return true;
}

static bool
stop_pass(pid_t root, struct kin *stopped, int *polls)
{
	struct kin all = {0};
	bool any = false;

	children_of(&all, root);
	for (size_t i = 0; i < all.n; i++) {
		if (stop_one(all.one[i].pid, root, stopped, polls))
			any = true;
		children_of(&all, all.one[i].pid);
	}
	kin_fini(&all);
	return any;
}

void
kin_stop(pid_t root, struct kin *stopped)
{
	int polls = STOP_POLLS;

	for (int i = 0; i < STOP_PASSES; i++)
		if (!stop_pass(root, stopped, &polls))
			return;
}

void
kin_continue(struct kin *stopped)
{
	struct stat_line st;

	for (size_t i = stopped->n; i-- > 0;) {
		const struct kin_one *one = &stopped->one[i];

		if (read_stat(one->pid, &st) && st.start == one->start)
			kill(one->pid, SIGCONT);
	}
	kin_fini(stopped);
}

void
kin_wake(pid_t root, pid_t group)
{
	struct kin all = {0};
	struct stat_line st;

	children_of(&all, root);
	for (size_t i = 0; i < all.n; i++) {
		pid_t pid = all.one[i].pid;

		children_of(&all, pid);
		if (read_stat(pid, &st) && st.state == 'T' && st.group == group)
			kill(pid, SIGCONT);
	}
	kin_fini(&all);
}
