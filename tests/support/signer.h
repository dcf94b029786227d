/*
 * A client's or a console's Ed25519 key that is the same in every run, for what
 * is signed with it. Plain libsodium, so that it can check the program's own.
 */
#pragma once

#include <sodium.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/core/proof.h"

struct signer {
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
	char key[PROOF_KEY_SIZE];
};

/* From a seed of n, n, n ... */
static inline void
signer_make(struct signer *s, uint8_t n)
{
	static const char head[] = "\0\0\0\x0bssh-ed25519\0\0\0\x20";
	uint8_t seed[crypto_sign_SEEDBYTES], blob[51];

	memset(seed, n, sizeof(seed));
	memcpy(blob, head, 19);
	crypto_sign_seed_keypair(blob + 19, s->sk, seed);
	sodium_bin2base64(s->key, sizeof(s->key), blob, sizeof(blob),
	    sodium_base64_VARIANT_ORIGINAL);
}

static inline void
signer_sign(
    const struct signer *s, const struct buf *text, char hex[PROOF_SIG_SIZE])
{
	uint8_t sig[crypto_sign_BYTES];

	crypto_sign_detached(sig, NULL, buf_data(text), text->len, s->sk);
	str_hex(hex, sig, sizeof(sig));
}
