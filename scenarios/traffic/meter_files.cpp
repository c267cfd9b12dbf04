// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/meter_files.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>

namespace cityloom::scenarios {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOurs = "written by Cityloom for a detector";
constexpr std::size_t kMostFiles = 500; // open at the same time
constexpr std::size_t kSearched = 200;  // bytes in which the mark of a file of ours stands

/// The last part of a name, as any system writes it, without what a packed file ends in; empty: nothing is to be kept.
Result<std::string> file_name(const gis::SumoMeter& asked) {
    std::string name = asked.file.substr(asked.file.find_last_of("/\\:") + 1);
    if (name == "NUL" || asked.file == "/dev/null") {
        return std::string{};
    }
    if (name.ends_with(".gz")) {
        name.resize(name.size() - 3);
    }
    const bool odd = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (name.empty() || name.starts_with('.') || name.size() > 200 || odd) {
        return fail(ErrorCode::Malformed,
                    "The detector \"" + asked.id.substr(0, 60) +
                        "\" names no file to write; give a name such as detectors.xml",
                    asked.where);
    }
    return name;
}

/// Whether nothing is lost where a file is written.
bool free_or_ours(const fs::path& file) {
    std::error_code error;
    const fs::file_status there = fs::symlink_status(file, error);
    if (!fs::exists(there)) {
        return true;
    }
    if (there.type() != fs::file_type::regular) {
        return false;
    }
    std::ifstream in{file, std::ios::binary};
    std::string begin(kSearched, '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return begin.find(kOurs) != std::string::npos || fs::file_size(file, error) == 0;
}

std::string_view root_of(gis::SumoMeter::Kind kind) {
    switch (kind) {
    case gis::SumoMeter::Kind::Loop:
    case gis::SumoMeter::Kind::Area:
        return "detector";
    case gis::SumoMeter::Kind::Crossing:
        return "e3Detector";
    case gis::SumoMeter::Kind::Instant:
        return "instantE1";
    case gis::SumoMeter::Kind::Probe:
        return "vehicle-type-probes";
    case gis::SumoMeter::Kind::EdgeData:
    case gis::SumoMeter::Kind::LaneData:
        break;
    }
    return "meandata";
}

} // namespace

struct MeterFiles::Data {
    struct Row {
        std::unique_ptr<Meter> meter;
        std::uint32_t file = 0; ///< in outputs
        TimeUs begin = 0;       ///< of the interval
        TimeUs end = -1;        ///< of the last interval; -1: that of the simulation
        TimeUs period = -1;
        bool over = false;
        std::vector<std::uint32_t> types; ///< who is counted; empty: all

        [[nodiscard]] TimeUs interval_end() const {
            return period < 0 ? end : end < 0 ? begin + period : std::min(end, begin + period);
        }
    };

    std::unique_ptr<Meter> make(const gis::SumoMeter& asked, const gis::SumoScenario& scenario, Row& row) const {
        switch (asked.kind) {
        case gis::SumoMeter::Kind::Loop:
            return make_loop(asked);
        case gis::SumoMeter::Kind::Area:
            return make_area(asked);
        case gis::SumoMeter::Kind::Crossing:
            return make_crossing(asked);
        case gis::SumoMeter::Kind::Instant:
            row.period = step; // what it notes goes into the file at once
            return make_instant(asked, names);
        case gis::SumoMeter::Kind::Probe:
            row.period = step;
            return make_probe(asked, names, to_seconds(row.begin));
        case gis::SumoMeter::Kind::EdgeData:
        case gis::SumoMeter::Kind::LaneData:
            break;
        }
        return make_means(asked, scenario.net, names.all->net);
    }

    /// Tells those who want to know where everybody is.
    void tell_places(const traffic::Simulation& sim) {
        const double now_s = to_seconds(sim.time());
        const auto wants = [&](const Row& row) { return !row.over && row.meter->wants_places(now_s); };
        if (std::ranges::none_of(rows, wants)) {
            return;
        }
        sim.list_vehicles(vehicles);
        std::vector<VehicleAt> places;
        for (const traffic::VehicleState& v : vehicles) {
            places.push_back({.trip = v.trip,
                              .lane = lane_name(*names.all, sim.network(), v),
                              .pos_m = static_cast<double>(v.along_m),
                              .x_m = v.at.x_m,
                              .y_m = v.at.y_m,
                              .speed_mps = static_cast<double>(v.speed_mps)});
        }
        for (Row& row : rows) {
            if (wants(row)) {
                row.meter->places(places, now_s);
            }
        }
    }

    void write(Row& row, TimeUs until) {
        row.meter->write({to_seconds(row.begin), to_seconds(until)}, outputs[row.file]);
        row.begin = until;
        row.over = row.end >= 0 && until >= row.end;
    }

    VehicleNames names;
    TimeUs step = kSecondUs;
    std::vector<Row> rows;
    std::vector<std::vector<std::uint32_t>> of_lane; ///< rows that look at a lane
    std::vector<std::uint32_t> of_all;               ///< rows that look at every lane
    std::vector<gis::SumoElements> outputs;
    std::vector<traffic::VehicleState> vehicles;
    std::optional<Passages> passages;
};

MeterFiles::MeterFiles(std::unique_ptr<Data> data) : data_{std::move(data)} {}
MeterFiles::MeterFiles(MeterFiles&&) noexcept = default;
MeterFiles& MeterFiles::operator=(MeterFiles&&) noexcept = default;
MeterFiles::~MeterFiles() = default;

Result<MeterFiles> MeterFiles::open(const fs::path& folder, const gis::SumoScenario& scenario, const OutputNames& names,
                                    TimeUs step) {
    std::error_code error;
    fs::create_directory(folder, error);
    if (!fs::is_directory(folder, error)) {
        return fail(ErrorCode::Io,
                    folder.string() + " is no folder for what detectors write. Name one that exists, or can be made.",
                    folder.string());
    }
    auto data = std::make_unique<Data>();
    data->names.all = &names;
    data->step = step;
    data->of_lane.resize(scenario.net.lanes.size());
    std::map<std::string, std::uint32_t> known; // by the name that is asked for
    std::set<std::string> taken;
    for (const gis::SumoMeter& asked : scenario.meters) {
        auto name = file_name(asked);
        if (!name) {
            return tl::make_unexpected(name.error());
        }
        if (name->empty()) {
            continue;
        }
        const auto [at, fresh] = known.emplace(asked.file, static_cast<std::uint32_t>(data->outputs.size()));
        if (fresh) {
            std::string own = *name;
            for (int k = 2; !taken.insert(own).second; ++k) { // the same name in two folders
                own = fs::path{*name}.stem().string() + "-" + std::to_string(k) + fs::path{*name}.extension().string();
            }
            const fs::path file = folder / own;
            fs::path draft = file;
            draft += ".part";
            if (!free_or_ours(file) || !free_or_ours(draft)) {
                return fail(ErrorCode::Io,
                            file.string() + " is there already and was not written for a detector, as \"" +
                                asked.id.substr(0, 60) + "\" asks for. Move it away, or name another folder.",
                            asked.where);
            }
            if (taken.size() > kMostFiles) {
                return fail(ErrorCode::LimitExceeded,
                            "Detectors write more than 500 files; let several write into the same file.", asked.where);
            }
            auto out = gis::SumoElements::open(file, root_of(asked.kind), kOurs);
            if (!out) {
                return tl::make_unexpected(out.error());
            }
            data->outputs.push_back(std::move(*out));
        }
        Data::Row row;
        row.file = at->second;
        row.begin = asked.begin >= 0 ? std::max(asked.begin, scenario.begin) : scenario.begin;
        row.end = asked.end;
        row.period = asked.period;
        row.types = asked.types;
        const auto index = static_cast<std::uint32_t>(data->rows.size());
        row.meter = data->make(asked, scenario, row);
        const bool everywhere = asked.kind == gis::SumoMeter::Kind::EdgeData ||
                                asked.kind == gis::SumoMeter::Kind::LaneData ||
                                asked.kind == gis::SumoMeter::Kind::Crossing;
        if (everywhere) {
            data->of_all.push_back(index);
        }
        for (std::size_t k = 0; k < asked.lanes.size() && !everywhere; ++k) {
            data->of_lane[asked.lanes[k].lane].push_back(index);
        }
        data->rows.push_back(std::move(row));
    }
    return MeterFiles{std::move(data)};
}

void MeterFiles::begin(const traffic::Simulation& sim) {
    data_->names.trips = sim.trips();
    data_->passages.emplace(sim);
    data_->tell_places(sim);
}

void MeterFiles::follow(const traffic::Simulation& sim) {
    Data& d = *data_;
    const TimeUs at = sim.time();
    const MeterStep step{to_seconds(at), to_seconds(d.step)};
    for (Data::Row& row : d.rows) {
        while (!row.over && row.interval_end() >= 0 && at >= row.interval_end()) {
            d.write(row, row.interval_end());
        }
    }
    const auto looks = [&](const Data::Row& row) { return !row.over && at >= row.begin; };
    const auto tell = [&](std::uint32_t index, const Passage& passage) {
        Data::Row& row = d.rows[index];
        if (looks(row) &&
            (row.types.empty() || std::ranges::find(row.types, sim.trips()[passage.trip].type) != row.types.end())) {
            row.meter->see(passage, step);
        }
    };
    for (const Passage& passage : d.passages->follow(step.dt_s)) {
        for (const std::uint32_t row : d.of_lane[passage.lane]) {
            tell(row, passage);
        }
        for (const std::uint32_t row : d.of_all) {
            tell(row, passage);
        }
    }
    for (Data::Row& row : d.rows) {
        if (looks(row)) {
            row.meter->end_step(step);
        }
    }
    d.tell_places(sim);
}

Result<void> MeterFiles::close(TimeUs end) {
    for (Data::Row& row : data_->rows) {
        while (!row.over && row.interval_end() >= 0 && row.interval_end() <= end) {
            data_->write(row, row.interval_end());
        }
        if (!row.over && row.begin < end) {
            data_->write(row, end);
        }
    }
    for (gis::SumoElements& out : data_->outputs) {
        if (auto done = out.close(); !done) {
            return done;
        }
    }
    return {};
}

} // namespace cityloom::scenarios
