/*
 * The check code, both ways: digits from a commit-before-reveal exchange, so
 * that whoever sits in the middle has one guess in a million.
 *
 * 1. agent -> sas_commit(nA, KA, KT); 2. technician -> nT; 3. agent -> nA;
 * 4. the technician's side checks sas_commit_ok(). 5. The user reads code A
 * (sas_code) out, the technician types it, his console compares. 6. Only then
 * the console shows code B (sas_back), the technician reads it back, the user
 * types it, the agent compares. Each side believes what a person told its own
 * person on the phone, and nothing that came over the wire.
 *
 * KA is the agent's inner host key, KT the technician's key, as the public
 * blobs that each side saw itself. Lengths are hashed as 4 bytes, big-endian.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAS_NONCE 32
#define SAS_HASH 32
#define SAS_TEXT_SIZE 8 /* "123 456" */
#define SAS_BACK_SIZE 6 /* "12 34" */
#define SAS_MISSES 3 /* of the technician, with code A */
#define SAS_BACK_MISSES 2 /* of the user, with code B */
/* Exchanges in a row of which none led to an answer that fits. Without it
 * whoever is in the middle could begin anew until both codes meet. */
#define SAS_EXCHANGES 5
/* How long the user waits for both codes to be compared. */
#define SAS_WAIT_MS 900000

struct sas_keys {
	const uint8_t *agent; /* KA */
	size_t agent_len;
	const uint8_t *tech; /* KT */
	size_t tech_len;
};

/* SHA-256("pomoc-check-1 commit" || nA || len,KA || len,KT) */
void sas_commit(uint8_t out[SAS_HASH], const uint8_t nonce_a[SAS_NONCE],
    const struct sas_keys *keys);
/* Constant time. */
bool sas_commit_ok(const uint8_t commit[SAS_HASH],
    const uint8_t nonce_a[SAS_NONCE], const struct sas_keys *keys);
/* First 8 bytes, big-endian, of SHA-256("pomoc-check-1 code" || len,KA ||
 * len,KT || nA || nT), mod 1,000,000. */
uint32_t sas_code(const struct sas_keys *keys, const uint8_t nonce_a[SAS_NONCE],
    const uint8_t nonce_t[SAS_NONCE]);
/* The same with "pomoc-check-1 back", mod 10,000. */
uint32_t sas_back(const struct sas_keys *keys, const uint8_t nonce_a[SAS_NONCE],
    const uint8_t nonce_t[SAS_NONCE]);
/* SHA-256("pomoc-check-1 bind" || len,KA || len,KT): what the agent signs with
 * its lasting key, so that a console knows one again that it has checked. */
void sas_bind(uint8_t out[SAS_HASH], const struct sas_keys *keys);
/* "123 456" and "12 34". */
void sas_format(char out[SAS_TEXT_SIZE], uint32_t code);
void sas_format_back(char out[SAS_BACK_SIZE], uint32_t code);
/* Six (four) digits with blanks anywhere between them; false for all else. */
bool sas_parse(const char *text, uint32_t *code);
bool sas_parse_back(const char *text, uint32_t *code);
