/*
 * Chat with the user of a visit.
 */
#pragma once

struct app;
struct visit;

void dlg_chat(struct app *a, struct visit *v);
