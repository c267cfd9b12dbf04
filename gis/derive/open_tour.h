// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cityloom::gis {

/// A short way from one place past all others to another: each in turn where it lengthens the way least, then stretches
/// of it turned round as long as that shortens it (2-opt, Croes 1958). A few dozen places.
/// \param away distances, by place and place \return places, \p first to \p last, which may be the same: a round trip
[[nodiscard]] std::vector<std::size_t> open_tour(const std::vector<std::vector<double>>& away, std::size_t first,
                                                 std::size_t last);

} // namespace cityloom::gis
