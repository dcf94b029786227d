/*
 * A log-in with a key of ssh-agent: see link_priv.h.
 *
 * libssh asks an agent itself and waits for it, with the whole program, and a
 * token's answer comes when somebody has touched it. So the agent that libssh
 * sees is this file: it has the one key, and its answers lie in the socket
 * before it is asked. The first time it refuses to sign; what was to be signed
 * is then known and goes to the real agent, while everything else goes on. The
 * second time the same is asked, and the answer is there.
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/net/link_priv.h"
#include "shared/net/sshagent.h"
#include "shared/net/wirebuf.h"

#define ASKED_MAX 16384

struct login_agent {
	int fd; /* what libssh's agent has to say is written here */
	int ssh_fd; /* libssh's end, closed by it */
	bool asking; /* libssh is in the midst of it */
	const struct key *key; /* that the answer is of */
	struct buf answer; /* to the request to sign; empty = not known */
	struct sshagent_call *call;
};

static struct login_agent *
new_agent(struct link *l)
{
	struct login_agent *a;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
		fds) != 0)
		return NULL;
	if (ssh_set_agent_socket(l->ssh, fds[1]) != SSH_OK) {
		close(fds[0]);
		close(fds[1]);
		return NULL;
	}
	a = mem_alloc(sizeof(*a));
	a->fd = fds[0];
	a->ssh_fd = fds[1];
	return a;
}

void
login_agent_free(struct login_agent *a)
{
	if (a == NULL)
		return;
	sshagent_call_free(a->call);
	buf_fini(&a->answer);
	close(a->fd);
	free(a);
}

/* All that libssh may ask, answered in advance. */
static bool
speak(struct login_agent *a, const struct key *k)
{
	static const uint8_t refused[] = {SSHAGENT_FAILURE};
	struct buf list = BUF_INIT, out = BUF_INIT;
	const uint8_t *blob;
	size_t len;
	bool ok;

	if (a->key != k)
		buf_clear(&a->answer);
	a->key = k;
	blob = key_blob(k, &len);
	buf_addc(&list, SSHAGENT_LISTED);
	wirebuf_u32(&list, 1);
	wirebuf_bytes(&list, blob, len);
	wirebuf_text(&list, "");
	wirebuf_bytes(&out, buf_data(&list), list.len);
	if (a->answer.len > 0)
		wirebuf_bytes(&out, buf_data(&a->answer), a->answer.len);
	else
		wirebuf_bytes(&out, refused, sizeof(refused));
	ok = send(a->fd, buf_data(&out), out.len, MSG_NOSIGNAL) ==
	    (ssize_t)out.len;
	buf_fini(&list);
	buf_fini(&out);
	return ok;
}

/* What libssh has asked, and what it has not taken of the answers. */
static void
hear(struct login_agent *a, struct buf *asked)
{
	uint8_t *room = buf_reserve(asked, ASKED_MAX), rest[1024];
	ssize_t n = recv(a->fd, room, ASKED_MAX, MSG_DONTWAIT);

	buf_added(asked, n > 0 ? (size_t)n : 0);
	while (recv(a->ssh_fd, rest, sizeof(rest), MSG_DONTWAIT) > 0)
		;
}

/* The request to sign among it. */
static bool
find_request(const struct buf *asked, struct wire_view *request)
{
	struct wire_view v = {buf_data(asked), asked->len};

	while (wire_view_bytes(&v, request))
		if (request->len > 0 && request->p[0] == SSHAGENT_SIGN)
			return true;
	return false;
}

static void
on_answer(const uint8_t *answer, size_t len, const struct err *err, void *ctx)
{
	struct link *l = ctx;

	l->agent->call = NULL;
	if (len == 0)
		link_fail(l, LINK_END_ERROR, "%s", err->text);
	else
		buf_add(&l->agent->answer, answer, len);
	link_want_work(l);
}

/* While the agent takes its time: what comes, or an end, is seen by nobody
 * else.
 */
static void
look(struct link *l)
{
	link_enter_ssh(l);
	ssh_message_free(ssh_message_get(l->ssh));
	link_leave_ssh(l);
}

/* libssh is through, without an end of the log-in. */
static int
ask(struct link *l, const struct buf *asked)
{
	struct login_agent *a = l->agent;
	struct wire_view request;

	if (a->answer.len > 0 || !find_request(asked, &request))
		return SSH_AUTH_ERROR;
	a->call = sshagent_ask(
	    l->loop, l->key, request.p, request.len, on_answer, l);
	return SSH_AUTH_AGAIN;
}

static int
step(struct link *l, struct login_agent *a)
{
	struct buf asked = BUF_INIT;
	int rc;

	if (!a->asking && !speak(a, l->key))
		return SSH_AUTH_ERROR;
	link_enter_ssh(l);
	rc = ssh_userauth_agent(l->ssh, NULL);
	link_leave_ssh(l);
	a->asking = rc == SSH_AUTH_AGAIN;
	if (a->asking)
		return rc;
	hear(a, &asked);
	if (rc == SSH_AUTH_ERROR)
		rc = ask(l, &asked);
	buf_fini(&asked);
	return rc;
}

bool
login_agent_has_signed(const struct link *l)
{
	const struct login_agent *a = l->agent;

	return a != NULL && a->key == l->key && a->answer.len > 0;
}

int
login_agent_step(struct link *l)
{
	int rc = SSH_AUTH_AGAIN;

	if (l->agent == NULL)
		l->agent = new_agent(l);
	if (l->agent == NULL)
		rc = SSH_AUTH_ERROR;
	else if (l->agent->call != NULL)
		look(l);
	else
		rc = step(l, l->agent);
	/* the end of a link is told elsewhere */
	if (rc == SSH_AUTH_ERROR && ssh_is_connected(l->ssh))
		link_fail(l, LINK_END_ERROR,
		    _("the log-in with the key %s from ssh-agent fails"),
		    key_fingerprint(l->key));
	return rc;
}
