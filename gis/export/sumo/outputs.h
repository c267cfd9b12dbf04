// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "gis/export/sumo/xml_out.h"

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

/// Floating car data as `sumo --fcd-output` writes them. One thread.
class SumoFcdWriter {
public:
    [[nodiscard]] static Result<SumoFcdWriter> open(const std::filesystem::path& file);
    void begin_step(double time_s); ///< ends the step before
    void vehicle(const SumoFcdRow& row);
    /// Puts the file into place; without it nothing is left.
    [[nodiscard]] Result<void> close();

private:
    explicit SumoFcdWriter(sumo::OutFile out);
    void end_step();
    sumo::OutFile out_;
    sumo::Line line_;
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
    double time_loss_s = 0.0; ///< against driving at the desired speed
    std::string_view type;
};

/// Journeys as `sumo --tripinfo-output` writes them, in XML or as CSV with a header. One thread.
class SumoTripinfoWriter {
public:
    enum class Format : std::uint8_t { Xml, Csv };
    [[nodiscard]] static Result<SumoTripinfoWriter> open(const std::filesystem::path& file, Format format);
    void trip(const SumoTripinfo& row);
    /// Puts the file into place; without it nothing is left.
    [[nodiscard]] Result<void> close();

private:
    SumoTripinfoWriter(sumo::OutFile out, Format format);
    void cell(std::string_view text);
    sumo::OutFile out_;
    sumo::Line line_;
    Format format_;
};

} // namespace cityloom::gis
