# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/shop/libshop.a
src_shop_libshop_a_SOURCES =
