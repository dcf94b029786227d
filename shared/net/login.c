/* Key exchange and log-in of links, both sides: see link_priv.h. */
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/fd.h"
#include "shared/net/link_priv.h"
#include "shared/net/keys_ssh.h"
#include "shared/net/refusal.h"

#define KEX "curve25519-sha256,curve25519-sha256@libssh.org"
#define HOST_KEYS "ssh-ed25519"
/* no GCM: its tag check had a hole until lately */
#define CIPHERS "chacha20-poly1305@openssh.com,aes256-ctr"
#define MACS "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com"

static void
drop_bind(void *bind)
{
	ssh_bind_free(bind);
}

/* Options common to all links that serve with this key. */
static ssh_bind
host_bind(const struct key *k)
{
	void **slot = key_host_slot(k, drop_bind);
	bool no = false;
	ssh_bind b;

	if (*slot != NULL)
		return *slot;
	*slot = b = ssh_bind_new();
	if (b == NULL)
		abort();
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no);
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_KEY_EXCHANGE, KEX);
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, HOST_KEYS);
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_CIPHERS_C_S, CIPHERS);
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_CIPHERS_S_C, CIPHERS);
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_HMAC_C_S, MACS);
	ssh_bind_options_set(b, SSH_BIND_OPTIONS_HMAC_S_C, MACS);
	ssh_bind_options_set(
	    b, SSH_BIND_OPTIONS_IMPORT_KEY, ssh_key_dup(key_ssh(k)));
	return b;
}

static void
start_server(struct link *l)
{
	ssh_set_auth_methods(l->ssh, SSH_AUTH_METHOD_PUBLICKEY);
	link_enter_ssh(l);
	if (ssh_bind_accept_fd(host_bind(l->key), l->ssh, l->fd) != SSH_OK)
		link_fail(l, LINK_END_ERROR, "ssh_bind_accept_fd failed");
	link_leave_ssh(l);
}

static void
start_client(struct link *l)
{
	bool no = false;

	ssh_options_set(l->ssh, SSH_OPTIONS_PROCESS_CONFIG, &no);
	/* a place that exists nowhere: no file of the user's is looked at, and
	 * a missing home is no error */
	ssh_options_set(l->ssh, SSH_OPTIONS_SSH_DIR, "/nonexistent");
	ssh_options_set(l->ssh, SSH_OPTIONS_FD, &l->fd);
	ssh_options_set(l->ssh, SSH_OPTIONS_USER, l->user);
	ssh_options_set(l->ssh, SSH_OPTIONS_KEY_EXCHANGE, KEX);
	ssh_options_set(l->ssh, SSH_OPTIONS_HOSTKEYS, HOST_KEYS);
	ssh_options_set(l->ssh, SSH_OPTIONS_CIPHERS_C_S, CIPHERS);
	ssh_options_set(l->ssh, SSH_OPTIONS_CIPHERS_S_C, CIPHERS);
	ssh_options_set(l->ssh, SSH_OPTIONS_HMAC_C_S, MACS);
	ssh_options_set(l->ssh, SSH_OPTIONS_HMAC_S_C, MACS);
}

void
login_start(struct link *l)
{
	long timeout_s = (l->lim.kex_ms + 999) / 1000;
	int nodelay = 1;
	uint64_t rekey = l->lim.rekey_bytes;

	ssh_options_set(l->ssh, SSH_OPTIONS_TIMEOUT, &timeout_s);
	ssh_options_set(l->ssh, SSH_OPTIONS_NODELAY, &nodelay);
	ssh_options_set(l->ssh, SSH_OPTIONS_COMPRESSION, "no");
	ssh_options_set(l->ssh, SSH_OPTIONS_REKEY_DATA, &rekey);
	ssh_set_blocking(l->ssh, 0);
	if (l->server)
		start_server(l);
	else
		start_client(l);
}

static void
set_peer(struct link *l, ssh_key key)
{
	uint8_t blob[KEY_BLOB_MAX];
	char *b64 = NULL;

	free(l->blob);
	l->blob = NULL;
	l->blob_len = 0;
	l->fingerprint[0] = '\0';
	if (ssh_pki_export_pubkey_base64(key, &b64) != SSH_OK)
		return;
	if (key_blob_from_base64(b64, blob, &l->blob_len)) {
		l->blob = mem_dup(blob, l->blob_len);
		key_blob_fingerprint(blob, l->blob_len, l->fingerprint);
	}
	ssh_string_free_char(b64);
}

static void
kex_done(struct link *l)
{
	int64_t left = l->lim.login_ms - (clock_ms() - l->start_ms);

	l->state = LINK_LOGIN;
	loop_timer_set(l->timer, left);
}

static void
come_up(struct link *l)
{
	l->state = LINK_UP;
	loop_timer_stop(l->timer);
	if (l->events != NULL && l->events->up != NULL)
		l->events->up(l, l->ctx);
}

static void
tell_step(struct link *l, enum link_step step)
{
	if (l->events != NULL && l->events->step != NULL)
		l->events->step(l, step, l->ctx);
}

static void
tell_greeting(struct link *l)
{
	if (l->greeting_told || ssh_get_serverbanner(l->ssh) == NULL)
		return;
	l->greeting_told = true;
	tell_step(l, LINK_STEP_GREETED);
}

/* Before anything of ours is sent. */
static void
check_host_key(struct link *l)
{
	ssh_key key = NULL;

	if (ssh_get_server_publickey(l->ssh, &key) == SSH_OK)
		set_peer(l, key);
	ssh_key_free(key);
	if (l->fingerprint[0] == '\0')
		link_fail(l, LINK_END_ERROR, _("the server has no usable key"));
	else if (l->pinned != NULL && !str_eq(l->pinned, l->fingerprint))
		link_fail(l, LINK_END_HOST_KEY,
		    _("the server's key is %s, but %s was expected"),
		    l->fingerprint, l->pinned);
	else {
		kex_done(l);
		tell_step(l, LINK_STEP_KEY);
	}
}

/* Before the SSH library swallows them: a desk may say why it does not serve.
 */
static void
look_at_greeting(struct link *l)
{
	char said[REFUSAL_LINE_MAX];
	ssize_t n;
	enum refusal why;

	if (l->greeted)
		return;
	n = fd_peek(l->fd, said, sizeof(said));
	if (n <= 0)
		return;
	l->greeted = true;
	why = refusal_find(said, (size_t)n);
	if (why != REFUSAL_NONE)
		link_fail(l, LINK_END_BUSY, "%s", refusal_text(why));
}

static void
step_client_kex(struct link *l)
{
	int rc;

	look_at_greeting(l);
	if (l->why != NULL)
		return;
	link_enter_ssh(l);
	rc = ssh_connect(l->ssh);
	link_leave_ssh(l);
	/* libssh has made it blocking again */
	if ((int)ssh_get_fd(l->ssh) >= 0)
		fd_nonblock((int)ssh_get_fd(l->ssh));
	tell_greeting(l);
	if (rc == SSH_OK)
		check_host_key(l);
}

/* How RSA keys may sign is known only after a first answer: before it libssh
 * takes the oldest way, which nobody accepts. "none" is free, once. */
static bool
may_log_in(struct link *l)
{
	size_t len;
	const uint8_t *blob = key_blob(l->key, &len);
	int rc;

	if (l->none_tried || !str_eq(key_blob_type(blob, len), "ssh-rsa"))
		return true;
	link_enter_ssh(l);
	rc = ssh_userauth_none(l->ssh, NULL);
	link_leave_ssh(l);
	l->none_tried = rc != SSH_AUTH_AGAIN;
	return l->none_tried;
}

static int
try_key(struct link *l)
{
	int rc;

	if (key_in_agent(l->key))
		return login_agent_step(l);
	link_enter_ssh(l);
	rc = ssh_userauth_publickey(l->ssh, NULL, key_ssh(l->key));
	link_leave_ssh(l);
	return rc;
}

/* Of the last one its owner says more. */
static void
try_next(struct link *l)
{
	const struct key *next = key_next(l->key);

	if (next == NULL)
		link_fail(l, LINK_END_AUTH,
		    _("the key %s is not accepted there"),
		    key_fingerprint(l->key));
	else
		l->key = next;
	l->auth_failed++;
}

static void
step_client_login(struct link *l)
{
	int rc = SSH_AUTH_DENIED;

	while (rc == SSH_AUTH_DENIED && l->why == NULL && may_log_in(l)) {
		rc = try_key(l);
		if (rc == SSH_AUTH_SUCCESS)
			come_up(l);
		else if (rc == SSH_AUTH_DENIED || rc == SSH_AUTH_PARTIAL)
			try_next(l);
	}
}

static void
step_server_kex(struct link *l)
{
	int rc;

	link_enter_ssh(l);
	rc = ssh_handle_key_exchange(l->ssh);
	link_leave_ssh(l);
	if (rc == SSH_OK)
		kex_done(l);
}

void
login_step(struct link *l)
{
	l->started = true;
	if (l->server) {
		step_server_kex(l);
		return;
	}
	if (l->state == LINK_KEX)
		step_client_kex(l);
	if (l->state == LINK_LOGIN && l->why == NULL)
		step_client_login(l);
}

static void
refuse_login(struct link *l, ssh_message msg, bool counts)
{
	link_refuse(l, msg);
	if (counts && ++l->auth_failed >= l->lim.auth_tries)
		link_fail(
		    l, LINK_END_AUTH, "%d refused log-ins", l->auth_failed);
}

static void
take_login(struct link *l, ssh_message msg)
{
	free(l->user);
	l->user = str_dup(ssh_message_auth_user(msg));
	link_enter_ssh(l);
	ssh_message_auth_reply_success(msg, 0);
	link_leave_ssh(l);
	come_up(l);
}

static void
check_login(struct link *l, ssh_message msg)
{
	enum ssh_publickey_state_e proof = ssh_message_auth_publickey_state(
	    msg);
	ssh_key key = ssh_message_auth_pubkey(msg);
	const char *user = ssh_message_auth_user(msg);

	if (key == NULL || user == NULL ||
	    (proof != SSH_PUBLICKEY_STATE_NONE &&
		proof != SSH_PUBLICKEY_STATE_VALID)) {
		refuse_login(l, msg, true);
		return;
	}
	set_peer(l, key);
	if (l->blob == NULL || l->events == NULL ||
	    !l->auth(user, l->fingerprint, l->blob, l->blob_len, l->ctx)) {
		refuse_login(l, msg, true);
	} else if (proof == SSH_PUBLICKEY_STATE_VALID) {
		take_login(l, msg);
	} else {
		link_enter_ssh(l);
		ssh_message_auth_reply_pk_ok_simple(msg);
		link_leave_ssh(l);
	}
}

void
login_message(struct link *l, ssh_message msg)
{
	int type = ssh_message_type(msg);

	l->asked_packets = l->packets.in_packets;
	if (type == SSH_REQUEST_AUTH && l->state == LINK_LOGIN &&
	    ssh_message_subtype(msg) == SSH_AUTH_METHOD_PUBLICKEY) {
		check_login(l, msg);
	} else if (type == SSH_REQUEST_AUTH) {
		/* clients ask with "none" for the methods: once is free */
		refuse_login(l, msg,
		    l->none_tried ||
			ssh_message_subtype(msg) != SSH_AUTH_METHOD_NONE);
		l->none_tried = true;
	} else if (link_allow_request(l)) {
		link_refuse(l, msg);
	}
}

/* libssh swallows a log-in whose signature is wrong: no message comes of it and
 * no answer, so the peer would wait until the time is up. Once a service was
 * asked for nothing else is sent here. */
void
login_read(struct link *l)
{
	if (l->server && l->state == LINK_LOGIN && l->asked_packets > 0 &&
	    l->packets.in_packets > l->asked_packets)
		link_fail(l, LINK_END_AUTH, "a log-in with a wrong signature");
}

static bool
never_greeted(struct link *l)
{
	return !l->server && l->in.in_bytes > 0 &&
	    ssh_get_serverbanner(l->ssh) == NULL;
}

static void
not_ssh(struct link *l)
{
	link_fail(
	    l, LINK_END_NOT_SSH, _("what answers there does not speak SSH"));
}

void
login_too_long(struct link *l)
{
	if (never_greeted(l))
		not_ssh(l);
	else
		link_fail(l, LINK_END_ABUSE, "%d bytes without a log-in",
		    LINK_LOGIN_BYTES);
}

void
login_timeout(struct link *l)
{
	if (never_greeted(l))
		not_ssh(l);
	else
		link_fail(l, LINK_END_TIMEOUT,
		    _("the log-in was not finished in time"));
}

void
login_lost(struct link *l, const char *text)
{
	if (never_greeted(l))
		not_ssh(l);
	/* of a wrong signature a server says nothing, see login_read() */
	else if (l->state == LINK_LOGIN && login_agent_has_signed(l))
		link_fail(l, LINK_END_ERROR,
		    _("the other side ended the log-in at the signature of the "
		      "key %s by ssh-agent: does the agent sign rightly? "
		      "ssh-add -T KEY.pub tells"),
		    key_fingerprint(l->key));
	else if (!l->server && l->state == LINK_LOGIN && l->auth_failed > 0)
		link_fail(l, LINK_END_AUTH,
		    _("the other side takes no more keys than %d"),
		    l->auth_failed);
	else if (l->state == LINK_KEX && l->in.in_bytes > 0 &&
	    strstr(text, "disconnected") == NULL)
		link_fail(l, LINK_END_ERROR, _("SSH failed: %s"), text);
	else
		link_fail(l, LINK_END_PEER,
		    _("the other side closed the connection"));
}
