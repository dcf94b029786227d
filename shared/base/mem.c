#include "shared/base/mem.h"
#include "shared/base/util.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*oom_hook)(void);

static void *
or_die(void *p)
{
	static const char msg[] = "pomoc: out of memory\n";

	if (p != NULL)
		return p;
	if (oom_hook != NULL)
		oom_hook();
	(void)!write(STDERR_FILENO, msg, sizeof(msg) - 1);
	abort();
}

void
mem_on_oom(void (*hook)(void))
{
	oom_hook = hook;
}

void *
mem_alloc(size_t size)
{
	return or_die(calloc(1, size ? size : 1));
}

void *
mem_array(size_t n, size_t size)
{
	return or_die(calloc(n ? n : 1, size ? size : 1));
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return or_die(NULL);
	return or_die(realloc(p, MAX_OF(n * size, (size_t)1)));
}

void *
mem_dup(const void *p, size_t size)
{
	void *copy = mem_alloc(size);

	if (size > 0)
		memcpy(copy, p, size);
	return copy;
}
