// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/argument_field.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QCompleter>
#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "app/desktop/edit/change_words.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

using scenarios::Argument;
using scenarios::ArgumentType;

QString shortNumber(double value) {
    return QString::number(std::round(value * 1e4) / 1e4, 'g', 12);
}

/// About a hundred steps from one end to the other, at round figures.
double stepOf(const Argument& argument) {
    if (argument.type == ArgumentType::WholeNumber) {
        return 1.0;
    }
    return argument.type == ArgumentType::Share ? 0.05 : std::pow(10.0, std::round(std::log10(argument.most)) - 2.0);
}

/// What stands in an empty field.
QString placeholder(const Argument& argument) {
    if (argument.required) {
        return QCoreApplication::translate("Changes", "needed");
    }
    return argument.otherwise.empty() ? words(argument.without) : utf8(argument.otherwise);
}

QCompleter* completerFor(const Argument& argument, const LoadedCity& city, QWidget* parent) {
    QStringList keys;
    for (const std::string& key : engine::asset_keys(*city.networks)) {
        if (!scenarios::check_value(argument, key)) {
            keys << QString::fromStdString(key);
        }
    }
    auto* completer = new QCompleter{keys, parent};
    completer->setFilterMode(Qt::MatchContains);
    return completer;
}

} // namespace

NumberBox::NumberBox(double least, double most, double step, double otherwise, QWidget* parent)
    : QAbstractSpinBox{parent}, least_{least}, most_{most}, step_{step}, otherwise_{otherwise} {}

void NumberBox::setText(const QString& text) {
    lineEdit()->setText(text);
}

void NumberBox::setPlaceholder(const QString& text) {
    lineEdit()->setPlaceholderText(text);
}

double NumberBox::value() const {
    bool good = false;
    const double number = text().trimmed().toDouble(&good);
    return good ? number : otherwise_;
}

void NumberBox::stepBy(int steps) {
    setText(shortNumber(std::clamp(value() + steps * step_, least_, most_)));
}

QValidator::State NumberBox::validate(QString& /*text*/, int& /*at*/) const {
    return QValidator::Acceptable;
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const {
    StepEnabled can = StepNone;
    can |= value() < most_ ? StepUpEnabled : StepNone;
    can |= value() > least_ ? StepDownEnabled : StepNone;
    return can;
}

ArgumentField::ArgumentField(const Argument& argument, const LoadedCity& city, QWidget* form)
    : box_{new QWidget{form}}, problem_{plainLabel(box_)} {
    QWidget* const parent = box_;
    const QString otherwise = utf8(argument.otherwise);
    const auto number = [&](double least, double most, double step) {
        number_ = new NumberBox{least, most, step, argument.otherwise.empty() ? least : otherwise.toDouble(), parent};
        number_->setPlaceholder(placeholder(argument));
    };
    switch (argument.type) {
    case ArgumentType::Number:
    case ArgumentType::WholeNumber:
    case ArgumentType::Share:
        number(argument.least, argument.most, stepOf(argument));
        break;
    case ArgumentType::PlaceX:
    case ArgumentType::PlaceY: {
        const bool east = argument.type == ArgumentType::PlaceX;
        const gis::City& c = *city.city;
        const auto origin = static_cast<double>(east ? c.place.origin_x_m : c.place.origin_y_m);
        number(origin + (east ? c.min_corner.x_m : c.min_corner.y_m) - scenarios::kMarginM,
               origin + (east ? c.max_corner.x_m : c.max_corner.y_m) + scenarios::kMarginM, 10.0);
        break;
    }
    case ArgumentType::Choice:
        choice_ = new QComboBox{parent};
        for (const scenarios::Choice& choice : argument.choices) {
            choice_->addItem(words(choice.words), utf8(choice.id));
        }
        choice_->setCurrentIndex(std::max(0, choice_->findData(otherwise)));
        otherwise_ = otherwise;
        break;
    default:
        line_ = new QLineEdit{parent};
        line_->setPlaceholderText(placeholder(argument));
        if (argument.type == ArgumentType::Asset) {
            line_->setCompleter(completerFor(argument, city, line_));
        }
        break;
    }
    auto* column = new QVBoxLayout{box_};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(widget());
    column->addWidget(problem_);
    problem_->setWordWrap(true);
    problem_->hide();
    widget()->setAccessibleName(words(argument.words));
    widget()->setToolTip(
        QString::fromStdString(scenarios::allowed(argument, {*city.city, *city.networks}).in(language())));
}

QWidget* ArgumentField::widget() const {
    return number_ != nullptr   ? static_cast<QWidget*>(number_)
           : choice_ != nullptr ? static_cast<QWidget*>(choice_)
                                : static_cast<QWidget*>(line_);
}

void ArgumentField::tell(const QString& problem) {
    QPalette colours = problem_->palette();
    colours.setColor(QPalette::WindowText, currentColours().error);
    problem_->setPalette(colours);
    problem_->setText(problem.isEmpty() ? QString{} : QStringLiteral("⚠ %1").arg(problem));
    problem_->setVisible(!problem.isEmpty());
    widget()->setAccessibleDescription(problem);
}

void ArgumentField::whenChanged(QObject* context, const std::function<void()>& what) const {
    if (choice_ != nullptr) {
        QObject::connect(choice_, &QComboBox::currentIndexChanged, context, what);
    } else {
        QObject::connect(number_ != nullptr ? number_->line() : line_, &QLineEdit::textChanged, context, what);
    }
}

QString ArgumentField::text() const {
    if (choice_ != nullptr) {
        const QString chosen = choice_->currentData().toString();
        return chosen == otherwise_ ? QString{} : chosen;
    }
    return (number_ != nullptr ? number_->text() : line_->text()).trimmed();
}

bool ArgumentField::setText(const QString& text) {
    if (choice_ != nullptr) {
        const int index = choice_->findData(text);
        choice_->setCurrentIndex(index < 0 ? choice_->currentIndex() : index);
        return index >= 0;
    }
    if (number_ != nullptr) {
        number_->setText(text);
    } else {
        line_->setText(text);
    }
    return true;
}

} // namespace cityloom::app
