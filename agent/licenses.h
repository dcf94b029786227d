/*
 * What --licenses prints: the libraries that are in this program, or that it is
 * linked to, whose they are and on which terms. English, as licences are.
 */
#pragma once

void licenses_print(void);
