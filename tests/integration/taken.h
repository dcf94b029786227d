/*
 * The stage of test_front_taken.c: a real brain, a front that only carries the
 * cable to the test, and short functions to say and hear on it. Static, for one
 * test program.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "console/desk/brain_run.h"
#include "console/desk/front.h"
#include "console/desk/front_page.h"
#include "console/desk/orders.h"
#include "console/store/db.h"
#include "console/store/verify.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/core/consent.h"
#include "shared/core/quote.h"

#define PATIENCE_MS 20000
#define SOCKET_NAME "cable.sock"
#define WITNESS 1000 /* harmless agents, whose welcome ends a silence */

static char dir[64];
static pid_t desk;
static int cable = -1;
static char desk_fp[KEY_FP_SIZE];
static struct buf heard = BUF_INIT; /* since the last mark(), whole lines */
static char partial[1 << 16];
static size_t partial_len;
static struct key *anna, *client, *evil, *witness;
static struct orders orders; /* anna's */
static int64_t last_link, last_id, settled;

/* --- the front: a piece of wire --- */

static void
address(struct sockaddr_un *a, const char *folder)
{
	memset(a, 0, sizeof(*a));
	a->sun_family = AF_UNIX;
	snprintf(a->sun_path, sizeof(a->sun_path), "%s/" SOCKET_NAME, folder);
}

static bool
carry(int from, int to)
{
	char chunk[16384];
	ssize_t n = read(from, chunk, sizeof(chunk)), at = 0, w;

	for (; at < n; at += w) {
		w = write(to, chunk + at, (size_t)(n - at));
		if (w <= 0)
			return false;
	}
	return n > 0;
}

/* argv holds the path of the host key, in the data folder. */
static int
be_front(int argc, char **argv)
{
	struct front_page *page = mmap(NULL, sizeof(*page),
	    PROT_READ | PROT_WRITE, MAP_SHARED, FRONT_FD_PAGE, 0);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un a;
	struct pollfd fds[2];
	char *folder = NULL;

	for (int i = 1; i < argc; i++)
		if (strstr(argv[i], "/host_key") != NULL)
			folder = str_dup(argv[i]);
	if (folder == NULL || page == MAP_FAILED)
		return 1;
	*strrchr(folder, '/') = '\0';
	page->read = UINT64_MAX / 2; /* it lies about this, too */
	address(&a, folder);
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		return 1;
	fds[0] = (struct pollfd){FRONT_FD_CABLE, POLLIN, 0};
	fds[1] = (struct pollfd){fd, POLLIN, 0};
	while (poll(fds, 2, -1) > 0) {
		if (fds[0].revents != 0 && !carry(FRONT_FD_CABLE, fd))
			break;
		if (fds[1].revents != 0 && !carry(fd, FRONT_FD_CABLE))
			break;
	}
	return 0;
}

/* --- what the test says and hears on it --- */

static void
say_line(int64_t link, const char *line)
{
	char *text = str_fmt("%lld %s\n", (long long)link, line);

	assert_int_equal(
	    write(cable, text, strlen(text)), (ssize_t)strlen(text));
	free(text);
}

/* m is freed. */
static void
say(int64_t link, struct msg *m)
{
	struct buf line = BUF_INIT;
	struct err err;

	if (!msg_write(m, &line, &err))
		fail_msg("%s", err.text);
	buf_str(&line);
	line.len--; /* its line feed */
	say_line(link, buf_str(&line));
	buf_fini(&line);
	msg_free(m);
}

static void
say_text(int64_t link, const char *json)
{
	struct err err;
	struct msg *m = msg_parse(json, strlen(json), &err);

	if (m == NULL)
		fail_msg("%s: %s", json, err.text);
	say(link, m);
}

/* A client that is asked whether he is there says so. */
static void
take_line(const char *line)
{
	char *json;
	int64_t link = strtoll(line, &json, 10);
	struct msg *m;

	buf_adds(&heard, line);
	buf_addc(&heard, '\n');
	if (link == 0 || strstr(json, "\"ping\"") == NULL)
		return;
	m = msg_parse(json + 1, strlen(json + 1), NULL);
	assert_non_null(m);
	say(link, msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
	msg_free(m);
}

static void
listen_on(void)
{
	struct pollfd p = {cable, POLLIN, 0};
	ssize_t n;
	char *end;

	if (poll(&p, 1, PATIENCE_MS) <= 0)
		fail_msg("silence; heard: %s", buf_str(&heard));
	n = read(
	    cable, partial + partial_len, sizeof(partial) - partial_len - 1);
	if (n <= 0)
		fail_msg("the brain is gone; heard: %s", buf_str(&heard));
	partial_len += (size_t)n;
	while ((end = memchr(partial, '\n', partial_len)) != NULL) {
		*end = '\0';
		take_line(partial);
		partial_len -= (size_t)(end + 1 - partial);
		memmove(partial, end + 1, partial_len);
	}
}

static void
mark(void)
{
	buf_clear(&heard);
}

static bool
has(const char *what)
{
	return strstr(buf_str(&heard), what) != NULL;
}

static void
hear(const char *what)
{
	while (!has(what))
		listen_on();
}

/* The text of a field in the last line heard with this in it. */
static void
field(const char *line, const char *name, char *out, size_t size)
{
	char *key = str_fmt("\"%s\":\"", name);
	const char *at = NULL, *next = buf_str(&heard);

	while ((next = strstr(next, line)) != NULL)
		at = next++;
	assert_non_null(at);
	at = strstr(at, key);
	assert_non_null(at);
	at += strlen(key);
	assert_true(strcspn(at, "\"") < size);
	memcpy(out, at, strcspn(at, "\""));
	out[strcspn(at, "\"")] = '\0';
	free(key);
}

/* --- who logs in --- */

/* As the front would say it: named like one key, with the blob of another. */
static int64_t
up(const char *role, const struct key *name, const struct key *blob)
{
	struct msg *m = msg_new(MSG_UP);
	size_t len;
	const uint8_t *bytes = key_blob(blob, &len);
	char *text = key_blob_to_base64(bytes, len);

	msg_put_int(m, "link", ++last_link);
	msg_put_str(m, "role", role);
	msg_put_str(m, "key", key_fingerprint(name));
	msg_put_str(m, "addr", "192.0.2.1:1");
	msg_put_str(m, "blob", text);
	say(0, m);
	free(text);
	return last_link;
}

static void
down(int64_t link)
{
	struct msg *m = msg_new(MSG_DOWN);

	msg_put_int(m, "link", link);
	say(0, msg_put_str(m, "why", "gone"));
}

static void
hello(int64_t link)
{
	char listed[60];

	say(link,
	    msg_put_str(
		msg_put_str(msg_put_int(msg_new(MSG_HELLO), "v", MSG_VERSION),
		    "program", "test"),
		"lang", "en"));
	snprintf(
	    listed, sizeof(listed), "%lld {\"t\":\"listed\"}", (long long)link);
	hear(listed);
}

static void
greet(int64_t link)
{
	mark();
	hello(link);
}

/* Everything that was said has had its effect: somebody who comes is greeted.
 */
static void
settle(void)
{
	int64_t kept = last_link, link;

	last_link = WITNESS + ++settled;
	link = up("agent", witness, witness);
	hello(link);
	down(link);
	last_link = kept;
}

/* The brain dropped that link. */
static void
dropped(int64_t link)
{
	char drop[60];

	snprintf(drop, sizeof(drop), "0 {\"t\":\"drop\",\"link\":%lld,",
	    (long long)link);
	hear(drop);
}

static struct msg *
proof_of(struct orders *o, const struct key *by)
{
	char nonce[PROOF_NONCE_SIZE];
	struct err err;
	struct msg *m;

	field("\"welcome\"", "nonce", nonce, sizeof(nonce));
	m = orders_begin(o, by, desk_fp, nonce, &err);
	assert_non_null(m);
	return m;
}

static int64_t
anna_up(void)
{
	int64_t link = up("tech", anna, anna);

	greet(link);
	say(link, proof_of(&orders, anna));
	return link;
}

static void
order(int64_t link, const char *json)
{
	struct msg *m = msg_parse(json, strlen(json), NULL);

	assert_non_null(m);
	assert_true(orders_sign(&orders, m, NULL));
	say(link, m);
}

/* --- the client --- */

static void
sign(const struct key *by, const struct buf *text, struct msg *m)
{
	char hex[PROOF_SIG_SIZE];
	uint8_t sig[KEY_SIG_SIZE];

	assert_true(key_sign(by, buf_data(text), text->len, sig, NULL));
	str_hex(hex, sig, sizeof(sig));
	msg_put_str(m, "sig", hex);
}

/* by NULL = unsigned; signed_for: the visit in the signature. */
static void
consent(int64_t link, int64_t ticket, int64_t visit, int64_t signed_for,
    const struct key *by)
{
	struct msg *m = msg_new(MSG_CONSENT);
	struct consent c = {.ticket = ticket,
	    .visit = signed_for,
	    .yes = true,
	    .rights = GRANT_VIEW | GRANT_TYPE};
	struct buf text = BUF_INIT;
	struct prices prices;

	prices_default(&prices);
	consent_set_price(&c, &prices.line[0], prices.line[0].vat_bp);
	str_copy(c.technician, sizeof(c.technician), key_fingerprint(anna));
	consent_text(&c, &text);
	msg_put_int(m, "visit", visit);
	msg_put_bool(m, "yes", true);
	msg_put_str(m, "rights", "view type");
	if (by != NULL)
		sign(by, &text, m);
	buf_fini(&text);
	say(link, m);
}

static void
answer(int64_t link, int64_t quote, const char *hash, const struct key *by)
{
	struct msg *m = msg_new(MSG_ANSWER);
	struct buf text = BUF_INIT;

	quote_answer_text(hash, true, &text);
	msg_put_int(m, "quote", quote);
	msg_put_bool(m, "yes", true);
	msg_put_str(m, "hash", hash);
	sign(by, &text, m);
	buf_fini(&text);
	say(link, m);
}

static int64_t
client_up(void)
{
	int64_t link = up("agent", client, client);

	greet(link);
	return link;
}

static void
join(int64_t link)
{
	mark();
	say_text(link,
	    "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\","
	    "\"name\":\"Jan\",\"company\":\"Firma\",\"phone\":\"\","
	    "\"problem\":\"\"}");
	hear("\"queued\"");
}

/* Claimed, coupled and checked; returns the visit's number. */
static int64_t
attach(int64_t tech, int64_t agent, int64_t ticket)
{
	char json[120], *at;
	struct msg *m = msg_new(MSG_OPEN);

	snprintf(json, sizeof(json), "{\"t\":\"claim\",\"ticket\":%lld}",
	    (long long)ticket);
	mark();
	order(tech, json);
	hear("\"claimed\"");
	msg_put_int(m, "link", tech);
	msg_put_int(m, "id", ++last_id);
	say(0, msg_put_int(m, "ticket", ticket));
	hear("{\"t\":\"tunnel\"");
	at = strstr(strstr(buf_str(&heard), "\"tunnel\""), "\"visit\":");
	snprintf(json, sizeof(json),
	    "{\"t\":\"checked\",\"ticket\":%lld,\"ok\":true,\"left\":3}",
	    (long long)ticket);
	say_text(agent, json);
	return strtoll(at + strlen("\"visit\":"), NULL, 10);
}

/* --- the desk --- */

static void
run_desk(int ready)
{
	struct desk_options o;
	char *conf = path_join(dir, "pomoc.conf");

	desk_options_init(&o);
	o.data = dir;
	o.config = conf;
	o.listen = "127.0.0.1:0";
	o.ready_fd = ready;
	log_init("pomoc-desk", LOG_ERROR);
	_exit(brain_run(&o));
}

static void
write_technicians(void)
{
	char *path = path_join(dir, "technicians");
	char *line = str_fmt("name=\"anna\" %s\n", key_public_line(anna));
	char *conf = path_join(dir, "pomoc.conf");

	assert_true(path_write_atomic(path, line, strlen(line), 0600, NULL));
	assert_true(
	    path_write_atomic(conf, "[desk]\nfirm = X\n", 16, 0600, NULL));
	free(path);
	free(line);
	free(conf);
}

static int
setup(void **state)
{
	int ready[2], listener = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un a;
	char line[200] = "";
	ssize_t n;

	strcpy(dir, "/tmp/pomoc-taken-XXXXXX");
	assert_non_null(mkdtemp(dir));
	anna = key_generate("anna");
	client = key_generate("client");
	evil = key_generate("evil");
	witness = key_generate("witness");
	write_technicians();
	address(&a, dir);
	assert_int_equal(bind(listener, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(pipe(ready), 0);
	last_link = last_id = 0;
	partial_len = 0;
	desk = fork();
	if (desk == 0) {
		close(ready[0]);
		run_desk(ready[1]);
	}
	close(ready[1]);
	cable = accept(listener, NULL, NULL);
	assert_true(cable >= 0);
	say(0, msg_new(MSG_SERVING)); /* only then is the desk ready */
	n = read(ready[0], line, sizeof(line) - 1);
	assert_true(n > 0);
	assert_int_equal(sscanf(line, "ready %*s %51s", desk_fp), 1);
	close(ready[0]);
	close(listener);
	last_link = 0;
	return 0;
}

/* The desk ends in order; the log must be sound. */
static int64_t
stop_and_sum(void)
{
	struct verify_result v;
	struct err err;
	int status;
	int64_t sum;
	struct db *db;

	kill(desk, SIGTERM);
	assert_int_equal(waitpid(desk, &status, 0), desk);
	assert_int_equal(WEXITSTATUS(status), 0);
	db = db_open(dir, DB_READ, &err);
	if (db == NULL)
		fail_msg("%s", err.text);
	assert_true(verify_log(db, &v, &err));
	if (v.bad_row != 0 || v.bad_ticket != 0)
		fail_msg("row %d, ticket %d: %s", (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
	sum = sql_int(
	    db->sql, "SELECT coalesce(sum(final_net_gr), 0) FROM ticket", -1);
	db_close(db);
	desk = 0;
	return sum;
}

static int
teardown(void **state)
{
	char *cmd = str_fmt("rm -rf %s", dir);

	if (desk > 0) {
		kill(desk, SIGKILL);
		waitpid(desk, NULL, 0);
	}
	close(cable);
	orders_end(&orders);
	key_free(anna);
	key_free(client);
	key_free(evil);
	key_free(witness);
	buf_fini(&heard);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	return 0;
}
