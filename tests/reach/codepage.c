/* Prints the code page that the C library's names are of. */
#include <stdio.h>
#include <windows.h>

int
main(void)
{
	printf("%u", GetACP());
	return 0;
}
