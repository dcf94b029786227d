#include "tests/bench/cost.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
add_thread(const char *task, const char *tid, struct cost *c)
{
	char path[128], line[256];
	double ns;
	long n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%.20s/schedstat", task, tid);
	f = fopen(path, "r");
	if (f != NULL && fscanf(f, "%lf", &ns) == 1)
		c->cpu_ms += ns / 1e6;
	if (f != NULL)
		fclose(f);
	snprintf(path, sizeof(path), "%s/%.20s/status", task, tid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
			c->wakes += (double)n;
	if (f != NULL)
		fclose(f);
}

/* Children that have ended and were waited for, in ticks of the clock. */
static void
add_ended(pid_t pid, struct cost *c)
{
	char path[64];
	long user, sys;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (f != NULL &&
	    fscanf(f,
		"%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
		"%*u %*u %ld %ld",
		&user, &sys) == 2)
		c->cpu_ms += (double)(user + sys) * 1000 /
		    (double)sysconf(_SC_CLK_TCK);
	if (f != NULL)
		fclose(f);
}

static bool
is_called(pid_t pid, const char *name)
{
	char path[64], comm[32] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	f = fopen(path, "r");
	if (f != NULL && fscanf(f, "%31[^\n]", comm) != 1)
		comm[0] = '\0';
	if (f != NULL)
		fclose(f);
	return strcmp(comm, name) == 0;
}

/* With a name only the processes of that name count. */
static void
add_tree(pid_t pid, const char *name, struct cost *c)
{
	bool counts = name == NULL || is_called(pid, name);
	char task[64], path[128];
	struct dirent *d;
	DIR *dir;
	int child;
	FILE *f;

	snprintf(task, sizeof(task), "/proc/%d/task", (int)pid);
	dir = opendir(task);
	if (dir == NULL)
		return;
	if (name == NULL)
		add_ended(pid, c);
	while ((d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		if (counts)
			add_thread(task, d->d_name, c);
		snprintf(
		    path, sizeof(path), "%s/%.20s/children", task, d->d_name);
		f = fopen(path, "r");
		while (f != NULL && fscanf(f, "%d", &child) == 1)
			add_tree(child, name, c);
		if (f != NULL)
			fclose(f);
	}
	closedir(dir);
}

struct cost
cost_of(const pid_t *roots, int n)
{
	struct cost c = {0, 0};

	for (int i = 0; i < n; i++)
		if (roots[i] > 0)
			add_tree(roots[i], NULL, &c);
	return c;
}

struct cost
cost_of_program(pid_t root, const char *name)
{
	struct cost c = {0, 0};

	add_tree(root, name, &c);
	return c;
}
