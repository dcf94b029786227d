/*
 * Memory that cannot fail.
 *
 * Out of memory ends the program: mem_* never return NULL. Before abort() the
 * hook set with mem_on_oom() runs, so that a program can put its terminal back.
 * Every result is freed with free(3).
 */
#pragma once

#include <stddef.h>

void *mem_alloc(size_t size); /* zeroed */
void *mem_array(size_t n, size_t size); /* zeroed, overflow-checked */
void *mem_grow(void *p, size_t n, size_t size); /* realloc of n * size */
void *mem_dup(const void *p, size_t size);
void mem_on_oom(void (*hook)(void));
