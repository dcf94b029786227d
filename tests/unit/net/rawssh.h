/*
 * A small SSH client that does what no library would: any packet in any order,
 * any window, any size. Blocking, for the child process of a test. Only
 * curve25519-sha256, ssh-ed25519 (not checked) and chacha20-poly1305.
 */
#pragma once

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/mem.h"
#include "shared/net/wirebuf.h"

enum {
	RAW_DISCONNECT = 1,
	RAW_IGNORE = 2,
	RAW_SERVICE_REQUEST = 5,
	RAW_SERVICE_ACCEPT = 6,
	RAW_KEXINIT = 20,
	RAW_NEWKEYS = 21,
	RAW_KEX_INIT = 30,
	RAW_AUTH = 50,
	RAW_AUTH_FAILURE = 51,
	RAW_AUTH_SUCCESS = 52,
	RAW_AUTH_PK_OK = 60,
	RAW_GLOBAL = 80,
	RAW_GLOBAL_SUCCESS = 81,
	RAW_GLOBAL_FAILURE = 82,
	RAW_OPEN = 90,
	RAW_OPEN_CONFIRM = 91,
	RAW_OPEN_FAILURE = 92,
	RAW_WINDOW = 93,
	RAW_DATA = 94,
	RAW_EOF = 96,
	RAW_CLOSE = 97,
	RAW_CHAN_REQUEST = 98,
	RAW_CHAN_SUCCESS = 99
};

struct raw {
	int fd;
	bool secret; /* the ciphers are on */
	uint32_t seq_out, seq_in;
	uint8_t key_out[64], key_in[64];
	uint8_t session_id[32];
	uint8_t pk[32], sk[64];
	struct buf out; /* the packet being made */
	struct buf in; /* the last packet's payload, type first */
};

static inline void
raw_die(const char *what)
{
	fprintf(stderr, "raw client: %s\n", what);
	_exit(3);
}

static inline bool
raw_read(struct raw *r, void *p, size_t len)
{
	size_t got = 0;
	ssize_t n;

	for (; got < len; got += (size_t)n) {
		n = recv(r->fd, (uint8_t *)p + got, len - got, 0);
		if (n <= 0)
			return false;
	}
	return true;
}

static inline bool
raw_write(struct raw *r, const void *p, size_t len)
{
	size_t put = 0;
	ssize_t n;

	for (; put < len; put += (size_t)n) {
		n = send(
		    r->fd, (const uint8_t *)p + put, len - put, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
	}
	return true;
}

static inline void
raw_nonce(uint8_t nonce[8], uint32_t seq)
{
	memset(nonce, 0, 8);
	nonce[4] = seq >> 24;
	nonce[5] = seq >> 16 & 0xff;
	nonce[6] = seq >> 8 & 0xff;
	nonce[7] = seq & 0xff;
}

/* Starts a packet in r->out. */
static inline struct buf *
raw_packet(struct raw *r, uint8_t type)
{
	buf_clear(&r->out);
	buf_addc(&r->out, (char)type);
	return &r->out;
}

/* Sends what is in r->out; false when the peer has hung up. */
static inline bool
raw_send(struct raw *r)
{
	size_t block = 8, head = r->secret ? 0 : 4, pad, len;
	uint8_t nonce[8], one_time[32], *p;
	struct buf b = BUF_INIT;
	bool ok;

	pad = block - (head + 1 + r->out.len) % block;
	if (pad < 4)
		pad += block;
	len = 1 + r->out.len + pad;
	wirebuf_u32(&b, (uint32_t)len);
	buf_addc(&b, (char)pad);
	buf_add(&b, buf_data(&r->out), r->out.len);
	while (pad-- > 0)
		buf_addc(&b, 0);
	if (r->secret) {
		raw_nonce(nonce, r->seq_out);
		buf_reserve(&b, 16);
		p = buf_data(&b);
		crypto_stream_chacha20_xor(p, p, 4, nonce, r->key_out + 32);
		crypto_stream_chacha20_xor_ic(
		    p + 4, p + 4, len, nonce, 1, r->key_out);
		crypto_stream_chacha20(one_time, 32, nonce, r->key_out);
		crypto_onetimeauth(p + 4 + len, p, 4 + len, one_time);
		buf_added(&b, 16);
	}
	r->seq_out++;
	ok = raw_write(r, buf_data(&b), b.len);
	buf_fini(&b);
	return ok;
}

/* The next packet's type, its payload in r->in; -1 at the end. */
static inline int
raw_recv(struct raw *r)
{
	uint8_t head[4], nonce[8], *p, tag[16];
	uint32_t len;

	if (!raw_read(r, head, 4))
		return -1;
	raw_nonce(nonce, r->seq_in++);
	if (r->secret)
		crypto_stream_chacha20_xor(
		    head, head, 4, nonce, r->key_in + 32);
	len = (uint32_t)head[0] << 24 | (uint32_t)head[1] << 16 |
	    (uint32_t)head[2] << 8 | head[3];
	if (len < 5 || len > 300000)
		raw_die("a packet of impossible length");
	buf_clear(&r->in);
	p = buf_reserve(&r->in, len);
	if (!raw_read(r, p, len) || (r->secret && !raw_read(r, tag, 16)))
		return -1;
	if (r->secret)
		crypto_stream_chacha20_xor_ic(p, p, len, nonce, 1, r->key_in);
	buf_added(&r->in, len - p[0]);
	buf_consume(&r->in, 1);
	return buf_data(&r->in)[0];
}

/* Reads until that type comes; others are dropped. False at the end. */
static inline bool
raw_expect(struct raw *r, int type)
{
	int t;

	while ((t = raw_recv(r)) >= 0)
		if (t == type)
			return true;
	return false;
}

/* The n-th number of the last packet behind its type. */
static inline uint32_t
raw_u32(struct raw *r, size_t n)
{
	struct wire_view v = {
	    buf_data(&r->in) + 1 + 4 * n, r->in.len - 1 - 4 * n};
	uint32_t x = 0;

	wire_view_u32(&v, &x);
	return x;
}

static inline void
raw_mpint(struct buf *b, const uint8_t *p, size_t len)
{
	uint8_t x[33] = {0};

	while (len > 0 && *p == 0) {
		p++;
		len--;
	}
	memcpy(x + 1, p, len);
	if (len > 0 && p[0] & 0x80)
		wirebuf_bytes(b, x, len + 1);
	else
		wirebuf_bytes(b, p, len);
}

static inline void
raw_derive(struct raw *r, char letter, const struct buf *k,
    const uint8_t hash[32], uint8_t key[64])
{
	struct buf b = BUF_INIT;

	buf_add(&b, buf_data(k), k->len);
	buf_add(&b, hash, 32);
	buf_addc(&b, letter);
	buf_add(&b, r->session_id, 32);
	crypto_hash_sha256(key, buf_data(&b), b.len);
	buf_clear(&b);
	buf_add(&b, buf_data(k), k->len);
	buf_add(&b, hash, 32);
	buf_add(&b, key, 32);
	crypto_hash_sha256(key + 32, buf_data(&b), b.len);
	buf_fini(&b);
}

static inline void
raw_kexinit(struct raw *r)
{
	static const char *const lists[] = {"curve25519-sha256", "ssh-ed25519",
	    "chacha20-poly1305@openssh.com", "chacha20-poly1305@openssh.com",
	    "hmac-sha2-256-etm@openssh.com", "hmac-sha2-256-etm@openssh.com",
	    "none", "none", "", ""};
	struct buf *b = raw_packet(r, RAW_KEXINIT);
	uint8_t cookie[16];
	size_t i;

	randombytes_buf(cookie, sizeof cookie);
	buf_add(b, cookie, sizeof cookie);
	for (i = 0; i < 10; i++)
		wirebuf_text(b, lists[i]);
	buf_addc(b, 0);
	wirebuf_u32(b, 0);
}

static inline void
raw_banner(struct raw *r, char *line, size_t size)
{
	size_t n = 0;

	if (!raw_write(r, "SSH-2.0-raw\r\n", 13))
		raw_die("no banner");
	while (n < size - 1 && raw_read(r, line + n, 1) && line[n] != '\n')
		n++;
	while (n > 0 && (line[n] == '\n' || line[n] == '\r'))
		line[n--] = '\0';
	line[n + 1] = '\0';
}

/* Banner and key exchange. */
static inline void
raw_start(struct raw *r, int fd)
{
	uint8_t secret[32], public[32], shared[32], hash[32];
	struct buf h = BUF_INIT, k = BUF_INIT;
	struct wire_view v, ks, qs;
	char banner[256];

	memset(r, 0, sizeof *r);
	r->fd = fd;
	if (sodium_init() < 0)
		raw_die("libsodium");
	crypto_sign_keypair(r->pk, r->sk);
	raw_banner(r, banner, sizeof banner);
	raw_kexinit(r);
	wirebuf_text(&h, "SSH-2.0-raw");
	wirebuf_text(&h, banner);
	wirebuf_bytes(&h, buf_data(&r->out), r->out.len);
	raw_send(r);
	if (!raw_expect(r, RAW_KEXINIT))
		raw_die("no kexinit");
	wirebuf_bytes(&h, buf_data(&r->in), r->in.len);
	randombytes_buf(secret, 32);
	crypto_scalarmult_base(public, secret);
	wirebuf_bytes(raw_packet(r, RAW_KEX_INIT), public, 32);
	raw_send(r);
	if (!raw_expect(r, RAW_KEX_INIT + 1))
		raw_die("no kex reply");
	v.p = buf_data(&r->in) + 1;
	v.len = r->in.len - 1;
	if (!wire_view_bytes(&v, &ks) || !wire_view_bytes(&v, &qs) ||
	    qs.len != 32 || crypto_scalarmult(shared, secret, qs.p) != 0)
		raw_die("a bad kex reply");
	raw_mpint(&k, shared, 32);
	wirebuf_bytes(&h, ks.p, ks.len);
	wirebuf_bytes(&h, public, 32);
	wirebuf_bytes(&h, qs.p, qs.len);
	buf_add(&h, buf_data(&k), k.len);
	crypto_hash_sha256(hash, buf_data(&h), h.len);
	memcpy(r->session_id, hash, 32);
	raw_derive(r, 'C', &k, hash, r->key_out);
	raw_derive(r, 'D', &k, hash, r->key_in);
	raw_packet(r, RAW_NEWKEYS);
	raw_send(r);
	if (!raw_expect(r, RAW_NEWKEYS))
		raw_die("no newkeys");
	r->secret = true;
	buf_fini(&h);
	buf_fini(&k);
}

static inline void
raw_service(struct raw *r)
{
	wirebuf_text(raw_packet(r, RAW_SERVICE_REQUEST), "ssh-userauth");
	raw_send(r);
}

/* A log-in attempt; spoil = with a wrong signature. */
static inline bool
raw_auth(struct raw *r, const char *user, bool spoil)
{
	struct buf blob = BUF_INIT, sig = BUF_INIT, data = BUF_INIT, *b;
	uint8_t s[64];

	wirebuf_text(&blob, "ssh-ed25519");
	wirebuf_bytes(&blob, r->pk, 32);
	b = raw_packet(r, RAW_AUTH);
	wirebuf_text(b, user);
	wirebuf_text(b, "ssh-connection");
	wirebuf_text(b, "publickey");
	buf_addc(b, 1);
	wirebuf_text(b, "ssh-ed25519");
	wirebuf_bytes(b, buf_data(&blob), blob.len);
	wirebuf_bytes(&data, r->session_id, 32);
	buf_add(&data, buf_data(b), b->len);
	crypto_sign_detached(s, NULL, buf_data(&data), data.len, r->sk);
	if (spoil)
		s[0] ^= 1;
	wirebuf_text(&sig, "ssh-ed25519");
	wirebuf_bytes(&sig, s, 64);
	wirebuf_bytes(b, buf_data(&sig), sig.len);
	buf_fini(&blob);
	buf_fini(&sig);
	buf_fini(&data);
	return raw_send(r);
}

/* Asks whether the key would do, without a signature. */
static inline bool
raw_probe(struct raw *r, const char *user)
{
	struct buf blob = BUF_INIT, *b = raw_packet(r, RAW_AUTH);

	wirebuf_text(&blob, "ssh-ed25519");
	wirebuf_bytes(&blob, r->pk, 32);
	wirebuf_text(b, user);
	wirebuf_text(b, "ssh-connection");
	wirebuf_text(b, "publickey");
	buf_addc(b, 0);
	wirebuf_text(b, "ssh-ed25519");
	wirebuf_bytes(b, buf_data(&blob), blob.len);
	buf_fini(&blob);
	return raw_send(r);
}

/* Logged in as user, or the end of the process. */
static inline void
raw_login(struct raw *r, int fd, const char *user)
{
	raw_start(r, fd);
	raw_service(r);
	raw_auth(r, user, false);
	if (!raw_expect(r, RAW_AUTH_SUCCESS))
		raw_die("not logged in");
}

static inline bool
raw_forward(struct raw *r, const char *name)
{
	struct buf *b = raw_packet(r, RAW_GLOBAL);

	wirebuf_text(b, "tcpip-forward");
	buf_addc(b, 1);
	wirebuf_text(b, name);
	wirebuf_u32(b, 0);
	return raw_send(r);
}

static inline bool
raw_open(struct raw *r, uint32_t id, uint32_t window, uint32_t packet)
{
	struct buf *b = raw_packet(r, RAW_OPEN);

	wirebuf_text(b, "session");
	wirebuf_u32(b, id);
	wirebuf_u32(b, window);
	wirebuf_u32(b, packet);
	return raw_send(r);
}

/* Waits for a channel open and accepts it; returns the peer's number. */
static inline uint32_t
raw_accept(struct raw *r, uint32_t window, uint32_t packet)
{
	struct wire_view v, type;
	uint32_t peer = 0;
	struct buf *b;

	if (!raw_expect(r, RAW_OPEN))
		raw_die("no channel was opened");
	v.p = buf_data(&r->in) + 1;
	v.len = r->in.len - 1;
	if (!wire_view_bytes(&v, &type) || !wire_view_u32(&v, &peer))
		raw_die("a bad open");
	b = raw_packet(r, RAW_OPEN_CONFIRM);
	wirebuf_u32(b, peer);
	wirebuf_u32(b, 1);
	wirebuf_u32(b, window);
	wirebuf_u32(b, packet);
	raw_send(r);
	return peer;
}

static inline bool
raw_chan(struct raw *r, uint8_t type, uint32_t peer)
{
	wirebuf_u32(raw_packet(r, type), peer);
	return raw_send(r);
}

static inline bool
raw_data(struct raw *r, uint32_t peer, const void *data, size_t len)
{
	struct buf *b = raw_packet(r, RAW_DATA);

	wirebuf_u32(b, peer);
	wirebuf_bytes(b, data, len);
	return raw_send(r);
}

/* Reads until the peer hangs up. */
static inline void
raw_drain(struct raw *r)
{
	while (raw_recv(r) >= 0)
		;
}
