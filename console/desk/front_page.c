#include "console/desk/front_page.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "shared/base/str.h"

/* for the signal handler, which gets no argument */
static struct front_page *guarded;
static uint64_t seen_busy;
static uint64_t seen_turns;

static struct front_page *
map(int fd, struct err *err)
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
		page = map(*fd, err);
	}
	if (page == NULL) {
		close(*fd);
		*fd = -1;
	}
	return page;
}

struct front_page *
front_page_map(int fd, struct err *err)
{
	return map(fd, err);
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

/* Half of the limit in CPU time went by. In the same call as last time: this
 * process is lost, and nothing in it can be trusted to say so. */
static void
on_half(int signum)
{
	uint64_t busy = guarded->busy, turns = guarded->turns;

	if (busy != 0 && busy == seen_busy && turns == seen_turns)
		_exit(FRONT_PAGE_EXIT);
	seen_busy = busy;
	seen_turns = turns;
}

bool
front_page_guard(struct front_page *page, int64_t busy_ms, struct err *err)
{
	struct sigaction sa;
	struct itimerval half;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_half;
	sa.sa_flags = SA_RESTART;
	sigemptyset(&sa.sa_mask);
	guarded = page;
	half.it_interval.tv_sec = busy_ms / 2 / 1000;
	half.it_interval.tv_usec = busy_ms / 2 % 1000 * 1000;
	half.it_value = half.it_interval;
	if (sigaction(SIGPROF, &sa, NULL) < 0 ||
	    setitimer(ITIMER_PROF, &half, NULL) < 0)
		return err_errno(err, "cannot watch the front");
	return true;
}
