/* See keys_crypto.h: by mbedtls. */
#ifdef POMOC_MBEDTLS
#include "shared/net/keys_crypto.h"

#include <mbedtls/ecdsa.h>
#include <mbedtls/md.h>
#include <mbedtls/rsa.h>

struct hash {
	mbedtls_md_type_t type;
	uint8_t bytes[MBEDTLS_MD_MAX_SIZE];
	size_t len;
};

static bool
hash_init(struct hash *h, mbedtls_md_type_t type, const void *data, size_t len)
{
	const mbedtls_md_info_t *md = mbedtls_md_info_from_type(type);

	h->type = type;
	h->len = mbedtls_md_get_size(md);
	return mbedtls_md(md, data, len, h->bytes) == 0;
}

bool
key_sign_number(const struct key *k, enum key_curve curve, const void *data,
    size_t len, struct buf *sig)
{
	return false;
}

bool
key_verify_rsa(struct wire_view key, bool sha512, const void *data, size_t len,
    const struct wire_view *sig)
{
	struct wire_view e, n;
	mbedtls_rsa_context rsa;
	struct hash h;
	bool ok;

	if (!wire_view_bytes(&key, &e) || !wire_view_bytes(&key, &n) ||
	    key.len != 0 ||
	    !hash_init(
		&h, sha512 ? MBEDTLS_MD_SHA512 : MBEDTLS_MD_SHA256, data, len))
		return false;
	mbedtls_rsa_init(&rsa);
	/* it reads as many bytes of a signature as the key has */
	ok = mbedtls_rsa_import_raw(&rsa, n.p, n.len, NULL, 0, NULL, 0, NULL, 0,
		 e.p, e.len) == 0 &&
	    mbedtls_rsa_complete(&rsa) == 0 &&
	    mbedtls_rsa_check_pubkey(&rsa) == 0 &&
	    mbedtls_rsa_get_len(&rsa) == sig->len &&
	    mbedtls_rsa_pkcs1_verify(
		&rsa, h.type, (unsigned)h.len, h.bytes, sig->p) == 0;
	mbedtls_rsa_free(&rsa);
	return ok;
}

/* The two numbers of a signature. */
static bool
read_numbers(struct wire_view v, mbedtls_mpi *r, mbedtls_mpi *s)
{
	struct wire_view a, b;

	return wire_view_bytes(&v, &a) && wire_view_bytes(&v, &b) &&
	    v.len == 0 && a.len <= KEY_COORDINATE_MAX &&
	    b.len <= KEY_COORDINATE_MAX &&
	    mbedtls_mpi_read_binary(r, a.p, a.len) == 0 &&
	    mbedtls_mpi_read_binary(s, b.p, b.len) == 0;
}

bool
key_verify_ecdsa(enum key_curve curve, struct wire_view point, const void *data,
    size_t len, const struct wire_view *sig)
{
	static const struct {
		mbedtls_ecp_group_id group;
		mbedtls_md_type_t hash;
	} rows[] = {
	    {MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_MD_SHA256},
	    {MBEDTLS_ECP_DP_SECP384R1, MBEDTLS_MD_SHA384},
	    {MBEDTLS_ECP_DP_SECP521R1, MBEDTLS_MD_SHA512},
	};
	mbedtls_ecp_group group;
	mbedtls_ecp_point q;
	mbedtls_mpi r, s;
	struct hash h;
	bool ok;

	mbedtls_ecp_group_init(&group);
	mbedtls_ecp_point_init(&q);
	mbedtls_mpi_init(&r);
	mbedtls_mpi_init(&s);
	ok = hash_init(&h, rows[curve].hash, data, len) &&
	    read_numbers(*sig, &r, &s) &&
	    mbedtls_ecp_group_load(&group, rows[curve].group) == 0 &&
	    mbedtls_ecp_point_read_binary(&group, &q, point.p, point.len) ==
		0 &&
	    mbedtls_ecp_check_pubkey(&group, &q) == 0 &&
	    mbedtls_ecdsa_verify(&group, h.bytes, h.len, &q, &r, &s) == 0;
	mbedtls_mpi_free(&s);
	mbedtls_mpi_free(&r);
	mbedtls_ecp_point_free(&q);
	mbedtls_ecp_group_free(&group);
	return ok;
}
#endif
