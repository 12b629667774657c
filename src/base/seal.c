/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/seal.h"

#include <limits.h>
/* OpenSSL has a type of this name, which is our error code. */
#define ERR_STATE openssl_err_state
#include <openssl/crypto.h>
#include <openssl/evp.h>
#undef ERR_STATE
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"

#define NONCE 12
#define TAG 16
#define HMAC_BLOCK 64 /* bytes that SHA-256 takes at a time */
#define SEAL_VERSION 1
#define WRAPPED_DRAWN 1	 /* nonces of what the key seals are drawn */
#define WRAPPED_SEEDED 2 /* nonces follow from the text, so that simulations repeat */
#define WRAPPED_NESTED 16 /* added to the above: wrapped by another data key */

/* What is looked up at each message: its key is at hand. */
#define OFTEN_LOOKED_UP "contact"

struct keyring {
	uint8_t master[SEAL_KEY];
	uint8_t wrapping[SEAL_KEY];
	uint8_t often[SEAL_HASH];
};

/* OpenSSL looks an algorithm up by its name at each use of EVP_sha256() and the like, which costs
 * more than to hash a short text; so they are looked up once, and kept until the process ends. */
static EVP_MD *sha256;
static EVP_CIPHER *aes_gcm;

static void
fetch(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	aes_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	if (sha256 == NULL || aes_gcm == NULL)
		abort(); /* no SHA-256 or AES in OpenSSL: nothing here can work */
}

static void
fetch_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fetch);
}

/* A thread's own, until it ends: to make one costs more than to hash a short text. It has always begun
 * a hash, and so holds nothing of what was hashed last. */
static _Thread_local EVP_MD_CTX *hashing;
static pthread_key_t hashing_key;

static void
free_hashing(void *of_thread)
{
	EVP_MD_CTX_free(of_thread);
	hashing = NULL;
}

static void
make_hashing_key(void)
{
	if (pthread_key_create(&hashing_key, free_hashing) != 0)
		abort(); /* only where a process has used up its keys */
}

static void
begin_hash(EVP_MD_CTX *c)
{
	if (EVP_DigestInit_ex(c, sha256, NULL) != 1)
		abort();
}

static EVP_MD_CTX *
hashing_of_thread(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (hashing != NULL)
		return hashing;
	fetch_once();
	pthread_once(&once, make_hashing_key);
	hashing = EVP_MD_CTX_new();
	if (hashing == NULL || pthread_setspecific(hashing_key, hashing) != 0)
		abort();
	begin_hash(hashing);
	return hashing;
}

/* What is hashed, piece after piece. */
struct piece {
	const void *bytes;
	size_t length;
};

static void
hash(const struct piece *pieces, size_t count, uint8_t out[SEAL_HASH])
{
	EVP_MD_CTX *c = hashing_of_thread();

	for (size_t i = 0; i < count; i++)
		if (pieces[i].length > 0 &&
		    EVP_DigestUpdate(c, pieces[i].bytes, pieces[i].length) != 1)
			abort();
	if (EVP_DigestFinal_ex(c, out, NULL) != 1)
		abort();
	begin_hash(c);	/* the next, which wipes this one */
}

void
seal_sha256(const void *bytes, size_t length, uint8_t out[SEAL_HASH])
{
	hash(&(struct piece){bytes, length}, 1, out);
}

#define PIECES_MOST 2

/* RFC 2104 (Krawczyk, Bellare, Canetti, 1997), over SHA-256. */
static void
keyed_hash(const void *key, size_t key_length, const struct piece *pieces, size_t count,
    uint8_t out[SEAL_HASH])
{
	uint8_t block[HMAC_BLOCK] = {0}, inner[SEAL_HASH];
	struct piece all[1 + PIECES_MOST] = {{block, sizeof block}};

	if (key_length > HMAC_BLOCK)
		seal_sha256(key, key_length, block);
	else if (key_length > 0)
		memcpy(block, key, key_length);
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		block[i] ^= 0x36;
	for (size_t i = 0; i < count; i++)
		all[1 + i] = pieces[i];
	hash(all, 1 + count, inner);
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		block[i] ^= 0x36 ^ 0x5c;
	all[1] = (struct piece){inner, sizeof inner};
	hash(all, 2, out);
	mem_wipe(block, sizeof block);
	mem_wipe(inner, sizeof inner);
}

void
seal_hmac(
    const void *key, size_t key_length, const void *bytes, size_t length, uint8_t out[SEAL_HASH])
{
	keyed_hash(key, key_length, &(struct piece){bytes, length}, 1, out);
}

void
seal_hex(const uint8_t *bytes, size_t length, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < length; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * length] = '\0';
}

bool
seal_same(const void *a, const void *b, size_t length)
{
	return CRYPTO_memcmp(a, b, length) == 0;
}

/* AES-256-GCM, by the key that c has. out gets length bytes, tag TAG bytes. */
static bool
encrypt_by(EVP_CIPHER_CTX *c, const uint8_t *nonce, const void *about, size_t about_length,
    const void *bytes, size_t length, uint8_t *out, uint8_t *tag)
{
	int n;

	return EVP_EncryptInit_ex(c, NULL, NULL, NULL, nonce) == 1
	    && EVP_EncryptUpdate(c, NULL, &n, about, (int)about_length) == 1
	    && (length == 0 || EVP_EncryptUpdate(c, out, &n, bytes, (int)length) == 1)
	    && EVP_EncryptFinal_ex(c, out + length, &n) == 1
	    && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, tag) == 1;
}

/* For encrypting. */
static EVP_CIPHER_CTX *
cipher_new(const uint8_t *key)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();

	fetch_once();
	if (c == NULL || EVP_EncryptInit_ex(c, aes_gcm, NULL, key, NULL) != 1)
		abort();
	return c;
}

static bool
encrypt(const uint8_t *key, const uint8_t *nonce, const void *about, size_t about_length,
    const void *bytes, size_t length, uint8_t *out, uint8_t *tag)
{
	EVP_CIPHER_CTX *c = cipher_new(key);
	bool ok = encrypt_by(c, nonce, about, about_length, bytes, length, out, tag);

	EVP_CIPHER_CTX_free(c);
	return ok;
}

static bool
decrypt(const uint8_t *key, const uint8_t *nonce, const void *about, size_t about_length,
    const uint8_t *bytes, size_t length, const uint8_t *tag, uint8_t *out)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	uint8_t expected[TAG];
	int n;
	bool ok;

	if (c == NULL)
		abort();
	memcpy(expected, tag, TAG);
	fetch_once();
	ok = EVP_DecryptInit_ex(c, aes_gcm, NULL, key, nonce) == 1
	    && EVP_DecryptUpdate(c, NULL, &n, about, (int)about_length) == 1
	    && (length == 0 || EVP_DecryptUpdate(c, out, &n, bytes, (int)length) == 1)
	    && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, expected) == 1
	    && EVP_DecryptFinal_ex(c, out + length, &n) == 1;
	EVP_CIPHER_CTX_free(c);
	return ok;
}

/* HMAC over a purpose, a NUL and bytes. */
static void
derive(const uint8_t key[SEAL_KEY], const char *purpose, const void *bytes, size_t length,
    uint8_t out[SEAL_HASH])
{
	const struct piece pieces[] = {{purpose, strlen(purpose) + 1}, {bytes, length}};

	keyed_hash(key, SEAL_KEY, pieces, 2, out);
}

struct keyring *
keyring_new_from(const uint8_t master[SEAL_KEY])
{
	struct keyring *k = mem_zero(1, sizeof *k);

	memcpy(k->master, master, SEAL_KEY);
	derive(master, "wrap", NULL, 0, k->wrapping);
	derive(master, "lookup", OFTEN_LOOKED_UP, strlen(OFTEN_LOOKED_UP), k->often);
	return k;
}

void
keyring_free(struct keyring **k)
{
	if (k == NULL || *k == NULL)
		return;
	mem_wipe(*k, sizeof **k);
	mem_free(*k);
	*k = NULL;
}

void
keyring_lookup(const struct keyring *k, const char *purpose, const char *text, char out[SEAL_HEX])
{
	uint8_t key[SEAL_HASH], hash[SEAL_HASH];

	if (strcmp(purpose, OFTEN_LOOKED_UP) == 0)
		memcpy(key, k->often, sizeof key);
	else
		derive(k->master, "lookup", purpose, strlen(purpose), key);
	seal_hmac(key, sizeof key, text, strlen(text), hash);
	seal_hex(hash, sizeof hash, out);
	mem_wipe(key, sizeof key);
}

static enum err
wrap_by(const uint8_t wrapping[SEAL_KEY], uint8_t version, const uint8_t *nonce, const uint8_t *key,
    uint8_t wrapped[SEAL_WRAPPED], struct errinfo *e)
{
	wrapped[0] = version;
	memcpy(wrapped + 1, nonce, NONCE);
	if (!encrypt(wrapping, nonce, wrapped, 1, key, SEAL_KEY, wrapped + 1 + NONCE,
		wrapped + 1 + NONCE + SEAL_KEY))
		return err_set(e, ERR_IO, "OpenSSL could not wrap a key");
	return ERR_OK;
}

static enum err
wrap(const struct keyring *k, uint8_t version, const uint8_t *nonce, const uint8_t *key,
    uint8_t wrapped[SEAL_WRAPPED], struct errinfo *e)
{
	return wrap_by(k->wrapping, version, nonce, key, wrapped, e);
}

enum err
keyring_make_key(const struct keyring *k, uint8_t wrapped[SEAL_WRAPPED], struct errinfo *e)
{
	uint8_t drawn[NONCE + SEAL_KEY];
	enum err err = random_secret(drawn, sizeof drawn, e);

	if (err == ERR_OK)
		err = wrap(k, WRAPPED_DRAWN, drawn, drawn + NONCE, wrapped, e);
	mem_wipe(drawn, sizeof drawn);
	return err;
}

enum err
keyring_make_key_seeded(
    const struct keyring *k, uint64_t seed, uint8_t wrapped[SEAL_WRAPPED], struct errinfo *e)
{
	uint8_t bytes[8], key[SEAL_HASH], nonce[SEAL_HASH];
	enum err err;

	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8_t)(seed >> (8 * i));
	derive(k->master, "seeded key", bytes, sizeof bytes, key);
	derive(k->master, "seeded nonce", bytes, sizeof bytes, nonce);
	err = wrap(k, WRAPPED_SEEDED, nonce, key, wrapped, e);
	mem_wipe(key, sizeof key);
	return err;
}

static enum err
unwrap_by(const uint8_t wrapping[SEAL_KEY], const uint8_t wrapped[SEAL_WRAPPED],
    uint8_t key[SEAL_KEY], struct errinfo *e)
{
	const uint8_t *cipher = wrapped + 1 + NONCE;
	uint8_t out[SEAL_KEY + TAG];
	bool ok =
	    decrypt(wrapping, wrapped + 1, wrapped, 1, cipher, SEAL_KEY, cipher + SEAL_KEY, out);

	if (ok)
		memcpy(key, out, SEAL_KEY);
	mem_wipe(out, sizeof out);
	return ok
	    ? ERR_OK
	    : err_set(e, ERR_CORRUPT,
		  "a customer's key is not of this keyring, or was changed; is this the right key file?");
}

static enum err
unwrap(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED], uint8_t key[SEAL_KEY],
    struct errinfo *e)
{
	if (wrapped[0] == WRAPPED_DRAWN || wrapped[0] == WRAPPED_SEEDED)
		return unwrap_by(k->wrapping, wrapped, key, e);
	return err_set(e, ERR_CORRUPT,
	    "a customer's key is not of this keyring, was erased, or is wrapped by another; is this the right key file?");
}

bool
keyring_is_nested(const uint8_t wrapped[SEAL_WRAPPED])
{
	return (wrapped[0] & WRAPPED_NESTED) != 0;
}

bool
keyring_is_seeded(const uint8_t wrapped[SEAL_WRAPPED])
{
	return wrapped[0] == WRAPPED_SEEDED;
}

/* Nonces of wrapped keys follow from both keys: a pair is always wrapped to the same bytes. */
enum err
keyring_nest(const struct keyring *k, const uint8_t outer[SEAL_WRAPPED],
    const uint8_t inner[SEAL_WRAPPED], uint8_t nested[SEAL_WRAPPED], struct errinfo *e)
{
	uint8_t by[SEAL_KEY], wrapping[SEAL_HASH], key[SEAL_KEY], nonce[SEAL_HASH];
	enum err err = keyring_is_nested(inner)
	    ? err_set(e, ERR_USAGE, "a key that is nested can't be nested again")
	    : unwrap(k, outer, by, e);

	if (err == ERR_OK && (err = unwrap(k, inner, key, e)) == ERR_OK) {
		derive(by, "wrap", NULL, 0, wrapping);
		derive(by, "nonce of a nested key", key, sizeof key, nonce);
		err =
		    wrap_by(wrapping, (uint8_t)(inner[0] | WRAPPED_NESTED), nonce, key, nested, e);
		mem_wipe(key, sizeof key);
	}
	mem_wipe(by, sizeof by);
	mem_wipe(wrapping, sizeof wrapping);
	return err;
}

enum err
keyring_lift(const struct keyring *k, const uint8_t outer[SEAL_WRAPPED],
    const uint8_t nested[SEAL_WRAPPED], uint8_t inner[SEAL_WRAPPED], struct errinfo *e)
{
	uint8_t by[SEAL_KEY], wrapping[SEAL_HASH], key[SEAL_KEY], nonce[SEAL_HASH];
	enum err err = keyring_is_nested(nested)
	    ? unwrap(k, outer, by, e)
	    : err_set(e, ERR_USAGE, "a key that isn't nested can't be lifted");

	if (err != ERR_OK)
		return err;
	derive(by, "wrap", NULL, 0, wrapping);
	if ((err = unwrap_by(wrapping, nested, key, e)) == ERR_OK) {
		derive(k->wrapping, "nonce of a lifted key", key, sizeof key, nonce);
		err = wrap(k, (uint8_t)(nested[0] & ~WRAPPED_NESTED), nonce, key, inner, e);
		mem_wipe(key, sizeof key);
	}
	mem_wipe(by, sizeof by);
	mem_wipe(wrapping, sizeof wrapping);
	return err;
}

/* A nonce that follows from what is sealed, by a key of its name: the same text gives the same bytes,
 * another text another nonce. */
static void
name_key(const uint8_t key[SEAL_KEY], const char *about, uint8_t out[SEAL_HASH])
{
	derive(key, "nonce about", about, strlen(about), out);
}

static void
seeded_nonce(
    const uint8_t by_name[SEAL_HASH], const void *bytes, size_t length, uint8_t nonce[NONCE])
{
	uint8_t of_text[SEAL_HASH];

	seal_hmac(by_name, SEAL_HASH, bytes, length, of_text);
	memcpy(nonce, of_text, NONCE);
}

static enum err
check_length(size_t length, struct errinfo *e)
{
	return length <= INT_MAX / 2
	    ? ERR_OK
	    : err_set(e, ERR_LIMIT, "%zu bytes are too many to seal at once", length);
}

/* Appends what c seals under a nonce. */
static enum err
add_sealed(EVP_CIPHER_CTX *c, const uint8_t nonce[NONCE], const char *about, const void *bytes,
    size_t length, struct str *out, struct errinfo *e)
{
	uint8_t *sealed = mem_alloc(1 + NONCE + length + TAG);
	bool ok;

	sealed[0] = SEAL_VERSION;
	memcpy(sealed + 1, nonce, NONCE);
	ok = encrypt_by(c, nonce, about, strlen(about), bytes, length, sealed + 1 + NONCE,
	    sealed + 1 + NONCE + length);
	if (ok)
		str_add_n(out, sealed, 1 + NONCE + length + TAG);
	mem_free(sealed);
	return ok ? ERR_OK : err_set(e, ERR_IO, "OpenSSL could not seal a text");
}

enum err
keyring_seal(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED], const char *about,
    const void *bytes, size_t length, struct str *out, struct errinfo *e)
{
	uint8_t key[SEAL_KEY], by_name[SEAL_HASH], nonce[NONCE];
	EVP_CIPHER_CTX *c;
	enum err err;

	if ((err = check_length(length, e)) != ERR_OK ||
	    (err = unwrap(k, wrapped, key, e)) != ERR_OK)
		return err;
	if (keyring_is_seeded(wrapped)) {
		name_key(key, about, by_name);
		seeded_nonce(by_name, bytes, length, nonce);
		mem_wipe(by_name, sizeof by_name);
	} else {
		err = random_secret(nonce, sizeof nonce, e);
	}
	if (err == ERR_OK) {
		c = cipher_new(key);
		err = add_sealed(c, nonce, about, bytes, length, out, e);
		EVP_CIPHER_CTX_free(c);
	}
	mem_wipe(key, sizeof key);
	return err;
}

/* ---- keys that stay open */

#define NAMES_MOST 4
#define NAME_SIZE 16
struct open_key {
	EVP_CIPHER_CTX *cipher;
	uint8_t key[SEAL_KEY];
	struct {
		char about[NAME_SIZE];		/* "" nothing is here */
		uint8_t key[SEAL_HASH];
	} names[NAMES_MOST];
};

enum err
open_key_new(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED], struct open_key **out,
    struct errinfo *e)
{
	struct open_key *x;
	enum err err;

	*out = NULL;
	if (!keyring_is_seeded(wrapped))
		return err_set(e, ERR_USAGE, "only a key of a simulation stays open");
	x = mem_zero(1, sizeof *x);
	if ((err = unwrap(k, wrapped, x->key, e)) != ERR_OK) {
		mem_free(x);
		return err;
	}
	x->cipher = cipher_new(x->key);
	*out = x;
	return ERR_OK;
}

void
open_key_free(struct open_key **x)
{
	if (*x == NULL)
		return;
	EVP_CIPHER_CTX_free((*x)->cipher);
	mem_wipe(*x, sizeof **x);
	mem_free(*x);
	*x = NULL;
}

/* From those of the names that were used, of which there are few. */
static void
kept_name_key(struct open_key *x, const char *about, uint8_t out[SEAL_HASH])
{
	size_t i = 0;

	while (i < NAMES_MOST && x->names[i].about[0] != '\0' &&
	    strcmp(x->names[i].about, about) != 0)
		i++;
	if (i < NAMES_MOST && x->names[i].about[0] != '\0') {
		memcpy(out, x->names[i].key, SEAL_HASH);
		return;
	}
	name_key(x->key, about, out);
	if (i < NAMES_MOST && strlen(about) < NAME_SIZE) {
		memcpy(x->names[i].about, about, strlen(about) + 1);
		memcpy(x->names[i].key, out, SEAL_HASH);
	}
}

enum err
open_key_seal(struct open_key *x, const char *about, const void *bytes, size_t length,
    struct str *out, struct errinfo *e)
{
	uint8_t by_name[SEAL_HASH], nonce[NONCE];
	enum err err = check_length(length, e);

	if (err != ERR_OK)
		return err;
	kept_name_key(x, about, by_name);
	seeded_nonce(by_name, bytes, length, nonce);
	mem_wipe(by_name, sizeof by_name);
	return add_sealed(x->cipher, nonce, about, bytes, length, out, e);
}

enum err
keyring_unseal(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED], const char *about,
    const void *sealed, size_t length, struct str *out, struct errinfo *e)
{
	const uint8_t *s = sealed;
	size_t plain_length;
	uint8_t key[SEAL_KEY], *plain;
	enum err err;

	if (length < 1 + NONCE + TAG || length > INT_MAX / 2 + 64)
		return err_set(e, ERR_CORRUPT,
		    "a sealed text of %s is %zu bytes long, which none can be", about, length);
	if (s[0] != SEAL_VERSION)
		return err_set(e, ERR_UNSUPPORTED,
		    "a sealed text of %s has version %u; this program knows %d", about, s[0],
		    SEAL_VERSION);
	err = unwrap(k, wrapped, key, e);
	if (err != ERR_OK)
		return err;
	plain_length = length - 1 - NONCE - TAG;
	plain = mem_alloc(plain_length + TAG);
	if (decrypt(key, s + 1, about, strlen(about), s + 1 + NONCE, plain_length, s + length - TAG,
		plain))
		str_add_n(out, plain, plain_length);
	else
		err = err_set(e, ERR_CORRUPT,
		    "a sealed text of %s was changed, or belongs to something else", about);
	mem_wipe(plain, plain_length);
	mem_wipe(key, sizeof key);
	mem_free(plain);
	return err;
}
