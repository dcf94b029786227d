/*
 * One socket: what the systems call differently (fd_posix.c, fd_windows.c). A
 * descriptor is an int everywhere; elsewhere it holds a SOCKET, which the
 * system keeps that small, and close(), read() and write() are not for it. All
 * of these are non-blocking and leave their reason in errno, in its POSIX
 * words: EAGAIN, EINTR, EINPROGRESS, ECONNREFUSED, ETIMEDOUT, ...
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netdb.h>
#include <sys/socket.h>
#endif

/* A stream socket, CLOEXEC; -1. */
int fd_open(int family);
/* True when it is connected or about to be: it is writable when that is
 * decided, and fd_error() says how. */
bool fd_connect(int fd, const struct sockaddr *addr, socklen_t len);
/* What went wrong with it, 0 = nothing. */
int fd_error(int fd);
/* As read() and write(): how many bytes, 0 at the end, -1. Whoever wrote to one
 * that is closed is told EPIPE, no signal. */
ssize_t fd_read(int fd, void *dst, size_t size);
ssize_t fd_write(int fd, const void *src, size_t len);
/* Reads, and leaves the bytes there. */
ssize_t fd_peek(int fd, void *dst, size_t size);
/* No more is sent; the other side reads its end. */
void fd_shut(int fd);
/* errno stays as it is. */
void fd_close(int fd);

/* CLOEXEC, non-blocking, and for TCP the options named in sock.h. */
void fd_prepare(int fd);
/* Any descriptor, where not only sockets can be that. */
bool fd_nonblock(int fd);
