// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/config_file.h"

#include <algorithm>

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostFiles = 100;
// What the engine is made for, and --step takes.
constexpr TimeUs kShortestStep = 50'000;
constexpr TimeUs kLongestStep = 2'000'000;

class ConfigHandler : public XmlHandler {
public:
    ConfigHandler(const std::filesystem::path& file, Config& config, Remarks& remarks)
        : folder_{std::filesystem::absolute(file).parent_path()}, config_{config}, remarks_{remarks} {}

    void begin(const XmlElement& e) override {
        if (e.depth() == 0) {
            std::string root{e.name()};
            if (!root.ends_with("onfiguration")) {
                e.fault("this is no configuration of SUMO, whose root is <configuration>; give the .sumocfg file");
            }
            return;
        }
        const std::string_view key = e.has("value") ? "value" : "v";
        const std::string_view name = e.name();
        if (!e.has(key)) {
            section_ = name;
            return;
        }
        if (name == "net-file" || name == "net" || name == "n") {
            const auto names = paths(e, key);
            if (names.size() != 1) {
                e.fault("it must name one network; name one .net.xml file");
            }
            config_.net = names.front();
        } else if (name == "route-files" || name == "route" || name == "r") {
            config_.routes = paths(e, key);
        } else if (name == "additional-files" || name == "additional" || name == "a") {
            config_.additional = paths(e, key);
        } else if (name == "begin" || name == "b") {
            config_.begin = e.time(key);
        } else if (name == "end" || name == "e") {
            config_.end = std::max<TimeUs>(-1, e.time(key));
        } else if (name == "step-length") {
            config_.step = e.time(key);
            if (config_.step < kShortestStep || config_.step > kLongestStep) {
                e.fault("the step lasts less than 0.05 s or more than 2 s; write 1, or leave it out");
            }
        } else if (name == "seed") {
            config_.seed = e.index(key);
        } else if (name == "ignore-route-errors") {
            config_.skip_broken_routes = e.flag_or(key, false);
        } else if (name == "device.rerouting.probability") {
            config_.rerouting.probability = e.at_least(key, 0.0, 0.0);
        } else if (name == "device.rerouting.period") {
            config_.rerouting.period = e.time(key);
        } else if (name == "device.rerouting.adaptation-interval") {
            config_.rerouting.interval = e.time(key);
        } else if (name == "device.rerouting.adaptation-steps") {
            config_.rerouting.steps = e.index(key);
        } else if (!e.parent().starts_with("report") && !e.parent().starts_with("output") &&
                   !e.parent().starts_with("gui") && !name.ends_with("-output")) {
            remarks_.add("the option " + std::string{name.substr(0, 60)} + " of the configuration is not used");
        }
    }

    void end(std::string_view name) override {
        if (name.ends_with("onfiguration") && config_.end >= 0 && config_.end < config_.begin) {
            throw Fault{ErrorCode::Malformed, "The simulation ends before it begins; mend begin and end",
                        folder_.string()};
        }
    }

private:
    std::vector<std::filesystem::path> paths(const XmlElement& e, std::string_view key) {
        std::vector<std::filesystem::path> files;
        for_each_word(
            e.text(key), [&](std::string_view word) { files.push_back(named_file(e, folder_, word)); }, ", \t\r\n");
        if (files.size() > kMostFiles) {
            e.fault("it names more than 100 files; join them", ErrorCode::LimitExceeded);
        }
        return files;
    }

    std::filesystem::path folder_;
    Config& config_;
    Remarks& remarks_;
    std::string section_;
};

} // namespace

Config read_config(const std::filesystem::path& file, FileNames& files, Remarks& remarks) {
    Config config;
    ConfigHandler handler{file, config, remarks};
    read_xml(file, files, handler);
    return config;
}

} // namespace cityloom::gis::sumo
