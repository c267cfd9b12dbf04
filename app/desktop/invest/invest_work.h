// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include <QObject>

#include "app/desktop/models/workspace.h"
#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/invest/beside/beside.h"
#include "scenarios/invest/candidates/candidates.h"
#include "scenarios/invest/plan/plan.h"
#include "scenarios/report/report.h"

namespace cityloom::app {

/// A plan as it was made, and what it costs and brings.
struct PlanMade {
    std::optional<scenarios::invest::Plan> plan; ///< nothing: a scenario was appraised as it is
    std::optional<scenarios::invest::PlanAppraisal> appraisal;
};

/// The long work of investing, each by the same function as on the command line, in a task of its own that reads the
/// project beside the window and writes through the one thread that writes.
class InvestWork : public QObject {
    Q_OBJECT

public:
    explicit InvestWork(Workspace& workspace, QObject* parent = nullptr);

    [[nodiscard]] bool busy() const { return task_ >= 0; }
    void findCandidates(const scenarios::CandidateRequest& request);
    /// Chooses, keeps the choice as a scenario in one undoable step, and appraises it.
    /// \param limits of the budget, as its file would hold them
    void plan(scenarios::invest::PlanRequest request, const std::string& limits, std::size_t samples);
    void appraise(const scenarios::invest::AppraiseRequest& request);
    void compare(const scenarios::invest::BesideRequest& request);
    void write(const scenarios::invest::Beside& beside, const std::filesystem::path& file);
    /// The report of an appraisal, as a page or as sheets (.pdf).
    void write(const scenarios::invest::PlanAppraisal& appraisal, const std::filesystem::path& file);
    void stop();

Q_SIGNALS:
    void busyChanged();
    void candidatesFound(const scenarios::CandidateList& list);
    void planMade(const PlanMade& made);
    void compared(const scenarios::invest::Beside& beside);
    void written(const QString& file);

private:
    struct Reading;
    using Work = std::function<Result<void>(const Reading& reading, const TaskControl& control)>;
    void writeDocument(std::function<scenarios::ReportDocument(const scenarios::ReportExtras&)> document,
                       std::string json, const std::filesystem::path& file);
    void start(const QString& title, Work work, std::function<void()> done);
    void keepScenario(const scenarios::Scenario& scenario, const QString& step);

    Workspace& workspace_;
    int task_ = -1;
};

} // namespace cityloom::app
