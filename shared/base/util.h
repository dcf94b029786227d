/*
 * What C leaves out. The arguments of MIN_OF() and MAX_OF() are evaluated
 * twice.
 */
#ifndef BASE_UTIL_H
#define BASE_UTIL_H

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define MIN_OF(a, b) ((a) < (b) ? (a) : (b))
#define MAX_OF(a, b) ((a) > (b) ? (a) : (b))

#endif
