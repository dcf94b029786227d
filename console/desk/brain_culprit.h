/*
 * Links that hung or crashed a front. The watch page of the dead front names
 * the link that it was busy with; its address and key are kept out of the next
 * fronts for penalty-hang-s, however often these are replaced meanwhile.
 */
#pragma once

#include "console/desk/brain.h"

/* After a front's death, before its links are forgotten. */
void brain_culprit_note(struct brain *b);
/* Tells a new front about all that are still banned. */
void brain_culprit_ban(struct brain *b);
void brain_culprit_free(struct brain *b);
