// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>

#include "sim/core/result.h"
#include "sim/traffic/assignment/assignment.h"

namespace cityloom::scenarios {

/// A static assignment of one user class, from TNTP files.
struct AssignRequest {
    std::filesystem::path network;
    std::filesystem::path trips;
    double toll_weight = 0.0;     ///< units of time per unit of toll
    double distance_weight = 0.0; ///< units of time per unit of length
    traffic::assignment::Options options;
    std::filesystem::path flows; ///< CSV to write: init,term,flow,cost; empty: none
};

struct AssignReport {
    std::size_t zones = 0;
    std::size_t nodes = 0;
    std::size_t links = 0;
    double trips = 0.0; ///< vehicles, those within a zone included
    traffic::assignment::Assignment assignment;
    std::vector<std::string> notes; ///< what the files leave open, and how it was taken
    double cpu_s = 0.0;             ///< of this process, over reading, solving and writing
};

/// Reads, assigns and writes. Progress comes on the calling thread. A stop gives Cancelled, and no file is written;
/// other errors name the file, the place and the remedy.
[[nodiscard]] Result<AssignReport>
assign_files(const AssignRequest& request, const traffic::assignment::Progress& progress, const std::stop_token& stop);

/// The report as one JSON object (see the assign subcommand's help).
[[nodiscard]] std::string to_json(const AssignReport& report);

} // namespace cityloom::scenarios
