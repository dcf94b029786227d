/*
 * The technicians file changed by a command and not by an editor. It is
 * replaced whole or not at all and keeps its mode; what stands in it stays to
 * the letter, comments too; two programs that change it at once both do. One
 * with a faulty line is left alone. It may be a symbolic link.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/net/trust.h"

#define TRUST_COMMENT_SIZE 128

/* A key as ssh-keygen writes it into KEY.pub, or a line of the file: of one of
 * these only the key counts. *key is without a name; key->blob is the caller's
 * (free). Of an RSA key at least KEY_RSA_BITS. */
bool trust_take_public(const char *text, struct trust_person *key,
    char comment[TRUST_COMMENT_SIZE], struct err *err);

/*
 * p: name, blob, fingerprint and what its line may say. Refused are a name that
 * looks like one that is listed, unless `more` says that he has a further key,
 * and a key that is listed. With `more` products and rights that p leaves out
 * are those of his first line. The file and its head of comments are made where
 * there is none; its folder must be there.
 */
bool trust_add(const char *path, struct trust_person *p, const char *comment,
    bool more, struct err *err);
/* Takes out the lines of that name, in any case; fingerprint NULL = all of
 * them. *lines: how many; none is false with err. */
bool trust_remove(const char *path, const char *name, const char *fingerprint,
    int *lines, struct err *err);
