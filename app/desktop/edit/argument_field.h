// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QAbstractSpinBox>
#include <QString>

#include "app/desktop/models/loaded_city.h"
#include "scenarios/measure/argument.h"

class QComboBox;
class QLabel;
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
    [[nodiscard]] QLineEdit* line() const { return lineEdit(); }

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

/// The field of one argument in a form, made from its row, with a line below for what is wrong with its value.
class ArgumentField {
public:
    ArgumentField() = default;
    ArgumentField(const scenarios::Argument& argument, const LoadedCity& city, QWidget* parent);

    [[nodiscard]] QWidget* widget() const;              ///< what is typed into
    [[nodiscard]] QWidget* box() const { return box_; } ///< with the line below
    /// Shows what is wrong with its value; empty: nothing.
    void tell(const QString& problem);
    /// \param what is called for every change of its value, while \p context lives
    void whenChanged(QObject* context, const std::function<void()>& what) const;
    [[nodiscard]] QString text() const; ///< empty: not given
    /// \return false where the field has no such choice, and stays as it is
    bool setText(const QString& text);

private:
    NumberBox* number_ = nullptr; ///< one of the three; Qt's parent owns it
    QComboBox* choice_ = nullptr;
    QLineEdit* line_ = nullptr;
    QWidget* box_ = nullptr;
    QLabel* problem_ = nullptr;
    QString otherwise_; ///< of a choice: what need not be said
};

} // namespace cityloom::app
