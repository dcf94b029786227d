/*
 * An ssh-agent with one FIDO key, for tests: the token is made of an ordinary
 * key (Ed25519 or ECDSA P-256), and is touched by nobody but this program. It
 * prints the public line and serves one caller after the other.
 *
 * usage: tokenagent SOCKET KEYFILE touched|untouched|refuses|wrong|silent
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/net/keys_ssh.h"
#include "shared/net/sshagent.h"
#include "shared/net/wirebuf.h"

#define APP "ssh:"
#define REQUEST_MAX 16384

static struct key *inside;
static const char *type, *mode;
static struct buf blob = BUF_INIT;
static uint32_t counter;

/* The token's public key: the ordinary one's numbers, and the application. */
static void
make_blob(void)
{
	struct wire_view v, plain;

	v.p = key_blob(inside, &v.len);
	(void)wire_view_bytes(&v, &plain);
	type = wire_view_is(&plain, "ssh-ed25519")
	    ? "sk-ssh-ed25519@openssh.com"
	    : "sk-ecdsa-sha2-nistp256@openssh.com";
	wirebuf_text(&blob, type);
	buf_add(&blob, v.p, v.len);
	wirebuf_text(&blob, APP);
}

static void
sign(const struct wire_view *data, struct buf *out)
{
	uint8_t in[crypto_hash_sha256_BYTES * 2 + 5], *used;
	struct buf plain = BUF_INIT, sig = BUF_INIT;
	struct wire_view v, skip, raw;

	crypto_hash_sha256(in, (const uint8_t *)APP, strlen(APP));
	used = in + crypto_hash_sha256_BYTES;
	memset(used, 0, 5);
	used[0] = str_eq(mode, "touched");
	used[4] = (uint8_t)++counter;
	crypto_hash_sha256(used + 5, data->p, data->len);
	if (str_eq(mode, "wrong"))
		in[0] ^= 1;
	if (!key_sign_wire(inside, in, sizeof(in), &plain, NULL))
		exit(1);
	v = (struct wire_view){buf_data(&plain), plain.len};
	if (!wire_view_bytes(&v, &skip) || !wire_view_bytes(&v, &raw))
		exit(1);
	wirebuf_text(&sig, type);
	wirebuf_bytes(&sig, raw.p, raw.len);
	buf_add(&sig, used, 5);
	buf_addc(out, SSHAGENT_SIGNED);
	wirebuf_bytes(out, buf_data(&sig), sig.len);
	buf_fini(&plain);
	buf_fini(&sig);
}

static void
answer(struct wire_view request, struct buf *out)
{
	struct wire_view key, data;
	uint8_t kind = request.len > 0 ? *request.p : 0;

	request.p++;
	request.len--;
	if (kind == SSHAGENT_LIST) {
		buf_addc(out, SSHAGENT_LISTED);
		wirebuf_u32(out, 1);
		wirebuf_bytes(out, buf_data(&blob), blob.len);
		wirebuf_text(out, "token");
	} else if (kind == SSHAGENT_SIGN && !str_eq(mode, "refuses") &&
	    wire_view_bytes(&request, &key) &&
	    wire_view_bytes(&request, &data)) {
		sign(&data, out);
	} else {
		buf_addc(out, SSHAGENT_FAILURE);
	}
}

static bool
read_all(int fd, uint8_t *to, size_t len)
{
	ssize_t n;

	for (; len > 0; len -= (size_t)n, to += n)
		if ((n = read(fd, to, len)) <= 0)
			return false;
	return true;
}

static void
serve(int fd)
{
	uint8_t request[REQUEST_MAX], head[4];
	struct buf out = BUF_INIT, framed = BUF_INIT;
	struct wire_view v;
	uint32_t len;

	while (read_all(fd, head, sizeof(head))) {
		v = (struct wire_view){head, sizeof(head)};
		if (!wire_view_u32(&v, &len) || len > sizeof(request) ||
		    !read_all(fd, request, len))
			break;
		if (str_eq(mode, "silent"))
			continue;
		buf_clear(&out);
		answer((struct wire_view){request, len}, &out);
		buf_clear(&framed);
		wirebuf_bytes(&framed, buf_data(&out), out.len);
		(void)!write(fd, buf_data(&framed), framed.len);
	}
	buf_fini(&out);
	buf_fini(&framed);
	close(fd);
}

int
main(int argc, char **argv)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	struct err err = {0};
	char *base64;
	int fd;

	if (argc != 4 || sodium_init() < 0)
		return 2;
	mode = argv[3];
	inside = key_load(argv[2], NULL, &err);
	if (inside == NULL ||
	    !str_copy(at.sun_path, sizeof(at.sun_path), argv[1])) {
		fprintf(stderr, "tokenagent: %s\n", err.text);
		return 1;
	}
	make_blob();
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, 5) != 0)
		return 1;
	base64 = key_blob_to_base64(buf_data(&blob), blob.len);
	printf("%s %s token\n", type, base64);
	fflush(stdout);
	for (;;)
		serve(accept(fd, NULL, NULL));
}
