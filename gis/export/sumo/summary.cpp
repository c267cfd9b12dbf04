// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <utility>

#include "gis/export/sumo/outputs.h"

namespace cityloom::gis {

namespace {

constexpr std::array<std::string_view, 13> kKeys{
    "time",    "loaded",          "inserted",       "running",   "waiting",          "ended", "arrived", "halting",
    "stopped", "meanWaitingTime", "meanTravelTime", "meanSpeed", "meanSpeedRelative"};

} // namespace

SumoSummaryWriter::SumoSummaryWriter(OutFile out, SumoFormat format) : rows_{std::move(out), format, kKeys} {
    rows_.xml("<summary>\n");
}

Result<SumoSummaryWriter> SumoSummaryWriter::open(const std::filesystem::path& file, SumoFormat format) {
    auto out = OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    return SumoSummaryWriter{std::move(*out), format};
}

void SumoSummaryWriter::step(const SumoSummary& row) {
    const std::array<std::string, 8> counts{std::to_string(row.loaded),  std::to_string(row.inserted),
                                            std::to_string(row.running), std::to_string(row.waiting),
                                            std::to_string(row.ended),   std::to_string(row.arrived),
                                            std::to_string(row.halting), std::to_string(row.stopped)};
    std::array<sumo::Cell, kKeys.size()> cells{};
    const std::array<double, 4> means{row.mean_waiting_s, row.mean_travel_s, row.mean_speed_mps, row.mean_speed_share};
    cells[0] = {kKeys[0], row.time_s};
    for (std::size_t k = 0; k < counts.size(); ++k) {
        cells[1 + k] = {kKeys[1 + k], std::string_view{counts[k]}};
    }
    for (std::size_t k = 0; k < means.size(); ++k) {
        cells[9 + k] = {kKeys[9 + k], means[k]};
    }
    rows_.row("    <step", cells);
}

Result<void> SumoSummaryWriter::close() {
    return rows_.close("</summary>\n");
}

} // namespace cityloom::gis
