/*
 * What technicians are told of a ticket's client beside his card: the
 * contractor and his tickets before. Made by brain_book.h.
 */
#pragma once

#include <stdint.h>

struct brain_ticket;
struct parts_row;

/* In place of what there was; texts are copied. contractor "" = nobody. */
void brain_past_set(struct brain_ticket *bt, const char *contractor,
    int earlier, const char *history, const char *loose);
/* Into the row; the texts stay ours. */
void brain_past_put(const struct brain_ticket *bt, struct parts_row *row);
void brain_past_free(struct brain_ticket *bt);
