/*
 * The technician's key: the one that --identity names, or one of our own in the
 * data folder, made when it is missing.
 */
#pragma once

#include "shared/base/err.h"
#include "shared/net/keys.h"

/* file NULL = our own, in dir, which is made too. Asks for a passphrase on the
 * terminal, which must still be in order. NULL with err; key_free() it. */
struct key *identity_load(const char *file, const char *dir, struct err *err);
