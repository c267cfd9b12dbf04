// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cityloom::gis::sumo {

/// Counts what was left out, reason by reason.
class Remarks {
public:
    void add(std::string reason, std::uint64_t times = 1) {
        constexpr std::size_t kMost = 500;
        if (times > 0 && (counts_.size() < kMost || counts_.contains(reason))) {
            counts_[std::move(reason)] += times;
        }
    }

    /// "12 x persons are not simulated", in the order of the alphabet.
    [[nodiscard]] std::vector<std::string> list() const {
        std::vector<std::string> rows;
        for (const auto& [reason, count] : counts_) {
            rows.push_back(std::to_string(count) + " x " + reason);
        }
        return rows;
    }

private:
    std::map<std::string, std::uint64_t> counts_;
};

} // namespace cityloom::gis::sumo
