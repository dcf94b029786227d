#include <arpa/inet.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "tests/bench/far.h"
#include "tests/bench/ipline.h"
#include "tests/bench/rivals.h"

#define PATIENCE_MS 15000
#define PROMPT "ready$"
#define SHELL "env -i TERM=xterm-256color PATH=$PATH PS1='ready$ ' /bin/sh"

static char dir[] = "/tmp/pomoc-bench-XXXXXX";
static const char *build;
static pid_t sshd_pid, desk_pid, far_pid[2];
static int screen_cols = 80, screen_rows = 24; /* of pomoc's shell */
static bool is_far;
static int sshd_port;
static char address[64], far_address[64], fingerprint[64];
static char *ssh_argv[16];
/* Where those on the two sides of the line listen. */
static const char *near_host = "127.0.0.1", *far_host = "127.0.0.1";
static char *const plain_env[] = {
    (char *)"TERM=xterm-256color", (char *)"LC_ALL=C.UTF-8", NULL};

const char *
rivals_dir(void)
{
	return dir;
}

pid_t
rivals_desk_pid(void)
{
	return desk_pid;
}

/* Runs a shell command in our folder; owns and frees it. */
static void
run(char *command)
{
	if (system(command) != 0) {
		fprintf(stderr, "failed: %s\n", command);
		exit(1);
	}
	free(command);
}

static void
stop(pid_t pid)
{
	if (pid > 0) {
		kill(pid, SIGTERM);
		waitpid(pid, NULL, 0);
	}
}

void
rivals_end(void)
{
	char *tidy = str_fmt("tmux -L %s kill-server 2>/dev/null; "
			     "tmux -L %s-diy kill-server 2>/dev/null; "
			     "rm -rf %s",
	    strrchr(dir, '/') + 1, strrchr(dir, '/') + 1, dir);

	stop(desk_pid);
	stop(sshd_pid);
	stop(far_pid[0]);
	stop(far_pid[1]);
	desk_pid = sshd_pid = 0;
	(void)!system(tidy);
	free(tidy);
}

/* sshd cannot be given port 0, so the kernel is asked for a free one first. */
static int
free_port(void)
{
	struct sockaddr_in sa = {.sin_family = AF_INET};
	socklen_t len = sizeof(sa);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&sa, len) < 0 ||
	    getsockname(fd, (struct sockaddr *)&sa, &len) < 0) {
		perror("bind");
		exit(1);
	}
	close(fd);
	return ntohs(sa.sin_port);
}

/* The far relay ends when nobody listens where it leads. */
static void
wait_port(int port)
{
	struct sockaddr_in sa = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int64_t end = screen_now_ns() + PATIENCE_MS * INT64_C(1000000);
	bool listens;
	int fd;

	inet_pton(AF_INET, far_host, &sa.sin_addr);
	do {
		fd = socket(AF_INET, SOCK_STREAM, 0);
		listens = connect(fd, (struct sockaddr *)&sa, sizeof(sa)) == 0;
		close(fd);
		if (!listens && screen_now_ns() > end) {
			fprintf(stderr, "sshd does not start\n");
			exit(1);
		}
		if (!listens)
			screen_pump(5);
	} while (!listens);
}

static void
make_keys(int port)
{
	run(str_fmt("cd %s && ssh-keygen -qt ed25519 -N '' -f host && "
		    "ssh-keygen -qt ed25519 -N '' -f user && "
		    "cp user.pub auth && chmod 600 auth && "
		    "mkdir -m 700 client technician desk && "
		    "mkdir -p /run/sshd 2>/dev/null; cd %s && "
		    "echo \"name=\\\"Anna\\\" $(cat user.pub)\" "
		    "> desk/technicians && chmod 600 desk/technicians && "
		    /* a user who presses F2 and F3 all the time */
		    "printf '[limits]\\nclient-minute = 10000\\n' "
		    "> desk/pomoc.conf",
	    dir, dir));
	run(str_fmt("printf 'ListenAddress %s:%d\\nHostKey %s/host\\n"
		    "AuthorizedKeysFile %s/auth\\nStrictModes no\\n"
		    "UsePAM no\\nPidFile none\\nPermitRootLogin yes\\n"
		    /* a line of packets that is gone tells nobody */
		    "ClientAliveInterval 20\\nClientAliveCountMax 2\\n"
		    /* not what this user's own shell does at its start */
		    "SetEnv HOME=%s/client\\n' > %s/sshd_config",
	    far_host, port, dir, dir, dir, dir));
}

static void
start_sshd(int port)
{
	struct passwd *pw = getpwuid(getuid());
	char *conf = str_fmt("%s/sshd_config", dir);
	char *log = str_fmt("%s/sshd.log", dir);
	int n = 0;

	ipline_far(true);
	sshd_pid = fork();
	if (sshd_pid == 0) {
		execl("/usr/sbin/sshd", "/usr/sbin/sshd", "-D", "-f", conf,
		    "-E", log, (char *)NULL);
		_exit(127);
	}
	ipline_far(false);
	sshd_port = port;
	wait_port(port);
	if (is_far)
		far_pid[0] = far_start(port, &port);
	ssh_argv[n++] = str_dup("ssh");
	ssh_argv[n++] = str_dup("-qtt");
	ssh_argv[n++] = str_dup("-F/dev/null");
	ssh_argv[n++] = str_fmt("-p%d", port);
	ssh_argv[n++] = str_fmt("-i%s/user", dir);
	ssh_argv[n++] = str_dup("-oStrictHostKeyChecking=no");
	ssh_argv[n++] = str_fmt("-oUserKnownHostsFile=%s/known", dir);
	ssh_argv[n++] = str_dup("-oConnectionAttempts=20");
	ssh_argv[n++] = str_fmt(
	    "%s@%s", pw != NULL ? pw->pw_name : "", far_host);
	free(conf);
	free(log);
}

static void
start_desk(void)
{
	char *data = str_fmt("%s/desk", dir);
	char *conf = str_fmt("%s/pomoc.conf", data);
	char *prog = str_fmt("%s/pomoc-desk", build);
	char *listen = str_fmt("%s:0", near_host);
	char line[256] = "", number[16];
	int fds[2], port;

	if (pipe(fds) < 0)
		exit(1);
	desk_pid = fork();
	if (desk_pid == 0) {
		close(fds[0]);
		snprintf(number, sizeof(number), "%d", fds[1]);
		execl(prog, prog, "--config", conf, "--data", data, "--listen",
		    listen, "--ready-fd", number, (char *)NULL);
		_exit(127);
	}
	close(fds[1]);
	if (read(fds[0], line, sizeof(line) - 1) <= 0 ||
	    sscanf(line, "ready %63s %63s", address, fingerprint) != 2) {
		fprintf(stderr, "the desk does not start: %s\n", line);
		exit(1);
	}
	close(fds[0]);
	free(data);
	free(conf);
	free(prog);
	free(listen);
	memcpy(far_address, address, sizeof(address));
	if (is_far) {
		far_pid[1] = far_start(atoi(strrchr(address, ':') + 1), &port);
		snprintf(
		    far_address, sizeof(far_address), "127.0.0.1:%d", port);
	}
}

void
rivals_size(int cols, int rows)
{
	screen_cols = cols;
	screen_rows = rows;
}

void
rivals_begin(const char *build_dir, bool far)
{
	int port = free_port();

	build = build_dir;
	is_far = far && !ipline_up();
	if (ipline_up()) {
		near_host = IPLINE_NEAR;
		far_host = IPLINE_FAR;
	}
	if (mkdtemp(dir) == NULL) {
		perror(dir);
		exit(1);
	}
	atexit(rivals_end);
	make_keys(port);
	start_sshd(port);
}

static struct screen *
open_ssh(const char *command)
{
	struct screen *s;
	int n = 0;

	while (ssh_argv[n] != NULL)
		n++;
	ssh_argv[n] = str_dup(command);
	s = screen_open(ssh_argv, plain_env, 80, 24);
	free(ssh_argv[n]);
	ssh_argv[n] = NULL;
	return s;
}

void
rival_ssh(struct rival *r)
{
	memset(r, 0, sizeof(*r));
	r->technician = open_ssh(SHELL);
	screen_wait(r->technician, PROMPT, PATIENCE_MS);
	r->helper[0] = sshd_pid;
}

/* The server goes with its client, or a minute after it was heard last. */
void
rival_mosh(struct rival *r)
{
	char *start = str_fmt("MOSH_SERVER_NETWORK_TMOUT=60 LC_ALL=C.UTF-8 "
			      "mosh-server new -i %s -- %s 2>/dev/null",
	    far_host, SHELL);
	char line[256], key[64] = "", port[8] = "";
	char env_key[80], utf8[] = "LC_ALL=C.UTF-8",
			  *env[] = {utf8, env_key, NULL};
	char *argv[] = {(char *)"mosh-client", (char *)far_host, port, NULL};
	FILE *f;

	memset(r, 0, sizeof(*r));
	ipline_far(true);
	f = popen(start, "r");
	ipline_far(false);
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "MOSH CONNECT %7s %63s", port, key) == 2)
			break;
	if (f != NULL)
		pclose(f);
	free(start);
	if (key[0] == '\0')
		return;
	snprintf(env_key, sizeof(env_key), "MOSH_KEY=%s", key);
	r->technician = screen_open(argv, env, 80, 24);
	screen_wait(r->technician, PROMPT, PATIENCE_MS);
}

static pid_t
tmux_pid(const char *name)
{
	char *cmd = str_fmt("tmux -L %s display -p '#{pid}'", name);
	FILE *f = popen(cmd, "r");
	int pid = 0;

	if (f == NULL || fscanf(f, "%d", &pid) != 1)
		pid = 0;
	if (f != NULL)
		pclose(f);
	free(cmd);
	return pid;
}

static void
open_tmux(struct rival *r, const char *name)
{
	char *first = str_fmt(
	    "tmux -u -L %s -f /dev/null new -s b \"%s\"", name, SHELL);
	char *second = str_fmt("tmux -u -L %s attach -t b", name);
	char *local[] = {(char *)"sh", (char *)"-c", first, NULL};

	r->user = screen_open(local, plain_env, 80, 24);
	screen_wait(r->user, PROMPT, PATIENCE_MS);
	r->technician = open_ssh(second);
	screen_wait(r->technician, PROMPT, PATIENCE_MS);
	r->helper[0] = sshd_pid;
	r->helper[1] = tmux_pid(name);
	free(first);
	free(second);
}

void
rival_tmux(struct rival *r)
{
	memset(r, 0, sizeof(*r));
	open_tmux(r, strrchr(dir, '/') + 1);
}

/* One sshd stands for both the relay's and the client's. */
static pid_t
open_tunnel(int port)
{
	char *forward = str_fmt("-R127.0.0.1:%d:127.0.0.1:%d", port, sshd_port);
	char *argv[ARRAY_LEN(ssh_argv) + 3];
	int n = 0, i;
	pid_t pid;

	argv[n++] = ssh_argv[0];
	argv[n++] = (char *)"-N";
	argv[n++] = forward;
	argv[n++] = (char *)"-oExitOnForwardFailure=yes";
	for (i = 1; ssh_argv[i] != NULL; i++)
		if (strcmp(ssh_argv[i], "-qtt") != 0)
			argv[n++] = ssh_argv[i];
	argv[n] = NULL;
	pid = fork();
	if (pid == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	free(forward);
	return pid;
}

void
rival_diy(struct rival *r)
{
	int port = free_port(), i;
	char *direct, *tmux = str_fmt("%s-diy", strrchr(dir, '/') + 1);

	memset(r, 0, sizeof(*r));
	r->helper[2] = open_tunnel(port);
	for (i = 0; strncmp(ssh_argv[i], "-p", 2) != 0; i++)
		;
	direct = ssh_argv[i];
	ssh_argv[i] = str_fmt("-p%d", port);
	open_tmux(r, tmux);
	free(ssh_argv[i]);
	ssh_argv[i] = direct;
	free(tmux);
}

static struct screen *
open_agent(void)
{
	char *prog = str_fmt("%s/pomoc-agent", build);
	char *home = str_fmt("HOME=%s/client", dir);
	char *env[] = {plain_env[0], plain_env[1], home, NULL};
	char *argv[] = {prog, far_address, (char *)"--fingerprint", fingerprint,
	    (char *)"--technician", (char *)"any", (char *)"--product",
	    (char *)"Subiekt", (char *)"--name", (char *)"Nowak",
	    (char *)"--company", (char *)"Biuro Nowak", (char *)"--phone",
	    (char *)"+48 600 000 000", (char *)"--problem", (char *)"printer",
	    (char *)"--", (char *)"/bin/sh", (char *)"-c",
	    (char *)"PS1='ready$ ' exec /bin/sh", NULL};
	struct screen *s;

	ipline_far(true);
	s = screen_open(argv, env, screen_cols, screen_rows + 2); /* the bars */
	ipline_far(false);
	return s;
}

static struct screen *
open_console(void)
{
	char *prog = str_fmt("%s/pomoc", build);
	char *home = str_fmt("HOME=%s/technician", dir);
	char *key = str_fmt("%s/user", dir);
	char *env[] = {plain_env[0], plain_env[1], home, NULL};
	char *argv[] = {prog, (char *)"--desk", address,
	    (char *)"--fingerprint", fingerprint, (char *)"--identity", key,
	    NULL};

	return screen_open(argv, env, screen_cols, screen_rows + 2);
}

static double
since_ms(const struct screen *s, int64_t begin_ns)
{
	return (double)(s->last_ns - begin_ns) / 1e6;
}

void
rival_pomoc(struct rival *r)
{
	int64_t begin, typed = 0;
	char code[8];

	memset(r, 0, sizeof(*r));
	start_desk();
	r->helper[0] = desk_pid;
	r->technician = open_console();
	screen_wait(r->technician, "Nobody is waiting", PATIENCE_MS);
	begin = screen_now_ns();
	r->user = open_agent();
	screen_wait(r->technician, "Biuro Nowak", PATIENCE_MS);
	r->online_ms = since_ms(r->technician, begin);
	screen_type(r->technician, "\r");
	begin = screen_now_ns();
	while (!screen_code(r->user, code)) {
		if (screen_now_ns() - begin > PATIENCE_MS * INT64_C(1000000)) {
			screen_print(r->user);
			exit(1);
		}
		screen_pump(20);
	}
	screen_wait(r->technician, "code", PATIENCE_MS);
	code[6] = '\r';
	code[7] = '\0';
	screen_type(r->technician, code);
	screen_wait(r->user, "four digits", PATIENCE_MS);
	while (!screen_back(r->technician, code))
		screen_pump(20);
	screen_type(r->user, code);
	screen_wait(r->user, "Let the technician in?", PATIENCE_MS);
	begin = screen_now_ns();
	/* a key counts only after half a second without any */
	for (int n = 0; screen_find(r->user, PROMPT, NULL, 0) < 0; n++) {
		typed = screen_now_ns();
		screen_type(r->user, n % 2 == 0 ? "y" : "\r");
		for (int i = 0;
		     i < 60 && screen_find(r->user, PROMPT, NULL, 0) < 0; i++)
			screen_pump(10);
		if (screen_now_ns() - begin > PATIENCE_MS * INT64_C(1000000)) {
			screen_print(r->user);
			exit(1);
		}
	}
	screen_wait(r->technician, PROMPT, PATIENCE_MS);
	r->first_ms = since_ms(r->technician, typed);
}

void
rival_close(struct rival *r)
{
	stop(r->helper[2]);
	screen_close(r->technician);
	screen_close(r->user);
	memset(r, 0, sizeof(*r));
}

long
rivals_pss_kb(pid_t pid)
{
	char path[64], line[256], command[128];
	long kb = 0, v;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "Pss: %ld", &v) == 1)
			kb += v;
	if (f != NULL)
		fclose(f);
	snprintf(command, sizeof(command),
	    "cat /proc/%d/task/*/children 2>/dev/null", (int)pid);
	f = popen(command, "r");
	while (f != NULL && fscanf(f, "%ld", &v) == 1)
		kb += rivals_pss_kb((pid_t)v);
	if (f != NULL)
		pclose(f);
	return kb;
}

const struct rival_kind rival_kinds[TABLE_RIVALS] = {
    [TABLE_SSH] = {"ssh", rival_ssh},
    [TABLE_TMUX] = {"tmux/ssh", rival_tmux},
    [TABLE_DIY] = {"diy", rival_diy},
    [TABLE_POMOC] = {"pomoc", rival_pomoc},
};
