/*
 * Chat with the user of a visit.
 */
#ifndef CONSOLE_DLG_CHAT_H
#define CONSOLE_DLG_CHAT_H

struct app;
struct visit;

void dlg_chat(struct app *a, struct visit *v);

#endif
