// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "gis/export/out_file.h"
#include "gis/export/sumo/rows.h"

namespace cityloom::gis {

/// One vehicle at one moment, in SUMO's terms.
struct SumoFcdRow {
    std::string_view id;
    double x_m = 0.0; ///< centre of the front bumper
    double y_m = 0.0;
    double angle_deg = 0.0; ///< clockwise from north
    std::string_view type;
    double speed_mps = 0.0;
    double pos_m = 0.0; ///< front bumper along the lane
    std::string_view lane;
};

enum class SumoFormat : std::uint8_t { Xml, Csv, Json };

/// What the suffix of a name asks for: .xml, .csv or .json, in any case; XML for devices and pipes without one of
/// these, nothing for other names.
[[nodiscard]] std::optional<SumoFormat> sumo_format(const std::filesystem::path& file);

/// Floating car data as `sumo --fcd-output` writes them; as CSV or JSON a row a vehicle and step. One thread.
class SumoFcdWriter {
public:
    [[nodiscard]] static Result<SumoFcdWriter> open(const std::filesystem::path& file, SumoFormat format);
    void begin_step(double time_s); ///< ends the step before
    void vehicle(const SumoFcdRow& row);
    /// Puts the file into place; without it nothing is left.
    [[nodiscard]] Result<void> close();

private:
    SumoFcdWriter(OutFile out, SumoFormat format);
    void end_step();
    sumo::Rows rows_;
    double time_s_ = 0.0;
    bool inside_ = false;
};

/// One journey that has ended.
struct SumoTripinfo {
    std::string_view id;
    double depart_s = 0.0;
    double depart_delay_s = 0.0; ///< waited before it could enter
    double arrival_s = 0.0;
    double duration_s = 0.0;
    double route_length_m = 0.0;
    double waiting_s = 0.0;   ///< slower than 0.1 m/s
    double time_loss_s = 0.0; ///< against driving at its own desired speed
    std::string_view type;
};

/// Journeys as `sumo --tripinfo-output` writes them. One thread.
class SumoTripinfoWriter {
public:
    [[nodiscard]] static Result<SumoTripinfoWriter> open(const std::filesystem::path& file, SumoFormat format);
    void trip(const SumoTripinfo& row);
    /// Puts the file into place; without it nothing is left.
    [[nodiscard]] Result<void> close();

private:
    SumoTripinfoWriter(OutFile out, SumoFormat format);
    sumo::Rows rows_;
};

} // namespace cityloom::gis
