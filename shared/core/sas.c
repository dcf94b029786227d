#include "shared/core/sas.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define CODE_MOD 1000000
#define CODE_DIGITS 6
#define BACK_MOD 10000
#define BACK_DIGITS 4

_Static_assert(SAS_HASH == crypto_hash_sha256_BYTES, "SHA-256");

static void
add_text(crypto_hash_sha256_state *h, const char *text)
{
	crypto_hash_sha256_update(h, (const uint8_t *)text, strlen(text));
}

static void
add_sized(crypto_hash_sha256_state *h, const uint8_t *data, size_t len)
{
	uint8_t be[4] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16),
	    (uint8_t)(len >> 8), (uint8_t)len};

	crypto_hash_sha256_update(h, be, sizeof(be));
	crypto_hash_sha256_update(h, data, len);
}

static void
add_keys(crypto_hash_sha256_state *h, const struct sas_keys *keys)
{
	add_sized(h, keys->agent, keys->agent_len);
	add_sized(h, keys->tech, keys->tech_len);
}

void
sas_commit(uint8_t out[SAS_HASH], const uint8_t nonce_a[SAS_NONCE],
    const struct sas_keys *keys)
{
	crypto_hash_sha256_state h;

	crypto_hash_sha256_init(&h);
	add_text(&h, "pomoc-check-1 commit");
	crypto_hash_sha256_update(&h, nonce_a, SAS_NONCE);
	add_keys(&h, keys);
	crypto_hash_sha256_final(&h, out);
}

bool
sas_commit_ok(const uint8_t commit[SAS_HASH], const uint8_t nonce_a[SAS_NONCE],
    const struct sas_keys *keys)
{
	uint8_t own[SAS_HASH];

	sas_commit(own, nonce_a, keys);
	return sodium_memcmp(own, commit, SAS_HASH) == 0;
}

static uint32_t
code_of(const char *label, const struct sas_keys *keys,
    const uint8_t nonce_a[SAS_NONCE], const uint8_t nonce_t[SAS_NONCE],
    uint32_t mod)
{
	crypto_hash_sha256_state h;
	uint8_t sum[SAS_HASH];
	uint64_t v = 0;

	crypto_hash_sha256_init(&h);
	add_text(&h, label);
	add_keys(&h, keys);
	crypto_hash_sha256_update(&h, nonce_a, SAS_NONCE);
	crypto_hash_sha256_update(&h, nonce_t, SAS_NONCE);
	crypto_hash_sha256_final(&h, sum);
	for (int i = 0; i < 8; i++)
		v = v << 8 | sum[i];
	return (uint32_t)(v % mod);
}

uint32_t
sas_code(const struct sas_keys *keys, const uint8_t nonce_a[SAS_NONCE],
    const uint8_t nonce_t[SAS_NONCE])
{
	return code_of("pomoc-check-1 code", keys, nonce_a, nonce_t, CODE_MOD);
}

uint32_t
sas_back(const struct sas_keys *keys, const uint8_t nonce_a[SAS_NONCE],
    const uint8_t nonce_t[SAS_NONCE])
{
	return code_of("pomoc-check-1 back", keys, nonce_a, nonce_t, BACK_MOD);
}

void
sas_bind(uint8_t out[SAS_HASH], const struct sas_keys *keys)
{
	crypto_hash_sha256_state h;

	crypto_hash_sha256_init(&h);
	add_text(&h, "pomoc-check-1 bind");
	add_keys(&h, keys);
	crypto_hash_sha256_final(&h, out);
}

void
sas_format(char out[SAS_TEXT_SIZE], uint32_t code)
{
	snprintf(
	    out, SAS_TEXT_SIZE, "%03u %03u", code / 1000 % 1000, code % 1000);
}

void
sas_format_back(char out[SAS_BACK_SIZE], uint32_t code)
{
	snprintf(out, SAS_BACK_SIZE, "%02u %02u", code / 100 % 100, code % 100);
}

static bool
parse(const char *text, int want, uint32_t *code)
{
	uint32_t v = 0;
	int digits = 0;

	for (; *text != '\0'; text++) {
		if (*text == ' ')
			continue;
		if (*text < '0' || *text > '9' || ++digits > want)
			return false;
		v = v * 10 + (uint32_t)(*text - '0');
	}
	if (digits != want)
		return false;
	*code = v;
	return true;
}

bool
sas_parse(const char *text, uint32_t *code)
{
	return parse(text, CODE_DIGITS, code);
}

bool
sas_parse_back(const char *text, uint32_t *code)
{
	return parse(text, BACK_DIGITS, code);
}
