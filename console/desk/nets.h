/*
 * The addresses and networks that admission.c keeps its books about: a table of
 * bounded size. What is in it is known by its name. Who has a place is never
 * dropped; of the others strangers are, before those who logged in lately.
 */
#pragma once

#include "console/desk/admission.h"
#include "shared/base/bucket.h"

struct net {
	char name[ADMISSION_NAME_SIZE]; /* "" = free */
	int links; /* logged in */
	int unauthenticated;
	struct bucket connects;
	struct bucket door;
	int64_t until_ms; /* of what was done there */
	int64_t banned_ms; /* nobody is served */
	int64_t guarded_ms; /* only known keys are */
	int64_t known_ms; /* the last log-in; 0 = none */
};

/* Open addressing over a table twice as large as its content may become. */
#define NETS_SLOTS (ADMISSION_ADDRESSES * 2)

struct nets {
	struct net slot[NETS_SLOTS];
	size_t used;
};

/* Somebody from there is here, or logged in lately. */
bool net_is_known(const struct net *a, int64_t now_ms);
/* NULL when there is none of that name. */
struct net *nets_find(struct nets *n, const char *name);
/* The same, made when it is missing, which may move the others; NULL when the
 * table is full of addresses that all have places. */
struct net *nets_add(struct nets *n, const char *name, int64_t now_ms);
/* Drops about half of what need not be kept. */
void nets_make_room(struct nets *n, int64_t now_ms);
