// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QObject>
#include <QUndoCommand>

#include "scenarios/measure/edit.h"
#include "scenarios/measure/scenario.h"

namespace cityloom::app {

/// One scenario as it was and as it becomes; empty: it is not there.
struct ScenarioChange {
    std::optional<scenarios::Scenario> before;
    std::optional<scenarios::Scenario> after;
    friend bool operator==(const ScenarioChange&, const ScenarioChange&) = default;
};

/// The project's scenarios, by name. Views listen to changed(); only commands change them. Every change also goes to
/// the project through the writer.
class ScenarioBook : public QObject {
    Q_OBJECT

public:
    using Writer = std::function<void(const ScenarioChange&)>;

    using QObject::QObject;
    /// What the project holds when it is opened; writes nothing.
    void load(std::vector<scenarios::Scenario> all);
    void setWriter(Writer writer) { writer_ = std::move(writer); }
    [[nodiscard]] const std::vector<scenarios::Scenario>& all() const { return all_; }
    [[nodiscard]] const scenarios::Scenario* find(const std::string& name) const;
    /// "Plan 3": the first free name.
    [[nodiscard]] std::string freeName(const std::string& stem) const;
    [[nodiscard]] bool isBaseOfAnother(const std::string& name) const;

Q_SIGNALS:
    void changed();

private:
    friend class ChangeScenarios;
    void apply(const ScenarioChange& change);

    std::vector<scenarios::Scenario> all_;
    Writer writer_;
};

/// One step of the undo list: some scenarios change together.
class ChangeScenarios : public QUndoCommand {
public:
    ChangeScenarios(ScenarioBook& book, const QString& text, std::vector<ScenarioChange> changes);
    void redo() override;
    void undo() override;

private:
    ScenarioBook& book_;
    std::vector<ScenarioChange> changes_;
};

/// The steps that the scenario list offers. Each gives a command for the undo stack; null where it would change nothing
/// or may not be (a name that is taken, a base of another).
[[nodiscard]] QUndoCommand* addScenario(ScenarioBook& book, const scenarios::Scenario& scenario);
[[nodiscard]] QUndoCommand* renameScenario(ScenarioBook& book, const std::string& from, const std::string& to);
[[nodiscard]] QUndoCommand* removeScenario(ScenarioBook& book, const std::string& name);
[[nodiscard]] QUndoCommand* addMeasure(ScenarioBook& book, const std::string& scenario,
                                       const scenarios::Measure& measure);
[[nodiscard]] QUndoCommand* addEvent(ScenarioBook& book, const std::string& scenario,
                                     const scenarios::TimedEvent& event);
/// Another in the place of one that is there; an event goes to where its new time puts it.
[[nodiscard]] QUndoCommand* replaceMeasure(ScenarioBook& book, const std::string& scenario, std::size_t index,
                                           const scenarios::Measure& measure);
[[nodiscard]] QUndoCommand* replaceEvent(ScenarioBook& book, const std::string& scenario, std::size_t index,
                                         const scenarios::TimedEvent& event);
[[nodiscard]] QUndoCommand* switchChange(ScenarioBook& book, const std::string& scenario, scenarios::ChangeRef which,
                                         bool on);
[[nodiscard]] QUndoCommand* removeChange(ScenarioBook& book, const std::string& scenario, scenarios::ChangeRef which);
/// Copies to another scenario, or within one.
[[nodiscard]] QUndoCommand* copyChange(ScenarioBook& book, const std::string& from, scenarios::ChangeRef which,
                                       const std::string& to);
[[nodiscard]] QUndoCommand* moveChange(ScenarioBook& book, const std::string& from, scenarios::ChangeRef which,
                                       const std::string& to);

} // namespace cityloom::app
