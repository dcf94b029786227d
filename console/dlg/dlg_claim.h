/*
 * Enter on a ticket: claims a waiting one (where it is about a product that
 * this technician does not serve, only when he has said so), goes to or resumes
 * one of ours.
 */
#pragma once

#include <stdint.h>

struct app;

void dlg_claim(struct app *a, int64_t ticket);
