/*
 * Which desk one of those says who may say it: the command line, the name of
 * the program's file, the configuration. Reads words, asks nobody.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/net/keys.h"

#define DESK_GIVEN_HOST_SIZE 256

struct desk_given {
	char host[DESK_GIVEN_HOST_SIZE]; /* "" = not said */
	int port;
	char fingerprint[KEY_FP_SIZE]; /* "" = not said */
};

/* HOST[:PORT]; false also where it said another before. */
bool desk_given_host(struct desk_given *d, const char *value, struct err *err);
/* As key_fingerprint_take() takes it; false also where it said another. */
bool desk_given_fingerprint(
    struct desk_given *d, const char *value, struct err *err);
/*
 * The words of the command line that are no options: HOST, a fingerprint, or
 * both as HOST/FINGERPRINT; a fingerprint may be broken into several words.
 * option: what --fingerprint was given, or NULL; its rest may be among them.
 */
bool desk_given_words(struct desk_given *d, const char *option,
    char *const *word, int words, struct err *err);
