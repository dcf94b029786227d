/*
 * What views and boxes send to the desk.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/wire/msg.h"

struct app;

/* Takes ownership of m; a notice tells when there is no link. */
bool app_send(struct app *a, struct msg *m);
/* A message with only a ticket in it. */
bool app_send_ticket(struct app *a, enum msg_kind kind, int64_t ticket);
/* The technician is away, busy or free. */
void app_send_state(struct app *a, const char *state);
/* Pauses a clock that runs or would go on by itself, resumes another one. */
void app_toggle_pause(struct app *a, int64_t ticket);
