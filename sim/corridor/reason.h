// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "sim/corridor/asset.h"
#include "sim/corridor/command.h"

namespace cityloom::engine {

/// Why an asset is not as it should be, as a domain sees it: one step towards what began it. What has failed or is
/// closed for a cause the World knows, and who is not supplied: a domain says what its own network does to its assets.
struct Reason {
    std::string_view id; ///< "dead", "shut", "empty": for programs
    Words words;         ///< of the asset: "is without voltage"
    AssetRef from;       ///< the asset from which it comes; none: it comes from no other
    /// The command, given for the asset itself, by which it came about; when it was given is looked up.
    std::optional<Verb> by;
    bool at_once = true; ///< it has been so as long as what it comes from; false: it took a while
};

} // namespace cityloom::engine
