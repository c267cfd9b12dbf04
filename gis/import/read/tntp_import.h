// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/assignment/network.h"

namespace cityloom::gis {

/// What TNTP files from strangers may cost us before we refuse them.
struct TntpLimits {
    std::uint64_t max_file_bytes = 1ULL << 30U;
    std::uint32_t max_nodes = 2'000'000;
};

/// Reads a road network of the TNTP exchange format (Transportation Networks for Research Core Team, github.com/
/// bstabler/TransportationNetworks): lines `<KEY> value` up to `<END OF METADATA>`, `~` before comments, then a line a
/// link, `init term capacity length free_flow_time b power speed toll type ;`, the ";" in all lines or in none. A
/// column that the comment before the links calls otherwise than toll charges nobody. Figures keep the file's units;
/// nodes are counted from 0 here. Costs that depend on other links' flows are refused. Errors name the file, the line
/// and the remedy: NotFound, LimitExceeded, Io, else Malformed.
[[nodiscard]] Result<traffic::assignment::Network> read_tntp_network(const std::filesystem::path& file,
                                                                     const TntpLimits& limits = {},
                                                                     std::vector<std::string>* notes = nullptr);

/// Reads the trips between the zones of `network`: `Origin N`, then `destination : trips ;` as often as needed. Pairs
/// without trips are left out. Errors as above; fewer trips than `<TOTAL OD FLOW>` announces are one.
[[nodiscard]] Result<std::vector<traffic::assignment::Trips>>
read_tntp_trips(const std::filesystem::path& file, const traffic::assignment::Network& network,
                const TntpLimits& limits = {});

} // namespace cityloom::gis
