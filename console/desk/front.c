#include "console/desk/front.h"

#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"

/* Its place, technician_count when it is not there. */
static size_t
find(const struct front *f, const char *key)
{
	size_t i = 0;

	while (i < f->technician_count && !str_eq(f->technicians[i], key))
		i++;
	return i;
}

bool
front_is_technician(const struct front *f, const char *key)
{
	return find(f, key) < f->technician_count;
}

void
front_allow(struct front *f, const char *key)
{
	if (front_is_technician(f, key))
		return;
	f->technicians = mem_grow(
	    f->technicians, f->technician_count + 1, sizeof(*f->technicians));
	str_copy(f->technicians[f->technician_count++], KEY_FP_SIZE, key);
}

void
front_forbid(struct front *f, const char *key)
{
	size_t i = find(f, key);

	if (i == f->technician_count)
		return;
	f->technician_count--;
	memmove(f->technicians[i], f->technicians[f->technician_count],
	    KEY_FP_SIZE);
}
