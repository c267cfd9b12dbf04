// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QStringList>

namespace cityloom::app {

/// What a step of the manual does, for who carries it out: `<!-- step: scenario Base -->` is {"scenario", "Base"}.
struct ManualStep {
    QString verb;
    QString argument;
    friend bool operator==(const ManualStep&, const ManualStep&) = default;
};

/// A page in Markdown, with the words of the window filled in.
struct ManualPage {
    QString id;    ///< "plan", as F1 and other pages name it
    QString title; ///< its first line
    QString text;
    std::vector<ManualStep> steps;
    QStringList pictures; ///< "plan-form", without folder and suffix
};

/// The manual in one language. Where it names a command, panel, tab or button it holds `{{menu:Scenario/Add a
/// measure…}}` with the words of the sources; what stands on the screen is asked for when it is read, so that neither
/// translation nor renaming makes it untrue.
class Manual {
public:
    /// The words on the screen for what is named: "menu", "Scenario/Add a measure…" -> "Scenario ▸ Add a measure…".
    /// Empty: there is no such thing.
    using Words = std::function<QString(const QString& what, const QString& name)>;

    /// \param language "en" or "zh"
    Manual(const QString& language, const Words& words);

    [[nodiscard]] const std::vector<ManualPage>& pages() const { return pages_; }
    [[nodiscard]] const ManualPage* page(const QString& id) const;
    /// Pages that hold all the words, those first that have them in their title.
    [[nodiscard]] std::vector<const ManualPage*> find(const QString& words) const;
    /// What the pages name and the window has not.
    [[nodiscard]] const QStringList& unknown() const { return unknown_; }

private:
    std::vector<ManualPage> pages_;
    QStringList unknown_;
};

} // namespace cityloom::app
