/* Public keys: see keys.h. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/wirebuf.h"

#define FP_PREFIX "SHA256:"
#define FP_CHARS 43
#define BASE64                                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789+/"
#define BEHIND ".,;=" /* what a sentence puts behind it */

static const char *const types[] = {"ssh-ed25519", "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"};

const char *
key_blob_type(const uint8_t *blob, size_t len)
{
	struct wire_view v = {blob, len}, type;
	size_t i;

	if (wire_view_bytes(&v, &type))
		for (i = 0; i < ARRAY_LEN(types); i++)
			if (wire_view_is(&type, types[i]))
				return types[i];
	return "?";
}

int
key_blob_rsa_bits(const uint8_t *blob, size_t len)
{
	struct wire_view v = {blob, len}, type, e, n;
	int bits;

	if (!wire_view_bytes(&v, &type) || !wire_view_is(&type, "ssh-rsa") ||
	    !wire_view_bytes(&v, &e) || !wire_view_bytes(&v, &n))
		return 0;
	for (; n.len > 0 && *n.p == 0; n.len--)
		n.p++;
	bits = (int)n.len * 8;
	for (uint8_t top = n.len > 0 ? *n.p : 0x80; top < 0x80; bits--)
		top = (uint8_t)(top << 1);
	return bits;
}

bool
key_blob_in_token(const uint8_t *blob, size_t len)
{
	return str_starts(key_blob_type(blob, len), "sk-");
}

bool
key_blob_read(
    const char *path, uint8_t blob[KEY_BLOB_MAX], size_t *len, struct err *err)
{
	FILE *f = path_open_read(path, err);
	char line[KEY_BLOB_MAX * 2] = "", *type, *base64, *rest = NULL;

	if (f == NULL)
		return false;
	(void)!fgets(line, sizeof(line), f);
	fclose(f);
	type = strtok_r(line, " \t", &rest);
	base64 = strtok_r(NULL, " \t\r\n", &rest);
	return (base64 != NULL && key_blob_from_base64(base64, blob, len) &&
		   str_eq(key_blob_type(blob, *len), type)) ||
	    err_set(err, _("%s is no public key that is known here"), path);
}

bool
key_blob_verify(const uint8_t *blob, size_t blob_len, const void *data,
    size_t len, const uint8_t sig[KEY_SIG_SIZE])
{
	struct wire_view v = {blob, blob_len}, type, pk;

	return wire_view_bytes(&v, &type) &&
	    wire_view_is(&type, "ssh-ed25519") && wire_view_bytes(&v, &pk) &&
	    pk.len == crypto_sign_PUBLICKEYBYTES && v.len == 0 &&
	    crypto_sign_verify_detached(sig, data, len, pk.p) == 0;
}

bool
key_blob_fingerprint(const uint8_t *blob, size_t len, char out[KEY_FP_SIZE])
{
	uint8_t hash[crypto_hash_sha256_BYTES];

	out[0] = '\0';
	if (str_eq(key_blob_type(blob, len), "?"))
		return false;
	crypto_hash_sha256(hash, blob, len);
	str_copy(out, KEY_FP_SIZE, FP_PREFIX);
	sodium_bin2base64(out + strlen(FP_PREFIX),
	    KEY_FP_SIZE - strlen(FP_PREFIX), hash, sizeof(hash),
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	return true;
}

bool
key_fingerprint_valid(const char *text)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	size_t len;

	return str_starts(text, FP_PREFIX) && strlen(text) == KEY_FP_SIZE - 2 &&
	    sodium_base642bin(hash, sizeof(hash), text + strlen(FP_PREFIX),
		strlen(text) - strlen(FP_PREFIX), NULL, &len, NULL,
		sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	    len == sizeof(hash);
}

/* A blank, a line break, or what nobody sees. */
static bool
is_gap(uint32_t cp)
{
	return utf8_is_space(cp) || utf8_clean_char(cp) == 0;
}

/* In both alphabets of base64; a text program makes any dash of a hyphen. 0:
 * none. */
static char
fingerprint_letter(uint32_t cp)
{
	if (cp == '_')
		return '/';
	if (cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
		return '+';
	return cp < 0x80 && strchr(BASE64, (int)cp) != NULL ? (char)cp : '\0';
}

static bool
wrong_letter(const char *at, size_t place, struct err *err)
{
	char wrong[UTF8_ONE];

	return err_set(err,
	    _("\"%s\", character %zu behind SHA256:, belongs to no "
	      "fingerprint"),
	    utf8_clean_first(wrong, at), place);
}

/* The letters of text, at most FP_CHARS of them; *n: how many there are. */
static bool
take_letters(
    const char *text, char given[FP_CHARS + 1], size_t *n, struct err *err)
{
	const char *behind = NULL;
	uint32_t cp;
	int used;

	*n = 0;
	for (size_t len = strlen(text); len > 0; text += used, len -= used) {
		char letter;

		used = utf8_decode(text, len, &cp);
		if (used == 0)
			return wrong_letter(text, *n + 1, err);
		if (is_gap(cp))
			continue;
		if (cp < 0x80 && strchr(BEHIND, (int)cp) != NULL) {
			behind = behind == NULL ? text : behind;
			continue;
		}
		letter = fingerprint_letter(cp);
		if (letter == '\0' || behind != NULL)
			return wrong_letter(
			    behind != NULL ? behind : text, *n + 1, err);
		if (*n < FP_CHARS)
			given[*n] = letter;
		++*n;
	}
	given[MIN_OF(*n, FP_CHARS)] = '\0';
	return true;
}

bool
key_fingerprint_take(const char *text, char out[KEY_FP_SIZE], struct err *err)
{
	char given[FP_CHARS + 1];
	size_t n;
	uint32_t cp;
	int used;

	while ((used = utf8_decode(text, strlen(text), &cp)) > 0 && is_gap(cp))
		text += used;
	if (strncasecmp(text, FP_PREFIX, strlen(FP_PREFIX)) == 0)
		text += strlen(FP_PREFIX);
	if (!take_letters(text, given, &n, err))
		return false;
	if (n != FP_CHARS)
		return err_set(err,
		    _("a fingerprint is SHA256: and %d characters, not %zu"),
		    FP_CHARS, n);
	snprintf(out, KEY_FP_SIZE, "%s%s", FP_PREFIX, given);
	return key_fingerprint_valid(out) ||
	    err_set(err, _("this is no fingerprint: a character is wrong"));
}

void
key_fingerprint_url(const char *fingerprint, char out[KEY_FP_URL_SIZE])
{
	str_copy(out, KEY_FP_URL_SIZE, fingerprint + strlen(FP_PREFIX));
	for (char *c = out; *c != '\0'; c++)
		*c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
}

bool
key_blob_from_base64(const char *text, uint8_t *blob, size_t *len)
{
	const char *end;

	return sodium_base642bin(blob, KEY_BLOB_MAX, text, strlen(text), NULL,
		   len, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    *end == '\0' && *len > 0;
}

char *
key_blob_to_base64(const uint8_t *blob, size_t len)
{
	size_t size = sodium_base64_encoded_len(
	    len, sodium_base64_VARIANT_ORIGINAL);
	char *text = mem_alloc(size);

	return sodium_bin2base64(
	    text, size, blob, len, sodium_base64_VARIANT_ORIGINAL);
}
