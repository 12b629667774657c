/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside stats: Hall's (1992) cubic transform of a t statistic for skewness, inverted.
 */
#ifndef FLOORWALKER_STATS_HALL_H
#define FLOORWALKER_STATS_HALL_H

/* So many standard errors from the estimate lies the end that t would lie t from; a: the skewness of the
 * mean itself (that of its units over sqrt n). */
double hall_transform(double t, double a);

#endif
