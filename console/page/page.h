/*
 * The page for a firm's clients: what remote help is, how to phone, the steps,
 * the prices, the program, the key of the desk. One HTML file for each
 * language, which needs nothing else: page_pl.html and page_en.html are its
 * text, page.css its looks, all compiled in. Makes text only; page_folder.h
 * writes it.
 */
#pragma once

#include "console/config/config.h"
#include "console/page/page_files.h"
#include "shared/base/buf.h"
#include "shared/core/prices.h"

#define PAGE_INDEX "index.html"
#define PAGE_NAME_SIZE 16

struct page {
	const struct config *config;
	const struct prices *prices; /* the whole list */
	const struct page_files *files;
	const char *address; /* of the desk, as clients type it */
	const char *key; /* "SHA256:..." */
	const char *command; /* that starts an agent without such a name */
	const char *url; /* where the page will be; "" = not said */
};

/* The page of config->language, else of the user's, is PAGE_INDEX; the other
 * one has the name of its language. */
const char *page_language(const struct config *config);
const char *page_other(const char *lang);
void page_name(char name[PAGE_NAME_SIZE], const char *lang);
/* In "pl" or "en", beside that of language index. */
void page_make(
    struct buf *out, const struct page *p, const char *lang, const char *index);
/* The number for a link: "+48221234567"; "" where there is none in it. */
void page_tel(char *dst, size_t size, const char *phone);
