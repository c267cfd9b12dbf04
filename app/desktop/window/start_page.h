// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QScrollArea>

class QGridLayout;
class QLabel;
class QPushButton;

namespace cityloom::app {

class ProjectCard;

/// What one sees without a city: the last projects with their pictures, a sample to try, and ways to get a city in.
class StartPage : public QScrollArea {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);
    /// Of the last projects.
    [[nodiscard]] const std::vector<ProjectCard*>& cards() const { return recent_; }
    [[nodiscard]] ProjectCard* sample() const { return demo_; }

Q_SIGNALS:
    void demoRequested();
    void openRequested();
    void importRequested();
    void recentRequested(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void readRecent();
    void lay();

    QPushButton* open_;
    QPushButton* import_;
    QLabel* heading_;
    QGridLayout* recent_grid_;
    std::vector<ProjectCard*> recent_;
    ProjectCard* demo_;
};

} // namespace cityloom::app
