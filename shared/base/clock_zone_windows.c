/* The zone of local days: see clock.h. The system's own is used, for its C
 * library takes TZ=Europe/Warsaw for UTC and knows no rules but the American
 * ones. What it calls the zone is a sentence in another code page. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <windows.h>

#include "shared/base/clock.h"

#define ZONE_NAME_SIZE 16 /* the library has room for 64 */

static void
name_zone(char *dst, long west_s)
{
	long east_min = -west_s / 60;

	if (east_min == 60)
		snprintf(dst, ZONE_NAME_SIZE, "CET");
	else if (east_min == 0)
		snprintf(dst, ZONE_NAME_SIZE, "UTC");
	else
		snprintf(dst, ZONE_NAME_SIZE, "UTC%+ld:%02ld", east_min / 60,
		    labs(east_min) % 60);
}

bool
clock_zone_init(struct err *err)
{
	SetEnvironmentVariableW(L"TZ", NULL);
	_putenv("TZ=");
	_tzset();
	name_zone(_tzname[0], _timezone);
	if (_timezone == -3600)
		snprintf(_tzname[1], ZONE_NAME_SIZE, "CEST");
	else
		name_zone(_tzname[1], _timezone - 3600);
	return true;
}
