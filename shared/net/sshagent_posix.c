#include "shared/net/sshagent.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/wirebuf.h"

#define PLACE "SSH_AUTH_SOCK"
#define LIST_MS 2000
#define SIGN_MS 15000
#define ANSWER_MAX (256 * 1024)
#define HEAD 4 /* bytes of a length */
#define SHA2_512 4 /* flag: RSA is to sign with it */

/* One request and its answer. */
struct talk {
	int fd;
	struct buf out, in; /* each with its length in front */
};

struct sshagent_call {
	struct talk talk;
	struct loop *loop;
	struct loop_watch *watch;
	struct loop_timer *timer;
	char name[KEY_FP_SIZE];
	sshagent_fn *fn;
	void *ctx;
	struct err err; /* of the beginning */
};

static bool
reach(struct talk *t, struct err *err)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const char *place = getenv(PLACE);

	if (place == NULL || place[0] == '\0') {
		err_set(
		    err, _("there is no ssh-agent ($%s is not set)"), PLACE);
		err->code = SSHAGENT_NONE;
		return false;
	}
	t->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	errno = ENAMETOOLONG;
	if (t->fd >= 0 && str_copy(to.sun_path, sizeof(to.sun_path), place) &&
	    connect(t->fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return true;
	return err_errno(err, _("ssh-agent cannot be reached ($%s: %s)"), PLACE,
	    UTF8_CLEAN(120, place, 0));
}

static bool
begin(struct talk *t, const uint8_t *request, size_t len, struct err *err)
{
	*t = (struct talk){.fd = -1};
	buf_init(&t->in, HEAD + ANSWER_MAX);
	wirebuf_bytes(&t->out, request, len);
	return reach(t, err);
}

static void
end(struct talk *t)
{
	if (t->fd >= 0)
		close(t->fd);
	buf_fini(&t->out);
	buf_fini(&t->in);
}

/* How many bytes of the answer are still to come; 0 = it is whole, or none. */
static size_t
missing(const struct talk *t)
{
	struct wire_view v = {buf_data(&t->in), t->in.len};
	uint32_t len;

	if (!wire_view_u32(&v, &len))
		return HEAD - t->in.len;
	return len <= ANSWER_MAX ? len - MIN_OF(v.len, len) : 0;
}

static enum io
moved(ssize_t n)
{
	if (n > 0)
		return IO_OK;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? IO_AGAIN
							    : IO_ERROR;
}

/* As far as it goes now; IO_OK = the answer is there. */
static enum io
step(struct talk *t)
{
	enum io io = IO_OK;
	size_t want;
	ssize_t n;

	while (io == IO_OK && t->out.len > 0) {
		n = send(t->fd, buf_data(&t->out), t->out.len, MSG_NOSIGNAL);
		io = moved(n);
		if (io == IO_OK)
			buf_consume(&t->out, (size_t)n);
	}
	while (io == IO_OK && (want = missing(t)) > 0) {
		n = recv(t->fd, buf_reserve(&t->in, want), want, 0);
		io = moved(n);
		if (io == IO_OK)
			buf_added(&t->in, (size_t)n);
	}
	return io;
}

static int
waits_for(const struct talk *t, int write, int read)
{
	return t->out.len > 0 ? write : read;
}

/* --- what it says --- */

/* Moved past the length: the kind of the answer, or -1. */
static int
kind_of(struct talk *t, struct wire_view *v)
{
	struct wire_view all = {buf_data(&t->in), t->in.len};

	if (!wire_view_bytes(&all, v) || v->len == 0)
		return -1;
	v->len--;
	return *v->p++;
}

static bool
no_answer(struct err *err)
{
	return err_set(err, _("what answers at $%s is no ssh-agent"), PLACE);
}

static bool
too_late(struct err *err, int ms)
{
	return err_set(err,
	    _("ssh-agent has not answered for %d s: does it wait for a touch "
	      "of the token, or for a yes?"),
	    ms / 1000);
}

/* Of the key of that fingerprint. */
static bool
take_signed(
    struct talk *t, const char *name, struct wire_view *sig, struct err *err)
{
	struct wire_view v;
	int kind = kind_of(t, &v);

	if (kind == SSHAGENT_FAILURE)
		return err_set(err,
		    _("ssh-agent refuses to sign with the key %s: it is locked "
		      "or no longer has it, or a touch or a yes did not come"),
		    name);
	return (kind == SSHAGENT_SIGNED && wire_view_bytes(&v, sig) &&
		   v.len == 0) ||
	    no_answer(err);
}

static int
take_keys(struct talk *t, struct key **keys, struct err *err)
{
	struct wire_view v, blob, note;
	char comment[100];
	uint32_t n;
	int count = 0;

	if (kind_of(t, &v) != SSHAGENT_LISTED || !wire_view_u32(&v, &n))
		return no_answer(err) ? 0 : -1;
	for (; n > 0 && wire_view_bytes(&v, &blob); n--) {
		if (!wire_view_bytes(&v, &note))
			break;
		snprintf(comment, sizeof(comment), "%.*s",
		    (int)MIN_OF(note.len, sizeof(comment)),
		    (const char *)note.p);
		if (count < SSHAGENT_KEYS &&
		    (keys[count] = key_of_agent(blob.p, blob.len, comment)) !=
			NULL)
			count++;
	}
	if (n == 0 && v.len == 0)
		return count;
	while (count > 0)
		key_free(keys[--count]);
	return no_answer(err) ? 0 : -1;
}

/* --- blocking --- */

static bool
converse(struct talk *t, int ms, struct err *err)
{
	int64_t until = clock_ms() + ms, left;
	struct pollfd p = {.fd = t->fd};
	enum io io;

	while ((io = step(t)) == IO_AGAIN) {
		left = until - clock_ms();
		if (left <= 0)
			return too_late(err, ms);
		p.events = (short)waits_for(t, POLLOUT, POLLIN);
		(void)poll(&p, 1, (int)left);
	}
	return io == IO_OK || no_answer(err);
}

int
sshagent_keys(struct key *keys[SSHAGENT_KEYS], struct err *err)
{
	static const uint8_t request[] = {SSHAGENT_LIST};
	struct talk t;
	int count = -1;

	if (begin(&t, request, sizeof(request), err) &&
	    converse(&t, LIST_MS, err))
		count = take_keys(&t, keys, err);
	end(&t);
	return count;
}

bool
sshagent_sign(const struct key *k, const void *data, size_t len,
    struct buf *sig, struct err *err)
{
	struct buf request = BUF_INIT;
	struct wire_view v;
	const uint8_t *blob;
	struct talk t;
	size_t blob_len;
	bool ok;

	blob = key_blob(k, &blob_len);
	buf_addc(&request, SSHAGENT_SIGN);
	wirebuf_bytes(&request, blob, blob_len);
	wirebuf_bytes(&request, data, len);
	wirebuf_u32(&request, SHA2_512); /* of other keys it means nothing */
	ok = begin(&t, buf_data(&request), request.len, err) &&
	    converse(&t, SIGN_MS, err) &&
	    take_signed(&t, key_fingerprint(k), &v, err);
	if (ok)
		buf_add(sig, v.p, v.len);
	end(&t);
	buf_fini(&request);
	return ok;
}

/* --- in the loop --- */

static void
finish(struct sshagent_call *c)
{
	sshagent_fn *fn = c->fn;
	struct wire_view sig;
	void *ctx = c->ctx;
	struct talk t = c->talk;
	struct err err = c->err;
	bool ok;

	ok = err.text[0] == '\0' && take_signed(&t, c->name, &sig, &err);
	c->talk = (struct talk){.fd = -1};
	sshagent_call_free(c); /* and the watch of its descriptor */
	if (ok)
		fn(buf_data(&t.in) + HEAD, t.in.len - HEAD, NULL, ctx);
	else
		fn(NULL, 0, &err, ctx);
	end(&t);
}

static void
on_ready(int events, void *ctx)
{
	struct sshagent_call *c = ctx;

	switch (step(&c->talk)) {
	case IO_AGAIN:
		loop_watch_set(
		    c->watch, waits_for(&c->talk, LOOP_WRITE, LOOP_READ));
		return;
	case IO_OK:
		break;
	default:
		no_answer(&c->err);
		break;
	}
	finish(c);
}

static void
on_timer(void *ctx)
{
	struct sshagent_call *c = ctx;

	if (c->watch != NULL)
		too_late(&c->err, SIGN_MS);
	finish(c);
}

struct sshagent_call *
sshagent_ask(struct loop *loop, const struct key *k, const uint8_t *request,
    size_t len, sshagent_fn *fn, void *ctx)
{
	struct sshagent_call *c = mem_alloc(sizeof(*c));

	c->loop = loop;
	c->fn = fn;
	c->ctx = ctx;
	str_copy(c->name, sizeof(c->name), key_fingerprint(k));
	c->timer = loop_timer_new(loop, on_timer, c);
	if (begin(&c->talk, request, len, &c->err))
		c->watch = loop_watch_new(
		    loop, c->talk.fd, LOOP_WRITE, on_ready, c, &c->err);
	loop_timer_set(c->timer, c->watch != NULL ? SIGN_MS : 0);
	return c;
}

void
sshagent_call_free(struct sshagent_call *c)
{
	if (c == NULL)
		return;
	loop_watch_free(c->watch);
	loop_timer_free(c->timer);
	end(&c->talk);
	free(c);
}
