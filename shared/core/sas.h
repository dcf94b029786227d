/*
 * The check code that the user reads out and the technician types: six digits
 * from a commit-before-reveal exchange, so that a desk in the middle has one
 * guess in a million.
 *
 * 1. agent -> sas_commit(nA, KA, KT); 2. technician -> nT; 3. agent -> nA;
 * 4. the technician's side checks sas_commit_ok(); 5. both: sas_code().
 * KA is the agent's inner host key, KT the technician's key, as the public
 * blobs that each side saw itself. Lengths are hashed as 4 bytes, big-endian.
 */
#ifndef CORE_SAS_H
#define CORE_SAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAS_NONCE 32
#define SAS_HASH 32
#define SAS_TEXT_SIZE 8 /* "123 456" */
#define SAS_MISSES 3

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
/* "123 456". */
void sas_format(char out[SAS_TEXT_SIZE], uint32_t code);
/* Six digits with blanks anywhere between them; false for all else. */
bool sas_parse(const char *text, uint32_t *code);

#endif
