#include "shared/core/nip.h"

#include <string.h>

#include "shared/base/i18n.h"

#define DIGITS (NIP_SIZE - 1)

/* The ten digits; false when there are more, fewer, or other letters. */
static bool
digits(const char *text, char out[NIP_SIZE])
{
	int n = 0;

	text += strspn(text, " ");
	if (strncmp(text, "PL", 2) == 0 || strncmp(text, "pl", 2) == 0)
		text += 2;
	for (; *text != '\0'; text++) {
		if (*text == ' ' || *text == '-')
			continue;
		if (*text < '0' || *text > '9' || n == DIGITS)
			return false;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n == DIGITS;
}

/* The first three digits: of the office that gave it, 101 to 999 but no whole
 * hundred. */
static bool
is_office(const char *nip)
{
	return nip[0] != '0' && (nip[1] != '0' || nip[2] != '0');
}

bool
nip_parse(const char *text, char out[NIP_SIZE], struct err *err)
{
	static const int weight[DIGITS - 1] = {6, 5, 7, 2, 3, 4, 5, 6, 7};
	int sum = 0;

	out[0] = '\0';
	if (text[strspn(text, " ")] == '\0')
		return true;
	if (!digits(text, out))
		return err_set(
		    err, _("NIP \"%s\": ten digits are needed"), text);
	for (int i = 0; i < DIGITS - 1; i++)
		sum += weight[i] * (out[i] - '0');
	sum %= 11;
	if (sum == 10)
		return err_set(err,
		    _("NIP %s: no number begins with these nine digits"), out);
	if (sum != out[DIGITS - 1] - '0')
		return err_set(err,
		    _("NIP %s: the last digit should be %d, not %c"), out, sum,
		    out[DIGITS - 1]);
	return is_office(out) ||
	    err_set(
		err, _("NIP %s: no tax office has the number %.3s"), out, out);
}
