/*
 * The words of [console] predict in pomoc.conf: when a visit shows what keys
 * will most likely do. Their order is that of enum predict_mode.
 */
#pragma once

#include "shared/base/i18n.h"
#include "shared/base/words.h"

#define CONFIG_PREDICT_WORDS(X)                                             \
	X(CONFIG_PREDICT_AUTO, "auto",                                      \
	    N_("What you type is guessed while the client is far away."))   \
	X(CONFIG_PREDICT_ALWAYS, "always", N_("What you type is guessed.")) \
	X(CONFIG_PREDICT_NEVER, "never", N_("What you type is not guessed."))
enum config_predict { CONFIG_PREDICT_WORDS(WORDS_ENUM) CONFIG_PREDICTS };
extern const struct words config_predict_words;
