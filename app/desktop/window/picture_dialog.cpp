// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/picture_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace cityloom::app {

namespace {

constexpr int kLeastPx = 16;
constexpr int kMostPx = 8192;

} // namespace

PictureDialog::PictureDialog(QSize shown, const QString& title, QWidget* parent)
    : QDialog{parent},
      sizes_{new QComboBox{this}},
      wide_{new QSpinBox{this}},
      high_{new QSpinBox{this}},
      title_{new QLineEdit{title, this}},
      furniture_{new QCheckBox{tr("Title, legend, scale bar and attribution"), this}} {
    setWindowTitle(tr("Export the picture"));
    sizes_->setAccessibleName(tr("Size"));
    sizes_->addItem(tr("As the view"), shown);
    sizes_->addItem(tr("Screen, 1920 × 1080"), QSize{1920, 1080});
    sizes_->addItem(tr("Large screen, 3840 × 2160"), QSize{3840, 2160});
    sizes_->addItem(tr("A4 across, 300 dots an inch"), QSize{3508, 2480});
    sizes_->addItem(tr("Poster, 8192 × 5792"), QSize{8192, 5792});
    for (QSpinBox* box : {wide_, high_}) {
        box->setRange(kLeastPx, kMostPx);
        box->setSuffix(tr(" px"));
    }
    wide_->setAccessibleName(tr("Width"));
    high_->setAccessibleName(tr("Height"));
    title_->setAccessibleName(tr("Title"));
    furniture_->setChecked(true);
    const auto take = [this] {
        const QSize size = sizes_->currentData().toSize();
        wide_->setValue(std::clamp(size.width(), kLeastPx, kMostPx));
        high_->setValue(std::clamp(size.height(), kLeastPx, kMostPx));
    };
    connect(sizes_, &QComboBox::currentIndexChanged, this, take);
    take();
    auto* pixels = new QHBoxLayout;
    pixels->addWidget(wide_);
    pixels->addWidget(new QLabel{QStringLiteral("×"), this});
    pixels->addWidget(high_);
    pixels->addStretch();
    auto* form = new QFormLayout;
    form->addRow(tr("Size"), sizes_);
    form->addRow(QString{}, pixels);
    form->addRow(tr("Title"), title_);
    form->addRow(QString{}, furniture_);
    auto* buttons = new QDialogButtonBox{QDialogButtonBox::Save | QDialogButtonBox::Cancel, this};
    buttons->button(QDialogButtonBox::Save)->setText(tr("Choose where to keep it…"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(furniture_, &QCheckBox::toggled, title_, &QWidget::setEnabled);
    auto* column = new QVBoxLayout{this};
    column->addLayout(form);
    column->addWidget(buttons);
}

void PictureDialog::apply(render::PictureRequest& request) const {
    request.width_px = wide_->value();
    request.height_px = high_->value();
    request.title = title_->text().toStdString();
    request.furniture = furniture_->isChecked();
}

} // namespace cityloom::app
