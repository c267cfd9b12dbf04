// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/scenario_book.h"

#include <algorithm>

#include <QCoreApplication>

namespace cityloom::app {

using scenarios::ChangeRef;
using scenarios::Scenario;

void ScenarioBook::load(std::vector<Scenario> all) {
    all_ = std::move(all);
    std::ranges::sort(all_, {}, &Scenario::name);
    Q_EMIT changed();
}

const Scenario* ScenarioBook::find(const std::string& name) const {
    const auto found = std::ranges::find(all_, name, &Scenario::name);
    return found == all_.end() ? nullptr : &*found;
}

std::string ScenarioBook::freeName(const std::string& stem) const {
    for (int n = 1;; ++n) {
        std::string name = stem + " " + std::to_string(n);
        if (find(name) == nullptr) {
            return name;
        }
    }
}

bool ScenarioBook::isBaseOfAnother(const std::string& name) const {
    return std::ranges::find(all_, name, &Scenario::base) != all_.end();
}

void ScenarioBook::apply(const ScenarioChange& change) {
    if (change.before) {
        std::erase_if(all_, [&](const Scenario& s) { return s.name == change.before->name; });
    }
    if (change.after) {
        all_.insert(std::ranges::lower_bound(all_, change.after->name, {}, &Scenario::name), *change.after);
    }
    if (writer_) {
        writer_(change);
    }
}

ChangeScenarios::ChangeScenarios(ScenarioBook& book, const QString& text, std::vector<ScenarioChange> changes)
    : QUndoCommand{text}, book_{book}, changes_{std::move(changes)} {}

void ChangeScenarios::redo() {
    for (const ScenarioChange& change : changes_) {
        book_.apply(change);
    }
    Q_EMIT book_.changed();
}

void ChangeScenarios::undo() {
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
        book_.apply({change->after, change->before});
    }
    Q_EMIT book_.changed();
}

namespace {

QString words(const char* text) {
    return QCoreApplication::translate("ScenarioEdits", text);
}

template <typename Change>
QUndoCommand* change(ScenarioBook& book, const QString& text, const std::string& name, Change&& how) {
    const Scenario* before = book.find(name);
    if (before == nullptr) {
        return nullptr;
    }
    Scenario after = *before;
    how(after);
    return after == *before ? nullptr : new ChangeScenarios{book, text, {{*before, after}}};
}

} // namespace

QUndoCommand* addScenario(ScenarioBook& book, const Scenario& scenario) {
    if (scenario.name.empty() || book.find(scenario.name) != nullptr) {
        return nullptr;
    }
    return new ChangeScenarios{
        book,
        words(QT_TRANSLATE_NOOP("ScenarioEdits", "Add scenario %1")).arg(QString::fromStdString(scenario.name)),
        {{{}, scenario}}};
}

QUndoCommand* renameScenario(ScenarioBook& book, const std::string& from, const std::string& to) {
    const Scenario* before = book.find(from);
    if (before == nullptr || to.empty() || book.find(to) != nullptr) {
        return nullptr;
    }
    // The order keeps every base in place while another names it: new name first, then those on it, then the old one.
    Scenario after = *before;
    after.name = to;
    std::vector<ScenarioChange> changes{{{}, after}};
    for (const Scenario& other : book.all()) {
        if (other.base == from) {
            Scenario moved = other;
            moved.base = to;
            changes.push_back({other, moved});
        }
    }
    changes.push_back({*before, {}});
    return new ChangeScenarios{
        book, words(QT_TRANSLATE_NOOP("ScenarioEdits", "Rename scenario to %1")).arg(QString::fromStdString(to)),
        std::move(changes)};
}

QUndoCommand* removeScenario(ScenarioBook& book, const std::string& name) {
    const Scenario* before = book.find(name);
    if (before == nullptr || book.isBaseOfAnother(name)) {
        return nullptr;
    }
    return new ChangeScenarios{
        book,
        words(QT_TRANSLATE_NOOP("ScenarioEdits", "Remove scenario %1")).arg(QString::fromStdString(name)),
        {{*before, {}}}};
}

QUndoCommand* addMeasure(ScenarioBook& book, const std::string& scenario, const scenarios::Measure& measure) {
    return change(book, words(QT_TRANSLATE_NOOP("ScenarioEdits", "Add measure")), scenario,
                  [&](Scenario& s) { s.measures.push_back(measure); });
}

QUndoCommand* addEvent(ScenarioBook& book, const std::string& scenario, const scenarios::TimedEvent& event) {
    return change(book, words(QT_TRANSLATE_NOOP("ScenarioEdits", "Add event")), scenario,
                  [&](Scenario& s) { scenarios::place_event(s, event); });
}

QUndoCommand* replaceMeasure(ScenarioBook& book, const std::string& scenario, std::size_t index,
                             const scenarios::Measure& measure) {
    return change(book, words(QT_TRANSLATE_NOOP("ScenarioEdits", "Change measure")), scenario, [&](Scenario& s) {
        if (index < s.measures.size()) {
            scenarios::replace_measure(s, index, measure);
        }
    });
}

QUndoCommand* replaceEvent(ScenarioBook& book, const std::string& scenario, std::size_t index,
                           const scenarios::TimedEvent& event) {
    return change(book, words(QT_TRANSLATE_NOOP("ScenarioEdits", "Change event")), scenario, [&](Scenario& s) {
        if (index < s.events.size()) {
            scenarios::replace_event(s, index, event);
        }
    });
}

QUndoCommand* switchChange(ScenarioBook& book, const std::string& scenario, ChangeRef which, bool on) {
    const QString text = on ? words(QT_TRANSLATE_NOOP("ScenarioEdits", "Switch on"))
                            : words(QT_TRANSLATE_NOOP("ScenarioEdits", "Switch off"));
    return change(book, text, scenario, [&](Scenario& s) {
        if (scenarios::holds(s, which)) {
            scenarios::switch_change(s, which, on);
        }
    });
}

QUndoCommand* removeChange(ScenarioBook& book, const std::string& scenario, ChangeRef which) {
    const QString text = which.event ? words(QT_TRANSLATE_NOOP("ScenarioEdits", "Remove event"))
                                     : words(QT_TRANSLATE_NOOP("ScenarioEdits", "Remove measure"));
    return change(book, text, scenario, [&](Scenario& s) {
        if (scenarios::holds(s, which)) {
            scenarios::remove_change(s, which);
        }
    });
}

QUndoCommand* copyChange(ScenarioBook& book, const std::string& from, ChangeRef which, const std::string& to) {
    const Scenario* source = book.find(from);
    if (source == nullptr || !scenarios::holds(*source, which)) {
        return nullptr;
    }
    return change(book, words(QT_TRANSLATE_NOOP("ScenarioEdits", "Copy to %1")).arg(QString::fromStdString(to)), to,
                  [&](Scenario& s) { scenarios::copy_change(*source, which, s); });
}

QUndoCommand* moveChange(ScenarioBook& book, const std::string& from, ChangeRef which, const std::string& to) {
    const Scenario* source = book.find(from);
    const Scenario* target = book.find(to);
    if (source == nullptr || target == nullptr || from == to || !scenarios::holds(*source, which)) {
        return nullptr;
    }
    Scenario less = *source;
    Scenario more = *target;
    scenarios::copy_change(*source, which, more);
    scenarios::remove_change(less, which);
    return new ChangeScenarios{book,
                               words(QT_TRANSLATE_NOOP("ScenarioEdits", "Move to %1")).arg(QString::fromStdString(to)),
                               {{*source, less}, {*target, more}}};
}

} // namespace cityloom::app
