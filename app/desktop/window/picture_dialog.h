// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "render/capture/picture.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace cityloom::app {

/// How large a picture of the view is to be, and what is written on it.
class PictureDialog : public QDialog {
    Q_OBJECT

public:
    /// \param shown of the view, in pixels; \param title that it has where nothing else is said
    PictureDialog(QSize shown, const QString& title, QWidget* parent);

    /// Puts the size, the title and what is written into a request.
    void apply(render::PictureRequest& request) const;

private:
    QComboBox* sizes_;
    QSpinBox* wide_;
    QSpinBox* high_;
    QLineEdit* title_;
    QCheckBox* furniture_;
};

} // namespace cityloom::app
