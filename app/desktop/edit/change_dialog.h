// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <QDialog>

#include "app/desktop/models/loaded_city.h"
#include "render/scene/city_scene.h"
#include "scenarios/measure/scenario.h"

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace cityloom::app {

/// A kind of measure or event, an argument of one, and either as a whole, in a person's words.
[[nodiscard]] QString kindWord(const std::string& kind);
[[nodiscard]] QString argumentWord(const std::string& argument);
[[nodiscard]] QString measureText(const scenarios::Measure& measure);
[[nodiscard]] QString eventText(const scenarios::TimedEvent& event);

/// Asks for one measure or one event. Stays open beside the picture, so that a street, an asset or a place can be
/// picked there.
class ChangeDialog : public QDialog {
    Q_OBJECT

public:
    enum class What { Measure, Event };
    ChangeDialog(What what, std::shared_ptr<const LoadedCity> city, QWidget* parent);

    /// Sets the time that a new event has.
    void setTime(TimeUs at);
    void chooseKind(const std::string& kind);
    void setArgument(const std::string& name, const QString& value);
    /// Fills in what the kind needs from a thing in the picture.
    void takeObject(const render::ObjectRef& object);
    [[nodiscard]] QString text() const; ///< as scenarios::parse_measure or parse_event reads it

Q_SIGNALS:
    void pickRequested();
    void measureGiven(const scenarios::Measure& measure);
    void eventGiven(const scenarios::TimedEvent& event);

private:
    void rebuild();
    void tryAccept();

    What what_;
    std::shared_ptr<const LoadedCity> city_;
    QComboBox* kind_;
    QLabel* help_;
    QFormLayout* form_;
    QLineEdit* time_ = nullptr;
    std::map<std::string, QLineEdit*> arguments_;
    QLabel* problem_;
    QDialogButtonBox* buttons_;
};

} // namespace cityloom::app
