/*
 * The client book as a technician's console asks for it: whom the invoice of a
 * ticket goes to, and what that client had before.
 */
#pragma once

struct brain;
struct brain_link;
struct brain_ticket;
struct msg;

/* Answers `contractor`. */
void brain_book_query(struct brain_link *l, const struct msg *m);
/* Makes or changes a client and links the ticket to him. */
void brain_book_client(struct brain_link *l, const struct msg *m);
/* What rows tell of it, brain_past.h, is made anew. */
void brain_book_refresh(struct brain_ticket *bt);
/* The book is another one: refreshes all rows and tells them. */
void brain_book_changed(struct brain *b);
