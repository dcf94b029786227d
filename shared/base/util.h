/*
 * What C leaves out. The arguments of MIN_OF() and MAX_OF() are evaluated
 * twice.
 */
#pragma once

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define MIN_OF(a, b) ((a) < (b) ? (a) : (b))
#define MAX_OF(a, b) ((a) > (b) ? (a) : (b))
