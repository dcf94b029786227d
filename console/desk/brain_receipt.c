#include "console/desk/brain_receipt.h"

void
brain_receipt_make(struct brain_ticket *bt)
{
	(void)bt;
}
