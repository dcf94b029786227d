/*
 * SSHSIG: the signatures of `ssh-keygen -Y` (PROTOCOL.sshsig of OpenSSH). A
 * namespace keeps what is signed for one purpose from being taken for another.
 *
 * Receipts are signed so, and a technician proves with one who he is. Making
 * them is one function for every type of key, so that a key which lives in
 * ssh-agent or in a token needs no other place; checking knows Ed25519, ECDSA,
 * RSA (SHA-2) and the two FIDO types.
 */
#pragma once

#include "shared/net/keys.h"

#define SSHSIG_BEGIN "-----BEGIN SSH SIGNATURE-----"
#define SSHSIG_END "-----END SSH SIGNATURE-----"

/* Armoured, as ssh-keygen writes it; free() it. NULL with err. */
char *sshsig_make(const struct key *k, const char *namespace, const void *data,
    size_t len, struct err *err);
/* The same in one line of base64 without armour. */
char *sshsig_make_line(const struct key *k, const char *namespace,
    const void *data, size_t len, struct err *err);
/* Either form. True: signed by the key with that fingerprint; whether it is the
 * right one is up to the caller. */
bool sshsig_check(const char *sig, const char *namespace, const void *data,
    size_t len, char signer[KEY_FP_SIZE], struct err *err);
