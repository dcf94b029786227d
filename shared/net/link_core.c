/* The ground of links: what link.c, login.c, chan.c, chan_io.c and forward.c
 * all stand on; see link_priv.h. */
#include "shared/net/link_priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

/* Whose packets libssh works on: its log callback does not say. */
static struct link *current;

void
link_want_work(struct link *l)
{
	l->again = true;
	if (l->work_queued || l->depth > 0)
		return;
	l->work_queued = true;
	loop_soon(l->loop, l->work, l);
}

void
link_fail(struct link *l, enum link_end end, const char *fmt, ...)
{
	va_list ap;

	if (l->why != NULL || l->state == LINK_DOWN)
		return;
	l->end = end;
	l->why = mem_alloc(sizeof(*l->why));
	va_start(ap, fmt);
	vsnprintf(l->why->text, sizeof(l->why->text), fmt, ap);
	va_end(ap);
	link_want_work(l);
}

/*
 * libssh has no getter for the maximum packet size that a peer announces, and
 * its write loops for ever at 10 bytes; but it logs it for channels that we
 * open, before the first write. Debian's refuses 0, and then forgets to fail.
 */
static void
on_ssh_log(int priority, const char *function, const char *text, void *data)
{
	unsigned long window, packet = 0;
	const char *size = strstr(text, "Remote window : ");

	if (current == NULL ||
	    !str_eq(function, "ssh_packet_channel_open_conf"))
		return;
	if (size != NULL &&
	    sscanf(size, "Remote window : %lu, maxpacket : %lu", &window,
		&packet) == 2 &&
	    packet >= current->lim.packet_min)
		return;
	if (size != NULL || strstr(text, "Invalid") != NULL)
		link_fail(current, LINK_END_ABUSE,
		    "the peer takes packets of %lu bytes only", packet);
}

void
link_hear_ssh(void)
{
	ssh_set_log_callback(on_ssh_log);
#if LIBSSH_VERSION_INT < SSH_VERSION_INT(0, 11, 0)
	ssh_set_log_level(SSH_LOG_PROTOCOL);
#else
	ssh_set_log_level(SSH_LOG_DEBUG); /* where that line is now */
#endif
}

void
link_enter_ssh(struct link *l)
{
	current = l;
	if (l->busy_calls != NULL)
		++*l->busy_calls;
	if (l->busy_mark != NULL)
		*l->busy_mark = l->busy_id;
}

void
link_leave_ssh(struct link *l)
{
	current = NULL;
	if (l->busy_mark != NULL)
		*l->busy_mark = 0;
	if (!l->fd_taken && (int)ssh_get_fd(l->ssh) == l->fd)
		l->fd_taken = true;
	/* after an error libssh has closed it: the number may soon be another's
	 */
	if (l->fd_taken && (int)ssh_get_fd(l->ssh) < 0) {
		loop_watch_free(l->watch);
		l->watch = NULL;
	}
}

void
link_refuse(struct link *l, ssh_message msg)
{
	link_enter_ssh(l);
	ssh_message_reply_default(msg);
	link_leave_ssh(l);
}

bool
link_allow_request(struct link *l)
{
	int64_t now = clock_ms();

	if (now - l->second_ms >= 1000) {
		l->second_ms = now;
		l->requests = 0;
	}
	if (++l->requests <= l->lim.requests_s)
		return true;
	link_fail(l, LINK_END_ABUSE, "more than %d requests in a second",
	    l->lim.requests_s);
	return false;
}
