/*
 * What a technician says of himself, and what others see of him.
 */
#pragma once

#include "shared/base/i18n.h"
#include "shared/base/words.h"

/* The last one is seen and never said. */
#define PRESENCE_WORDS(X)                    \
	X(PRESENCE_FREE, "free", N_("free")) \
	X(PRESENCE_BUSY, "busy", N_("busy")) \
	X(PRESENCE_AWAY, "away", N_("away")) \
	X(PRESENCE_GONE, "gone", N_("gone"))

enum presence { PRESENCE_WORDS(WORDS_ENUM) PRESENCES };

extern const struct words presence_words;
/* All but gone. */
extern const struct words presence_said;
