/*
 * Rows that wait for the database: whose ticket that holds back is told so, and
 * once all of them are on the disk what was held back (brain_hold.h) is said
 * and done.
 */
#pragma once

struct brain;
struct brain_ticket;

/* A row of it waits. */
void brain_flush_waits(struct brain_ticket *bt);
/* After each try to write: tells what has changed by it; while rows wait, or
 * the disk is full, it is tried again soon. */
void brain_flush_soon(struct brain *b);
