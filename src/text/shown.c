/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/shown.h"

#include <stdio.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"

/* One word serves an id wherever it stands: those of two tables that are spelled alike mean the
 * same, or near enough to be said alike. */
static const struct { const char *id, *words; } shown[] = {
	/* intents */
	{"order_status", N_("order status")}, {"late_order", N_("late order")}, {"lost_order", N_("lost order")}, {"cancel_order", N_("cancel order")},
	{"return_item", N_("return item")}, {"exchange_item", N_("exchange item")}, {"change_item", N_("change item")},
	{"refund_request", N_("refund request")}, {"refund_status", N_("refund status")}, {"damaged_item", N_("damaged item")},
	{"faulty_item", N_("faulty item")}, {"wrong_item", N_("wrong item")}, {"missing_item", N_("missing item")},
	{"change_address", N_("change address")}, {"change_profile_address", N_("change profile address")}, {"change_payment", N_("change payment")},
	{"stock", N_("stock")}, {"size_advice", N_("size advice")}, {"product_question", N_("product question")}, {"delivery_time", N_("delivery time")},
	{"delivery_cost", N_("delivery cost")}, {"payment_question", N_("payment question")}, {"invoice", N_("invoice")}, {"account", N_("account")},
	{"gift_card", N_("gift card")}, {"discount", N_("discount")}, {"price_adjustment", N_("price adjustment")}, {"place_order", N_("place order")},
	{"store_info", N_("store info")}, {"warranty", N_("warranty")}, {"loyalty", N_("loyalty")}, {"privacy", N_("privacy")},
	{"complaint", N_("complaint")}, {"greeting", N_("greeting")}, {"thanks", N_("thanks")}, {"goodbye", N_("goodbye")}, {"human", N_("human")},
	{"out_of_scope", N_("out of scope")}, {"aside", N_("aside")},
	/* kinds of action */
	{"refund", N_("refund")}, {"cancel", N_("cancel")}, {"return", N_("return")}, {"exchange", N_("exchange")}, {"item_change", N_("item change")},
	{"payment_change", N_("payment change")}, {"address_change", N_("address change")}, {"profile_address_change", N_("profile address change")},
	{"goodwill", N_("goodwill")},
	/* states of conversations */
	{"ai", N_("AI")}, {"queued", N_("queued")}, {"agent", N_("agent")}, {"wrap_up", N_("wrap up")}, {"closed", N_("closed")}, {"open", N_("open")},
	/* states of actions */
	{"proposed", N_("proposed")}, {"denied_by_rule", N_("denied by the rules")}, {"approved_by_rule", N_("approved by the rules")},
	{"waiting", N_("waiting")}, {"approved", N_("approved")}, {"denied", N_("denied")}, {"expired", N_("expired")}, {"withdrawn", N_("withdrawn")},
	{"executing", N_("executing")}, {"done", N_("done")}, {"failed", N_("failed")}, {"reversed", N_("reversed")},
	/* roles */
	{"senior", N_("senior")}, {"supervisor", N_("supervisor")},
	/* authors and parties */
	{"shopper", N_("shopper")}, {"system", N_("system")},
	/* deliveries of messages */
	{"superseded", N_("superseded")},
	/* channels */
	{"web", N_("web")}, {"chat", N_("chat")}, {"email", N_("email")}, {"voice", N_("voice")}, {"phone", N_("phone")}, {"say", N_("say")},
	{"sms", N_("sms")}, {"widget", N_("widget")}, {"api", N_("api")},
	/* tiers */
	{"standard", N_("standard")}, {"plus", N_("plus")}, {"vip", N_("vip")},
	/* orders, shipments, lines */
	{"pending", N_("pending")}, {"processing", N_("processing")}, {"shipped", N_("shipped")}, {"delivered", N_("delivered")},
	{"cancelled", N_("cancelled")}, {"return_requested", N_("return requested")}, {"returned", N_("returned")},
	{"exchange_requested", N_("exchange requested")}, {"exchanged", N_("exchanged")}, {"refunded", N_("refunded")},
	{"label_created", N_("label created")}, {"in_transit", N_("in transit")}, {"out_for_delivery", N_("out for delivery")}, {"delayed", N_("delayed")},
	{"lost", N_("lost")}, {"returned_to_sender", N_("returned to sender")}, {"express", N_("express")}, {"pickup", N_("pickup")},
	/* reasons */
	{"changed_mind", N_("changed mind")}, {"damaged", N_("damaged")}, {"faulty", N_("faulty")}, {"not_arrived", N_("not arrived")},
	{"late", N_("late")}, {"price", N_("price")}, {"ordered_by_mistake", N_("ordered by mistake")}, {"other", N_("other")},
	/* ways to pay */
	{"original", N_("original")}, {"card", N_("card")}, {"paypal", N_("paypal")}, {"payment", N_("payment")},
	/* facts of the policy */
	{"action", N_("action")}, {"actions_on_order", N_("actions on order")}, {"address_country_changes", N_("address country changes")},
	{"all_items", N_("all items")}, {"amount", N_("amount")}, {"any_final_sale", N_("any final sale")}, {"any_gift_card", N_("any gift card")},
	{"any_hygiene_opened", N_("any hygiene opened")}, {"country", N_("country")}, {"days_late", N_("days late")},
	{"days_since_delivery", N_("days since delivery")}, {"days_since_order", N_("days since order")}, {"hour", N_("hour")}, {"items", N_("items")},
	{"items_changed", N_("items changed")}, {"method", N_("method")}, {"method_covers", N_("method covers")}, {"new_gift_card", N_("new gift card")},
	{"new_in_stock", N_("new in stock")}, {"new_left", N_("new left")}, {"order_total", N_("order total")}, {"payments", N_("payments")},
	{"price_difference", N_("price difference")}, {"reason", N_("reason")}, {"refunded_before", N_("refunded before")},
	{"refunds_last_90_days", N_("refunds last 90 days")}, {"same_product", N_("same product")}, {"same_variant", N_("same variant")},
	{"shipment_status", N_("shipment status")}, {"tier", N_("tier")},
	/* details that a message holds */
	{"order_number", N_("order number")}, {"postcode", N_("postcode")}, {"name", N_("name")}, {"address", N_("address")}, {"money", N_("money")},
	{"date", N_("date")}, {"quantity", N_("quantity")}, {"product", N_("product")}, {"option", N_("option")}, {"ordinal", N_("ordinal")},
	/* whether somebody is who they say */
	{"unknown", N_("unknown")}, {"proven", N_("proven")},
	/* how a conversation ended */
	{"resolved", N_("resolved")}, {"unresolved", N_("unresolved")}, {"no_answer", N_("no answer")}, {"duplicate", N_("duplicate")},
	{"spam", N_("spam")}, {"test", N_("test")},
	/* what a claim is about */
	{"order", N_("order")}, {"number", N_("number")}, {"percentage", N_("percentage")}, {"tracking", N_("tracking")},
	/* arguments of commands */
	{"actions", N_("actions")}, {"conversation", N_("conversation")}, {"details", N_("details")}, {"disposition", N_("disposition")},
	{"how", N_("how")}, {"intent", N_("intent")}, {"kind", N_("kind")}, {"message", N_("message")}, {"moves", N_("moves")}, {"prefix", N_("prefix")},
	{"query", N_("query")}, {"question", N_("question")}, {"queue", N_("queue")}, {"state", N_("state")}, {"summary", N_("summary")},
	{"tags", N_("tags")}, {"text", N_("text")}, {"to", N_("to")}, {"until", N_("until")}, {"why", N_("why")}, {"by", N_("by")},
	{"column", N_("column")}, {"days", N_("days")}, {"direction", N_("direction")}, {"names", N_("names")}, {"value", N_("value")},
	{"which", N_("which")}, {"words", N_("words")},
};

const char *
shown_word(char *out, const char *id)
{
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		if (text_is(shown[i].id, id)) {
			snprintf(out, SHOWN_BYTES, "%s", tr(shown[i].words));
			return out;
		}
	snprintf(out, SHOWN_BYTES, "%s", id == NULL ? "" : id);
	for (char *c = out; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return out;
}

const char *
shown_id(size_t i)
{
	return i < sizeof shown / sizeof *shown ? shown[i].id : NULL;
}
