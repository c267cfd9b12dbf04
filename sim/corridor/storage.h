// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/corridor/network_set.h"

namespace cityloom {
class BlobReader;
class BlobWriter;
} // namespace cityloom

namespace cityloom::engine {

/// How a domain's network is kept in a project, as one blob: a row that its folder exports.
struct Storage {
    std::uint32_t version = 1; ///< of what write() writes
    std::uint32_t oldest = 1;  ///< the first that read() reads
    void (*write)(BlobWriter& blob, const NetworkSet& networks) = nullptr;
    /// Puts the network into the set. The reader fails where the bytes hold none.
    void (*read)(BlobReader& blob, NetworkSet& networks) = nullptr;
    /// When all networks are there: what of this one does not hold together, with its row ("branch 7: its buses");
    /// empty: all of it does. Whatever a stranger's blob holds, in one that holds no index leaves its array, what is
    /// said twice is said alike both times, and no number is beyond what its solver can bear.
    std::string (*check)(const NetworkSet& networks) = nullptr;
    /// It points at the assets of other domains by their indices: when one of those is derived anew, so is this.
    bool links = false;
};

/// The last version of every network while all of them were one blob; each domain counts its own from there.
inline constexpr std::uint32_t kOneBlobForAll = 5;

} // namespace cityloom::engine
