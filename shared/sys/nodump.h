/*
 * Keys and screens are in the memory of these programs: no core file of it is
 * written, and other programs of the same user cannot look into it.
 */
#ifndef SYS_NODUMP_H
#define SYS_NODUMP_H

/* From now on; a program that is started needs its own call. */
void nodump_set(void);

#endif
