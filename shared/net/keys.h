/*
 * Keys: host keys, client keys, fingerprints, signatures.
 *
 * A `struct key` is a private key. Ours are Ed25519 in OpenSSH's file format,
 * 0600; a technician may bring any type that libssh reads, or one that stays in
 * his ssh-agent (sshagent.h): it can log in and prove who he is (sshsig.h).
 * Public keys travel as blobs (the SSH wire format) or as "SHA256:..."
 * fingerprints.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

#define KEY_FP_SIZE 52 /* "SHA256:", 43 characters, NUL; with one spare */
#define KEY_FP_URL_SIZE 44
#define KEY_SIG_SIZE 64
#define KEY_BLOB_MAX 2048
#define KEY_LOCKED (-1) /* no errno value, as the next ones */
#define KEY_PUBLIC (-3)
#define KEY_TOKEN (-4)
#define KEY_RSA_BITS 2048 /* at least */
#define KEY_RECEIPT_NAMESPACE "pomoc-receipt"

struct key;

/* A new Ed25519 key; cannot fail. comment stands in its file and line. */
struct key *key_generate(const char *comment);
/* passphrase may be NULL; a key that this does not open fails with err.code
 * KEY_LOCKED, a missing file with ENOENT, a public key with KEY_PUBLIC, and one
 * whose secret is in a FIDO token with KEY_TOKEN. Refuses a file that others
 * can read, and RSA keys of less than KEY_RSA_BITS. */
struct key *key_load(const char *path, const char *passphrase, struct err *err);
/* Writes PATH (0600) and PATH.pub (0644), each at once or not at all. Only for
 * keys of key_generate(). */
bool key_save(const struct key *k, const char *path, struct err *err);
/* Loads it, or makes and saves it when there is none; *made says which. */
struct key *key_load_or_make(
    const char *path, const char *comment, bool *made, struct err *err);
/* One whose secret ssh-agent keeps; NULL for a type that is not known. */
struct key *key_of_agent(const uint8_t *blob, size_t len, const char *comment);
bool key_in_agent(const struct key *k);
/* Whoever has k may be known by the next one instead, which is k's from then
 * on; NULL takes none. */
void key_chain(struct key *k, struct key *next);
const struct key *key_next(const struct key *k);
/* And those that are chained to it. */
void key_free(struct key *k);

/* These live as long as the key. */
const char *key_fingerprint(const struct key *k);
const uint8_t *key_blob(const struct key *k, size_t *len);
/* "ssh-ed25519 AAAA... comment", without newline. */
const char *key_public_line(const struct key *k);

/* Signs the bytes themselves (raw Ed25519). False for other key types. */
bool key_sign(const struct key *k, const void *data, size_t len,
    uint8_t sig[KEY_SIG_SIZE], struct err *err);
/* --- public keys --- */

/* Raw Ed25519; false also for a blob of another type. */
bool key_blob_verify(const uint8_t *blob, size_t blob_len, const void *data,
    size_t len, const uint8_t sig[KEY_SIG_SIZE]);
bool key_blob_fingerprint(
    const uint8_t *blob, size_t len, char out[KEY_FP_SIZE]);
/* The key in the file of a public one, as ssh-keygen writes it. */
bool key_blob_read(
    const char *path, uint8_t blob[KEY_BLOB_MAX], size_t *len, struct err *err);
/* Of an RSA key; 0 of another. */
int key_blob_rsa_bits(const uint8_t *blob, size_t len);
/* Its secret is in a FIDO token, which wants to be touched. */
bool key_blob_in_token(const uint8_t *blob, size_t len);
/* "ssh-ed25519" and so on; "?" when malformed. Points into a static table. */
const char *key_blob_type(const uint8_t *blob, size_t len);
/* "SHA256:" and 43 base64 characters. */
bool key_fingerprint_valid(const char *text);
/* The same as a person gives it: with blanks and line breaks around or in it, a
 * full stop or comma behind it, without SHA256:, or in the letters of
 * key_fingerprint_url(), whose hyphen may have become a longer dash. False with
 * the character that is wrong with it, and its place. */
bool key_fingerprint_take(
    const char *text, char out[KEY_FP_SIZE], struct err *err);
/* The 43 characters of a valid one as file names and links can have them:
 * base64url, with - and _ for + and /. */
void key_fingerprint_url(const char *fingerprint, char out[KEY_FP_URL_SIZE]);
/* Base64 of a blob: text (no blanks) -> bytes; false when malformed or over
 * KEY_BLOB_MAX. */
bool key_blob_from_base64(const char *text, uint8_t *blob, size_t *len);
/* The reverse; free() it. */
char *key_blob_to_base64(const uint8_t *blob, size_t len);
