/*
 * The desk as a service: what it tells the system that started it, and the sign
 * of life that one asked for. Nothing of it in a desk that nobody started so,
 * nor in a console's.
 */
#pragma once

#include "console/desk/brain.h"

/* Before anything may take long. */
void brain_service_start(struct brain *b);
void brain_service_free(struct brain *b);
/* It serves. */
void brain_service_ready(const struct brain *b);
/* Around what SIGHUP does; problems: what was not read again, "" = nothing. */
void brain_service_reloading(void);
void brain_service_reloaded(const struct brain *b, const char *problems);
/* It ends; rows: how many still wait for the database. */
void brain_service_stopping(size_t rows);
