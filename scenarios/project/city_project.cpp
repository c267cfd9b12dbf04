// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/city_project.h"

#include <algorithm>
#include <string>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "gis/import/guard/worker.h"
#include "sim/core/large_blocks.h"

namespace cityloom::scenarios {

namespace {

/// The substation whose loss takes most customers with it.
std::string busiest_substation(const gis::Networks& networks) {
    const power::Network& net = networks.power;
    std::vector<double> below(net.buses.size());
    for (std::size_t b = 0; b < net.buses.size(); ++b) {
        below[b] = net.buses[b].customers;
    }
    for (std::size_t k = net.branches.size(); k-- > 0;) { // feeders were laid outwards, so ends come last
        if (!net.branches[k].normally_open) {
            below[net.branches[k].from] += below[net.branches[k].to];
        }
    }
    std::size_t best = 0;
    double most = -1.0;
    for (std::size_t b = 0; b < net.buses.size(); ++b) {
        if (net.buses[b].kind == power::BusKind::Substation && below[b] > most) {
            most = below[b];
            best = b;
        }
    }
    return most >= 0.0 ? net.buses[best].key : std::string{};
}

} // namespace

Result<gis::City> import_project(const std::filesystem::path& program, const std::filesystem::path& out,
                                 std::span<const std::filesystem::path> files, const gis::ImportOptions& options,
                                 bool replace, const std::stop_token& stop, const gis::Progress& progress) {
    std::error_code error;
    for (const std::filesystem::path& file : files) {
        if (std::filesystem::equivalent(out, file, error)) {
            return fail(ErrorCode::Exists,
                        out.filename().string() +
                            ": this is one of the files to import, not a project to make. Give the project first, as "
                            "city.gpkg, and then the files.",
                        out.string());
        }
    }
    if (std::filesystem::exists(out, error) && !ProjectStore::is_project(out)) {
        return fail(ErrorCode::Exists,
                    out.filename().string() +
                        ": there is such a file, and it is no project of Cityloom, so it is not replaced. Give the "
                        "project another name.",
                    out.string());
    }
    if (std::filesystem::exists(out, error) && !replace) { // before the work, not after it
        return fail(ErrorCode::Exists,
                    out.filename().string() +
                        ": there is such a file already. Give another name, or replace it with --replace.",
                    out.string());
    }
    auto city = gis::import_in_worker(program, files, options, stop, progress);
    if (!city) {
        return city;
    }
    const gis::Networks networks = gis::derive_networks(*city, stop);
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "Import cancelled; nothing was written.", out.string());
    }
    give_back_small_blocks();
    if (auto store = ProjectStore::create(out, *city, networks, replace, stop); !store) {
        return tl::make_unexpected(store.error());
    }
    return city;
}

Result<void> create_demo_project(const std::filesystem::path& out, std::uint64_t seed, bool replace) {
    gis::City city = gis::generate_loom_bay(seed);
    const gis::Networks networks = gis::derive_networks(city);
    auto store = ProjectStore::create(out, city, networks, replace);
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const std::string substation = busiest_substation(networks);
    const std::vector<Scenario> ready{
        {.name = "base", .seed = 1},
        {.name = "Substation fails",
         .base = "base",
         .events = {{8 * kHourUs, "fail", {{"asset", substation}}}, {14 * kHourUs, "repair", {{"asset", substation}}}}},
        {.name = "Evening outage",
         .base = "base",
         .events = {{20 * kHourUs, "fail", {{"asset", substation}}},
                    {22 * kHourUs, "repair", {{"asset", substation}}}}},
        {.name = "More traffic", .base = "base", .measures = {{"demand", {{"factor", "1.25"}}}}},
    };
    for (const Scenario& scenario : ready) {
        if (auto done = store->put_scenario(scenario, false); !done) {
            return done;
        }
    }
    return {};
}

} // namespace cityloom::scenarios
