/*
 * The desk: where agents wait and technicians pick them. Two processes made of
 * the running program itself: the brain (tickets, store, prices, technicians)
 * and the front (every socket, SSH; sandboxed), which the brain starts, watches
 * and replaces.
 *
 * Both `pomoc` (embedded desk) and `pomoc-desk` (daemon) use exactly this. The
 * technician's console is a client of either; see man 7 pomoc-protocol.
 */
#pragma once

#include <stdbool.h>

/* In the data folder while a desk runs there: "ADDR:PORT" that it listens on.
 */
#define DESK_ADDRESS_FILE "address"

/* Exit codes of brain_run() and of pomoc-desk. */
enum desk_exit {
	DESK_EXIT_OK = 0, /* ended in order */
	DESK_EXIT_FAILED = 1, /* could not start or go on; one line said why */
	DESK_EXIT_USAGE = 2 /* wrong options or configuration */
};

/* Borrowed strings; NULL where a default is to be taken. */
struct desk_options {
	const char
	    *config; /* pomoc.conf; prices.conf is looked for beside it */
	const char *data; /* data folder */
	const char *listen; /* "ADDR:PORT", wins over the configuration */
	int ready_fd; /* -1 = none: gets "ready ADDR:PORT SHA256:...\n" */
	/* Embedded: one end of a unix socketpair (sock_pair()). Each descriptor
	 * that the console sends over the other end with sock_send_fd() is a
	 * new connection; its end of file shuts the desk down in order. Then
	 * also: the log goes to DATA/desk.log, and a failed start writes
	 * "failed TEXT\n" to ready_fd. -1 = standalone. */
	int connector_fd;
	/* Embedded: the technician at this console, who needs no line in the
	 * technicians file. */
	const char *owner_name;
	const char *owner_key; /* "SHA256:..." */
	int log_level; /* enum log_level; -1 = LOG_INFO */
};

/* Everything NULL and -1. */
void desk_options_init(struct desk_options *o);

/*
 * First thing in main() of both programs. Runs the hidden processes ("__desk",
 * "__front") and returns their exit code, or -1 when argv is not one of these
 * and the program is to go on.
 */
int desk_hidden_main(int argc, char **argv);

/*
 * What loop_spawn() needs as argv to start an embedded desk (argv[0] is
 * /proc/self/exe). connector_fd and ready_fd are the numbers in the child: the
 * index in loop_spawn.fds. NULL-terminated; desk_argv_free() it.
 */
char **desk_embedded_argv(const struct desk_options *o);
void desk_argv_free(char **argv);
