// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/outputs.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cityloom::gis {

namespace {

constexpr std::array<std::string_view, 9> kFcdKeys{"time", "id", "x", "y", "angle", "type", "speed", "pos", "lane"};
constexpr std::array<std::string_view, 9> kTripKeys{"id",          "depart",      "departDelay", "arrival", "duration",
                                                    "routeLength", "waitingTime", "timeLoss",    "vType"};

} // namespace

std::optional<SumoFormat> sumo_format(const std::filesystem::path& file) {
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (suffix == ".xml" || suffix == ".csv" || suffix == ".json") {
        return suffix == ".xml" ? SumoFormat::Xml : suffix == ".csv" ? SumoFormat::Csv : SumoFormat::Json;
    }
    const auto place = out_place(file);
    return place && place->direct ? std::optional{SumoFormat::Xml} : std::nullopt;
}

SumoFcdWriter::SumoFcdWriter(OutFile out, SumoFormat format) : rows_{std::move(out), format, kFcdKeys} {
    rows_.xml("<fcd-export>\n");
}

Result<SumoFcdWriter> SumoFcdWriter::open(const std::filesystem::path& file, SumoFormat format) {
    auto out = OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    return SumoFcdWriter{std::move(*out), format};
}

void SumoFcdWriter::end_step() {
    if (inside_) {
        rows_.xml("    </timestep>\n");
    }
    inside_ = false;
}

void SumoFcdWriter::begin_step(double time_s) {
    end_step();
    sumo::Line line;
    rows_.xml(line.raw("    <timestep").attribute("time", time_s).raw(">\n").str());
    time_s_ = time_s;
    inside_ = true;
}

void SumoFcdWriter::vehicle(const SumoFcdRow& row) {
    const std::array<sumo::Cell, 9> cells{{{"time", time_s_},
                                           {"id", row.id},
                                           {"x", row.x_m},
                                           {"y", row.y_m},
                                           {"angle", row.angle_deg},
                                           {"type", row.type},
                                           {"speed", row.speed_mps},
                                           {"pos", row.pos_m},
                                           {"lane", row.lane}}};
    const std::span<const sumo::Cell> all{cells};
    rows_.row("        <vehicle", rows_.format() == SumoFormat::Xml ? all.subspan(1) : all);
}

Result<void> SumoFcdWriter::close() {
    end_step();
    return rows_.close("</fcd-export>\n");
}

SumoTripinfoWriter::SumoTripinfoWriter(OutFile out, SumoFormat format) : rows_{std::move(out), format, kTripKeys} {
    rows_.xml("<tripinfos>\n");
}

Result<SumoTripinfoWriter> SumoTripinfoWriter::open(const std::filesystem::path& file, SumoFormat format) {
    auto out = OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    return SumoTripinfoWriter{std::move(*out), format};
}

void SumoTripinfoWriter::trip(const SumoTripinfo& row) {
    const std::array<sumo::Cell, 9> cells{{{"id", row.id},
                                           {"depart", row.depart_s},
                                           {"departDelay", row.depart_delay_s},
                                           {"arrival", row.arrival_s},
                                           {"duration", row.duration_s},
                                           {"routeLength", row.route_length_m},
                                           {"waitingTime", row.waiting_s},
                                           {"timeLoss", row.time_loss_s},
                                           {"vType", row.type}}};
    rows_.row("    <tripinfo", cells);
}

Result<void> SumoTripinfoWriter::close() {
    return rows_.close("</tripinfos>\n");
}

} // namespace cityloom::gis
