// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/net_builder.h"
#include "gis/import/sumo/od_reader.h"

namespace cityloom::gis {

namespace sumo {

namespace {

constexpr std::size_t kMostEdges = 20'000'000;

class TazHandler : public XmlHandler {
public:
    TazHandler(const FileNames& files, const EdgeNames& names, traffic::od::OdZones& zones, Remarks& remarks)
        : files_{files}, names_{names}, zones_{zones}, remarks_{remarks} {}

    void begin(const XmlElement& e) override {
        if (e.name() == "taz") {
            zone(e);
        } else if (inside_ && (e.name() == "tazSource" || e.name() == "tazSink")) {
            auto& list = e.name() == "tazSource" ? sources_ : sinks_;
            add(e, e.text("id"), e.at_least("weight", 0.0, 1.0), list);
        }
    }

    void end(std::string_view name) override {
        if (name == "taz" && inside_) {
            traffic::od::OdZone& zone = zones_.zones.back();
            zone.sources = store(sources_);
            zone.sinks = store(sinks_);
            inside_ = false;
        }
    }

private:
    using Weighted = std::vector<std::pair<std::uint32_t, double>>;

    void zone(const XmlElement& e) {
        if (inside_) {
            e.fault("it lies within another zone; close that first");
        }
        std::string id{e.text("id")};
        if (id.find_first_of(kNotInNames) != std::string::npos) {
            e.fault("its id has a blank, a comma, a semicolon or a quote, which no matrix could name; give it another");
        }
        if (!index_.add(id, static_cast<std::uint32_t>(zones_.zones.size()))) {
            e.fault("another zone has this id; give each its own");
        }
        zones_.zones.push_back({.name = id, .id = stable_id(id)});
        sources_.clear();
        sinks_.clear();
        inside_ = true;
        for_each_word(
            e.text_or("edges", ""),
            [&](std::string_view edge) {
                add(e, edge, 1.0, sources_);
                add(e, edge, 1.0, sinks_);
            },
            " ,\t\r\n");
    }

    void add(const XmlElement& e, std::string_view edge, double weight, Weighted& list) {
        const std::uint32_t found = names_.find(edge, "The zone " + shown(zones_.zones.back().name), e.place(), files_);
        if (found == kNone) {
            remarks_.add("edges of zones may be used by no road vehicle and are left out");
        } else if (weight <= 0.0) {
            remarks_.add("sources and sinks of weight 0 are left out");
        } else if (++total_ > kMostEdges) {
            e.fault("the zones have more than 20 million edges; use smaller ones", ErrorCode::LimitExceeded);
        } else {
            list.emplace_back(found, weight);
        }
    }

    Range store(const Weighted& list) {
        const Range range{static_cast<std::uint32_t>(zones_.edges.size()), static_cast<std::uint32_t>(list.size())};
        for (const auto& [edge, weight] : list) {
            zones_.edges.push_back(edge);
            zones_.weights.push_back(weight);
        }
        return range;
    }

    const FileNames& files_;
    const EdgeNames& names_;
    traffic::od::OdZones& zones_;
    Remarks& remarks_;
    Index index_;
    Weighted sources_;
    Weighted sinks_;
    std::size_t total_ = 0;
    bool inside_ = false;
};

} // namespace

} // namespace sumo

Result<traffic::od::OdZones> read_taz(const std::filesystem::path& file, const SumoNames& names,
                                      std::vector<std::string>& notes) {
    using namespace sumo;
    return at_the_door<traffic::od::OdZones>(file, [&] {
        FileNames files;
        Remarks remarks;
        traffic::od::OdZones zones;
        const EdgeNames edges{names};
        TazHandler handler{files, edges, zones, remarks};
        read_xml(file, files, handler);
        if (zones.zones.empty()) {
            throw Fault{ErrorCode::Malformed, "There is no zone in it; name an additional file with <taz> elements",
                        file.string()};
        }
        const auto list = remarks.list();
        notes.insert(notes.end(), list.begin(), list.end());
        return zones;
    });
}

} // namespace cityloom::gis
