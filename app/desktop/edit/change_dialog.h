// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QDialog>

#include "app/desktop/edit/argument_field.h"
#include "app/desktop/edit/change_words.h"
#include "app/desktop/models/loaded_city.h"
#include "render/scene/city_scene.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/scenario.h"

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace cityloom::app {

/// Asks for one measure or one event: its fields are made from the kind's row, and what cannot be is refused in place,
/// with the reason. Stays open beside the picture, so that a street, an asset or a place can be picked there.
class ChangeDialog : public QDialog {
    Q_OBJECT

public:
    enum class What { Measure, Event };
    /// \param before the measures that the scenario has already
    ChangeDialog(What what, std::shared_ptr<const LoadedCity> base, std::vector<scenarios::Measure> before,
                 QWidget* parent);

    /// Sets the time that a new event has.
    void setTime(const QString& text);
    void chooseKind(const std::string& kind);
    /// \return whether the kind has such an argument that can hold the value
    bool setArgument(const std::string& name, const QString& value);
    /// Fills in what the kind needs from a thing in the picture; other kinds that are chosen later are filled in too.
    void takeObject(const render::ObjectRef& object);
    [[nodiscard]] QString text() const;    ///< as scenarios::parse_measure or parse_event reads it
    [[nodiscard]] QString problem() const; ///< why it was refused last; empty: it was not

    /// The city in the picture: with a scenario's measures in place.
    void setShown(std::shared_ptr<const LoadedCity> city) { shown_ = std::move(city); }

Q_SIGNALS:
    void pickRequested();
    void measureGiven(const scenarios::Measure& measure);
    void eventGiven(const scenarios::TimedEvent& event);

private:
    [[nodiscard]] const scenarios::ChangeForm& form() const;
    [[nodiscard]] std::map<std::string, std::string> arguments() const;
    [[nodiscard]] scenarios::Check checkAndGive();
    void rebuild();
    void fillIn();
    void tryAccept();

    What what_;
    std::shared_ptr<const LoadedCity> city_;  ///< without measures: what is checked against
    std::shared_ptr<const LoadedCity> shown_; ///< what objects in the picture are of
    std::vector<scenarios::Measure> before_;
    std::optional<render::ObjectRef> object_;
    QComboBox* kind_;
    QLabel* help_;
    QFormLayout* form_;
    QLineEdit* time_ = nullptr;
    std::map<std::string, ArgumentField> fields_;
    QLabel* problem_;
    QDialogButtonBox* buttons_;
};

} // namespace cityloom::app
