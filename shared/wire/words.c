#include "shared/wire/words.h"

WORDS_LIST(word_warn, "warning", WARN_WORDS);
WORDS_LIST(word_refused, "refusal", REFUSED_WORDS);
WORDS_LIST(word_error, "error", ERROR_WORDS);
WORDS_LIST(word_stands, "standing of the quote", STANDS_WORDS);
WORDS_LIST(word_basis, "basis of a quote", BASIS_WORDS);
WORDS_LIST(word_unasked, "end of a question", UNASKED_WORDS);
WORDS_LIST(word_lost, "loss", LOST_WORDS);
WORDS_LIST(word_trouble, "trouble", TROUBLE_WORDS);
WORDS_LIST(word_found, "how a client was found", FOUND_WORDS);
WORDS_LIST(word_waiting, "what is waited for", WAITING_WORDS);
WORDS_LIST(word_typist, "typist", TYPIST_WORDS);
WORDS_LIST(word_bye, "farewell", BYE_WORDS);
WORDS_LIST_ALSO(word_granted, "reason of rights", GRANTED_WORDS, &word_bye);
WORDS_LIST(word_role, "role", LINK_ROLE_WORDS);
