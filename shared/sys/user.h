/*
 * Who sits at this machine.
 */
#ifndef SYS_USER_H
#define SYS_USER_H

#include <stdbool.h>
#include <stddef.h>

/* The full name, else the login name, else "user"; cleaned. Returns dst. */
char *user_name(char *dst, size_t size);

#endif
