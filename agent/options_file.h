/*
 * The agent's configuration file, and the note of the desk that was reached
 * last. What is set already stays.
 *
 * agent.conf:
 *	[desk]  host = desk.example.pl:7722   fingerprint = SHA256:...
 *		proxy = http://proxy.example.pl:3128
 *	[me]    name = ...  company = ...  nip = ...  phone = ...
 *	[keys]  prefix = ^]
 *	[visit] grace = 10m
 *	[technician "anna"]  key = SHA256:...   (let in without the check code)
 */
#pragma once

#include "agent/options.h"

bool options_file_read(struct options *o, const char *path, struct err *err);
/* ~/.config/pomoc/agent.conf, where it exists. */
bool options_file_default(struct options *o, struct err *err);
/* The desk that was reached last is meant where nothing names one, and is the
 * user's own. A file that cannot be read is none. */
void options_file_last(struct options *o);
