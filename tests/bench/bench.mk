# SPDX-License-Identifier: GPL-3.0-or-later
#
# make bench: figures as ratios against a raw baseline in the same run. Not part of check.
EXTRA_PROGRAMS += tests/bench/turns tests/bench/screen
tests_bench_turns_LDADD = $(LIBS_UP_TO_DESK)
tests_bench_screen_LDADD = $(LIBS_UP_TO_DESK)

bench: floorwalker$(EXEEXT) $(EXTRA_PROGRAMS)
	@export FLOORWALKER_DATA="$(abs_top_srcdir)"; \
	echo "== the store against raw SQLite" && tests/bench/store_bench && \
	echo "== a turn against a raw transaction"; tests/bench/turns "$(abs_top_srcdir)/scenarios/worlds/tarn-and-fell" && \
	echo "== start-up to the first screen" && tests/bench/screen ./floorwalker$(EXEEXT) "$(abs_top_srcdir)/scenarios/worlds/tarn-and-fell"
.PHONY: bench
