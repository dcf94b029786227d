/*
 * What ~/.ssh/config says of a short name of a desk, asked of ssh itself
 * (`ssh -G NAME`): an alias there is one here.
 */
#pragma once

#include <stdbool.h>

struct sshconfig {
	char host[256]; /* "" = it says nothing */
	int port; /* 0 = none but ssh's own */
	char identity[1024]; /* "" = none, or several */
};

/* A name that has neither a dot nor a colon, and is not localhost; others are
 * addresses already. Without ssh, or when it has not answered within two
 * seconds, *out is empty. Waits for it. */
void sshconfig_ask(const char *name, struct sshconfig *out);
