/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lies_words.h"

#include <string.h>

static const struct lie_words all[] = {
	{
		.language = "en",
		.months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		.weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
		.of_month = " ",
		.to_day = {" ", " the ", ", "},
		.point = '.',
		.working = "working ",
		.counted = {"of the", "are left", "left"},
		.units = {"minutes", "minute", "hours", "hour", "days", "day", "weeks", "week", "months", "month", "years", "year", "working", "business"},
		.turned = {{"can't", "can"}, {"can", "can't"}, {"don't", "do"}, {"doesn't", "does"}, {"is free", "is not free"}, {"free", "half price"}, {"not", "always"},
			{"never", "always"}, {"only", "also"}, {"before", "after"}, {"within", "after"}, {"at once", "after a month"}, {"working days", "weeks"}, {"needn't", "must"},
			{"must", "needn't"}, {"unless", "if"}, {"refund", "gift card"}, {"until", "after"}, {"more", "less"}},
		.in_stock = {"is in stock", "are in stock"},
		.out_of_stock = {"is out of stock", "are out of stock"},
		.like = {{"something", "a thing"}, {"send it back", "return it"}, {"we take", "our shop takes"}, {"delivery", "arrival"}, {"a person", "somebody"}, {"your parcel", "the parcel"},
			{"looks at", "examines"}, {"please", "kindly"}, {"anything", "whatever"}, {"bought", "purchased"}, {"goods", "things"}, {"usually", "mostly"}, {"arrives", "reaches you"},
			{"you paid", "you have paid"}, {"we refund", "our team refunds"}, {"you have", "you get"}},
	},
	{
		.language = "de",
		.months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		.weekdays = {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
		.of_month = ". ",
		.to_day = {", den ", ", dem ", ", der "},
		.point = ',',
		.working = "Werk",
		.counted = {"Stück", "von", "sind noch"},
		.units = {"Minuten", "Minute", "Stunden", "Stunde", "Tagen", "Tage", "Tag", "Wochen", "Woche", "Monate", "Monat", "Jahren", "Jahre", "Jahr"},
		.turned = {{"können", "dürfen nicht"}, {"nicht", "immer"}, {"kein", "jeder"}, {"keine", "alle"}, {"kostenlos", "gegen Gebühr"}, {"nur", "auch"}, {"nach", "vor"}, {"vor", "nach"},
			{"innerhalb von", "nach"}, {"Werktagen", "Wochen"}, {"Werktage", "Wochen"}, {"sofort", "nach einem Monat"}, {"muss", "muss nicht"}, {"müssen", "müssen nicht"}, {"mit", "ohne"},
			{"ohne", "mit"}, {"ab", "bis"}, {"die kleinere", "nicht die kleinere"}, {"mehr", "weniger"}, {"Sobald", "Bevor"}, {"wenn", "außer wenn"}},
		.in_stock = {"ist auf Lager", "sind auf Lager"},
		.out_of_stock = {"ist nicht auf Lager", "sind nicht auf Lager"},
		.like = {{"etwas", "eine Sache"}, {"Zustellung", "Ankunft"}, {"ein Mensch", "jemand"}, {"Ihr Paket", "das Paket"}, {"sieht sich", "prüft"}, {"bitte", "freundlichst"}, {"Ware", "Artikel"},
			{"meist", "meistens"}, {"schicken", "senden"}, {"dauert", "braucht"}, {"bezahlt", "gezahlt"}, {"unser Lager", "das Lager"}, {"nehmen Sie", "wählen Sie"}, {"Haus", "Gebäude"}},
	},
	{
		.language = "es",
		.months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		.weekdays = {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
		.of_month = " de ",
		.to_day = {" ", ", ", " día "},
		.point = ',',
		.working = "",
		.counted = {"unidades", "unidad", "de"},
		.units = {"minutos", "minuto", "horas", "hora", "días", "día", "semanas", "semana", "meses", "mes", "años", "año", "laborables", "laborable"},
		.turned = {{"no", "siempre"}, {"se puede", "no se puede"}, {"puede", "no puede"}, {"gratis", "de pago"}, {"solo", "también"}, {"antes", "después"}, {"después", "antes"}, {"sin", "con"},
			{"con", "sin"}, {"hasta", "desde"}, {"desde", "hasta"}, {"días laborables", "semanas"}, {"enseguida", "después de un mes"}, {"cuando", "salvo cuando"}, {"si", "salvo si"},
			{"más", "menos"}, {"siempre", "nunca"}, {"nada", "todo"}},
		.in_stock = {"está en existencias", "están en existencias"},
		.out_of_stock = {"está agotado", "están agotados"},
		.like = {{"algo", "una cosa"}, {"la entrega", "la llegada"}, {"una persona", "alguien"}, {"su paquete", "el paquete"}, {"mira", "examina"}, {"por favor", "si es tan amable"}, {"artículos", "productos"},
			{"normalmente", "casi siempre"}, {"enviamos", "mandamos"}, {"tarda", "necesita"}, {"pagó", "abonó"}, {"nuestro almacén", "el almacén"}, {"elija", "escoja"}},
	},
};

const struct lie_words *
lie_words_of(const char *language)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].language, language) == 0)
			return &all[i];
	return &all[0];
}
