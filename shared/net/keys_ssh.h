/*
 * What link.c needs of a key. Not for other layers.
 */
#ifndef NET_KEYS_SSH_H
#define NET_KEYS_SSH_H

#include <libssh/libssh.h>

#include "shared/net/keys.h"

ssh_key key_ssh(const struct key *k);
/* A slot for what is costly to make per link and is the same for all links of
 * one host key; drop frees it with the key. */
void **key_host_slot(const struct key *k, void (*drop)(void *));

#endif
