/*
 * What a user can say of himself and his trouble before he is asked: on the
 * command line, or in [me] of agent.conf. Whoever says a text first holds.
 */
#pragma once

#include "agent/options.h"

/* name: that of the long option. False when it was said before. */
bool options_text_set(struct options *o, const char *name, const char *value);
/* A key of [me]; the value must be one that the desk takes. */
bool options_text_key(
    struct options *o, const char *key, const char *value, struct err *err);
/* Each text must be one that the desk takes; err begins with its option. */
bool options_text_check(const struct options *o, struct err *err);
void options_text_fini(struct options *o);
