/*
 * What is compared: plain ssh, tmux over ssh, the same through a tunnel from
 * the client to a relay (what people build themselves), and pomoc, each as the
 * terminals of a user and of a technician with the same shell between them.
 * Everything
 * runs on loopback in one temporary folder that rivals_end() removes.
 */
#pragma once

#include "tests/bench/screen.h"
#include "tests/bench/table.h"

#define RIVAL_HELPERS 3

struct rival {
	struct screen *technician;
	struct screen *user; /* NULL for plain ssh */
	double online_ms; /* pomoc: agent started -> in the queue */
	double first_ms; /* pomoc: consent -> first screen */
	pid_t helper[RIVAL_HELPERS]; /* besides the terminals' programs */
};

/* build: the folder with our programs. Starts sshd; rival_pomoc() starts our
 * desk. far: a far link (far.h) lies before sshd, and between agent and desk.
 * Where there is a line of IP packets (ipline.h), that lies there instead, and
 * sshd, what it starts, and the agent are far. */
void rivals_begin(const char *build, bool far);
void rivals_end(void);
/* Of the shell in rival_pomoc(); 80x24 until it is called. */
void rivals_size(int cols, int rows);
const char *rivals_dir(void);

void rival_ssh(struct rival *r);
/* mosh in the place of ssh, on a line of IP packets; no technician where it is
 * not installed. */
void rival_mosh(struct rival *r);
void rival_tmux(struct rival *r);
void rival_diy(struct rival *r);
void rival_pomoc(struct rival *r);
void rival_close(struct rival *r);

/* Memory of one process and what it started, KB; the desk's two processes. */
long rivals_pss_kb(pid_t pid);
pid_t rivals_desk_pid(void);

/* Who is measured, by the rows of table.h. */
extern const struct rival_kind {
	const char *name;
	void (*open)(struct rival *r);
} rival_kinds[TABLE_RIVALS];
