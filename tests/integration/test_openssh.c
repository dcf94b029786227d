/*
 * Our links with OpenSSH's ssh and sshd, as anybody has them: a subsystem, a
 * shell with a pty, -R, -W, -J through two of our servers, new keys in the
 * middle of a flood, and our client in a real sshd.
 */
#include "tests/support/listen.h"
#include "tests/unit/net/stock.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define MB (1024 * 1024)

static char dir[64];
static struct sock_listener *listener;
static struct key *user_key;
static int exited, exit_code;
static int out_fd = -1; /* what the child wrote */
static struct buf child_out;
static struct loop_watch *out_watch;
static bool inner; /* answer direct-tcpip with a second server inside */
static struct side I;
static struct relay *relay;

static const char *
in_dir(const char *name)
{
	static char path[4][128];
	static int n;

	n = (n + 1) % 4;
	snprintf(path[n], sizeof path[n], "%s/%s", dir, name);
	return path[n];
}

static bool
same_key(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	return str_eq(user, "tech") &&
	    str_eq(fingerprint, key_fingerprint(user_key));
}

static const struct link_serve_conf *inner_conf;

static void
on_ended(struct relay *r, void *ctx)
{
	relay = NULL;
}

static bool
on_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	struct side *s = ctx;
	struct err err;
	int p[2];

	s->wants++;
	if (chan_want_kind(w) == CHAN_WANT_DIRECT) {
		str_copy(
		    s->forward_name, sizeof s->forward_name, chan_want_host(w));
		if (inner && sock_pair(p, &err)) {
			I.link = link_serve(
			    loop, p[1], inner_conf, &note_link, &I);
			relay = relay_fd(chan_want_accept(w, &note_chan, s),
			    p[0], on_ended, NULL);
			return true;
		}
	}
	s->chan = chan_want_accept(w, &note_chan, s);
	return true;
}

static const struct link_events serve_events = {
    .up = note_up,
    .down = note_down,
    .chan_wanted = on_wanted,
    .forward_wanted = note_forward,
};

static void
on_accept(int fd, const char *peer, void *ctx)
{
	S.link = link_serve(loop, fd, &serve_conf, &serve_events, &S);
}

static int
setup(void **state)
{
	struct err err;
	bool made;

	pair_setup(state);
	strcpy(dir, "/tmp/pomoc-ssh-XXXXXX");
	assert_non_null(mkdtemp(dir));
	user_key = key_load_or_make(in_dir("id"), "tech", &made, &err);
	serve_conf.auth = same_key;
	inner_conf = &serve_conf;
	inner = false;
	relay = NULL;
	memset(&I, 0, sizeof I);
	I.take = SIZE_MAX;
	listener = listen_at(loop, "127.0.0.1:0", on_accept, NULL, &err);
	assert_non_null(listener);
	return user_key == NULL;
}

static int
teardown(void **state)
{
	char *cmd = str_fmt("rm -rf %s", dir);
	int rc = system(cmd);

	free(cmd);
	if (I.link != NULL && !I.down)
		link_abort(I.link);
	sock_listener_free(listener);
	loop_watch_free(out_watch);
	out_watch = NULL;
	if (out_fd >= 0)
		close(out_fd);
	out_fd = -1;
	buf_fini(&child_out);
	key_free(user_key);
	buf_fini(&I.got);
	return pair_teardown(state) | rc;
}

static void
on_out(int events, void *ctx)
{
	char text[8192];
	ssize_t n = read(out_fd, text, sizeof text);

	if (n > 0)
		buf_add(&child_out, text, (size_t)n);
	else
		loop_watch_set(out_watch, 0);
}

static void
on_exit_child(pid_t pid, int status, int signum, void *ctx)
{
	exited++;
	exit_code = status;
}

/* Starts a command line; %s is the option list for ssh. */
static void
start_shell(const char *line)
{
	const char *argv[] = {"sh", "-c", line, NULL};
	int p[2], fds[3];
	struct err err;

	exited = 0;
	assert_int_equal(pipe2(p, O_CLOEXEC), 0);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	fds[0] = -1;
	fds[1] = fds[2] = p[1];
	assert_non_null(loop_spawn(loop,
	    &(struct loop_spawn){.argv = argv, .fds = fds, .fd_count = 3},
	    on_exit_child, NULL, &err));
	close(p[1]);
	out_fd = p[0];
	out_watch = loop_watch_new(loop, out_fd, LOOP_READ, on_out, NULL, &err);
}

static void
write_config(void)
{
	FILE *f = fopen(in_dir("config"), "w");

	assert_non_null(f);
	fprintf(f,
	    "Host desk\n  HostName 127.0.0.1\n  Port %d\n"
	    "Host *\n  User tech\n  IdentityFile %s\n  IdentitiesOnly yes\n"
	    "  IdentityAgent none\n  BatchMode yes\n"
	    "  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n"
	    "  GlobalKnownHostsFile /dev/null\n  LogLevel ERROR\n"
	    "  ServerAliveInterval 1\n",
	    listen_port(), in_dir("id"));
	fclose(f);
}

static void
start_ssh(const char *args)
{
	char *line;

	write_config();
	line = str_fmt("ssh -F %s %s", in_dir("config"), args);
	start_shell(line);
	free(line);
}

static bool
out_has(const char *text)
{
	return strstr(buf_str(&child_out), text) != NULL;
}

static void
stock_ssh_asks_for_a_subsystem(void **state)
{
	char *args = str_fmt("-T desk -s pomoc < %s", in_dir("in"));
	FILE *f = fopen(in_dir("in"), "w");

	assert_non_null(f);
	fputs("{\"m\":\"hello\"}\n", f);
	fclose(f);
	S.echo = true;
	start_ssh(args);
	UNTIL(S.eof == 1);
	chan_exit_status(S.chan, 5);
	chan_close(S.chan);
	UNTIL(exited);
	assert_int_equal(exit_code, 5);
	UNTIL(out_has("hello"));
	assert_non_null(strstr(S.requests, "subsystem(pomoc,"));
	free(args);
}

static void
stock_ssh_asks_for_a_shell(void **state)
{
	start_ssh("-tt desk");
	UNTIL(strstr(S.requests, "shell(") != NULL);
	assert_non_null(strstr(S.requests, "pty("));
	chan_write(S.chan, "welcome\r\n", 9);
	chan_exit_status(S.chan, 0);
	chan_close(S.chan);
	UNTIL(exited);
	UNTIL(out_has("welcome"));
	assert_int_equal(exit_code, 0);
}

static void
a_stranger_is_refused(void **state)
{
	char *cmd = str_fmt(
	    "ssh-keygen -q -t ed25519 -N '' -f %s", in_dir("other"));
	char *args;

	assert_int_equal(system(cmd), 0);
	args = str_fmt("-i %s -o IdentityFile=none desk true", in_dir("other"));
	key_free(user_key);
	user_key = key_generate("nobody has it");
	start_ssh(args);
	UNTIL(exited);
	assert_int_equal(exit_code, 255);
	assert_true(out_has("Permission denied"));
	assert_int_equal(S.up, 0);
	free(cmd);
	free(args);
}

/* Several megabytes both ways while the keys change every 200 KB. */
static void
new_keys_in_the_middle_of_a_flood(void **state)
{
	char *cmd = str_fmt("head -c 6000000 /dev/urandom > %s", in_dir("in"));
	char *args = str_fmt("-o RekeyLimit=200K -T desk -s pomoc < %s | "
			     "cmp - %s && echo same",
	    in_dir("in"), in_dir("in"));

	assert_int_equal(system(cmd), 0);
	S.echo = true;
	start_ssh(args);
	UNTIL(S.eof == 1);
	chan_close(S.chan);
	UNTIL(exited);
	UNTIL(out_has("same"));
	assert_int_equal(S.got.len, 6000000);
	free(cmd);
	free(args);
}

static void
stock_ssh_asks_for_a_forward(void **state)
{
	char *args = str_fmt("-N -R pomoc:0:%s desk", in_dir("no-socket"));

	S.allow_forward = true;
	start_ssh(args);
	UNTIL(S.forward_name[0] != '\0');
	assert_string_equal(S.forward_name, "pomoc");
	pair_settle(50);
	assert_int_equal(exited, 0); /* it took our answer for right */
	S.chan = chan_open_forwarded(S.link, "pomoc", &note_chan, &S);
	UNTIL(S.closed == 1); /* it tries to connect, and nobody is there */
	assert_int_equal(S.down, 0);
	link_abort(S.link);
	S.down = 1;
	UNTIL(exited);
	free(args);
}

static void
stock_ssh_opens_a_direct_channel(void **state)
{
	S.echo = true;
	start_ssh("-W ticket-17:22 desk < /dev/null");
	UNTIL(S.eof == 1);
	assert_string_equal(S.forward_name, "ticket-17");
	chan_write(S.chan, "SSH-2.0-inner\r\n", 15);
	chan_close(S.chan);
	UNTIL(exited);
	UNTIL(out_has("SSH-2.0-inner"));
}

/* Our server behind our server: what a technician with nothing but ssh does. */
static void
stock_ssh_jumps_to_the_inner_server(void **state)
{
	inner = true;
	start_ssh("-J desk -tt ticket-17");
	UNTIL(strstr(I.requests, "shell(") != NULL);
	assert_string_equal(S.forward_name, "ticket-17");
	chan_write(I.chan, "shared screen\r\n", 15);
	chan_exit_status(I.chan, 0);
	chan_close(I.chan);
	UNTIL(exited);
	UNTIL(out_has("shared screen"));
	assert_int_equal(exit_code, 0);
	relay_free(relay);
}

/* --- our client in a real sshd --- */

/* The user's shell starts in an empty home: what his own files do there is not
 * ours to wait for. */
static void
write_sshd_config(void)
{
	char *cmd = str_fmt("ssh-keygen -q -t ed25519 -N '' -f %s && "
			    "cp %s %s",
	    in_dir("hostkey"), in_dir("id.pub"), in_dir("authorized"));
	FILE *f = fopen(in_dir("sshd_config"), "w");

	assert_non_null(f);
	fprintf(f,
	    "HostKey %s\nAuthorizedKeysFile %s\nStrictModes no\n"
	    "UsePAM no\nPidFile none\nPasswordAuthentication no\n"
	    "Subsystem cat /bin/cat\nPermitRootLogin yes\n"
	    "SetEnv HOME=%s\n",
	    in_dir("hostkey"), in_dir("authorized"), dir);
	fclose(f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
}

/* sshd -i over a socketpair: no port, no daemon. */
static int
start_sshd(pid_t *pid)
{
	struct err err;
	int p[2];

	assert_true(sock_pair(p, &err));
	*pid = fork();
	assert_true(*pid >= 0);
	if (*pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		fcntl(p[1], F_SETFL, 0);
		dup2(p[1], 0);
		dup2(p[1], 1);
		dup2(null, 2);
		execl("/usr/sbin/sshd", "sshd", "-i", "-e", "-f",
		    in_dir("sshd_config"), (char *)NULL);
		_exit(127);
	}
	close(p[1]);
	return p[0];
}

/* An sshd that is not root gives no pty where new ones are not of the group
 * tty. */
static bool
sshd_makes_ptys(void)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY);
	const struct group *tty = getgrnam("tty");
	struct stat st;
	bool ok = getuid() == 0 ||
	    (fd >= 0 && tty != NULL && stat(ptsname(fd), &st) == 0 &&
		st.st_gid == tty->gr_gid);

	if (fd >= 0)
		close(fd);
	return ok;
}

static void
our_client_in_a_real_sshd(void **state)
{
	struct key *host;
	struct err err;
	char *block;
	pid_t pid;
	int fd, st;

	if (access("/usr/sbin/sshd", X_OK) != 0 ||
	    (getuid() == 0 && access("/run/sshd", F_OK) != 0 &&
		mkdir("/run/sshd", 0755) != 0))
		skip();
	write_sshd_config();
	host = key_load(in_dir("hostkey"), NULL, &err);
	assert_non_null(host);
	fd = start_sshd(&pid);
	dial_conf.user = getenv("USER") != NULL ? getenv("USER") : "root";
	dial_conf.key = user_key;
	dial_conf.fingerprint = key_fingerprint(host);
	C.link = link_dial(loop, fd, &dial_conf, &note_link, &C);
	UNTIL(C.up || C.down);
	assert_string_equal(C.why, "");
	C.chan = chan_open_subsystem(C.link, "cat", &note_chan, &C);
	UNTIL(C.opened || C.closed);
	block = mem_alloc(3 * MB);
	chan_write(C.chan, block, 3 * MB);
	chan_eof(C.chan);
	UNTIL(C.closed == 1);
	assert_int_equal(C.got.len, 3 * MB);
	C.closed = C.opened = 0;
	buf_clear(&C.got);
	C.chan = stock_open(
	    C.link, "tty; stty size; exit 9", "xterm", 90, 30, &note_chan, &C);
	UNTIL(C.closed == 1);
	if (sshd_makes_ptys()) {
		assert_non_null(strstr(buf_str(&C.got), "/dev/pts/"));
		assert_non_null(strstr(buf_str(&C.got), "30 90"));
	}
	link_abort(C.link);
	C.down = 1;
	loop_turn(loop, false);
	waitpid(pid, &st, 0);
	key_free(host);
	free(block);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(stock_ssh_asks_for_a_subsystem),
	    T(stock_ssh_asks_for_a_shell),
	    T(a_stranger_is_refused),
	    T(new_keys_in_the_middle_of_a_flood),
	    T(stock_ssh_asks_for_a_forward),
	    T(stock_ssh_opens_a_direct_channel),
	    T(stock_ssh_jumps_to_the_inner_server),
	    T(our_client_in_a_real_sshd),
	};

	return cmocka_run_group_tests(tests, NULL, pair_fini);
}
