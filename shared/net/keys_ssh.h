/*
 * What link.c and sshsig.c need of a key. Not for other layers.
 */
#pragma once

#include <libssh/libssh.h>

#include "shared/base/buf.h"
#include "shared/net/keys.h"

/* NULL of a key of ssh-agent. */
ssh_key key_ssh(const struct key *k);
/* A slot for what is costly to make per link and is the same for all links of
 * one host key; drop frees it with the key. */
void **key_host_slot(const struct key *k, void (*drop)(void *));
/* n, e and d of an RSA key as mpints, or NULL: of another type, or libssh gives
 * it out itself. */
const uint8_t *key_rsa(const struct key *k, size_t *len);

/*
 * Signatures in the SSH wire format (RFC 4253 6.6), for every type of key.
 * libssh has no public function for either, so Ed25519 goes through libsodium
 * and the rest through libcrypto, here and nowhere else; a key of ssh-agent is
 * asked for there, which blocks (sshagent.h). Appends to sig. The
 * one key that can log in and not sign is an RSA key in OpenSSH's own format
 * that is locked with a passphrase: libssh does not give it out. `ssh-keygen -p
 * -m PEM` makes one of it that can.
 */
bool key_sign_wire(const struct key *k, const void *data, size_t len,
    struct buf *sig, struct err *err);
bool key_blob_verify_wire(const uint8_t *blob, size_t blob_len,
    const void *data, size_t len, const uint8_t *sig, size_t sig_len);
