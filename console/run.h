/*
 * The console on top: puts the screen, the views and the desk together, and
 * takes them apart.
 */
#pragma once

struct run_options {
	const char *config;
	const char *data;
	const char *listen;
	const char *host; /* NULL = embedded desk */
	int port;
	const char *fingerprint;
	const char *identity;
	const char *warning; /* NULL, or what the screen says first */
};

/* Runs the console until it is left; returns the exit code. */
int run_console(const struct run_options *opt);
