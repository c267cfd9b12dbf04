// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "app/film/film.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QTimeEdit;

namespace cityloom::app {

class Workspace;

/// Of which scenario and hours a film is, how fast it goes, and from where it is seen.
class FilmDialog : public QDialog {
    Q_OBJECT

public:
    FilmDialog(Workspace& workspace, QWidget* parent);

    /// \param here how the window looks at the city, for a film from there
    [[nodiscard]] FilmRequest request(const render::PictureRequest& here) const;
    [[nodiscard]] bool runMissing() const;

private:
    void explain();

    Workspace& workspace_;
    QComboBox* scenario_;
    QTimeEdit* from_;
    QTimeEdit* to_;
    QComboBox* view_;
    QComboBox* size_;
    QSpinBox* fps_;
    QSpinBox* speed_;
    QCheckBox* run_;
    QLabel* length_;
};

} // namespace cityloom::app
