// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <QDialog>

#include "app/report/report_job.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace cityloom::app {

class Workspace;

/// What to report on: one scenario, or two beside each other; in which language, as what, and with which parts.
class ReportDialog : public QDialog {
    Q_OBJECT

public:
    explicit ReportDialog(Workspace& workspace, QWidget* parent);

    [[nodiscard]] ReportRequest request() const;
    [[nodiscard]] bool runMissing() const;
    /// "pdf" or "html".
    [[nodiscard]] QString suffix() const;
    /// What the file may be called, without its ending.
    [[nodiscard]] QString suggestion() const;

private:
    void explain();

    Workspace& workspace_;
    QComboBox* scenario_ = nullptr;
    QComboBox* before_ = nullptr; ///< its first entry: nothing
    QComboBox* language_ = nullptr;
    QComboBox* format_ = nullptr;
    QCheckBox* run_ = nullptr;
    QSpinBox* seeds_ = nullptr;
    QLabel* hours_ = nullptr;
    std::map<scenarios::ReportParts, QCheckBox*> parts_;
};

} // namespace cityloom::app
