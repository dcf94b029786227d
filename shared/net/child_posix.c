/* Child processes of the loop: see loop.h. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "shared/base/mem.h"
#include "shared/base/process.h"
#include "shared/net/loop_uv.h"

struct loop_child {
	uv_process_t uv;
	struct loop *loop;
	pid_t pid;
	int status;
	int signum;
	loop_exit_fn *fn; /* NULL when nobody asks any more */
	void *ctx;
};

static void
report(void *ctx)
{
	struct loop_child *c = ctx;
	loop_exit_fn *fn = c->fn;

	c->fn = NULL;
	if (fn != NULL)
		fn(c->pid, c->status, c->signum, c->ctx);
}

static void
free_child(uv_handle_t *h)
{
	free(h->data);
}

static void
on_exit_uv(uv_process_t *h, int64_t status, int signum)
{
	struct loop_child *c = h->data;

	c->status = signum != 0 ? -1 : (int)status;
	c->signum = signum;
	loop_call(c->loop, report, c);
	uv_close((uv_handle_t *)h, free_child);
}

static void
map_fds(const struct loop_spawn *conf, uv_stdio_container_t *io)
{
	int i;

	for (i = 0; i < conf->fd_count; i++) {
		if (conf->fds[i] < 0) {
			io[i].flags = UV_IGNORE;
			continue;
		}
		io[i].flags = UV_INHERIT_FD;
		io[i].data.fd = conf->fds[i];
	}
}

struct loop_child *
loop_spawn(struct loop *l, const struct loop_spawn *conf, loop_exit_fn *fn,
    void *ctx, struct err *err)
{
	struct loop_child *c = mem_alloc(sizeof(*c));
	uv_stdio_container_t *io = NULL;
	uv_process_options_t o = {0};
	int rc;

	c->loop = l;
	c->fn = fn;
	c->ctx = ctx;
	c->uv.data = c;
	if (conf->fd_count > 0)
		io = mem_array((size_t)conf->fd_count, sizeof(*io));
	map_fds(conf, io);
	o.exit_cb = on_exit_uv;
	o.file = conf->argv[0];
	o.args = (char **)(uintptr_t)conf->argv;
	o.flags = conf->detached ? UV_PROCESS_DETACHED : 0;
	o.stdio = io;
	o.stdio_count = conf->fd_count;
	/* libraries open descriptors without CLOEXEC */
	process_close_from(3, true);
	rc = uv_spawn(loop_uv(l), &c->uv, &o);
	free(io);
	if (rc != 0) {
		err_set(
		    err, "cannot start %s: %s", conf->argv[0], uv_strerror(rc));
		uv_close((uv_handle_t *)&c->uv, free_child);
		return NULL;
	}
	c->pid = c->uv.pid;
	return c;
}

pid_t
loop_child_pid(const struct loop_child *c)
{
	return c->pid;
}

bool
loop_child_is_stopped(const struct loop_child *c)
{
	siginfo_t si = {0};

	return waitid(P_PID, (id_t)c->pid, &si, WSTOPPED | WNOHANG | WNOWAIT) ==
	    0 &&
	    si.si_pid == c->pid;
}

void
loop_child_free(struct loop_child *c)
{
	if (c == NULL)
		return;
	c->fn = NULL;
}
