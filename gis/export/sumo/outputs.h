// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// The run as a whole at one moment, in SUMO's terms.
struct SumoSummary {
    double time_s = 0.0;
    std::uint64_t loaded = 0;
    std::uint64_t inserted = 0;
    std::uint64_t running = 0;
    std::uint64_t waiting = 0;
    std::uint64_t ended = 0;
    std::uint64_t arrived = 0;
    std::uint64_t halting = 0;      ///< slower than 0.1 m/s
    std::uint64_t stopped = 0;      ///< at stops that they were sent to make
    double mean_waiting_s = -1.0;   ///< for room to start, of all that have started
    double mean_travel_s = -1.0;    ///< of all that have arrived
    double mean_speed_mps = -1.0;   ///< now; -1 where there is nobody, as everywhere here
    double mean_speed_share = -1.0; ///< of what each would drive on an empty street
};

/// Steps as `sumo --summary-output` writes them, but for the computing time. One thread.
class SumoSummaryWriter {
public:
    [[nodiscard]] static Result<SumoSummaryWriter> open(const std::filesystem::path& file, SumoFormat format);
    void step(const SumoSummary& row);
    /// Puts the file into place; without it nothing is left.
    [[nodiscard]] Result<void> close();

private:
    SumoSummaryWriter(OutFile out, SumoFormat format);
    sumo::Rows rows_;
};

/// XML of nested elements, as SUMO's detectors write them. One thread.
class SumoElements {
public:
    /// \param comment what stands before the root, so that the file says whose it is.
    [[nodiscard]] static Result<SumoElements> open(const std::filesystem::path& file, std::string_view root,
                                                   std::string_view comment);
    void begin(std::string_view name); ///< an element; attributes of it follow
    void attribute(std::string_view key, std::string_view value);
    void attribute(std::string_view key, double value); ///< with two decimals
    void attribute_whole(std::string_view key, std::uint64_t value);
    void end(); ///< the element that began last
    /// Puts the file into place; without it nothing is left.
    [[nodiscard]] Result<void> close();

private:
    explicit SumoElements(OutFile out) : out_{std::move(out)} {}
    OutFile out_;
    sumo::Line line_;
    std::vector<std::string> open_; ///< the root first
    bool bare_ = false;             ///< the element that began last holds nothing so far
};

} // namespace cityloom::gis
