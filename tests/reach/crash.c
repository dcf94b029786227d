/* A program that crashes deep inside, as the agent might: what it wrote to the
 * terminal is put back (sys/terminal.h). */
#include <stdio.h>
#include <string.h>

#include "shared/sys/terminal.h"

static volatile int *volatile nowhere;

static int __attribute__((noinline)) deeper(int n)
{
	volatile char room[200];

	memset((char *)room, n, sizeof(room));
	if (n == 0)
		*nowhere = 1;
	return n == 0 ? room[7] : deeper(n - 1) + room[n];
}

int
main(void)
{
	terminal_save(0);
	terminal_changed("it is put back\n");
	return deeper(20);
}
