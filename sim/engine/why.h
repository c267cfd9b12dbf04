// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/corridor/domain.h"
#include "sim/engine/causes.h"
#include "sim/engine/networks.h"

namespace cityloom::engine {

inline constexpr TimeUs kFromTheStart = -1; ///< so it has been since the run began

/// The command that began it.
struct WhyCommand {
    Verb verb = Verb::Fail;
    By by = By::Scenario;
    std::string cause; ///< as the command names it; may be empty
    TimeUs at = 0;
};

/// One link: what is wrong with an asset, and since when. What follows it in the chain is what that comes from.
struct WhyLink {
    AssetRef asset;
    std::string_view id;
    Words words;                    ///< "has no electricity"
    std::optional<Service> service; ///< that it is not supplied with
    TimeUs since = kFromTheStart;
    bool later = false; ///< some time after that: it took a while until it came to this
    std::optional<WhyCommand> command;
};

/// From the asset that was asked about to what began it.
using WhyChain = std::vector<WhyLink>;

/// What a World lets be looked at.
struct WhyView {
    const Networks& networks;
    std::span<const std::unique_ptr<Domain>> domains; ///< as domain_rows()
    const Supplies& supplies;
    const Causes& causes;
    std::span<const Command> applied; ///< oldest first
};

/// Why an asset is not as it should be: a chain for each beginning, sixteen at most. Empty: nothing is wrong with it.
[[nodiscard]] std::vector<WhyChain> explain(const WhyView& view, AssetRef asset);

/// Which domain acts on assets of a kind, and answers for them; beyond the last: none.
[[nodiscard]] std::size_t domain_of(const Kind* kind);

} // namespace cityloom::engine
