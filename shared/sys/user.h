/*
 * Who sits at this machine, and as whom the program works.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"

/* The full name, else the login name, else "user"; cleaned. Returns dst. */
char *user_name(char *dst, size_t size);
/* He may do everything on this machine: root; elsewhere an administrator whose
 * rights are at hand. */
bool user_is_root(void);
/* How such a one is called here: "root"; elsewhere "administrator", translated.
 */
const char *user_root(void);

/*
 * Only in user_posix.c:
 * Root in a folder of another user, such as that of a desk with an account of
 * its own, becomes the folder's owner until user_as_self(): what it makes there
 * is his, and a link of his leads nowhere that he could not go. Nothing happens
 * to anybody else. The whole process; not for use by two threads at once.
 */
bool user_as_owner(const char *folder, struct err *err);
void user_as_self(void);
