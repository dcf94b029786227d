/*
 * How a visit ended, in words for the technician. The words of `bye` are the
 * agent's (agent/visit.c, agent/talk.c); each of them is final, none is a
 * reason to try again by oneself.
 */
#pragma once

/* Of enum bye. Never "": -1 is the program's end of the visit. */
const char *visit_bye_text(int why);
