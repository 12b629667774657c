/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
/* OpenSSL has a type of this name, which is our error code. */
#define ERR_STATE openssl_err_state
#include <openssl/crypto.h>
#include <openssl/evp.h>
#undef ERR_STATE
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"

#define NONCE 12
#define TAG 16
#define HMAC_BLOCK 64 /* bytes that SHA-256 takes at a time */
#define SEAL_VERSION 1
#define WRAPPED_DRAWN 1	 /* nonces of what the key seals are drawn */
#define WRAPPED_SEEDED 2 /* nonces follow from the text, so that simulations repeat */
#define WRAPPED_NESTED 16 /* added to the above: wrapped by another data key */

struct keyring {
	uint8_t master[SEAL_KEY];
	uint8_t wrapping[SEAL_KEY];
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

void
seal_sha256(const void *bytes, size_t length, uint8_t out[SEAL_HASH])
{
	fetch_once();
	if (EVP_Digest(bytes, length, out, NULL, sha256, NULL) != 1)
		abort();
}

/* The hash of a block and bytes. */
static void
hash_behind(EVP_MD_CTX *c, const uint8_t block[HMAC_BLOCK], const void *bytes, size_t length,
    uint8_t out[SEAL_HASH])
{
	if (EVP_DigestInit_ex(c, sha256, NULL) != 1 || EVP_DigestUpdate(c, block, HMAC_BLOCK) != 1 ||
	    EVP_DigestUpdate(c, bytes, length) != 1 || EVP_DigestFinal_ex(c, out, NULL) != 1)
		abort();
}

/* RFC 2104 (Krawczyk, Bellare, Canetti, 1997), over SHA-256. */
void
seal_hmac(
    const void *key, size_t key_length, const void *bytes, size_t length, uint8_t out[SEAL_HASH])
{
	uint8_t block[HMAC_BLOCK] = {0}, inner[SEAL_HASH];
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	if (c == NULL)
		abort();
	fetch_once();
	if (key_length > HMAC_BLOCK)
		seal_sha256(key, key_length, block);
	else if (key_length > 0)
		memcpy(block, key, key_length);
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		block[i] ^= 0x36;
	hash_behind(c, block, bytes, length, inner);
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		block[i] ^= 0x36 ^ 0x5c;
	hash_behind(c, block, inner, sizeof inner, out);
	EVP_MD_CTX_free(c);
	mem_wipe(block, sizeof block);
	mem_wipe(inner, sizeof inner);
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

/* AES-256-GCM. out gets length bytes, tag TAG bytes. */
static bool
encrypt(const uint8_t *key, const uint8_t *nonce, const void *about, size_t about_length,
    const void *bytes, size_t length, uint8_t *out, uint8_t *tag)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int n;
	bool ok;

	if (c == NULL)
		abort();
	fetch_once();
	ok = EVP_EncryptInit_ex(c, aes_gcm, NULL, key, nonce) == 1
	    && EVP_EncryptUpdate(c, NULL, &n, about, (int)about_length) == 1
	    && (length == 0 || EVP_EncryptUpdate(c, out, &n, bytes, (int)length) == 1)
	    && EVP_EncryptFinal_ex(c, out + length, &n) == 1
	    && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, tag) == 1;
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
	struct str text;

	str_init(&text);
	str_add_n(&text, purpose, strlen(purpose) + 1);
	str_add_n(&text, bytes, length);
	seal_hmac(key, SEAL_KEY, text.data, text.length, out);
	mem_wipe(text.data, text.length);
	str_clear(&text);
}

struct keyring *
keyring_new_from(const uint8_t master[SEAL_KEY])
{
	struct keyring *k = mem_zero(1, sizeof *k);

	memcpy(k->master, master, SEAL_KEY);
	derive(master, "wrap", NULL, 0, k->wrapping);
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

/* Makes the key file whole or not at all, and never over one that is there. */
static enum err
make_key_file(const char *path, struct errinfo *e)
{
	uint8_t master[SEAL_KEY];
	char line[SEAL_HEX + 1];
	struct str temporary;
	enum err err;

	err = random_secret(master, sizeof master, e);
	if (err != ERR_OK)
		return err;
	seal_hex(master, sizeof master, line);
	line[SEAL_HEX - 1] = '\n';
	str_init(&temporary);
	str_addf(&temporary, "%s.new.%ld", path, (long)getpid());
	err = file_write(temporary.data, line, SEAL_HEX, 0600, e);
	if (err == ERR_OK) {
		if (link(temporary.data, path) != 0 && errno != EEXIST)
			err = err_set(
			    e, ERR_IO, "%s: cannot make the key file: %s", path, strerror(errno));
		unlink(temporary.data);
	}
	str_clear(&temporary);
	mem_wipe(master, sizeof master);
	mem_wipe(line, sizeof line);
	return err;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum err
check_private(int fd, const char *path, struct errinfo *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(
		    e, ERR_IO, "%s: cannot look at the key file: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_FORBIDDEN, "%s: the key file is no regular file", path);
	if ((st.st_mode & 077) != 0)
		return err_set(e, ERR_FORBIDDEN,
		    "%s: others may read the key file (mode %04o); run: chmod 600 '%s'", path,
		    (unsigned)st.st_mode & 07777, path);
	return ERR_OK;
}

static enum err
read_key(int fd, const char *path, uint8_t master[SEAL_KEY], struct errinfo *e)
{
	char text[SEAL_HEX + 2];
	ssize_t n = read(fd, text, sizeof text);
	bool ok = n == SEAL_HEX - 1 || (n == SEAL_HEX && text[SEAL_HEX - 1] == '\n');

	for (size_t i = 0; ok && i < SEAL_KEY; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		ok = high >= 0 && low >= 0;
		master[i] = (uint8_t)(ok ? high << 4 | low : 0);
	}
	mem_wipe(text, sizeof text);
	if (!ok)
		return err_set(e, ERR_CORRUPT,
		    "%s: a key file is one line of 64 hexadecimal digits; restore it from a copy",
		    path);
	return ERR_OK;
}

enum err
keyring_open(const char *path, bool create, struct keyring **out, struct errinfo *e)
{
	uint8_t master[SEAL_KEY];
	enum err err;
	int fd;

	*out = NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT && create) {
		err = make_key_file(path, e);
		if (err != ERR_OK)
			return err;
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	if (fd < 0 && errno == ENOENT)
		return err_set(e, ERR_NOT_FOUND,
		    "%s: there is no key file; restore it from a copy: without it nothing that was sealed can be read",
		    path);
	if (fd < 0)
		return err_set(
		    e, ERR_IO, "%s: cannot open the key file: %s", path, strerror(errno));
	err = check_private(fd, path, e);
	if (err == ERR_OK)
		err = read_key(fd, path, master, e);
	close(fd);
	if (err == ERR_OK)
		*out = keyring_new_from(master);
	mem_wipe(master, sizeof master);
	return err;
}

void
keyring_lookup(const struct keyring *k, const char *purpose, const char *text, char out[SEAL_HEX])
{
	uint8_t key[SEAL_HASH], hash[SEAL_HASH];

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

/* A nonce that follows from what is sealed: the same text gives the same bytes, another text
 * another nonce. */
static void
seeded_nonce(const uint8_t key[SEAL_KEY], const char *about, const void *bytes, size_t length,
    uint8_t nonce[NONCE])
{
	uint8_t inner[SEAL_HASH], hash[SEAL_HASH];

	derive(key, "nonce about", about, strlen(about), inner);
	seal_hmac(inner, sizeof inner, bytes, length, hash);
	memcpy(nonce, hash, NONCE);
}

enum err
keyring_seal(const struct keyring *k, const uint8_t wrapped[SEAL_WRAPPED], const char *about,
    const void *bytes, size_t length, struct str *out, struct errinfo *e)
{
	uint8_t key[SEAL_KEY], nonce[NONCE], *sealed;
	enum err err;

	if (length > INT_MAX / 2)
		return err_set(e, ERR_LIMIT, "%zu bytes are too many to seal at once", length);
	err = unwrap(k, wrapped, key, e);
	if (err != ERR_OK)
		return err;
	if (wrapped[0] == WRAPPED_SEEDED)
		seeded_nonce(key, about, bytes, length, nonce);
	else
		err = random_secret(nonce, sizeof nonce, e);
	if (err == ERR_OK) {
		sealed = mem_alloc(1 + NONCE + length + TAG);
		sealed[0] = SEAL_VERSION;
		memcpy(sealed + 1, nonce, NONCE);
		if (encrypt(key, nonce, about, strlen(about), bytes, length, sealed + 1 + NONCE,
			sealed + 1 + NONCE + length))
			str_add_n(out, sealed, 1 + NONCE + length + TAG);
		else
			err = err_set(e, ERR_IO, "OpenSSL could not seal a text");
		mem_free(sealed);
	}
	mem_wipe(key, sizeof key);
	return err;
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
