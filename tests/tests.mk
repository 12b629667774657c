# SPDX-License-Identifier: GPL-3.0-or-later
# Tests that belong to no room.
TESTS += tests/architecture.t tests/version.t

include $(top_srcdir)/tests/fuzz/fuzz.mk
include $(top_srcdir)/tests/bench/bench.mk
