// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/find/name_index.h"
#include "scenarios/measure/apply.h"
#include "sim/corridor/asset.h"

namespace cityloom::scenarios {

/// Something of a city that has a name.
struct NamedThing {
    enum class Type : std::uint8_t { Asset, Street, Building, District, Place };
    Type type = Type::Asset;
    std::string name;       ///< as people call it; of an asset without one its key
    std::string key;        ///< of an asset, where it is not the name
    engine::Words noun;     ///< "Substation", "Street", "Park"
    std::string district;   ///< where it is, which tells apart what is called the same; empty: not needed, or unknown
    engine::AssetRef asset; ///< streets and buildings too, by the index in the city's array; none: a place alone
    Point2 at;
};

/// One answer to what was typed.
struct FoundThing {
    NamedThing thing;
    NameMatch match = NameMatch::None;
    bool by_words = false; ///< by its kind or its district alone
};

/// All that can be found by name in a city with its measures in place: what a scenario adds is among it. A street of
/// many pieces is there once in each district.
struct CityNames {
    std::shared_ptr<const AppliedCity> city;
    std::vector<NamedThing> things;
    NameIndex index; ///< its entries are things

    /// The best answers to what was typed. A whole key finds its asset even where that is not listed by itself.
    [[nodiscard]] std::vector<FoundThing> find(std::string_view typed, std::size_t most) const;
};

/// Some tenths of a second for a large city: not on a thread which someone waits for.
[[nodiscard]] std::shared_ptr<const CityNames> city_names(std::shared_ptr<const AppliedCity> city);

} // namespace cityloom::scenarios
