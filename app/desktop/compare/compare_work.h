// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "app/desktop/models/workspace.h"
#include "scenarios/compare/comparison.h"
#include "scenarios/compare/run_conditions.h"

namespace cityloom::app {

/// What became of a comparison that was asked for.
struct ComparisonMade {
    std::string a;
    std::string b;
    std::shared_ptr<const scenarios::Comparison> comparison; ///< null: runs are missing
    scenarios::RunConditions conditions;                     ///< under which both are compared
    bool kept = false; ///< the conditions are those of results that the project holds of both
};

/// Compares two scenarios by the function that the command line has, in a task of its own that reads the project beside
/// the window. Like is compared with like: the newest conditions under which both were run, else those of the run
/// settings.
class CompareWork : public QObject {
    Q_OBJECT

public:
    explicit CompareWork(Workspace& workspace, QObject* parent = nullptr);

    [[nodiscard]] bool busy() const { return task_ >= 0; }
    /// \param seeds as many as are wanted at least
    /// \param run_missing runs and keeps what has no stored result; else the answer is that runs are missing
    void compare(const std::string& a, const std::string& b, int seeds, bool run_missing);
    void stop();

Q_SIGNALS:
    void busyChanged();
    void made(const ComparisonMade& made);

private:
    Workspace& workspace_;
    int task_ = -1;
};

} // namespace cityloom::app
