#include "console/desk/front_page.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "shared/base/str.h"
#include "shared/sys/spin.h"

struct front_page *
front_page_map(int fd, struct err *err)
{
	void *p = mmap(NULL, sizeof(struct front_page), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);

	if (p == MAP_FAILED) {
		err_errno(err, "cannot map the watch page");
		return NULL;
	}
	return p;
}

struct front_page *
front_page_make(int *fd, struct err *err)
{
	struct front_page *page;

	*fd = memfd_create("pomoc-watch", MFD_CLOEXEC);
	if (*fd < 0) {
		err_errno(err, "cannot make the watch page");
		return NULL;
	}
	if (ftruncate(*fd, sizeof(*page)) < 0) {
		err_errno(err, "cannot make the watch page");
		page = NULL;
	} else {
		page = front_page_map(*fd, err);
	}
	if (page == NULL) {
		close(*fd);
		*fd = -1;
	}
	return page;
}

void
front_page_free(struct front_page *page)
{
	if (page != NULL)
		munmap(page, sizeof(*page));
}

void
front_page_note_caller(struct front_page *page, uint64_t link, const char *addr)
{
	struct front_page_caller *c = &page->caller[link % FRONT_PAGE_CALLERS];

	c->link = link;
	str_copy(c->addr, sizeof(c->addr), addr);
}

bool
front_page_find_caller(const struct front_page *page, uint64_t link,
    char addr[FRONT_PAGE_ADDR_SIZE])
{
	const struct front_page_caller
	    *c = &page->caller[link % FRONT_PAGE_CALLERS];

	if (link == 0 || c->link != link)
		return false;
	memcpy(addr, c->addr, FRONT_PAGE_ADDR_SIZE);
	addr[FRONT_PAGE_ADDR_SIZE - 1] = '\0';
	return addr[0] != '\0';
}

/* This process is lost, and nothing in it can be trusted to say so. */
static void
lost(void)
{
	_exit(FRONT_PAGE_EXIT);
}

bool
front_page_guard(struct front_page *page, int64_t busy_ms, struct err *err)
{
	const struct spin s = {&page->busy, &page->turns, lost};

	return spin_watch(&s, busy_ms / 2, err);
}
