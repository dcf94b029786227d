#include "shared/core/presence.h"

WORDS_LIST(presence_words, "presence", PRESENCE_WORDS);

const struct words presence_said = {"presence of oneself", presence_words_word,
    presence_words_text, PRESENCE_GONE, NULL};
