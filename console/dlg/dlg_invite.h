/*
 * What to type at the client's; also `pomoc invite`.
 */
#pragma once

struct app;

void dlg_invite(struct app *a);
