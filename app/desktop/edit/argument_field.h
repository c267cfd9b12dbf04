// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSpinBox>
#include <QString>

#include "app/desktop/models/loaded_city.h"
#include "scenarios/measure/argument.h"

class QComboBox;
class QLineEdit;

namespace cityloom::app {

/// A number with arrows that stay in its range. Any text may be typed and none is changed in silence: what is wrong is
/// refused with a reason when the form is given.
class NumberBox : public QAbstractSpinBox {
    Q_OBJECT

public:
    /// \param otherwise where stepping begins while nothing is written
    NumberBox(double least, double most, double step, double otherwise, QWidget* parent);
    void setText(const QString& text);
    void setPlaceholder(const QString& text);

    void stepBy(int steps) override;
    QValidator::State validate(QString& text, int& at) const override;

protected:
    [[nodiscard]] StepEnabled stepEnabled() const override;

private:
    [[nodiscard]] double value() const;

    double least_;
    double most_;
    double step_;
    double otherwise_;
};

/// The field of one argument in a form, made from its row.
class ArgumentField {
public:
    ArgumentField() = default;
    ArgumentField(const scenarios::Argument& argument, const LoadedCity& city, QWidget* parent);

    [[nodiscard]] QWidget* widget() const;
    [[nodiscard]] QString text() const; ///< empty: not given
    /// \return false where the field has no such choice, and stays as it is
    bool setText(const QString& text);

private:
    NumberBox* number_ = nullptr; ///< one of the three; Qt's parent owns it
    QComboBox* choice_ = nullptr;
    QLineEdit* line_ = nullptr;
    QString otherwise_; ///< of a choice: what need not be said
};

} // namespace cityloom::app
