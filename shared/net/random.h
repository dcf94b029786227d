/*
 * Where libssh has its random bytes from: it asks OpenSSL, which hands the
 * question on to libsodium, and that to the system. OpenSSL's own generator
 * takes 6,600 instructions for the few bytes of padding of a packet, six times
 * for the echo of one key; and it is one more to trust. Nothing is kept here,
 * so a fork needs no care. In a build with POMOC_MBEDTLS (keys_crypto.h) there
 * is no OpenSSL, and this does nothing: mbedtls asks the system by itself.
 */
#pragma once

/* For the whole process; again does nothing more. */
void random_from_system(void);
