#include "console/config/config_address.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/base/util.h"

const char *
config_reachable(const char *address, char *dst, size_t size)
{
	static const char *const all[] = {"0.0.0.0:", "[::]:", "*:"};
	char name[128] = "";

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		if (!str_starts(address, all[i]) ||
		    gethostname(name, sizeof(name) - 1) != 0)
			continue;
		snprintf(dst, size, "%s:%s", name, address + strlen(all[i]));
		return dst;
	}
	return address;
}

bool
config_is_bare(const char *address)
{
	size_t len = strcspn(address, ":");

	return address[0] != '[' && memchr(address, '.', len) == NULL &&
	    strchr(address + len + (address[len] != '\0'), ':') == NULL &&
	    !(len == strlen("localhost") && str_starts(address, "localhost"));
}
