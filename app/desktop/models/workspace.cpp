// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/workspace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <future>
#include <thread>

#include <QCoreApplication>

#include "gis/import/guard/worker.h"
#include "scenarios/project/city_project.h"
#include "scenarios/project/city_update.h"
#include "scenarios/project/networks_blob.h"
#include "scenarios/run/project_run.h"

namespace cityloom::app {

namespace {

constexpr std::array<const char*, 10> kSettings{
    "desktop/run",        "desktop/bookmark/1", "desktop/bookmark/2", "desktop/bookmark/3", "desktop/bookmark/4",
    "desktop/bookmark/5", "desktop/bookmark/6", "desktop/bookmark/7", "desktop/bookmark/8", "desktop/bookmark/9"};

/// While software GL animates, one core belongs to the picture.
unsigned engineThreads() {
    return std::max(1U, std::thread::hardware_concurrency() - 1U);
}

std::string formatRun(const RunSettings& run) {
    return std::to_string(run.start) + " " + std::to_string(run.duration) + " " + std::to_string(run.trips) + " " +
           std::to_string(run.seed) + " " + std::to_string(std::lround(1000.0 * run.bicycles));
}

RunSettings parseRun(const std::string& text) {
    RunSettings run;
    long long start = 0;
    long long duration = 0;
    unsigned long long trips = 0;
    unsigned long long seed = 0;
    unsigned bicycles = 0; // per mille; projects of before do not have it
    if (std::sscanf(text.c_str(), "%lld %lld %llu %llu %u", &start, &duration, &trips, &seed, &bicycles) >= 4 &&
        start >= 0 && duration >= 0) {
        run = {start, duration, trips, seed, std::min(900U, bicycles) / 1000.0};
    }
    return run;
}

} // namespace

struct Workspace::Opened {
    std::shared_ptr<const LoadedCity> city;
    std::shared_ptr<StoreThread> store;
    std::vector<scenarios::Scenario> scenarios;
    std::vector<scenarios::RunResult> results;
    std::map<std::string, std::string> settings;

    /// Reads everything that the desk shows of a project.
    Result<void> read(const std::filesystem::path& file, const TaskControl& control) {
        control.progress(0.0, QCoreApplication::translate("Tasks", "Reading the project"));
        auto project = scenarios::ProjectStore::open(file, scenarios::ProjectStore::Mode::ReadWrite);
        if (!project) {
            return tl::make_unexpected(project.error());
        }
        auto read_city = project->city();
        if (!read_city) {
            return tl::make_unexpected(read_city.error());
        }
        control.progress(0.15, QCoreApplication::translate("Tasks", "Reading the networks"));
        auto networks = project->networks();
        auto all = project->scenarios();
        auto kept = project->results();
        if (!networks || !all || !kept) {
            return tl::make_unexpected(!networks ? networks.error() : !all ? all.error() : kept.error());
        }
        if (auto fit = scenarios::check_networks_of(*read_city, *networks); !fit) {
            return tl::make_unexpected(fit.error());
        }
        for (const char* key : kSettings) {
            if (const auto value = project->setting(key); value && *value) {
                settings[key] = **value;
            }
        }
        auto prepared = prepareCity(file, std::move(*read_city), *networks, control);
        if (!prepared) {
            return tl::make_unexpected(prepared.error());
        }
        city = *prepared;
        scenarios = std::move(*all);
        results = std::move(*kept);
        store = std::make_shared<StoreThread>(std::move(*project));
        return {};
    }
};

Workspace::Workspace(QObject* parent) : QObject{parent} {
    book_.setWriter([this](const ScenarioChange& change) { write(change); });
    connect(&tasks_, &TaskList::failed, this, &Workspace::failed);
    connect(&book_, &ScenarioBook::changed, this, &Workspace::followBook);
}

Workspace::~Workspace() {
    bury();
}

void Workspace::bury() {
    reaper_.bury(std::move(session_));
    reaper_.bury(std::move(store_));
    reaper_.bury(std::move(city_));
    reaper_.bury(std::move(base_));
    ++activation_;
}

void Workspace::openProject(const std::filesystem::path& file) {
    auto opened = std::make_shared<Opened>();
    const auto path = std::filesystem::absolute(file);
    if (city_ && city_->file == path) {
        closeProject(); // it is ours already: the writer has to let go first
    }
    tasks_.start(
        tr("Opening %1").arg(QString::fromStdString(path.filename().string())),
        [this, opened, path](const TaskControl& control) {
            reaper_.wait(control.stop); // a session under load takes its time, and the file is locked until then
            return opened->read(path, control);
        },
        [this, opened] { adopt(opened); });
}

void Workspace::createDemo(const std::filesystem::path& file) {
    auto opened = std::make_shared<Opened>();
    const auto path = std::filesystem::absolute(file);
    tasks_.start(
        tr("Making the demo city"),
        [opened, path](const TaskControl& control) -> Result<void> {
            control.progress(0.0, QCoreApplication::translate("Tasks", "Designing Loom Bay"));
            if (auto made = scenarios::create_demo_project(path, 1, true); !made) {
                return made;
            }
            return opened->read(path, control);
        },
        [this, opened] { adopt(opened); });
}

void Workspace::importFiles(const std::filesystem::path& out, const std::vector<std::filesystem::path>& files,
                            const gis::ImportOptions& options, bool update) {
    const bool ours = city_ && std::filesystem::absolute(out) == city_->file;
    if (ours) {
        closeProject(); // the writer has to let go first
    }
    auto told = std::make_shared<std::pair<std::size_t, std::size_t>>();
    auto opened = std::make_shared<Opened>();
    const std::filesystem::path program = gis::reader_program();
    tasks_.start(
        tr("Importing %1").arg(QString::fromStdString(files.front().filename().string())),
        [this, opened, told, update, program, out, files, options](const TaskControl& control) -> Result<void> {
            reaper_.wait(control.stop);
            const auto progress = [&](double share, std::string_view what) {
                control.progress(0.8 * share, QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size())));
            };
            if (update) {
                const auto done = scenarios::update_project(program, out, files, options, control.stop, progress);
                if (!done) {
                    return tl::make_unexpected(done.error());
                }
                *told = {done->city.notes.size(), done->conflicts.size()};
            } else {
                const auto done = scenarios::import_project(program, out, files, options, true, control.stop, progress);
                if (!done) {
                    return tl::make_unexpected(done.error());
                }
                *told = {done->notes.size(), 0};
            }
            return opened->read(out, control);
        },
        [this, opened, told] {
            adopt(opened);
            Q_EMIT imported(told->first, told->second);
        });
}

void Workspace::adopt(const std::shared_ptr<Opened>& opened) {
    bury();
    undo_.clear();
    base_ = opened->city;
    city_ = base_;
    store_ = opened->store;
    results_ = std::move(opened->results);
    settings_ = std::move(opened->settings);
    run_ = parseRun(setting("desktop/run"));
    active_.clear();
    book_.load(std::move(opened->scenarios));
    Q_EMIT cityChanged();
    Q_EMIT resultsChanged();
    activate(book_.find("base") != nullptr ? "base" : book_.all().empty() ? std::string{} : book_.all().front().name);
}

void Workspace::closeProject() {
    bury();
    undo_.clear();
    results_.clear();
    settings_.clear();
    active_.clear();
    book_.load({});
    Q_EMIT cityChanged();
    Q_EMIT sessionChanged();
    Q_EMIT resultsChanged();
}

scenarios::RunRequest Workspace::requestFor(const scenarios::Scenario& resolved) const {
    scenarios::RunRequest request;
    request.start = run_.start;
    request.duration = run_.duration;
    if (request.duration <= 0) {
        TimeUs end = run_.start + 3 * kHourUs;
        for (const scenarios::TimedEvent& event : resolved.events) {
            end = std::max(end, event.at + kHourUs);
        }
        request.duration = end - run_.start;
    }
    request.trips = run_.trips;
    request.bicycles = run_.bicycles;
    request.seed = run_.seed;
    request.threads = engineThreads();
    return request;
}

void Workspace::activate(const std::string& scenario) {
    if (!base_) {
        return;
    }
    scenarios::Scenario wanted; // without any scenario: the city as it stands
    if (!scenario.empty()) {
        auto resolved = scenarios::resolve_scenario(book_.all(), scenario);
        if (!resolved) {
            tellLater(tr("Scenario %1").arg(QString::fromStdString(scenario)), resolved.error());
            return;
        }
        wanted = std::move(*resolved);
    }
    reaper_.bury(std::move(session_));
    active_ = scenario;
    shown_ = wanted;
    const std::uint64_t turn = ++activation_;
    if (wanted.measures.empty() && wanted.events.empty()) {
        start(base_, wanted);
        return;
    }
    Q_EMIT sessionChanged(); // none, until the measures stand
    auto applied = std::make_shared<std::shared_ptr<const LoadedCity>>();
    tasks_.start(
        tr("Showing %1").arg(QString::fromStdString(scenario)),
        [applied, base = base_, wanted](const TaskControl& control) -> Result<void> {
            control.progress(0.0, QCoreApplication::translate("Tasks", "Applying the measures"));
            auto city = applyScenario(base, wanted, control);
            if (!city) {
                return tl::make_unexpected(city.error());
            }
            *applied = *city;
            return {};
        },
        [this, applied, wanted, turn] {
            if (turn == activation_) {
                start(*applied, wanted);
            }
        });
}

void Workspace::start(std::shared_ptr<const LoadedCity> city, const scenarios::Scenario& resolved) {
    if (city != city_) {
        std::swap(city_, city);
        Q_EMIT appliedChanged();
        reaper_.bury(std::move(city));
    }
    session_ = std::make_shared<scenarios::Session>(city_->applied, resolved, requestFor(resolved));
    Q_EMIT sessionChanged();
}

void Workspace::show(const std::string& scenario) {
    const auto resolved = scenarios::resolve_scenario(book_.all(), scenario);
    const bool same =
        active_ == scenario && resolved && resolved->measures == shown_.measures && resolved->events == shown_.events;
    if (!same) {
        activate(scenario);
    }
}

/// What has been planned, or taken back, is seen at once.
void Workspace::followBook() {
    if (base_ && !active_.empty() && scenarios::resolve_scenario(book_.all(), active_)) {
        show(active_);
    }
}

void Workspace::runToEnd(const std::string& scenario, std::optional<scenarios::RunRequest> asked) {
    if (!base_ || !store_) {
        return;
    }
    auto resolved = scenarios::resolve_scenario(book_.all(), scenario);
    if (!resolved) {
        tellLater(tr("Scenario %1").arg(QString::fromStdString(scenario)), resolved.error());
        return;
    }
    scenarios::RunRequest request = asked.value_or(requestFor(*resolved));
    request.threads = engineThreads();
    auto result = std::make_shared<scenarios::RunResult>();
    tasks_.start(
        tr("Running %1").arg(QString::fromStdString(scenario)),
        [city = base_, store = store_, wanted = *resolved, name = scenario, request,
         result](const TaskControl& control) -> Result<void> {
            control.progress(0.0, QCoreApplication::translate("Tasks", "Preparing the run"));
            scenarios::RunHooks hooks;
            hooks.progress = [&](double share, TimeUs at) {
                control.progress(share, QString::fromStdString(scenarios::format_clock(at)));
            };
            auto report = scenarios::run_scenario(*city->city, *city->networks, wanted, request, hooks, control.stop);
            if (!report) {
                return tl::make_unexpected(report.error());
            }
            std::promise<Result<scenarios::RunResult>> kept;
            auto stored = kept.get_future();
            store->post([&](scenarios::ProjectStore& project) {
                kept.set_value(scenarios::keep_result(project, name, wanted, *report));
            });
            auto given = stored.get();
            if (!given) {
                return tl::make_unexpected(given.error());
            }
            *result = std::move(*given);
            return {};
        },
        [this, result, of = base_] {
            if (of == base_) {
                results_.push_back(*result);
                Q_EMIT resultsChanged();
            }
        });
}

void Workspace::take(const std::vector<scenarios::RunResult>& results) {
    if (!results.empty()) {
        results_.insert(results_.end(), results.begin(), results.end());
        Q_EMIT resultsChanged();
    }
}

void Workspace::setRunSettings(const RunSettings& settings) {
    run_ = settings;
    putSetting("desktop/run", formatRun(run_));
    activate(active_);
}

void Workspace::edit(QUndoCommand* command) {
    if (command != nullptr) {
        undo_.push(command);
    }
}

void Workspace::write(const ScenarioChange& change) {
    if (!store_) {
        return;
    }
    store_->post([this, change](scenarios::ProjectStore& project) {
        const bool same_name = change.before && change.after && change.before->name == change.after->name;
        Result<void> done;
        if (change.after) {
            done = project.put_scenario(*change.after, same_name);
        }
        if (done && change.before && !same_name) {
            done = project.remove_scenario(change.before->name);
        }
        if (!done) {
            QMetaObject::invokeMethod(
                this, [this, error = done.error()] { tellLater(tr("Saving the scenario"), error); },
                Qt::QueuedConnection);
        }
    });
    if (change.before && !change.after) { // its results go with it
        std::erase_if(results_, [&](const scenarios::RunResult& r) { return r.scenario == change.before->name; });
        Q_EMIT resultsChanged();
    }
}

void Workspace::putSetting(const std::string& key, const std::string& value) {
    settings_[key] = value;
    if (store_) {
        store_->post([this, key, value](scenarios::ProjectStore& project) {
            if (auto done = project.put_setting(key, value); !done) {
                QMetaObject::invokeMethod(
                    this, [this, error = done.error()] { tellLater(tr("Saving a setting"), error); },
                    Qt::QueuedConnection);
            }
        });
    }
}

std::string Workspace::setting(const std::string& key) const {
    const auto found = settings_.find(key);
    return found == settings_.end() ? std::string{} : found->second;
}

void Workspace::tellLater(const QString& what, const Error& error) {
    Q_EMIT failed(what, QString::fromStdString(error.message), QString::fromStdString(error.where));
}

} // namespace cityloom::app
