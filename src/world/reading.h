/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the world room.
 *
 *   reading.c     fields of files: typed, limited, each fault with its place
 *   settings.c    world.yaml
 *   staff.c       its queues, agents, promises, weights and plan
 *   catalogue.c   catalogue/ (.yaml)
 *   canned.c      canned/ and macros/ (.yaml)
 *   customers.c   customers.yaml
 *   orders.c      orders.yaml: reading
 *   cross.c       orders.yaml: what must fit together
 *   rest.c       all but world.yaml, side by side
 *   world.c       a folder into a world; checking all of it
 *   names.c       names, streets and towns of several countries
 *   people.c      seeded customers
 *   purchases.c   seeded orders of every state
 *   write.c       records in the format that people edit
 *   folder.c      a world's folder, made whole or not at all
 *   generate.c    writing a generated world
 *   tau_read.c, tau_orders.c  a set of tau retail: its three files into records
 *   tau_import.c  those into a world's folder
 *   tau_value.c   records in that set's own shape
 *   countries.c   countries by two and by three letters
 */
#ifndef FLOORWALKER_WORLD_READING_H
#define FLOORWALKER_WORLD_READING_H

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"
#include "floorwalker/world.h"

#define WORLD_TEXT_MAX 2000
#define WORLD_ID_MAX 60

extern const char *const world_intents[];	/* that articles may be about, and people see to */
extern const size_t world_intent_count;
#define WORLD_TIERS 3
extern const char *const world_tiers[WORLD_TIERS];
extern const char *const world_days[7];		/* Monday first */

/* A record with the place in the file that it came from: sorted together. */
struct placed {
	const struct value *at;
	size_t index;			/* in the file's order */
};

struct sku_place {
	const char *sku;
	const struct product *product;
	const struct variant *variant;
};

struct world {
	struct arena *arena;
	const char *folder;
	struct settings settings;
	struct shop_records records;
	struct pattern *order_pattern;
	struct sku_place *skus;		/* sorted */
	size_t sku_count;
	struct policy *policy;
	struct knowledge *knowledge;
	struct messages **messages;
	struct knowledge **translated;	/* for each of messages; NULL for the world's own */
	size_t message_count;
	struct canned *canned;
	size_t canned_count;
	struct macro_plan *macros;
	size_t macro_count;
};

/* Reading goes on after a fault, so that one check finds many. files: the parsed trees, gone after
 * reading; kept: the world's own memory. */
struct reading {
	struct world *world;
	struct arena *files, *kept;
	void (*found)(void *context, const struct world_fault *);	/* NULL: only the first
									   fault is wanted */
	void *context;
	size_t errors, warnings;
	bool torn_catalogue, torn_customers;	/* a file of theirs couldn't be read: who isn't
						   there may be in it, so nothing is said of them */
	enum err code;			/* of the first error */
	char first[600];
};

/* ---- faults */
void PRINTF_LIKE(3, 4) fault_at(struct reading *r, const struct value *v, const char *format, ...);
void PRINTF_LIKE(3, 4) warn_at(struct reading *r, const struct value *v, const char *format, ...);
void fault_text(struct reading *r, bool error, enum err code, const char *text);

/* ---- fields: what is missing or wrong is a fault, and the answer is then "" or the otherwise */
bool is_map(struct reading *r, const struct value *v, const char *what);
void only_keys(struct reading *r, const struct value *map, const char *const *known, size_t count);
const struct value *need_list(struct reading *r, const struct value *map, const char *key);
/* One line of text, safe to show. Numbers are taken as they are written. */
const char *need_text(struct reading *r, const struct value *map, const char *key);
const char *may_text(struct reading *r, const struct value *map, const char *key);
const char *text_of(struct reading *r, const struct value *v, const char *what);
const char *need_id(struct reading *r, const struct value *map, const char *key);
const char *need_word(struct reading *r, const struct value *map, const char *key,
    const char *const *words, size_t count);
int64_t need_amount(struct reading *r, const struct value *map, const char *key);	/* >= 0 */
int64_t may_amount(struct reading *r, const struct value *map, const char *key, int64_t otherwise);
int64_t need_int(
    struct reading *r, const struct value *map, const char *key, int64_t low, int64_t high);
double need_real(
    struct reading *r, const struct value *map, const char *key, double low, double high);
bool may_bool(struct reading *r, const struct value *map, const char *key, bool otherwise);
int64_t need_instant(struct reading *r, const struct value *map, const char *key);
int64_t may_instant(struct reading *r, const struct value *map, const char *key);
int64_t need_duration(struct reading *r, const struct value *map, const char *key);
const struct value *need_map(struct reading *r, const struct value *map, const char *key);
/* "08:30", "24:00": minutes of the day. */
bool parse_minutes(const char *s, int *out);
bool one_of(const char *s, const char *const *words, size_t count);
/* Texts of a list, kept. */
const char **texts_of(struct reading *r, const struct value *list, const char *what, size_t *count);
void read_address(struct reading *r, const struct value *v, struct address *out);

/* ---- the files */
/* Parses a file of the world under its relative name; NULL where it can't be read (then
 * faulted). */
const struct value *parse_file(struct reading *r, const char *relative);
void read_settings(struct reading *r);
void read_staff(struct reading *r, const struct value *root);
void read_catalogue(struct reading *r);
void read_customers(struct reading *r);
void read_orders(struct reading *r);
void read_canned(struct reading *r);
/* All but world.yaml, on as many threads as there are cores. */
void read_rest(struct reading *r);
/* Whether an order fits its customer, the catalogue and itself. */
void cross_order(struct reading *r, const struct order *o, const struct value *at);

const struct customer *world_customer(const struct world *w, const char *id);
const struct order *world_order(const struct world *w, const char *id);
const struct sku_place *world_sku(const struct world *w, const char *sku);

/* ---- writing */
void write_text(struct str *out, const char *s);	/* quoted where it must be */
void write_id(struct str *out, const char *s);
void write_product(struct str *out, const struct settings *s, const struct product *p);
void write_customer(struct str *out, const struct settings *s, const struct customer *c);
/* with_address: also where it is the customer's */
void write_order(
    struct str *out, const struct settings *s, const struct order *o, bool with_address);

/* ---- folders */
NODISCARD enum err folder_copy(struct arena *a, const char *base, const char *out,
    const char *name, const char *suffix, struct errinfo *e);
/* world.yaml with other values, in YAML, for some keys of its top floor. */
NODISCARD enum err folder_copy_settings(struct arena *a, const char *base, const char *out,
    const struct pair *changes, size_t count, struct errinfo *e);
void folder_remove(struct arena *a, const char *folder);
/* fill writes the files into folder; name: what the world will be called. */
NODISCARD enum err folder_make(struct arena *a, const char *out,
    enum err (*fill)(void *context, struct arena *a, const char *folder, const char *name,
	struct errinfo *e),
    void *context, struct errinfo *e);

/* ---- generating */
struct country {
	const char *code, *language;
	const char *phone;		/* # is a digit */
	const char *const *given, *const *family, *const *streets, *const *cities, *const *carriers;
	const char *postcode;		/* # a digit, @ a letter */
	bool number_last;		/* of the house, after the street */
};
const struct country *countries_all(size_t *count);

struct people {
	struct customer *customers;
	size_t count;
	const struct country **from;	/* of each customer */
};
/* Seeded customers C-…: the countries are those of the base's customers that the table knows. */
void people_make(
    struct arena *a, const struct world *base, size_t count, uint64_t seed, struct people *out);
/* Seeded orders by them, of every state. */
NODISCARD enum err purchases_make(struct arena *a, const struct world *base,
    const struct people *people, size_t count, uint64_t seed, struct order **out,
    struct errinfo *e);

#endif
