/*
 * The words that bring a client here: the agent's command line with the desk's
 * address and fingerprint.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

/* "pomoc-agent HOST[:PORT] --fingerprint SHA256:..."; the default port is left
 * out. */
void invite_command(struct buf *out, const char *address, const char *key);
/* The desk as one word, which no letter breaks: HOST[:PORT]/FINGERPRINT. */
void invite_word(struct buf *out, const char *address, const char *key);
/* The name of an agent's file without .exe (shared/net/filename.h); false where
 * that address can have none. */
bool invite_filename(
    struct buf *out, const char *address, const char *key, struct err *err);
/* What clients from outside lack; nothing when they can come. */
void invite_hint(struct buf *out, const char *address, bool open);
/* The command, also with one word, and how to open the desk when only this
 * machine reaches it. */
void invite_text(
    struct buf *out, const char *address, const char *key, bool open);
/* The address of a page, which may stand in a line and in a link. */
bool invite_is_url(const char *text);
