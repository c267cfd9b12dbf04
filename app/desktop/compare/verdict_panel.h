// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "app/desktop/compare/compare_work.h"
#include "render/scene/city_scene.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTabWidget;
class QTableWidget;
class QTextBrowser;

namespace cityloom::app {

/// What a scenario does beside another, of runs that are like: in sentences, figure by figure with its interval, in
/// money, and district by district, as a table and as a map.
class VerdictPanel : public QWidget {
    Q_OBJECT

public:
    explicit VerdictPanel(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] CompareWork& work() { return work_; }
    [[nodiscard]] const scenarios::Comparison* comparison() const { return made_.comparison.get(); }
    [[nodiscard]] QComboBox* choice(bool of_b) const { return of_b ? b_ : a_; }
    [[nodiscard]] QSpinBox* seeds() const { return seeds_; }
    [[nodiscard]] QPushButton* runButton() const { return run_; }
    [[nodiscard]] QTextBrowser* words() const { return words_; }
    [[nodiscard]] QTableWidget* figures() const { return figures_; }
    [[nodiscard]] QTableWidget* districts() const { return districts_; }
    [[nodiscard]] QComboBox* districtFigure() const { return of_; }
    [[nodiscard]] QCheckBox* mapBox() const { return on_map_; }
    [[nodiscard]] QTabWidget* pages() const { return pages_; }
    [[nodiscard]] QString state() const;
    /// The buildings of each district in the colours of what changes there; nothing while no map is asked for.
    [[nodiscard]] std::optional<render::PaintedBuildings> painted() const;
    /// The scenarios in the two boxes, and what is kept of them is compared.
    void show(const std::string& a, const std::string& b);

Q_SIGNALS:
    /// painted() is another.
    void mapChanged();
    void flyRequested(Point2 at);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fillChoices();
    void look();
    void take(const ComparisonMade& made);
    void fill();
    void fillWords();
    void fillFigures();
    void fillDistricts();
    void refreshState();
    void goToDistrict();
    [[nodiscard]] bool two() const;
    [[nodiscard]] std::string chosen(const QComboBox* box) const;

    Workspace& workspace_;
    CompareWork work_;
    ComparisonMade made_;
    bool asked_ = false; ///< whether the two in the boxes were compared, or found to lack runs
    QComboBox* a_;
    QComboBox* b_;
    QSpinBox* seeds_;
    QPushButton* run_;
    QLabel* state_;
    QTabWidget* pages_;
    QTextBrowser* words_;
    QTableWidget* figures_;
    QComboBox* of_;
    QCheckBox* on_map_;
    QTableWidget* districts_;
};

} // namespace cityloom::app
