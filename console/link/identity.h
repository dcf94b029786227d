/*
 * The technician's key: the one that --identity names, or one of our own in the
 * data folder, made when it is missing. A public key, and one that is locked or
 * in a token, is looked for in ssh-agent.
 */
#pragma once

#include "shared/base/err.h"
#include "shared/net/keys.h"

#define IDENTITY_TRIES 5 /* keys: a desk takes few log-ins that it refuses */

/* file NULL = our own, in dir, which is made too. Asks for a passphrase on the
 * terminal, which must still be in order. NULL with err; key_free() it. */
struct key *identity_load(const char *file, const char *dir, struct err *err);
/* The same for a desk elsewhere. file NULL: our own if it is there, and those
 * of ssh-agent after it, IDENTITY_TRIES in all; a new one of our own only
 * without any. */
struct key *identity_load_all(
    const char *file, const char *dir, struct err *err);
/* One of them is in a token, which somebody has to touch. */
bool identity_wants_touch(const struct key *k);
/* What to put into the technicians file of a desk that takes none of them. */
void identity_unknown(const struct key *k, struct err *why);
