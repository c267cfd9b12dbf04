// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/city_update.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "gis/derive/networks.h"
#include "gis/import/guard/worker.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/check.h"
#include "scenarios/project/networks_blob.h"

namespace cityloom::scenarios {

namespace {

using gis::ImportNote;

/// The copy that stands beside the project until the new state is whole.
class Backup {
public:
    static Result<Backup> of(const std::filesystem::path& project) {
        Backup backup{project.string() + ".before-update"};
        std::error_code error;
        if (std::filesystem::exists(backup.path_, error)) {
            const std::string name = backup.path_.filename().string();
            backup.path_.clear();
            return fail(ErrorCode::Exists,
                        name + ": there is a copy of the project from an update that was broken off. Compare it with "
                               "the project, and move or remove it.",
                        project.string());
        }
        if (!std::filesystem::copy_file(project, backup.path_, error)) {
            return fail(ErrorCode::Io,
                        project.filename().string() + ": no copy of it can be made beside it (" + error.message() +
                            "). Free some space there.",
                        project.string());
        }
        return backup;
    }
    Backup(Backup&& other) noexcept : path_{std::exchange(other.path_, {})} {}
    Backup& operator=(Backup&&) = delete;
    ~Backup() {
        std::error_code ignored;
        if (!path_.empty()) {
            std::filesystem::remove(path_, ignored);
        }
    }
    /// Leaves it where it is; \return its name.
    std::string keep() { return std::exchange(path_, {}).filename().string(); }

private:
    explicit Backup(std::filesystem::path path) : path_{std::move(path)} {}
    std::filesystem::path path_;
};

struct Fresh {
    gis::Networks networks;
    std::vector<std::string_view> derived;
};

/// The networks of the city as it is now, and which of them were derived for it.
Result<Fresh> networks_of(const ProjectStore& store, gis::City& city, std::vector<ImportNote>& conflicts,
                          const std::stop_token& stop) {
    Fresh fresh;
    std::vector<std::string_view> kept;
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage == nullptr) {
            continue;
        }
        const auto origin = store.network_origin(domain->id);
        if (!origin) {
            return tl::make_unexpected(origin.error());
        }
        const bool own = origin->value_or(NetworkOrigin::Derived) == NetworkOrigin::Derived;
        (own ? fresh.derived : kept).push_back(domain->id);
    }
    if (kept.empty()) {
        fresh.networks = gis::derive_networks(city, stop);
        return fresh;
    }
    auto stored = store.networks();
    if (!stored) {
        return tl::make_unexpected(stored.error());
    }
    fresh.networks = std::move(*stored);
    std::vector<std::string_view> again;
    std::ranges::copy_if(fresh.derived, std::back_inserter(again), [](auto id) { return gis::derivable(id); });
    gis::derive_domains(city, again, fresh.networks, stop);
    for (const std::string_view id : kept) {
        conflicts.push_back({ImportNote::Level::Warning,
                             {},
                             "network " + std::string{id},
                             "it was imported or edited, and stays as it is: it does not know what is new in the city",
                             "Bring it in again for the city as it is now, if that matters"});
    }
    return fresh;
}

/// Measures and events that name what is no longer there.
void check_scenarios(const std::vector<Scenario>& all, const gis::City& city, const gis::Networks& networks,
                     std::vector<ImportNote>& conflicts) {
    const CityView view{city, networks};
    for (const Scenario& scenario : all) {
        const auto add = [&](const std::string& what, const std::string& why) {
            conflicts.push_back({ImportNote::Level::Warning,
                                 {},
                                 "scenario " + scenario.name + ", " + what,
                                 why,
                                 "Change it with scenario PROJECT add --replace, or remove the scenario"});
        };
        auto measures = measures_before(all, scenario);
        if (!measures) {
            add("base", measures.error().message);
            continue;
        }
        for (const Measure& measure : scenario.measures) {
            if (const auto wrong = check_measure(measure, view, *measures)) {
                add("measure " + format_measure(measure), wrong->message);
            }
            if (!measure.off) {
                measures->push_back(measure);
            }
        }
        for (const TimedEvent& event : scenario.events) {
            if (const auto wrong = check_event(event, view, *measures)) {
                add("event " + format_event(event), wrong->message);
            }
        }
    }
}

} // namespace

Result<CityUpdate> update_project(const std::filesystem::path& program, const std::filesystem::path& project,
                                  std::span<const std::filesystem::path> files, gis::ImportOptions options,
                                  const std::stop_token& stop, const gis::Progress& progress) {
    auto store = ProjectStore::open(project, ProjectStore::Mode::ReadWrite, stop);
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    auto before = store->city();
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    options.onto = std::make_shared<const gis::City>(std::move(*before));
    auto city = gis::import_in_worker(program, files, options, stop, progress);
    if (!city) {
        return tl::make_unexpected(city.error());
    }
    CityUpdate update{.city = std::move(*city)};
    const auto fresh = networks_of(*store, update.city, update.conflicts, stop);
    if (!fresh) {
        return tl::make_unexpected(fresh.error());
    }
    const auto cancelled = [&project] {
        return fail(ErrorCode::Cancelled, "Import cancelled; nothing was changed.", project.string());
    };
    if (stop.stop_requested()) { // the networks are of no use
        return cancelled();
    }
    for (const auto& sound : {check_networks(fresh->networks), check_networks_of(update.city, fresh->networks)}) {
        if (!sound) {
            return fail(ErrorCode::Unsupported,
                        "A network of the project that was imported or edited does not fit the city any more: " +
                            sound.error().message + " Nothing was changed. Make a new project, and bring it in there.",
                        sound.error().where);
        }
    }
    const auto scenarios = store->scenarios();
    const auto results = store->results();
    if (!scenarios || !results) {
        return tl::make_unexpected(scenarios ? results.error() : scenarios.error());
    }
    check_scenarios(*scenarios, update.city, fresh->networks, update.conflicts);
    if (!results->empty()) {
        update.conflicts.push_back(
            {ImportNote::Level::Info,
             {},
             "results",
             std::to_string(results->size()) + " are of the city before: their figures stay, their recordings do not",
             "Run the scenarios again"});
    }
    if (stop.stop_requested()) {
        return cancelled();
    }
    auto backup = Backup::of(project);
    if (!backup) {
        return tl::make_unexpected(backup.error());
    }
    if (auto done = store->put_city(update.city, fresh->networks, fresh->derived); !done) {
        return tl::make_unexpected(done.error()); // nothing of it is in the project
    }
    store->go_on_regardless(); // it is in the project
    const auto verified = store->verify();
    const bool sound = verified && std::ranges::none_of(verified->problems, [](const std::string& problem) {
                           return !problem.starts_with("scenario "); // those are listed as conflicts
                       });
    if (!sound) {
        const std::string why = verified ? verified->problems.front() : verified.error().message;
        return fail(ErrorCode::Internal,
                    project.filename().string() + ": the project does not hold together after the update (" + why +
                        "). Its state before is in " + backup->keep() + ".",
                    project.string());
    }
    return update;
}

} // namespace cityloom::scenarios
