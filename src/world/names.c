/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names, streets and towns of several countries for generated customers. Telephone numbers lie in
 * the ranges that regulators keep free for fiction (ComReg 020 91x, Ofcom 020 7946 0xxx, BNetzA 030
 * 23125 xxx, Arcep 01 99 00 xx xx, PTS 08-465 004 xx).
 */
#include "reading.h"

static const char *const ie_given[] = {"Aisling", "Brendan", "Caoimhe", "Cormac", "Deirdre",
    "Eamon", "Fionnuala", "Gearóid", "Gráinne", "Ita", "Kieran", "Máire", "Niall", "Niamh", "Oisín",
    "Orla", "Pádraig", "Róisín", "Sinéad", "Tadhg", "Una", "Zuzanna", NULL};
static const char *const ie_family[] = {"Boland", "Breen", "Coakley", "Conneely", "Devane", "Dolan",
    "Fahy", "Flaherty", "Gaffney", "Hession", "Kinsella", "Lally", "Mac Aonghusa", "Mannion",
    "McEvilly", "Mulqueen", "Ní Mhurchú", "O'Driscoll", "Ó Súilleabháin", "Quigley", "Ruddy",
    "Tierney", NULL};
static const char *const ie_streets[] = {"Chapel Lane", "Dock Road", "Fairgreen", "Harbour View",
    "Market Square", "Mill Road", "Riverside", "Saint Brigid's Terrace", "Shore Road",
    "Station Road", "The Crescent", "Upper Quay", NULL};
static const char *const ie_cities[] = {"Athenry", "Clifden", "Cork", "Dingle", "Dublin 7", "Ennis",
    "Galway", "Kilkenny", "Letterkenny", "Limerick", "Sligo", "Waterford", "Westport", NULL};
static const char *const ie_carriers[] = { "An Post", "DPD", "Fastway", NULL };

static const char *const gb_given[] = {"Alistair", "Amelia", "Bethan", "Callum", "Daisy", "Dev",
    "Ffion", "Gavin", "Harriet", "Imran", "Isla", "Jamal", "Kirsty", "Megan", "Nadia", "Oliver",
    "Priya", "Rhys", "Rowena", "Stuart", "Tamsin", "Yusuf", NULL};
static const char *const gb_family[] = {"Ackroyd", "Ahmed", "Bancroft", "Cadwallader", "Chowdhury",
    "Drummond", "Eastwood", "Fairclough", "Gillespie", "Hargreaves", "Iqbal", "Kershaw",
    "Llewellyn", "McAllister", "Norcross", "Okafor", "Pritchard", "Rutherford", "Sutcliffe",
    "Thorne", "Wetherby", NULL};
static const char *const gb_streets[] = {"Albert Terrace", "Bank Street", "Castle Hill",
    "Church Lane", "Elm Grove", "High Street", "Kirkgate", "Mill Brow", "Orchard Close",
    "Queens Road", "Station Approach", "Victoria Park", NULL};
static const char *const gb_cities[] = {"Aberystwyth", "Belfast", "Bristol", "Cardiff", "Edinburgh",
    "Fort William", "Inverness", "Kendal", "Leeds", "Manchester", "Newcastle", "Sheffield", "York",
    NULL};
static const char *const gb_carriers[] = { "Royal Mail", "DPD", "Evri", NULL };

static const char *const de_given[] = {"Anke", "Bastian", "Clara", "Dietmar", "Elif", "Friederike",
    "Günther", "Heike", "Ilse", "Jörg", "Katrin", "Lennart", "Mareike", "Özlem", "Rüdiger",
    "Sabine", "Till", "Ursula", "Volker", "Wiebke", NULL};
static const char *const de_family[] = {"Albrecht", "Böhm", "Dressler", "Eberhardt", "Feldmann",
    "Größl", "Hofstätter", "Jansen", "Kühne", "Lindemann", "Mühlbauer", "Nowak", "Öztürk",
    "Pfeiffer", "Reuter", "Schäfer", "Thiele", "Vogelsang", "Weiß", "Zimmermann", NULL};
static const char *const de_streets[] = {"Ahornweg", "Am Bahnhof", "Bergstraße", "Fischergasse",
    "Gartenweg", "Hauptstraße", "Kirchplatz", "Lindenallee", "Marktplatz", "Mühlweg",
    "Schillerstraße", "Waldweg", NULL};
static const char *const de_cities[] = {"Augsburg", "Berlin", "Bremen", "Freiburg",
    "Garmisch-Partenkirchen", "Göttingen", "Hamburg", "Köln", "Leipzig", "München", "Nürnberg",
    "Würzburg", NULL};
static const char *const de_carriers[] = { "DHL", "DPD", "Hermes", NULL };

static const char *const fr_given[] = {"Adèle", "Baptiste", "Camille", "Chloé", "Damien", "Élodie",
    "Fatima", "Gaël", "Hélène", "Inès", "Jérôme", "Léa", "Mathieu", "Noémie", "Océane", "Pascal",
    "Rémi", "Solène", "Thibault", "Yann", NULL};
static const char *const fr_family[] = {"Aubert", "Benali", "Chevallier", "Dufour", "Estève",
    "Fournier", "Guérin", "Huet", "Joubert", "Kerouac", "Lacroix", "Marchand", "Nicolas", "Perrot",
    "Rousselet", "Saint-Martin", "Tessier", "Vasseur", NULL};
static const char *const fr_streets[] = {"allée des Tilleuls", "avenue de la Gare",
    "chemin du Moulin", "place de l'Église", "quai du Port", "rue des Écoles", "rue du Lac",
    "rue Haute", "rue Neuve", "rue Pasteur", NULL};
static const char *const fr_cities[] = {"Annecy", "Bordeaux", "Brest", "Chambéry", "Gap",
    "Grenoble", "Lille", "Lyon", "Nantes", "Pau", "Rennes", "Toulouse", NULL};
static const char *const fr_carriers[] = { "Colissimo", "Chronopost", "DPD", NULL };

static const char *const se_given[] = {"Agneta", "Björn", "Ebba", "Fredrik", "Gunilla", "Håkan",
    "Ingrid", "Jonas", "Karin", "Lars", "Märta", "Nils", "Åsa", "Pernilla", "Rasmus", "Sofia",
    "Tove", "Östen", NULL};
static const char *const se_family[] = {"Ahlström", "Bergqvist", "Dahlgren", "Ekblad", "Forsberg",
    "Grönlund", "Hallström", "Jönsson", "Källman", "Lindqvist", "Norén", "Öberg", "Palmgren",
    "Rydell", "Sandström", "Åkerlund", NULL};
static const char *const se_streets[] = {"Björkvägen", "Hamngatan", "Kyrkogatan", "Lindgatan",
    "Norra Vägen", "Skolgatan", "Stationsgatan", "Storgatan", "Strandvägen", "Ängsgatan", NULL};
static const char *const se_cities[] = {"Borås", "Gävle", "Göteborg", "Kiruna", "Luleå", "Malmö",
    "Stockholm", "Umeå", "Uppsala", "Växjö", "Östersund", NULL};
static const char *const se_carriers[] = { "PostNord", "DHL", "Budbee", NULL };

static const struct country countries[] = {
	{ "IE", "en", "+353 20 91# ####", ie_given, ie_family, ie_streets, ie_cities, ie_carriers, "@## @#@#", false },
	{ "GB", "en", "+44 20 7946 0###", gb_given, gb_family, gb_streets, gb_cities, gb_carriers, "@@# #@@", false },
	{ "DE", "de", "+49 30 23125 ###", de_given, de_family, de_streets, de_cities, de_carriers, "#####", true },
	{ "FR", "fr", "+33 1 99 00 ## ##", fr_given, fr_family, fr_streets, fr_cities, fr_carriers, "#####", false },
	{ "SE", "sv", "+46 8 465 004 ##", se_given, se_family, se_streets, se_cities, se_carriers, "### ##", true },
};

const struct country *
countries_all(size_t *count)
{
	*count = sizeof(countries) / sizeof(countries[0]);
	return countries;
}
