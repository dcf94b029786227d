/*
 * Commands of the log for technicians who are elsewhere: `pomoc statement
 * --desk ...` there is run here, by the program pomoc that lies beside ours, on
 * our data folder and with our configuration, and what it prints is sent to
 * him. So it prints the same there as here, and what it writes is written as
 * by anybody who runs it here.
 *
 * Only for keys with the right `reports` in the technicians file; which
 * commands and options are for others to run is decided by pomoc itself
 * (console/cmd/served.h). One at a time for each link, limits.reports in all,
 * each for limits.report_s. The program is read as fast as the technician's end
 * takes it, never ahead of that by more than RUN_WINDOW.
 */
#pragma once

struct brain_link;
struct msg;

/* argv[1] of such a program; its standard input has a line each: the
 * technician's name, his key, language, columns, then the words. */
#define BRAIN_COMMAND_WORD "__run"

void brain_command_start(struct brain_link *l, const struct msg *m);
void brain_command_got(struct brain_link *l, const struct msg *m);
/* The link is gone: so is what runs for it. */
void brain_command_stop(struct brain_link *l);
