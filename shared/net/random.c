#include "shared/net/random.h"

#ifdef POMOC_MBEDTLS
void
random_from_system(void)
{
}
#else
#define OPENSSL_SUPPRESS_DEPRECATED /* for a provider, if that goes one day */
#include <openssl/rand.h>
#include <sodium.h>

static int
bytes(unsigned char *dst, int len)
{
	if (len > 0)
		randombytes_buf(dst, (size_t)len); /* or it aborts */
	return 1;
}

static int
ready(void)
{
	return 1;
}

void
random_from_system(void)
{
	static const RAND_METHOD method = {
	    .bytes = bytes, .pseudorand = bytes, .status = ready};

	RAND_set_rand_method(&method);
}
#endif
