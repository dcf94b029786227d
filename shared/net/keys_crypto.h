/*
 * The arithmetic of those keys that libsodium does not know, for keys_sign.c:
 * RSA with PKCS #1 1.5, and ECDSA.
 *
 * By libcrypto in keys_evp.c, as libssh; where the build defines POMOC_MBEDTLS,
 * libssh has mbedtls and so has this, in keys_mbedtls.c. There is then no
 * OpenSSL at all: keys_evp.c and random.c hold nothing. Such a build is an
 * agent alone: it signs with its own Ed25519 key and checks what a desk has
 * signed with any, so key_sign_number() always fails there.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/net/keys.h"
#include "shared/net/wirebuf.h"

#define KEY_COORDINATE_MAX 72 /* bytes of one number of an ECDSA signature */

enum key_curve { KEY_P256, KEY_P384, KEY_P521, KEY_NO_CURVE };

/* Appends what stands in a signature behind its type: two mpints of ECDSA; of
 * RSA (KEY_NO_CURVE, with SHA-512) bytes. */
bool key_sign_number(const struct key *k, enum key_curve curve,
    const void *data, size_t len, struct buf *sig);
/* key: the mpints e and n, and nothing behind them. With SHA-256, or SHA-512.
 */
bool key_verify_rsa(struct wire_view key, bool sha512, const void *data,
    size_t len, const struct wire_view *sig);
/* point: as in a public key; sig: the two mpints. */
bool key_verify_ecdsa(enum key_curve curve, struct wire_view point,
    const void *data, size_t len, const struct wire_view *sig);
