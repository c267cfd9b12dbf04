// SPDX-License-Identifier: GPL-3.0-or-later
// Apart from the import itself, whose readers a program that only names kinds need not load.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "gis/import/import.h"

namespace cityloom::gis {

LayerKind layer_kind(std::string_view word) noexcept {
    constexpr std::array<std::pair<std::string_view, LayerKind>, 5> kWords{{{"buildings", LayerKind::Buildings},
                                                                            {"streets", LayerKind::Streets},
                                                                            {"areas", LayerKind::Areas},
                                                                            {"districts", LayerKind::Districts},
                                                                            {"ignore", LayerKind::Ignored}}};
    const auto* const row = std::ranges::find(kWords, word, &std::pair<std::string_view, LayerKind>::first);
    return row == kWords.end() ? LayerKind::Unknown : row->second;
}

} // namespace cityloom::gis
