/*
 * Time. Lengths come from clock_ms(), which counts while the machine sleeps and
 * never jumps (money.md rule 8); points in time are UTC seconds, shown in the
 * local zone (Europe/Warsaw unless TZ says otherwise).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

#define CLOCK_ZONE "Europe/Warsaw" /* unless TZ names another */

int64_t clock_ms(void); /* os_boot_ms(), milliseconds */
/* For tests: clock_ms() goes on as if the machine had slept for so long (a loop
 * that waits is not woken by it). */
void clock_sleep_for(int64_t ms);
int64_t clock_utc_s(void); /* seconds since 1970 */
int64_t clock_utc_ms(void);
/* For tests: both go on as if somebody had set it. */
void clock_set_by(int64_t s);
/* Once, at start. Without a TZ in the environment (or with an empty one) the
 * zone is CLOCK_ZONE, also on a machine without zone data. False for a TZ that
 * is neither a zone of this machine nor a whole rule: times are then shown in
 * CLOCK_ZONE, but nothing may be billed or filed by day. */
bool clock_zone_init(struct err *err);
/* strftime in the local zone; returns dst. */
char *clock_local(char *dst, size_t size, const char *fmt, int64_t utc_s);
/* "2026-11-22 09:15:00" in the local zone, with " +0200" behind where that hour
 * comes twice. Returns dst. */
char *clock_local_sure(char *dst, size_t size, int64_t utc_s);
/* The end of what began then: its time alone where day and zone are those of
 * the beginning, else with both; "..." for 0. Returns dst. */
char *clock_end(char *dst, size_t size, int64_t from_s, int64_t to_s);
/* "2026-11-22T08:15:00Z"; returns dst. */
char *clock_iso(char *dst, size_t size, int64_t utc_s);
/* "2026-11-22" at local midnight, or "2026-11-22T08:15:00Z"; strict. */
bool clock_parse_day(const char *s, int64_t *utc_s);
/* Start of that local day plus n days (DST-safe). */
int64_t clock_add_days(int64_t utc_s, int days);
/* Start of the local month "2026-11" and of the next one; strict. */
bool clock_parse_month(const char *s, int64_t *from_s, int64_t *to_s);
/* What somebody types for so long: "420" seconds, "90m", "1h30m", "2:05" (hours
 * and minutes), "2:05:30"; below 10^9 s. */
bool clock_parse_length(const char *s, int64_t *seconds);
/* What is waited for: "m:ss", from an hour on "h:mm:ss"; negative is "0:00".
 * Returns dst. */
char *clock_span(char *dst, size_t size, int64_t seconds);
/* Working time, everywhere: "h:mm:ss", for "7:00" could be hours. Returns dst.
 */
char *clock_hms(char *dst, size_t size, int64_t seconds);
/* The same without the seconds: "47 min", from an hour on "1 h 05 min". Returns
 * dst. */
char *clock_minutes(char *dst, size_t size, int64_t minutes);
/* A dst of its own for any of these, which is there up to the end of the block
 * where it stands. */
#define CLOCK_TEXT_SIZE 40
#define CLOCK_TEXT (char[CLOCK_TEXT_SIZE]){""}, CLOCK_TEXT_SIZE
#define CLOCK_HMS(seconds) clock_hms(CLOCK_TEXT, seconds)
#define CLOCK_DAY(utc_s) clock_local(CLOCK_TEXT, "%Y-%m-%d", utc_s)
