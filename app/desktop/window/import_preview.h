// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <QWidget>

#include "gis/city/city.h"
#include "gis/import/import.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace cityloom::app {

/// What an import would bring: a sketch of it, how large it is, what was found, in which reference system, and what had
/// to be assumed. It is read as the import reads it, and nothing is written.
class ImportPreview : public QWidget {
    Q_OBJECT

public:
    struct Given {
        std::vector<std::filesystem::path> files;
        gis::ImportOptions options;
        QString problem; ///< why it cannot be tried; empty: it can
    };

    /// \param given is asked for when the files are looked into
    ImportPreview(std::function<Given()> given, QWidget* parent);
    ~ImportPreview() override; ///< stops a look that is under way

    void look();
    [[nodiscard]] bool looking() const { return looking_; }
    [[nodiscard]] QString told() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void show(const Result<gis::City>& city);

    std::function<Given()> given_;
    QPushButton* look_;
    QPushButton* cancel_;
    QProgressBar* bar_;
    QLabel* told_;
    std::vector<std::vector<Point2>> outlines_; ///< of buildings, in metres
    std::vector<std::vector<Point2>> streets_;
    Point2 low_;
    Point2 high_;
    bool looking_ = false;
    std::jthread thread_;
};

/// What was read of a city, in the window's language: counts, extent, reference system, side of the road, assumptions.
[[nodiscard]] QString citySummary(const gis::City& city);

} // namespace cityloom::app
