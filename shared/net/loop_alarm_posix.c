#include "shared/net/loop_alarm.h"

#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <uv.h>

#include "shared/base/mem.h"

struct loop_alarm {
	int fd;
	uv_poll_t poll; /* of fd */
	void (*fn)(void *ctx);
	void *ctx;
};

static void
rings(uv_poll_t *h, int status, int events)
{
	struct loop_alarm *a = h->data;
	uint64_t times;

	if (read(a->fd, &times, sizeof(times)) < 0)
		return; /* set anew meanwhile */
	a->fn(a->ctx);
}

struct loop_alarm *
loop_alarm_new(void *uv, void (*fn)(void *ctx), void *ctx)
{
	struct loop_alarm *a = mem_alloc(sizeof(*a));

	a->fn = fn;
	a->ctx = ctx;
	a->fd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (a->fd < 0 || uv_poll_init(uv, &a->poll, a->fd) != 0)
		abort();
	a->poll.data = a;
	uv_poll_start(&a->poll, UV_READABLE, rings);
	uv_unref((uv_handle_t *)&a->poll);
	return a;
}

void
loop_alarm_set(struct loop_alarm *a, int64_t ms)
{
	struct itimerspec when = {0};

	when.it_value.tv_sec = ms > 0 ? (time_t)(ms / 1000) : 0;
	when.it_value.tv_nsec = ms > 0 ? (long)(ms % 1000 * 1000000) : 1;
	if (timerfd_settime(a->fd, 0, &when, NULL) < 0)
		abort();
}

void
loop_alarm_hold(struct loop_alarm *a, bool on)
{
	if (on)
		uv_ref((uv_handle_t *)&a->poll);
	else
		uv_unref((uv_handle_t *)&a->poll);
}

void
loop_alarm_free(struct loop_alarm *a)
{
	close(a->fd);
	free(a);
}
