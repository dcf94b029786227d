/*
 * Orders that prove themselves. Between a technician's console and the brain
 * sits the front, the least trusted process: it may see what is ordered, but
 * not invent, alter, reorder or repeat it.
 *
 * For every link of a technician the brain makes a fresh nonce. The console
 * makes an Ed25519 key for this link alone, the action key, and signs once with
 * the technician's own key that this action key speaks for him:
 *
 *	pomoc-technician-1
 *	desk SHA256:...		the desk's host key, as the console saw it
 *	link NONCE		32 bytes in hex
 *	action KEY		the blob of the action key in base64
 *
 * That signature is an SSHSIG in the namespace "pomoc-technician": any kind of
 * key can make one, and so can ssh-keygen and ssh-agent. From then on every
 * order carries its number (1, 2, 3 ... without a gap) and the raw Ed25519
 * signature of the action key over
 *
 *	pomoc-order-1
 *	link NONCE
 *	order NUMBER
 *	LINE			the message without these two, as it is written
 *
 * All lines end in a line feed. Pure: no random numbers, no keys but public
 * ones. Clients' signatures (quote.h, consent.h) are checked by proof_holds()
 * too.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

#define PROOF_NAMESPACE "pomoc-technician"
#define PROOF_NONCE_BYTES 32
#define PROOF_NONCE_SIZE 65 /* in hex, with NUL */
#define PROOF_KEY_SIZE 69 /* an Ed25519 key blob: 51 bytes in base64, NUL */
#define PROOF_SIG_SIZE 129 /* an Ed25519 signature in hex, NUL */

/* What is to be signed; appended to out. */
void proof_identity_text(
    const char *desk, const char *nonce, const char *action, struct buf *out);
/* line may end in its line feed. */
void proof_order_text(const char *nonce, int64_t number, const char *line,
    size_t len, struct buf *out);

/* A raw Ed25519 signature (hex) over the text by key (base64 of its blob);
 * false for anything that is malformed. */
bool proof_holds(const char *key, const struct buf *text, const char *sig);
bool proof_key_valid(const char *key);

/* The brain's end of one link. */
struct proof {
	char nonce[PROOF_NONCE_SIZE];
	char action[PROOF_KEY_SIZE]; /* "" = not proven yet */
	int64_t orders; /* taken so far */
};

/* The nonce must never have been used before. */
void proof_init(struct proof *p, const uint8_t nonce[PROOF_NONCE_BYTES]);
/* The identity's signature was right: these orders are his. Once for a link. */
bool proof_bind(struct proof *p, const char *action, struct err *err);
/* One order; after a false, which is never followed by anything good, the link
 * is to be ended. */
bool proof_take(struct proof *p, int64_t number, const char *sig,
    const char *line, size_t len, struct err *err);
