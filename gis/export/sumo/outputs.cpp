// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/outputs.h"

#include <utility>

namespace cityloom::gis {

namespace {
constexpr std::string_view kProlog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n";
}

SumoFcdWriter::SumoFcdWriter(sumo::OutFile out) : out_{std::move(out)} {
    out_.write(kProlog);
    out_.write("<fcd-export>\n");
}

Result<SumoFcdWriter> SumoFcdWriter::open(const std::filesystem::path& file) {
    Result<sumo::OutFile> out = sumo::OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    return SumoFcdWriter{std::move(*out)};
}

void SumoFcdWriter::end_step() {
    if (inside_) {
        out_.write("    </timestep>\n");
    }
    inside_ = false;
}

void SumoFcdWriter::begin_step(double time_s) {
    end_step();
    line_.clear();
    line_.raw("    <timestep").attribute("time", time_s).raw(">\n");
    out_.write(line_.str());
    inside_ = true;
}

void SumoFcdWriter::vehicle(const SumoFcdRow& row) {
    line_.clear();
    line_.raw("        <vehicle").attribute("id", row.id).attribute("x", row.x_m).attribute("y", row.y_m);
    line_.attribute("angle", row.angle_deg).attribute("type", row.type).attribute("speed", row.speed_mps);
    line_.attribute("pos", row.pos_m).attribute("lane", row.lane).raw("/>\n");
    out_.write(line_.str());
}

Result<void> SumoFcdWriter::close() {
    end_step();
    out_.write("</fcd-export>\n");
    return out_.close();
}

SumoTripinfoWriter::SumoTripinfoWriter(sumo::OutFile out, Format format) : out_{std::move(out)}, format_{format} {
    if (format_ == Format::Xml) {
        out_.write(kProlog);
        out_.write("<tripinfos>\n");
    } else {
        out_.write("id,depart,departDelay,arrival,duration,routeLength,waitingTime,timeLoss,vType\n");
    }
}

Result<SumoTripinfoWriter> SumoTripinfoWriter::open(const std::filesystem::path& file, Format format) {
    Result<sumo::OutFile> out = sumo::OutFile::open(file);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    return SumoTripinfoWriter{std::move(*out), format};
}

/// Quoted where RFC 4180 asks for it.
void SumoTripinfoWriter::cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line_.raw(text);
        return;
    }
    line_.raw("\"");
    for (const char c : text) {
        line_.raw(c == '"' ? std::string_view{"\"\""} : std::string_view{&c, 1});
    }
    line_.raw("\"");
}

void SumoTripinfoWriter::trip(const SumoTripinfo& row) {
    line_.clear();
    if (format_ == Format::Xml) {
        line_.raw("    <tripinfo").attribute("id", row.id).attribute("depart", row.depart_s);
        line_.attribute("departDelay", row.depart_delay_s).attribute("arrival", row.arrival_s);
        line_.attribute("duration", row.duration_s).attribute("routeLength", row.route_length_m);
        line_.attribute("waitingTime", row.waiting_s).attribute("timeLoss", row.time_loss_s);
        line_.attribute("vType", row.type).raw("/>\n");
    } else {
        cell(row.id);
        for (const double value : {row.depart_s, row.depart_delay_s, row.arrival_s, row.duration_s, row.route_length_m,
                                   row.waiting_s, row.time_loss_s}) {
            line_.raw(",").number(value);
        }
        line_.raw(",");
        cell(row.type);
        line_.raw("\n");
    }
    out_.write(line_.str());
}

Result<void> SumoTripinfoWriter::close() {
    if (format_ == Format::Xml) {
        out_.write("</tripinfos>\n");
    }
    return out_.close();
}

} // namespace cityloom::gis
