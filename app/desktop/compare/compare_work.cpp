// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/compare_work.h"

#include <algorithm>

namespace cityloom::app {

CompareWork::CompareWork(Workspace& workspace, QObject* parent) : QObject{parent}, workspace_{workspace} {
    // A task that fails or is stopped says so itself.
    connect(&workspace_.tasks(), &TaskList::changed, this, [this] {
        const auto tasks = workspace_.tasks().tasks();
        if (task_ >= 0 && std::ranges::find(tasks, task_, &TaskView::id) == tasks.end()) {
            task_ = -1;
            Q_EMIT busyChanged();
        }
    });
}

void CompareWork::compare(const std::string& a, const std::string& b, int seeds, bool run_missing) {
    const auto store = workspace_.store();
    const auto base = workspace_.base();
    const auto resolved = scenarios::resolve_scenario(workspace_.book().all(), b);
    if (!store || !base || !resolved || busy()) {
        return;
    }
    auto answer = std::make_shared<ComparisonMade>();
    answer->a = a;
    answer->b = b;
    auto results = std::make_shared<std::vector<scenarios::RunResult>>();
    task_ = workspace_.tasks().start(
        tr("Comparing %1 with %2").arg(QString::fromStdString(b), QString::fromStdString(a)),
        [store, file = base->file, a, b, seeds, run_missing, asked = workspace_.requestFor(*resolved), answer,
         results](const TaskControl& control) -> Result<void> {
            store->settle();
            auto opened = scenarios::ProjectStore::open(file, scenarios::ProjectStore::Mode::ReadOnly, control.stop);
            if (!opened) {
                return tl::make_unexpected(opened.error());
            }
            const auto project = scenarios::load_project(*opened);
            if (!project) {
                return tl::make_unexpected(project.error());
            }
            scenarios::RunConditions& conditions = answer->conditions;
            conditions.run = asked;
            if (const auto like = scenarios::like_conditions(*opened, *project, {a, b})) {
                conditions = *like;
                answer->kept = true;
            }
            conditions.run.seed = conditions.seeds.empty() ? asked.seed : conditions.seeds.front();
            conditions.run.threads = asked.threads;
            conditions.run.record_every = 0;
            const int all = std::max(seeds, static_cast<int>(conditions.seeds.size()));
            conditions.seeds.clear();
            for (int k = 0; k < all; ++k) {
                conditions.seeds.push_back(conditions.run.seed + static_cast<std::uint64_t>(k));
            }
            const scenarios::RunAndKeep runner =
                run_missing ? scenarios::run_and_keep(
                                  [store, results](const std::string& name, const scenarios::Scenario& scenario,
                                                   const scenarios::RunReport& report,
                                                   std::span<const std::pair<TimeUs, std::string>> frames) {
                                      auto kept = store->ask([&](scenarios::ProjectStore& writing) {
                                          return scenarios::keep_result(writing, name, scenario, report, frames);
                                      });
                                      if (kept) {
                                          results->push_back(*kept);
                                      }
                                      return kept;
                                  })
                            : scenarios::RunAndKeep{};
            auto comparison = scenarios::compare_scenarios(
                *opened, *project, {.a = a, .b = b, .run = conditions.run, .seeds = all}, runner,
                [&control](double fraction, const std::string& what) {
                    control.progress(fraction, QString::fromStdString(what));
                },
                control.stop);
            if (!comparison && comparison.error().code == ErrorCode::NotFound && !run_missing) {
                return {}; // runs are missing: that is an answer
            }
            if (!comparison) {
                return tl::make_unexpected(comparison.error());
            }
            answer->comparison = std::make_shared<const scenarios::Comparison>(std::move(*comparison));
            return {};
        },
        [this, base, answer, results] {
            if (workspace_.base() == base) {
                workspace_.take(*results);
                Q_EMIT made(*answer);
            }
        });
    Q_EMIT busyChanged();
}

void CompareWork::stop() {
    if (busy()) {
        workspace_.tasks().cancel(task_);
    }
}

} // namespace cityloom::app
