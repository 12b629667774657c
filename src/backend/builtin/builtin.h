/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The builtin dialogue engine: an agenda of wishes, each worked by its playbook, answered from
 * facts and passages only.
 *
 *   builtin.c      the turn: what happens in which order
 *   state.c        the memory between turns, as JSON and back
 *   listen.c       what a message does to the agenda: yes and no, objections
 *   refusal.c      … a no to a summary, whatever stands beside it
 *   wishes.c       … new wishes, and what says more about one
 *   merge.c        … which of them are one
 *   payments.c     … what only says how something is paid
 *   commands.c     … several, of several orders
 *   choose.c       … an answer to "which one?": ordinals, both, the other
 *   other.c        … "the other one", of goods; what they keep
 *   slots.c        … values that it names, and corrections
 *   regions.c      … which of its words are which wish's
 *   spread.c       … which order number is for which
 *   condition.c    … "if the refund takes more than a week": whether it is so
 *   topic.c        … what it names, and what it denies
 *   returned.c     catching up after an agent gave the conversation back
 *   identity.c     asking who the shopper is
 *   needs.c        filling what a playbook needs: customer, order, product
 *   order.c        … which order
 *   lines.c        … which lines of the order
 *   dates.c        … which order, by the day it was placed
 *   relative.c     … which size, as one up, the largest, the wider
 *   variants.c     … which other size or colour
 *   swaps.c        … of each of several things
 *   named.c        which words of a text are about which goods
 *   details.c      … method of payment, address
 *   address.c      … where to: street, town, postcode, and no remarks
 *   reasons.c      … why, which is never guessed
 *   actions.c      from filled needs to a judged proposal, its summary, the explicit yes
 *   offers.c       what else the rules allow, and choosing among it
 *   sums.c         what would come back, said before anything is done
 *   say.c          sentences from the message files, with every figure checked against the facts
 *   knowledge.c    answers out of passages
 *   questions.c    which questions anyone may ask, and those that no wish was made of
 *   records.c      what only the shopper's own records answer
 *   beyond.c       what no action of the shop meets
 *   compare.c      two products side by side
 *   catalogue.c    how many, the cheapest, what is under a price (catalogue.h)
 *   confidence.c   one probability out of named parts
 *   parts.c        … those parts: signs of how sure a reply may be
 *   handoff.c      giving up well: a summary for the person who goes on
 *   trace.c        why it said what it said
 *   playbooks.c    all playbooks; one file a family beside it: orders.c, money.c, changes.c,
 *                  troubles.c, products.c, answers.c, records.c, smalltalk.c
 *
 * To add an intent: a row in its family's table, a function where none of the shared ones fits, and
 * its sentences in messages/LANG.yaml.
 */
#ifndef FLOORWALKER_BACKEND_BUILTIN_H
#define FLOORWALKER_BACKEND_BUILTIN_H

#include "floorwalker/backend.h"
#include "floorwalker/shop/actions.h"

enum {
	AGENDA_LIMIT = 8,
	CHOICE_LIMIT = 8,
	MENTION_LIMIT = 6,
	PICK_LIMIT = 16,
	OPTION_LIMIT = 8,
	SPOT_LIMIT = 16,
	CITATION_LIMIT = 8,
	ANSWER_CLAUSES = 6,
	COMPARE_LIMIT = 3,
	PROPOSAL_LIMIT = 4,
	LANGUAGE_LIMIT = 16,
	ASK_LIMIT = 2
};

/* What a playbook may need before it can run; asked for in this order. */
enum need {
	NEED_CUSTOMER,
	NEED_ORDER,
	NEED_LINES,
	NEED_REASON,
	NEED_VARIANT,
	NEED_METHOD,
	NEED_ADDRESS,
	NEED_PRODUCT,
	NEED_CONFIRM,
	NEED_COUNT
};
#define NEEDS(n) (1u << (n))

/* Which of the customer's orders a wish could mean when they name none. */
enum order_fit { FIT_ANY, FIT_UNSHIPPED, FIT_UNDERWAY, FIT_DELIVERED, FIT_PAID_BACK };

enum family { FAMILY_ANSWER, FAMILY_ACTION, FAMILY_TROUBLE, FAMILY_TALK };

enum wish_status {
	WISH_OPEN,		/* something is needed, or it has not run */
	WISH_CONFIRMING,	/* a summary was said; waiting for an explicit yes to it */
	WISH_CHOOSING,		/* alternatives were offered */
	WISH_DONE, WISH_DROPPED, WISH_REFUSED
};

/* What came of a step. */
enum outcome {
	OUTCOME_NEXT,		/* filled or done; go on */
	OUTCOME_ASKED,		/* a question was put: the turn's one question */
	OUTCOME_STUCK		/* hands over */
};

struct talk;
struct wish;

struct playbook {
	const char *intent;
	enum family family;
	unsigned needs;				/* NEEDS(…) */
	enum order_fit fit;
	enum action_kind kind;			/* FAMILY_ACTION */
	const char *reason;			/* the reason that the wish itself states; NULL:
						   none */
	const enum action_kind *remedies;	/* FAMILY_TROUBLE: tried in this order */
	size_t remedy_count;
	enum outcome (*run)(struct talk *t, struct wish *w);
	bool articles;				/* NEED_PRODUCT: an article may answer where no
						   product is named */
};

struct mention {
	const char *product_id;
	const char *words;			/* as the shopper said it: "jacket" may mean another
						   one than was guessed; "" unknown */
	bool except;
};

struct pick {
	int64_t line_id, quantity;
};

/* What one of several lines is to become. */
struct swap {
	int64_t line_id;
	const char *sku;
};

struct wish {
	const struct playbook *book;
	enum wish_status status;
	double probability;
	const char *question;			/* the words it came with */
	const char *topic;			/* the intent that its question is about, where that
						   isn't the playbook's own; of this turn */
	size_t from, to;			/* bytes of the message that it stands in, where
						   others stand beside it; of this turn */
	const char *order_id, *product_id, *sku, *reason, *method;	/* "" unknown */
	struct mention mentions[MENTION_LIMIT];
	size_t mention_count;
	struct pick picks[PICK_LIMIT];
	size_t pick_count;
	struct swap swaps[PICK_LIMIT];		/* where several lines are picked; else sku */
	size_t swap_count;
	int64_t asked_line;			/* the one of several that was asked about; 0
						   none */
	bool same_again;			/* told that they named the one that they have: named
						   again, they want the same */
	bool heard_swaps;			/* the words it came with were searched for them */
	struct pair options[OPTION_LIMIT];
	size_t option_count;
	struct address address;			/* parts may be "" */
	const char *among[CHOICE_LIMIT];	/* "one of them": the orders that were named, of
						   which one is meant */
	size_t among_count;
	int64_t quantity;			/* 0 not said */
	int64_t amount;				/* of a credit, from the records; set where it is
						   worked out */
	bool everything;			/* "all", "both" */
	bool another;				/* another size or colour is wanted: never the same
						   again */
	bool other;				/* "the other one": not the one that was spoken
						   of */
	bool spare;				/* only if the wish before it comes to nothing */
	bool stated_reason;			/* asked for once; never again */
	const char *remedy;			/* of a trouble: the kind of action that they named;
						   "" none */
	const char *hash;			/* of the summary that was said */
	const char *declined;			/* of one that the shopper objected to */
	const char *no_to;			/* of one that the message says no to; of this turn */
	const char *rule, *said;		/* policy's last word: rule id and its reason for
						   agents */
	int64_t asks[NEED_COUNT];
	bool fresh, agreed, moved;		/* of this turn: came with the message; yes to the
						   summary; a slot changed */
	bool renamed;				/* of this turn: goods were named anew */
};

/* What was put to the shopper last, so that "the second", "both" and "yes" mean something. */
enum choice_kind {
	CHOICE_NONE,
	CHOICE_ORDER,
	CHOICE_LINE,
	CHOICE_VARIANT,
	CHOICE_METHOD,
	CHOICE_ACTION,
	CHOICE_INTENT,
	CHOICE_PRODUCT,
	CHOICE_HUMAN,
	CHOICE_MORE,
	CHOICE_IDENTITY,
	CHOICE_LEAVE,
	CHOICE_REASON
};

#define LEANING_LIMIT 4

struct memory {
	int64_t turn;
	struct wish wishes[AGENDA_LIMIT];
	size_t wish_count;
	enum choice_kind choice;
	const char *choices[CHOICE_LIMIT];
	size_t choice_count;
	struct intent_guess leanings[LEANING_LIMIT];	/* what the message that was asked back
							   about may have meant */
	size_t leaning_count;
	const char *expected;			/* for understanding: a slot's name, "yes_no" or
						   "" */
	int64_t failures, unclear, declined, identity_asks;
	bool heard[IDENTITY_FACT_COUNT];	/* what they said of themselves */
	bool greeted, served;			/* served: some wish was met */
	bool order_unknown;			/* the order named last isn't theirs: which one they
						   mean is asked, not guessed */
	const char *condition;			/* the message that put one on its wishes, until
						   it is decided; "" none */
	const char *order_id, *product_id;	/* spoken of last */
	const char *compared[COMPARE_LIMIT];	/* products that stood side by side last; "" none */
};

/* A text that words were looked for in, and its words, folded, each between blanks. */
struct folded_text {
	const char *text, *words;
	size_t length;
	uint8_t first[32];		/* bits: bytes that a word begins with */
};
#define FOLDED_TEXTS 8

/* A text that was cut into clauses; its text is NULL before the first. */
struct cut_text {
	const char *text, *clauses[ANSWER_CLAUSES];
	size_t count;
};

struct talk {
	struct arena *a;
	const struct backend_request *q;
	const struct messages *say;		/* whose sentences are said: the shopper's
						   language, for a summary the people's */
	const struct understanding *u;
	struct facts *f;
	struct backend_draft *out;
	struct memory m;
	struct wish *focus;			/* the wish that the last question was about */
	const char *offered;			/* the one wish that was offered with the last
						   answer; "" none */
	const char *was_expected;		/* what that question asked for */
	struct str text;
	enum err err;				/* the first failure of a room below; ends the
						   turn */
	struct errinfo e;
	const struct customer *customer;
	const struct order *orders;		/* the customer's, once read */
	size_t order_count;
	bool orders_read;
	const char *told_of;			/* another order than the wishes', which the reply has
						   named; NULL none */
	bool asked;				/* the turn's one question was put */
	bool answered;				/* the message answered the last question */
	bool described;				/* its sizes and colours told which line, not what
						   to change to */
	bool foreign;				/* surely written in a language that the shop
						   doesn't answer in */
	bool had_no_proof;			/* it gave nothing of what was asked to prove who
						   they are */
	bool rejected;				/* the last answer was none */
	bool repaired;				/* a correction, a misunderstanding */
	bool unclear;				/* nothing in the message could be made out */
	bool sorry;				/* something to be sorry for */
	bool just_dropped;			/* the shopper said no */
	bool objected;				/* … and wants something else instead */
	bool claims_made, worked;
	bool wants_human, wants_no_more, wants_more, out_of_scope;
	enum handoff_reason give_up;
	const char *citations[CITATION_LIMIT];
	size_t citation_count;
	const char *said_clauses[ANSWER_CLAUSES];	/* parts of the message that passages of
							   this turn have answered */
	size_t said_clause_count;
	struct action_proposal proposals[PROPOSAL_LIMIT];
	size_t proposal_count;
	int64_t preview_sum, previewed;	/* of what would come back: minor units, how many orders */
	const char *intent;
	double nearest;			/* to a limit that a passage was held against; INFINITY none */
	double intent_probability, slot_certainty, retrieval;	/* 1 where nothing of the kind was
								   used */
	int64_t claims, grounded;
	struct value *trace, *steps, *verdicts, *passages;
	struct folded_text folded[FOLDED_TEXTS];	/* the last ones */
	size_t folded_next;
	struct cut_text cut;		/* the last one */
};

/* state.c */
void state_read(struct talk *t, const struct value *state);
struct value *state_write(struct talk *t);
/* forgets the choices before */
void state_expect(struct talk *t, enum choice_kind kind, const char *expected);
void state_choice(struct talk *t, const char *value);
void state_lean(struct talk *t, const struct intent_guess *g);

/* restated.c: the wish that a message after "did you mean this or that?" says again, in whatever
 * words; NULL: still unclear. */
const struct intent_guess *restated_guess(struct talk *t);

/* playbooks.c */
const struct playbook *playbook_find(const char *intent);
const struct playbook *playbook_for(enum action_kind kind);	/* the one that carries out this
								   kind; NULL where none does */
extern const struct playbook playbooks_orders[], playbooks_money[], playbooks_changes[],
    playbooks_troubles[], playbooks_products[], playbooks_answers[], playbooks_records[],
    playbooks_beyond[],
    playbooks_smalltalk[];
extern const size_t playbooks_orders_count, playbooks_money_count, playbooks_changes_count,
    playbooks_troubles_count, playbooks_products_count, playbooks_answers_count,
    playbooks_records_count, playbooks_beyond_count,
    playbooks_smalltalk_count;

/* listen.c, wishes.c, choose.c, slots.c */
#define NEW_WISH_ASKED 0.60	/* probability from which a guess is a wish of its own where
				   something was asked */
#define NAMED_SURE 0.85		/* of a product, so that a question may be about it */
void listen_wishes(struct talk *t);
void wishes_merge(struct talk *t);
bool is_address_change(const struct playbook *b);
bool says_little(const struct talk *t, size_t from, size_t to);	/* "can you change it", in these bytes */
bool is_swap_intent(const char *intent);
/* "To another card": where the money of this wish goes, and no other way of paying the order. */
bool tells_method(const struct talk *t, const struct wish *w, const struct playbook *guessed);
/* g, or where that is only how to pay a difference, the change that it belongs to. */
const struct intent_guess *behind_method(struct talk *t, const struct intent_guess *g);
/* A guess that only says how something that is wanted is paid; c NULL: the whole text. */
bool is_about_method(struct talk *t, const struct playbook *book, const struct wish_clause *c);
void listen_questions(struct talk *t);		/* what it asks beside an answer */
bool is_goods_action(const struct playbook *b);	/* refund, return, exchange */
bool is_goods_or_swap(const struct playbook *b);	/* … or another item before it ships */
bool agenda_has_fresh(const struct talk *t);	/* a wish that came with this message */
/* All that the message wanted is an answer out of an article: what was asked before is still to be
 * answered, and asked again at no cost. */
bool talk_asked_between(const struct talk *t);
/* It answers what was asked, and not only an offer, beside which anything may be wanted. */
bool talk_only_answers(const struct talk *t);
void listen_message(struct talk *t);
void listen_choice(struct talk *t);
void slots_take(struct talk *t);
bool message_answers(const struct talk *t);			/* it holds what the last question
								   asked for */
struct wish *agenda_add(struct talk *t, const struct playbook *book, double probability);
bool wish_is_live(const struct wish *w);
void wish_set_order(struct talk *t, struct wish *w, const char *order_id);
void wish_turn_into(struct talk *t, struct wish *w, enum action_kind kind);
bool talk_is_clear_yes(const struct talk *t);
bool talk_is_clear_no(const struct talk *t);

/* refusal.c: a no to its summary, and nothing that corrects it or is wanted instead. */
bool refusal_is_said(struct talk *t, const struct wish *w);
/* What it says no to isn't summed up again in the same words, whatever it corrects. */
void refusal_note(struct talk *t, struct wish *w);

/* regions.c */
size_t sentence_start(const struct talk *t, size_t at);
size_t sentence_end(const struct talk *t, size_t at);
/* The words of a fresh wish among several that came together, to where the next one's begin;
 * false: it stands alone, or its place isn't known. */
bool region_of(const struct talk *t, const struct wish *w, size_t *from, size_t *to);
/* What several things shall become stands in more than the words that the wish was heard in: its
 * question is widened to them. */
void regions_widen_questions(struct talk *t);
bool is_cancel(const struct playbook *b);
/* The reason that these words tell of a cancellation; "" none. */
const char *reason_within(struct talk *t, size_t from, size_t to);

/* slots.c, spread.c */
#define SLOT_LEAST 0.4	/* weaker finds are only traced */
void slot_used(struct talk *t, const struct slot *s);
/* The wish takes what these words of the message name, and forgets what others did. */
void wish_take_words(struct talk *t, struct wish *w, size_t from, size_t to);
/* The same, wanted of another order too; false: the agenda is full. */
bool wish_again(struct talk *t, const struct wish *w, const char *order_id);
void spread_orders(struct talk *t, struct wish **wishes, size_t wish_count);

/* commands.c */
void commands_listen(struct talk *t);
void commands_replace(struct talk *t);	/* what was summed up gives way to what it can't go with */
/* slots.c */
const char *slot_words(struct talk *t, const struct slot *s);	/* that it was read from */
/* condition.c */
void condition_listen(struct talk *t);
void condition_settle(struct talk *t, struct wish *w);	/* once its order is known */
/* other.c: the goods of the order that weren't spoken of take the place of those that were; false:
 * nothing of the kind was said. */
bool other_goods(struct talk *t, struct wish *w);
bool other_is_said(const struct talk *t, const struct wish *w);
/* "I keep the stove"; and what that leaves of a wish. */
bool goods_are_kept(struct talk *t, const struct slot *s);
bool goods_leave_out(struct talk *t, struct wish *w, const struct slot *s);
bool slot_take_option(struct wish *w, const struct slot *s);
/* relative.c */
void relative_options(struct talk *t, struct wish *w);
/* "No, 34 I mean": another value than the one that was summed up stands in the message, though no
 * option was heard; told takes it over. */
bool relative_is_told(struct talk *t, const struct wish *w);
bool relative_correct(struct talk *t, struct wish *w);
/* dates.c: those of the list that the message means by their day or month; 0: it names none. */
size_t orders_by_date(
    struct talk *t, const struct order *const *list, size_t count, const struct order **out);

/* topic.c */
bool topic_denies_trouble(struct talk *t);			/* "nothing is wrong with it" */
/* Where an address is told: the likeliest guess that wants one; NULL: none is likely at all. */
const struct intent_guess *topic_of_place(const struct talk *t);
/* The message's only wish, or the one that is about the order or product that it names. */
const struct intent_guess *topic_guess(struct talk *t, const struct intent_guess *only);

/* returned.c */
void returned_catch_up(struct talk *t);

/* reasons.c */
/* The reason that the message surely tells, with the trouble that was guessed from it (or NULL); ""
 * where it must be asked. */
const char *reason_heard(struct talk *t, const struct playbook *trouble, double probability);
bool reason_may_change(struct talk *t, const struct wish *w);	/* the message may tell another, or
								   the first, of a wish that isn't
								   new */
bool reason_is_known(const struct talk *t, const char *order_id);	/* that it is late or lost
									   was told, and nothing
									   came of it */
bool reason_decides(struct talk *t, const struct wish *w);	/* none was told, and what policy
								   denies without it would do with
								   one */
/* Asks for it in the words of that denial. */
enum outcome reason_ask_for_policy(struct talk *t, struct wish *w, const struct verdict *v);
void reason_settle(struct talk *t, struct wish *w);		/* a trouble goes on as the one that
								   its reason says */

/* identity.c, needs.c, lines.c, variants.c, details.c */
void identity_listen(struct talk *t);
bool identity_is_refused(struct talk *t);		/* they have nothing of what was asked */
bool identity_is_missing(const struct talk *t);
void identity_settle(struct talk *t, bool accepted);
bool identity_is_answered(const struct talk *t);
void say_which_wish(struct talk *t, const struct wish *w);
enum outcome need_customer(struct talk *t, struct wish *w);
enum outcome need_order(struct talk *t, struct wish *w);
enum outcome need_product(struct talk *t, struct wish *w);
enum outcome need_lines(struct talk *t, struct wish *w);
enum outcome need_variant(struct talk *t, struct wish *w);
enum outcome need_reason(struct talk *t, struct wish *w);
enum outcome need_method(struct talk *t, struct wish *w);
/* What a message calls a method: the id of theirs that it surely means, else its kind, with the last
 * digits of a card that were said. */
const char *method_heard(struct talk *t, const struct slot *s);
void method_settle_difference(struct talk *t, struct wish *w);
enum outcome need_address(struct talk *t, struct wish *w);
void address_hear(struct talk *t, struct wish *w);	/* what the message says of where to */
enum outcome wish_work(struct talk *t, struct wish *w);	/* needs, then run */
/* Asks once more, or gives up where the same was asked ASK_LIMIT times. key is said before giving
 * it a second try where again is not NULL. */
enum outcome need_ask(struct talk *t, struct wish *w, enum need n);
bool order_fits(const struct order *o, enum order_fit fit);
/* Reads an order for this wish; NULL where it isn't theirs or isn't there (t->err stays OK) or on
 * failure (t->err set). */
const struct order *talk_order(struct talk *t, const char *order_id);
const struct order *wish_order(struct talk *t, const struct wish *w);
bool talk_orders(struct talk *t);				/* false: failed */
const struct product *talk_product(struct talk *t, const char *product_id);
const struct product *line_product(struct talk *t, const struct order_line *l);
/* The value of an option that a text names, where it names one alone beside the present variant's
 * (or NULL). */
const char *named_value(
    const struct product *p, const struct variant *now, size_t option, const char *text);
/* The present one with the wanted values in place of its own. NULL: no such combination. */
const struct variant *variant_wanted(
    const struct product *p, const struct variant *now, const char *const wanted[OPTION_LIMIT]);
/* Asks which other one, of those that have the wanted values (NULL: of all). */
enum outcome variant_ask(struct talk *t, struct wish *w, const struct product *p,
    const struct variant *now, const char *const *wanted);
/* All that it has now stands in the text, and no other value. */
bool names_present(const struct product *p, const struct variant *now, const char *text);
/* The variant wanted, into *sku; else says why it can't be had, and asks. */
enum outcome variant_settle(struct talk *t, struct wish *w, const struct product *p,
    const struct variant *now, const char *const wanted[OPTION_LIMIT], const char **sku);
bool reason_is_ours(const char *reason);	/* damaged, faulty, the wrong one, never come */

/* lines.c */
bool wish_picks(const struct wish *w, int64_t line_id);

/* swaps.c */
enum outcome need_swaps(struct talk *t, struct wish *w, const struct order *o);
const char *wish_sku(const struct wish *w, int64_t line_id);	/* what a picked line becomes; ""
								   not known */
void wish_swap(struct wish *w, int64_t line_id, const char *sku);

/* named.c */
/* A name of one of an order's products in a text, and the words that are about it: offsets of
 * bytes, begin <= from < end <= to. begin: with the values before the name. */
struct spot {
	size_t from, end, begin, to;
	const struct product *p;
	bool shared;		/* another product of the order is called so as well */
};
/* Each word is one of the product's name, but for a slip or two of the pen. */
bool named_with_slips(struct talk *t, const struct product *p, const char *words);
size_t named_spots(struct talk *t, const struct wish *w, const struct order *o, const char *text,
    struct spot spots[SPOT_LIMIT]);		/* in order of place */
/* The line that is meant, by the values beside the name; NULL: several of this product, and the
 * words tell none. */
const struct order_line *spot_line(
    struct talk *t, const struct order *o, const struct spot *s, const char *text);
/* Where a value of this option stands in a text as words of its own; NULL nowhere. */
const char *value_in_text(const char *text, const char *name, const char *value);

/* The line is what was mentioned: every word fits its name or kind, or, where no line's does, the
 * product guessed is its. */
bool line_is_mentioned(
    struct talk *t, const struct order *o, const struct order_line *l, const struct mention *m);
/* some line's name or kind fits them */
bool order_has_words(struct talk *t, const struct order *o, const char *words);
bool order_has_mentioned(struct talk *t, const struct order *o, const struct mention *m);

/* address.c */
/* What is surely an address, around the one that was made out (or NULL); false: none is. Parts that
 * aren't told are left as they were. */
bool address_read(struct talk *t, const struct slot *s, struct address *a);
bool address_read_city(struct talk *t, struct address *a);	/* the town that was asked for */

/* actions.c, offers.c */
void say_verdict(struct talk *t, const struct verdict *v);
enum outcome action_run(struct talk *t, struct wish *w);
struct action_proposal action_build(struct talk *t, const struct wish *w, enum action_kind kind);
/* False: cannot be done at all, or failed (t->err). */
bool action_try(struct talk *t, struct action_proposal *p, struct verdict *v);
const struct action_line *action_already(
    const struct talk *t, const struct wish *w, const struct action_proposal *p);
enum outcome offer_remedies(
    struct talk *t, struct wish *w, const enum action_kind *kinds, size_t count, const char *lead);
enum outcome trouble_run(struct talk *t, struct wish *w);

/* say.c */
struct params {
	struct message_param list[24];
	size_t count;
};
void param_text(struct params *p, const char *name, const char *text);
/* must stand in the facts */
void param_number(struct talk *t, struct params *p, const char *name, int64_t n);
/* so must these */
void param_money(struct talk *t, struct params *p, const char *name, int64_t minor);
void param_date(struct talk *t, struct params *p, const char *name, int64_t at_ms);
void say(struct talk *t, const char *key, const struct params *p);
void say_plain(struct talk *t, const char *key);
void say_order(struct talk *t, const char *key, const char *order_id);
void say_again(struct talk *t, size_t since);
void say_break(struct talk *t);					/* a new paragraph */
void say_text(struct talk *t, const char *text);
/* A reason of policy, care of goods; what: for the facts. */
void say_own_words(struct talk *t, const char *key, const char *text, const char *what);
const char *phrase_language(struct talk *t, const char *language);
/* a part of a sentence; arena's */
const char *phrase(struct talk *t, const char *key, const struct params *p);
/* kind: "and", "or" */
const char *phrase_join(struct talk *t, const char *kind, const char *const *items, size_t count);
const char *phrase_date(struct talk *t, int64_t at_ms);
const char *money_text(struct talk *t, int64_t minor);	/* as it is written; claims nothing */
const char *phrase_money(struct talk *t, int64_t minor);
const char *phrase_item(
    struct talk *t, const struct product *p, const struct variant *v, int64_t quantity);
const char *phrase_options(struct talk *t, const struct variant *v, const char *joined_by);
const char *phrase_method(struct talk *t, const char *method);	/* an id, "original", "gift_card" */
const char *phrase_picks(struct talk *t, const struct wish *w, const struct order *o);
const char *phrase_address(struct talk *t, const struct address *a);
/* "prefix.word"; arena's */
const char *key_of(struct talk *t, const char *prefix, const char *word);
const char *key_or(struct talk *t, const char *prefix, const char *word, const char *otherwise);
const char *key_part(struct talk *t, const char *name);
const char *phrase_attribute(struct talk *t, const char *name);
bool has_key(const struct talk *t, const char *key);
/* as messages_check() */
NODISCARD enum err sentences_check(const struct messages *m, size_t *at, struct errinfo *e);
/* True where a word of the list under key ("words.price": [price, cost]) stands in the text. */
bool text_has_word_of(struct talk *t, const char *text, const char *key);
bool text_has_word_like(struct talk *t, const char *text, const char *key);	/* or one that a
										   slip of the pen
										   makes of it */
bool text_begins_with_word_of(struct talk *t, const char *text, const char *key);

/* knowledge.c */
/* false: nothing fits */
bool answer_from_passages(struct talk *t, struct wish *w, const char *product);
bool answer_from_topic(struct talk *t, struct wish *w);	/* with what that article begins
							   with */
bool answer_from_article(struct talk *t, struct wish *w);	/* false: none is about it first of
								   all */
/* false: none about it is likely at all */
bool answer_from_guide(struct talk *t, struct wish *w, const char *question, const char *product);
void cite(struct talk *t, const char *article_or_passage);
bool answer_pass_over(struct talk *t, struct wish *w);
enum outcome answer_unknown(struct talk *t, struct wish *w);
struct answer {
	const char *clause;		/* the part of the wish's words that it answers */
	struct retrieved *list;		/* best first, at least one */
	size_t count;
	bool about;			/* the wish is clear, and its own article answers */
};
/* false: no passage at all */
bool answer_find(struct talk *t, const struct wish *w, const char *product, struct answer *out);
/* whatever the intent */
bool answer_find_any(struct talk *t, const struct wish *w, struct answer *out);
/* Whether what a passage was found with reaches a limit. How near any came is kept in the trace. */
bool reaches(struct talk *t, double value, double limit);
void answer_say(struct talk *t, const struct answer *x);	/* nothing where this turn has said
								   it already */

/* questions.c */
size_t question_clauses(struct talk *t, const char *text, const char *out[ANSWER_CLAUSES]);
bool question_is_general(struct talk *t, const char *clause);	/* about the shop's ways, not about
								   the shopper's own order */
bool question_answer_general(struct talk *t, struct wish *w);
bool question_asks_where(struct talk *t, const char *text);
bool question_answer_known(struct talk *t, struct wish *w);
bool question_answer_anyway(struct talk *t);
void questions_settle(struct talk *t);		/* fresh wishes that are none, or others, by what
						   surrounds them */
void question_answer_beside(struct talk *t);

/* products.c, compare.c */
bool attribute_is_asked(
    struct talk *t, const struct product *p, const struct pair *attribute, const char *question);
/* "€9.00", "€9.00 to €12.00": of those that the wish may mean */
const char *phrase_prices(struct talk *t, const struct product *p, const struct wish *w);
/* Of a product that is named, something is asked that it is known for; in_full: by a name of
 * several words, as the catalogue has it. */
bool product_answer_anyway(struct talk *t, bool in_full);
/* by its own name: "the Corrib", not "a jacket" */
bool product_is_called(struct talk *t, const struct product *p, const char *text);
bool compare_is_asked(struct talk *t);
bool compare_say(struct talk *t, const struct wish *w);

/* records.c */
/* The message asks what only their own records answer: the intent of that wish; NULL: it doesn't. */
const char *record_wish(struct talk *t);
bool is_record_question(const struct playbook *b);

/* beyond.c */
/* The message wants what no action meets: the intent of that wish; NULL: it doesn't. */
const char *beyond_wish(struct talk *t);
bool is_beyond(const struct playbook *b);
/* It shall become a thing of another kind, and policy denies that: it is said so. */
bool refuse_other_goods(struct talk *t, struct wish *w);
enum outcome refuse_foreign_order(struct talk *t, struct wish *w);
bool leave_to_people(struct talk *t, struct wish *w);	/* hands over; false: the world doesn't
							   leave it to them */
/* catalogue.c: what the message asks over the catalogue is said; false: it asks nothing of the
 * kind. */
bool catalogue_answer(struct talk *t);

/* sums.c */
void sums_listen(struct talk *t);
enum outcome preview_run(struct talk *t, struct wish *w);

/* confidence.c, handoff.c, trace.c */
/* confidence.c, parts.c, handoff.c, trace.c */
void confidence_fill(struct talk *t);
void parts_fill(struct talk *t);	/* adds to the draft's parts */
void hand_off(struct talk *t, enum handoff_reason reason);	/* at the turn's end */
void handoff_fill(struct talk *t);
void handoff_sum_up(struct talk *t);
void trace_open(struct talk *t);
void trace_step(struct talk *t, const char *step, const char *why, const char *would_change);
void trace_fill(struct talk *t);
void talk_fail(struct talk *t, enum err code, const struct errinfo *e);

/* shared by families */
enum outcome knowledge_run(struct talk *t, struct wish *w);

#endif
