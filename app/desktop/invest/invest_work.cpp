// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/invest/invest_work.h"

#include <algorithm>
#include <fstream>

#include <QTemporaryDir>

#include "app/report/report_job.h"

namespace cityloom::app {

struct InvestWork::Reading {
    const scenarios::ProjectStore& store;
    const scenarios::LoadedProject& project;
    scenarios::invest::EffectKeeping keeping;
};

namespace {

scenarios::invest::EffectSimulator::Progress told(const TaskControl& control) {
    return [&control](double fraction, const std::string& what) {
        control.progress(fraction, QString::fromStdString(what));
    };
}

} // namespace

InvestWork::InvestWork(Workspace& workspace, QObject* parent) : QObject{parent}, workspace_{workspace} {
    // A task that fails or is stopped says so itself.
    connect(&workspace_.tasks(), &TaskList::changed, this, [this] {
        const auto tasks = workspace_.tasks().tasks();
        if (task_ >= 0 && std::ranges::find(tasks, task_, &TaskView::id) == tasks.end()) {
            task_ = -1;
            Q_EMIT busyChanged();
        }
    });
}

void InvestWork::start(const QString& title, Work work, std::function<void()> done) {
    const auto store = workspace_.store();
    const auto base = workspace_.base();
    if (!store || !base || busy()) {
        return;
    }
    task_ = workspace_.tasks().start(
        title,
        [store, file = base->file, work = std::move(work)](const TaskControl& control) -> Result<void> {
            store->settle();
            auto opened = scenarios::ProjectStore::open(file, scenarios::ProjectStore::Mode::ReadOnly, control.stop);
            if (!opened) {
                return tl::make_unexpected(opened.error());
            }
            const auto project = scenarios::load_project(*opened);
            if (!project) {
                return tl::make_unexpected(project.error());
            }
            scenarios::invest::EffectKeeping keeping{
                .note =
                    [store](const std::string& key, const std::string& text) {
                        return store->ask(
                            [&](scenarios::ProjectStore& writing) { return writing.put_setting(key, text); });
                    },
                .result =
                    [store](const std::string& scenario, const scenarios::Scenario& resolved,
                            const scenarios::RunReport& report,
                            std::span<const std::pair<TimeUs, std::string>> frames) {
                        return store->ask([&](scenarios::ProjectStore& writing) {
                            return scenarios::keep_result(writing, scenario, resolved, report, frames);
                        });
                    }};
            return work({*opened, *project, std::move(keeping)}, control);
        },
        [this, base, done = std::move(done)] {
            if (workspace_.base() == base) {
                done();
            }
        });
    Q_EMIT busyChanged();
}

void InvestWork::keepScenario(const scenarios::Scenario& scenario, const QString& step) {
    ScenarioBook& book = workspace_.book();
    const scenarios::Scenario* before = book.find(scenario.name);
    ScenarioChange change{.before = before != nullptr ? std::optional{*before} : std::nullopt, .after = scenario};
    if (change.before != change.after) {
        workspace_.edit(new ChangeScenarios{book, step, {std::move(change)}});
    }
}

void InvestWork::findCandidates(const scenarios::CandidateRequest& request) {
    auto found = std::make_shared<std::optional<scenarios::CandidateList>>();
    start(
        tr("Looking for what the city lacks"),
        [found, request](const Reading& reading, const TaskControl& control) -> Result<void> {
            auto list = scenarios::find_candidates(reading.store.file().filename().string(), reading.project, request,
                                                   told(control), control.stop);
            if (!list) {
                return tl::make_unexpected(list.error());
            }
            *found = std::move(*list);
            return {};
        },
        [this, found] {
            const std::string name = workspace_.book().freeName(tr("Candidates").toStdString());
            keepScenario(scenarios::scenario_of(**found, name), tr("Find candidates"));
            Q_EMIT candidatesFound(**found);
        });
}

void InvestWork::plan(scenarios::invest::PlanRequest request, const std::string& limits, std::size_t samples) {
    auto made = std::make_shared<PlanMade>();
    start(
        tr("Planning"),
        [made, request, limits, samples](const Reading& reading, const TaskControl& control) -> Result<void> {
            // The limits go the way of a file: one reader, one set of errors.
            const QTemporaryDir folder;
            scenarios::invest::PlanRequest asked = request;
            asked.budget = std::filesystem::path{folder.filePath(QStringLiteral("limits.json")).toStdString()};
            std::ofstream{asked.budget} << limits;
            const auto part = [&control](double from, double span) {
                return [&control, from, span](double fraction, const std::string& what) {
                    control.progress(from + span * fraction, QString::fromStdString(what));
                };
            };
            auto plan = scenarios::invest::make_plan(reading.store, reading.keeping, reading.project, asked,
                                                     part(0.0, 0.7), control.stop);
            if (!plan) {
                return tl::make_unexpected(plan.error());
            }
            made->plan = std::move(*plan);
            if (!made->plan->chosen()) {
                return {};
            }
            // Appraised as it will stand in the project.
            scenarios::LoadedProject with = reading.project;
            std::erase_if(with.scenarios, [&](const auto& s) { return s.name == asked.into; });
            with.scenarios.push_back(scenario_of(*made->plan));
            const scenarios::invest::AppraiseRequest appraise{.plan = asked.into,
                                                              .base = asked.base,
                                                              .first_year = asked.first_year,
                                                              .stages = asked.stages,
                                                              .demand_points = false,
                                                              .samples = samples,
                                                              .effects = asked.effects,
                                                              .settings = asked.settings};
            auto appraisal = scenarios::invest::appraise_plan(reading.store, reading.keeping, with, appraise,
                                                              part(0.7, 0.3), control.stop);
            if (!appraisal) {
                return tl::make_unexpected(appraisal.error());
            }
            made->appraisal = std::move(*appraisal);
            return {};
        },
        [this, made] {
            if (made->plan->chosen()) {
                keepScenario(scenario_of(*made->plan), tr("Plan"));
            }
            Q_EMIT planMade(*made);
        });
}

void InvestWork::appraise(const scenarios::invest::AppraiseRequest& request) {
    auto made = std::make_shared<PlanMade>();
    start(
        tr("Appraising %1").arg(QString::fromStdString(request.plan)),
        [made, request](const Reading& reading, const TaskControl& control) -> Result<void> {
            auto appraisal = scenarios::invest::appraise_plan(reading.store, reading.keeping, reading.project, request,
                                                              told(control), control.stop);
            if (!appraisal) {
                return tl::make_unexpected(appraisal.error());
            }
            made->appraisal = std::move(*appraisal);
            return {};
        },
        [this, made] { Q_EMIT planMade(*made); });
}

void InvestWork::compare(const scenarios::invest::BesideRequest& request) {
    auto made = std::make_shared<std::optional<scenarios::invest::Beside>>();
    start(
        tr("Comparing plans"),
        [made, request](const Reading& reading, const TaskControl& control) -> Result<void> {
            auto beside = scenarios::invest::appraise_beside(reading.store, reading.keeping, reading.project, request,
                                                             told(control), control.stop);
            if (!beside) {
                return tl::make_unexpected(beside.error());
            }
            *made = std::move(*beside);
            return {};
        },
        [this, made] { Q_EMIT compared(**made); });
}

void InvestWork::writeDocument(std::function<scenarios::ReportDocument(const scenarios::ReportExtras&)> document,
                               std::string json, const std::filesystem::path& file) {
    const auto base = workspace_.base();
    if (!base) {
        return;
    }
    const bool chinese = QLocale{}.language() == QLocale::Chinese;
    workspace_.tasks().start(
        tr("Writing the report"),
        [document = std::move(document), json = std::move(json), file, chinese,
         city = base->city->name](const TaskControl& /*control*/) -> Result<void> {
            const scenarios::ReportExtras extras{
                .language = chinese ? scenarios::Language::Chinese : scenarios::Language::English, .city = city};
            return write_report({.document = document(extras), .json = json}, file);
        },
        [this, file] { Q_EMIT written(QString::fromStdString(file.string())); });
}

void InvestWork::write(const scenarios::invest::PlanAppraisal& appraisal, const std::filesystem::path& file) {
    writeDocument([appraisal](const auto& extras) { return scenarios::report_document(appraisal, extras); },
                  scenarios::invest::to_json(appraisal), file);
}

void InvestWork::write(const scenarios::invest::Beside& beside, const std::filesystem::path& file) {
    writeDocument([beside](const auto& extras) { return scenarios::report_document(beside, extras); },
                  scenarios::invest::to_json(beside), file);
}

void InvestWork::stop() {
    if (busy()) {
        workspace_.tasks().cancel(task_);
    }
}

} // namespace cityloom::app
