// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QPixmap>

class QToolButton;

namespace cityloom::app {

/// A project as a picture with its name below, and a second line that tells it apart. One that is not there any more is
/// grey and says so.
class ProjectCard : public QAbstractButton {
    Q_OBJECT

public:
    ProjectCard(const QString& name, const QString& detail, QPixmap picture, bool there, QWidget* parent);
    /// Offers to take it off the list: a button on it, and the delete key.
    void setRemovable();
    [[nodiscard]] QToolButton* removeButton() const { return remove_; }
    [[nodiscard]] bool there() const { return there_; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString detail_;
    QPixmap picture_;
    bool there_;
    QToolButton* remove_ = nullptr;
};

} // namespace cityloom::app
