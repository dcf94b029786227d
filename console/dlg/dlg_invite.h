/*
 * What to type at the client's; also `pomoc invite`.
 */
#ifndef CONSOLE_DLG_INVITE_H
#define CONSOLE_DLG_INVITE_H

struct app;

void dlg_invite(struct app *a);

#endif
