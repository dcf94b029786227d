#include "console/store/report_filter.h"

#include <string.h>

#include "shared/base/i18n.h"

bool
report_check_words(const char *words, struct err *err)
{
	int n = 0;

	while (
	    words != NULL && *(words += strspn(words, REPORT_BLANKS)) != '\0') {
		words += strcspn(words, REPORT_BLANKS);
		n++;
	}
	return n <= REPORT_WORDS_MOST ||
	    err_set(err, _("at most %d words at a time"), REPORT_WORDS_MOST);
}
