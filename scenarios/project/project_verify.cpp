// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <utility>

#include "scenarios/project/networks_blob.h"
#include "scenarios/project/project_impl.h"
#include "scenarios/project/stored_networks.h"
#include "sim/core/blob.h"

namespace cityloom::scenarios {

namespace {

/// Every row of a query as text.
Result<std::vector<std::string>> rows_of(const Database& db, std::string_view sql) {
    auto statement = db.prepare(sql);
    if (!statement) {
        return tl::make_unexpected(statement.error());
    }
    std::vector<std::string> rows;
    constexpr std::size_t kMost = 100;
    while (rows.size() < kMost) {
        const auto row = statement->step();
        if (!row) {
            return tl::make_unexpected(row.error());
        }
        if (!*row) {
            break;
        }
        rows.push_back(statement->bytes(0));
    }
    return rows;
}

constexpr std::array kTables{"cityloom_project",
                             "cityloom_blob",
                             "setting",
                             "scenario",
                             "measure",
                             "event",
                             "result",
                             "recording",
                             "history",
                             "gpkg_contents",
                             "gpkg_geometry_columns",
                             "gpkg_spatial_ref_sys",
                             "gpkg_extensions",
                             "buildings",
                             "streets",
                             "areas",
                             "assets",
                             "districts",
                             "junctions"};

/// Those that came after the first version: a project that is only read has them from its own version on.
constexpr std::array<std::pair<const char*, std::int64_t>, 2> kLaterTables{
    {{"cityloom_network", 2}, {"result_table", 3}}};

bool has_table(const Database& db, const std::string& table) {
    auto found = db.prepare("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?");
    return found && found->bind(table).step().value_or(false);
}

/// Each domain's network by itself, so that all of them that are damaged are named.
std::vector<std::string> network_problems(const Database& db) {
    std::vector<std::string> problems;
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage == nullptr) {
            continue;
        }
        if (const auto readable = check_stored(db, *domain); !readable) {
            problems.push_back("cityloom_blob, network/" + std::string{domain->id} + ": " + readable.error().message);
        }
    }
    return problems;
}

VerifyReport look_at(const ProjectStore& store, const Database& db) {
    VerifyReport report;
    const auto problem = [&report](std::string text) { report.problems.push_back(std::move(text)); };
    const auto integrity = rows_of(db, "PRAGMA integrity_check");
    if (!integrity) {
        problem("the file is damaged: " + integrity.error().message);
        return report;
    }
    for (const std::string& row : *integrity) {
        if (row != "ok") {
            problem("integrity: " + row);
        }
    }
    for (const char* table : kTables) {
        if (!has_table(db, table)) {
            problem(std::string{"the table "} + table + " is missing");
        }
    }
    auto version = db.prepare("SELECT schema_version FROM cityloom_project");
    const std::int64_t schema = version && version->step().value_or(false) ? version->integer(0) : 0;
    for (const auto& [table, since] : kLaterTables) {
        if (schema >= since && !has_table(db, table)) {
            problem(std::string{"the table "} + table + " is missing");
        }
    }
    for (const std::string& layer :
         rows_of(db, "SELECT table_name FROM gpkg_contents ORDER BY table_name").value_or(std::vector<std::string>{})) {
        if (!has_table(db, layer) && std::ranges::find(kTables, layer) == kTables.end()) {
            problem("the layer " + layer + " is missing");
        }
    }
    if (!report.sound()) {
        return report;
    }
    for (const std::string& row : rows_of(db, "PRAGMA foreign_key_check").value_or(std::vector<std::string>{})) {
        problem("a row of " + row + " refers to one that is not there");
    }
    const auto city = store.city();
    const auto networks = store.networks();
    if (!city) {
        problem("cityloom_blob, city: " + city.error().message);
    }
    auto damaged = network_problems(db);
    if (damaged.empty() && !networks) {
        problem(networks.error().where + ": " + networks.error().message);
    }
    if (city && networks) {
        if (const auto fit = check_networks_of(*city, *networks); !fit) {
            problem(fit.error().where + ": " + fit.error().message);
        }
    }
    for (std::string& text : damaged) {
        problem(std::move(text));
    }
    if (city && db.integer("SELECT count(*) FROM buildings").value_or(-1) !=
                    static_cast<std::int64_t>(city->buildings.size())) {
        problem("the layer buildings does not match the city: it was edited elsewhere");
    }
    if (city &&
        db.integer("SELECT count(*) FROM streets").value_or(-1) != static_cast<std::int64_t>(city->streets.size())) {
        problem("the layer streets does not match the city: it was edited elsewhere");
    }
    const auto all = store.scenarios();
    if (!all) {
        problem("scenarios: " + all.error().message);
    }
    for (const Scenario& scenario : all.value_or(std::vector<Scenario>{})) {
        if (!scenario.base.empty() && std::ranges::find(*all, scenario.base, &Scenario::name) == all->end()) {
            problem("scenario " + scenario.name + ": its base " + scenario.base + " does not exist");
        }
        for (const Measure& measure : scenario.measures) {
            const auto street = measure.args.find("street");
            if (city && street != measure.args.end() && std::ranges::none_of(city->streets, [&](const gis::Street& s) {
                    return std::to_string(s.id) == street->second;
                })) {
                problem("scenario " + scenario.name + ": the street " + street->second + " does not exist");
            }
        }
    }
    auto frames = db.prepare("SELECT result, at_us, checksum, data FROM recording ORDER BY result, at_us");
    while (frames) {
        const auto row = frames->step();
        if (!row) {
            problem("recordings: " + row.error().message);
        }
        if (!row.value_or(false)) {
            break;
        }
        if (static_cast<std::int64_t>(checksum(frames->bytes(3))) != frames->integer(2)) {
            problem("result " + std::to_string(frames->integer(0)) + ": the recording at " +
                    format_clock(frames->integer(1)) + " is damaged");
        }
    }
    auto tables = db.prepare("SELECT result, name, checksum, data FROM result_table ORDER BY result, name");
    while (tables) {
        const auto row = tables->step();
        if (!row) {
            problem("tables of results: " + row.error().message);
        }
        if (!row.value_or(false)) {
            break;
        }
        if (static_cast<std::int64_t>(checksum(tables->bytes(3))) != tables->integer(2)) {
            problem("result " + std::to_string(tables->integer(0)) + ": its table of " + tables->bytes(1) +
                    " is damaged; run the scenario again");
        }
    }
    return report;
}

} // namespace

Result<VerifyReport> ProjectStore::verify() const {
    VerifyReport report = look_at(*this, impl_->db);
    if (impl_->db.stop().stop_requested()) { // what could not be read any more is no problem of the project's
        return fail(ErrorCode::Cancelled, "Cancelled before it was done.", impl_->file.string());
    }
    return report;
}

} // namespace cityloom::scenarios
