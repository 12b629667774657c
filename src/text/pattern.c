/* SPDX-License-Identifier: GPL-3.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <libstemmer.h>
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/text.h"
#include "pattern_needs.h"

#define LONGEST_SOURCE 4096
#define MOST_STEPS 200000	/* of matching: a hostile text ends here, not in minutes */
#define MOST_HEAP_KIB 4096
#define MATCHES_BEFORE_CODE 12	/* about what making machine code costs, of short texts */
#define SHORT_TEXT 600		/* bytes; the limit of steps is far off */

struct pattern {
	pcre2_code *code;		/* for the interpreter, and never changed */
	_Atomic(pcre2_code *) fast;	/* a copy of it with machine code; NULL none is made yet */
	pcre2_match_context *limits;
	struct pattern_needs *needs;	/* NULL: nothing is known */
	atomic_uint matched;		/* by the interpreter */
};

enum err
pattern_new(const char *source, bool caseless, struct pattern **out, struct errinfo *e)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
	    PCRE2_NEVER_BACKSLASH_C | (caseless ? PCRE2_CASELESS : 0);
	struct pattern *p;
	pcre2_code *code;
	PCRE2_SIZE offset;
	int number;

	*out = NULL;
	if (strlen(source) > LONGEST_SOURCE)
		return err_set(e, ERR_LIMIT, "a pattern of %zu bytes; the limit is %d",
		    strlen(source), LONGEST_SOURCE);
	code = pcre2_compile(
	    (PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, options, &number, &offset, NULL);
	if (code == NULL) {
		unsigned char message[160];

		pcre2_get_error_message(number, message, sizeof message);
		return err_set(e, ERR_INPUT, "the pattern '%.120s' is wrong at byte %zu: %s",
		    source, offset + 1, (const char *)message);
	}
	p = mem_zero(1, sizeof *p);
	p->code = code;
	p->needs = pattern_needs_new(source, caseless);
	p->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(p->limits, MOST_STEPS);
	pcre2_set_depth_limit(p->limits, MOST_STEPS);
	pcre2_set_heap_limit(p->limits, MOST_HEAP_KIB);
	*out = p;
	return ERR_OK;
}

void
pattern_free(struct pattern **p)
{
	if (p == NULL || *p == NULL)
		return;
	pcre2_code_free((*p)->code);
	pcre2_code_free(atomic_load(&(*p)->fast));
	pcre2_match_context_free((*p)->limits);
	pattern_needs_free(&(*p)->needs);
	mem_free(*p);
	*p = NULL;
}

/* Machine code is made when something long is first to be matched, or the pattern has been used a few
 * times: many patterns, such as what is known of one shopper, hardly ever are. */
static const pcre2_code *
code_of(const struct pattern *p, size_t length)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct pattern *own = (struct pattern *)(uintptr_t)p;
	pcre2_code *fast = atomic_load_explicit(&own->fast, memory_order_acquire);

	if (fast != NULL)
		return fast;
	if (length <= SHORT_TEXT &&
	    atomic_fetch_add_explicit(&own->matched, 1, memory_order_relaxed) <
		MATCHES_BEFORE_CODE)
		return p->code;
	pthread_mutex_lock(&lock);
	fast = atomic_load_explicit(&own->fast, memory_order_relaxed);
	if (fast == NULL && (fast = pcre2_code_copy(p->code)) != NULL) {
		/* where it can't, the interpreter serves */
		pcre2_jit_compile(fast, PCRE2_JIT_COMPLETE);
		atomic_store_explicit(&own->fast, fast, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return fast != NULL ? fast : p->code;
}

static pthread_key_t room_key;

static void
free_room(void *data)
{
	pcre2_match_data_free(data);
}

static void
make_room_key(void)
{
	if (pthread_key_create(&room_key, free_room) != 0)
		abort();	/* only where a process has used up its keys */
}

/* Where a search says what it has found: one for each thread, until the thread ends; NULL where
 * memory is short. */
static pcre2_match_data *
room_of_thread(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pcre2_match_data *data;

	pthread_once(&once, make_room_key);
	data = pthread_getspecific(room_key);
	if (data == NULL && (data = pcre2_match_data_create(1, NULL)) != NULL &&
	    pthread_setspecific(room_key, data) != 0) {
		pcre2_match_data_free(data);
		data = NULL;
	}
	return data;
}

bool
pattern_find(const struct pattern *p, const char *s, size_t length, size_t from, size_t *start,
    size_t *match_length)
{
	pcre2_match_data *data;
	bool found;

	if (from > length)
		return false;
	data = room_of_thread();
	if (data == NULL)
		return false;
	found = pcre2_match(code_of(p, length), (PCRE2_SPTR)s, length, from, 0, data, p->limits) >= 0;
	if (found) {
		const PCRE2_SIZE *range = pcre2_get_ovector_pointer(data);

		*start = range[0];
		/* \K can turn them round */
		*match_length = range[1] > range[0] ? range[1] - range[0] : 0;
	}
	return found;
}

bool
pattern_may_match(const struct pattern *p, const struct pattern_glance *g)
{
	return p->needs == NULL || pattern_needs_are_met(p->needs, g);
}

bool
pattern_is_whole(const struct pattern *p, const char *s)
{
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	bool found;

	if (data == NULL)
		return false;
	found = pcre2_match(code_of(p, strlen(s)), (PCRE2_SPTR)s, strlen(s), 0,
		    PCRE2_ANCHORED | PCRE2_ENDANCHORED, data, p->limits) >= 0;
	pcre2_match_data_free(data);
	return found;
}

const char *
pattern_group(const struct pattern *p, struct arena *a, const char *s, size_t length, int group)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(p->code, NULL);
	const char *found = NULL;

	if (data == NULL)
		return NULL;
	if (group >= 0 && pcre2_match(code_of(p, length), (PCRE2_SPTR)s, length, 0, 0, data, p->limits) >= 0
	    && (uint32_t)group < pcre2_get_ovector_count(data)) {
		const PCRE2_SIZE *range = pcre2_get_ovector_pointer(data) + 2 * group;

		if (range[0] != PCRE2_UNSET && range[1] >= range[0])
			found = arena_text_n(a, s + range[0], range[1] - range[0]);
	}
	pcre2_match_data_free(data);
	return found;
}

/* Stems of the latest words: a place for each hash, where the later word stays. */
#define STEMS 1024
#define STEM_WORD 24
struct stem {
	char word[STEM_WORD], text[STEM_WORD];	/* "" none */
};

struct stemmer {
	struct sb_stemmer *snowball;
	struct stem *seen;		/* STEMS of them; NULL where the language has no stemmer */
};

struct stemmer *
stemmer_new(const char *language)
{
	struct stemmer *s = mem_zero(1, sizeof *s);

	s->snowball = language != NULL ? sb_stemmer_new(language, "UTF_8") : NULL;
	if (s->snowball != NULL)
		s->seen = mem_zero(STEMS, sizeof *s->seen);
	return s;
}

void
stemmer_free(struct stemmer **s)
{
	if (s == NULL || *s == NULL)
		return;
	if ((*s)->snowball != NULL)
		sb_stemmer_delete((*s)->snowball);
	if ((*s)->seen != NULL)		/* words of shoppers */
		mem_wipe((*s)->seen, STEMS * sizeof *(*s)->seen);
	mem_free((*s)->seen);
	mem_free(*s);
	*s = NULL;
}

/* FNV-1a (Fowler, Noll, Vo). */
static size_t
word_hash(const char *s, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return (size_t)(h ^ h >> 32);
}

const char *
stemmer_stem(struct stemmer *s, const char *folded_word)
{
	const sb_symbol *stem;
	size_t length = strlen(folded_word);
	struct stem *seen;

	if (s->snowball == NULL || length > 256)
		return folded_word;
	seen = &s->seen[word_hash(folded_word, length) % STEMS];
	if (length > 0 && strcmp(seen->word, folded_word) == 0)
		return seen->text;
	stem = sb_stemmer_stem(s->snowball, (const sb_symbol *)folded_word, (int)length);
	if (stem == NULL)
		return folded_word;
	if (length == 0 || length >= STEM_WORD || strlen((const char *)stem) >= STEM_WORD)
		return (const char *)stem;
	memcpy(seen->word, folded_word, length + 1);
	strcpy(seen->text, (const char *)stem);
	return seen->text;
}
