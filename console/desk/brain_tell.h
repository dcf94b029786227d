/*
 * What the brain tells of itself: lists, states of technicians, the standing
 * trouble. To whom is in brain_address.h; what is told of a ticket's own state
 * in brain_tell_ticket.h.
 */
#pragma once

struct brain;
struct brain_link;

/* Prices of today and technicians, as after every welcome; without `listed`. */
void brain_tell_lists(struct brain_link *l);
/* The price list has changed: to everybody, in place of the old one. */
void brain_tell_prices(struct brain *b);
/* States of technicians that changed, to everybody. */
void brain_tell_technicians(struct brain *b);
/* The standing trouble of the desk, if there is one, or that it is over. */
void brain_tell_banner(struct brain *b);
