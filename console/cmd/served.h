/*
 * The hidden program that a desk runs for a technician who is elsewhere, see
 * console/desk/brain_command.h: one sub-command of those that are for it, on
 * the desk's data folder, in his name, with no option that leads to a file.
 */
#pragma once

/* The exit code, or -1 when argv is not of this kind. */
int served_main(int argc, char **argv);
