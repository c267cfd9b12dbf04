// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/film_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

#include "app/desktop/models/workspace.h"
#include "app/desktop/style/plain_text.h"

namespace cityloom::app {

namespace {

constexpr int kAsWindow = -1;

QTime timeOf(TimeUs at) {
    return QTime::fromMSecsSinceStartOfDay(static_cast<int>(at / 1000 % 86'400'000));
}

TimeUs timeIn(const QTimeEdit* edit) {
    return static_cast<TimeUs>(edit->time().msecsSinceStartOfDay()) * 1000;
}

} // namespace

FilmDialog::FilmDialog(Workspace& workspace, QWidget* parent)
    : QDialog{parent},
      workspace_{workspace},
      scenario_{new QComboBox{this}},
      from_{new QTimeEdit{timeOf(workspace.runSettings().start), this}},
      to_{new QTimeEdit{timeOf(workspace.runSettings().start + kHourUs), this}},
      view_{new QComboBox{this}},
      size_{new QComboBox{this}},
      fps_{new QSpinBox{this}},
      speed_{new QSpinBox{this}},
      run_{new QCheckBox{tr("Run and record it where there is no recording"), this}},
      length_{plainLabel(this)} {
    setWindowTitle(tr("Film"));
    scenario_->addItem(tr("the city as it stands"), QStringLiteral("base"));
    for (const scenarios::Scenario& scenario : workspace.book().all()) {
        if (scenario.name != "base") {
            scenario_->addItem(QString::fromStdString(scenario.name), QString::fromStdString(scenario.name));
        }
    }
    scenario_->setCurrentIndex(std::max(0, scenario_->findData(QString::fromStdString(workspace.activeScenario()))));
    view_->addItem(tr("As the window looks at it"), kAsWindow);
    view_->addItem(tr("Overview"), static_cast<int>(render::NamedView::Overview));
    view_->addItem(tr("Oblique"), static_cast<int>(render::NamedView::Oblique));
    view_->addItem(tr("Street"), static_cast<int>(render::NamedView::Street));
    for (const QSize size : {QSize{1280, 720}, QSize{1920, 1080}, QSize{3840, 2160}}) {
        size_->addItem(QStringLiteral("%1 × %2").arg(size.width()).arg(size.height()), size);
    }
    fps_->setRange(1, 60);
    fps_->setValue(25);
    fps_->setSuffix(tr(" pictures a second"));
    speed_->setRange(1, 3600);
    speed_->setValue(60);
    speed_->setSuffix(tr(" s of the city a second"));
    run_->setChecked(true);
    length_->setWordWrap(true);
    auto* form = new QFormLayout;
    const std::pair<QString, QWidget*> rows[] = {{tr("Scenario"), scenario_}, {tr("From"), from_}, {tr("To"), to_},
                                                 {tr("Seen"), view_},         {tr("Size"), size_}, {tr("Rate"), fps_},
                                                 {tr("Pace"), speed_}};
    for (const auto& [name, field] : rows) {
        field->setAccessibleName(name);
        form->addRow(name, field);
    }
    form->addRow(QString{}, run_);
    form->addRow(QString{}, length_);
    for (QTimeEdit* edit : {from_, to_}) {
        edit->setDisplayFormat(QStringLiteral("HH:mm"));
        connect(edit, &QTimeEdit::timeChanged, this, &FilmDialog::explain);
    }
    for (QSpinBox* box : {fps_, speed_}) {
        connect(box, &QSpinBox::valueChanged, this, &FilmDialog::explain);
    }
    auto* buttons = new QDialogButtonBox{QDialogButtonBox::Save | QDialogButtonBox::Cancel, this};
    buttons->button(QDialogButtonBox::Save)->setText(tr("Choose where to keep it…"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout{this};
    column->addLayout(form);
    column->addWidget(buttons);
    explain();
}

void FilmDialog::explain() {
    const FilmRequest asked = request({});
    length_->setText(asked.to > asked.from ? tr("%1 s long, %2 pictures.")
                                                 .arg(to_seconds(asked.to - asked.from) / asked.speed, 0, 'f', 0)
                                                 .arg(pictures_of(asked))
                                           : tr("Its end has to lie after its beginning."));
    findChild<QDialogButtonBox*>() != nullptr
        ? findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->setEnabled(asked.to > asked.from)
        : void();
}

FilmRequest FilmDialog::request(const render::PictureRequest& here) const {
    FilmRequest film;
    film.scenario = scenario_->currentData().toString().toStdString();
    film.from = timeIn(from_);
    film.to = timeIn(to_);
    film.fps = fps_->value();
    film.speed = speed_->value();
    film.look = here;
    const QSize size = size_->currentData().toSize();
    film.look.width_px = size.width();
    film.look.height_px = size.height();
    film.look.fine = false;
    if (const int view = view_->currentData().toInt(); view != kAsWindow) {
        film.look.use_pose = false;
        film.look.view = static_cast<render::NamedView>(view);
    }
    return film;
}

bool FilmDialog::runMissing() const {
    return run_->isChecked();
}

} // namespace cityloom::app
