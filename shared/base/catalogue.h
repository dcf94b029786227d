/*
 * The translations, compiled in: the texts of the .mo files that msgfmt makes
 * of shared/po/, found by a hash of their id, so that no id is there twice. So
 * a program that was copied somewhere, alone, still speaks Polish. The source's
 * language, English, has no catalogue. Not here: which language is spoken
 * (i18n.h).
 */
#pragma once

#include <stddef.h>

struct catalogue;

/* NULL when there is none; a two-letter code. */
const struct catalogue *catalogue_find(const char *lang);
/* Its text for id, or NULL. Both live as long as the program. A foreign string
 * is no id: one in some million has the hash of a text. */
const char *catalogue_text(const struct catalogue *c, const char *id);
/* The form for n things of what stands with id, its singular; NULL as above. */
const char *catalogue_plural(
    const struct catalogue *c, const char *id, unsigned long n);
