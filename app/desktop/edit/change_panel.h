// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "app/desktop/edit/argument_field.h"
#include "app/desktop/edit/change_words.h"
#include "app/desktop/models/loaded_city.h"
#include "render/scene/city_scene.h"
#include "scenarios/compare/appraisal.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/scenario.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cityloom::app {

class SectionView;

/// Asks for one measure or one event, beside the map: its fields are made from the kind's row; what cannot be is
/// refused in its field, what it costs and would reach is told as it is typed. A street, an asset or a place is picked
/// in the picture, and what a click there would do is told before.
class ChangePanel : public QWidget {
    Q_OBJECT

public:
    enum class What { Measure, Event };
    /// \param before the measures that are in force before it
    ChangePanel(What what, std::shared_ptr<const LoadedCity> base, std::vector<scenarios::Measure> before,
                QWidget* parent);

    /// Fills in one that is there already; what is given stands for it then, and the panel closes.
    void edit(const scenarios::Measure& measure);
    void edit(const scenarios::TimedEvent& event);

    /// Sets the time that a new event has.
    void setTime(const QString& text);
    void chooseKind(const std::string& kind);
    /// \return whether the kind has such an argument that can hold the value
    bool setArgument(const std::string& name, const QString& value);
    /// Fills in what the kind needs from a thing in the picture; other kinds that are chosen later are filled in too.
    void takeObject(const render::ObjectRef& object);
    /// What it would be with a thing in the picture taken: kind, street, feeder, reach, cost. Plain text, lines.
    [[nodiscard]] QString preview(const render::ObjectRef& object) const;
    /// Whether the kind that is chosen wants something of the picture.
    [[nodiscard]] bool wantsPicture() const;
    [[nodiscard]] QString text() const; ///< as scenarios::parse_measure or parse_event reads it
    /// Why it was refused last, as the checks say it; empty: it was not.
    [[nodiscard]] QString problem() const { return refused_; }
    [[nodiscard]] QString cost() const; ///< as it is told, of what is typed now

    /// The city in the picture: with a scenario's measures in place.
    void setShown(std::shared_ptr<const LoadedCity> city) { shown_ = std::move(city); }

Q_SIGNALS:
    void pickRequested();
    void measureGiven(const scenarios::Measure& measure);
    void eventGiven(const scenarios::TimedEvent& event);
    void closed(); ///< it was given, or is not wanted any more

private:
    using Arguments = std::map<std::string, std::string>;
    [[nodiscard]] const scenarios::ChangeForm& form() const;
    [[nodiscard]] Arguments arguments() const;
    /// What a thing in the picture stands for in this form.
    [[nodiscard]] std::map<std::string, QString> taken(const render::ObjectRef& object) const;
    [[nodiscard]] QStringList consequences(const Arguments& given) const;
    [[nodiscard]] QString costOf(const Arguments& given) const;
    [[nodiscard]] scenarios::Check checkAndGive();
    void editing(const std::string& kind, const Arguments& given);
    void rebuild();
    void fillIn();
    void tellAsTyped();
    void tryAccept();

    What what_;
    std::shared_ptr<const LoadedCity> city_;  ///< without measures: what is checked against
    std::shared_ptr<const LoadedCity> shown_; ///< what objects in the picture are of
    std::vector<scenarios::Measure> before_;
    scenarios::AppraisalSettings prices_;
    scenarios::AppraisalContext place_;
    std::optional<render::ObjectRef> object_;
    QComboBox* kind_;
    QLabel* help_;
    QFormLayout* form_;
    QLineEdit* time_ = nullptr;
    std::map<std::string, ArgumentField> fields_;
    SectionView* section_; ///< of the street that it is about
    QLabel* told_;         ///< what it reaches and costs
    QLabel* problem_;
    QCheckBox* another_;
    QDialogButtonBox* buttons_;
    QTimer typed_; ///< runs out a moment after the last change
    QString refused_;
};

} // namespace cityloom::app
