// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <set>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "app/desktop/models/loaded_city.h"
#include "app/desktop/timeline/play_control.h"
#include "render/base/object_ref.h"
#include "scenarios/table/asset_table.h"

class QComboBox;
class QItemSelection;
class QLabel;
class QLineEdit;
class QMenu;
class QTableView;
class QToolButton;

namespace cityloom::app {

class AssetTableModel;

/// The attribute table: all assets of a kind, filtered by an expression, sorted, linked with the picture both ways.
/// It follows the run while it is visible. Tables are made in another thread.
class TablePanel : public QWidget {
    Q_OBJECT

public:
    explicit TablePanel(PlayControl& play, QWidget* parent = nullptr);

    /// Another city, or the same with other measures; null: none.
    void setCity(std::shared_ptr<const LoadedCity> city);
    /// Shows a kind, if the city has any of it.
    void showKind(const engine::Kind* kind);
    /// Shows the kind of an asset and selects its row; a filter that hides it goes.
    void showAsset(const render::ObjectRef& object);
    /// What is selected in the picture: its row is selected if its kind is shown.
    void showSelected(const render::ObjectRef& object);
    /// For the keyboard: into the table, or the filter where that is empty.
    void takeFocus();

    [[nodiscard]] QTableView* view() const { return view_; }
    [[nodiscard]] AssetTableModel* model() const { return model_; }
    [[nodiscard]] QLineEdit* filterField() const { return filter_; }
    [[nodiscard]] QComboBox* kinds() const { return kinds_; }
    [[nodiscard]] QLabel* problem() const { return problem_; }
    [[nodiscard]] QLabel* summary() const { return summary_; }
    /// Whether the table of the kind that is chosen is there.
    [[nodiscard]] bool ready() const;
    /// What is filtered, as CSV, with the columns that are shown.
    [[nodiscard]] QByteArray csv() const;

Q_SIGNALS:
    void objectChosen(const render::ObjectRef& object);
    /// All that is selected besides, after objectChosen; none where it is one row.
    void othersChosen(const std::vector<render::ObjectRef>& objects);
    void flyRequested(const render::ObjectRef& object);
    void menuRequested(const render::ObjectRef& object, const QPoint& global);
    void exportRequested();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildTools();
    void buildView();
    void fillKinds();
    void readTable();
    void takeTable(std::shared_ptr<const scenarios::AssetTable> table);
    void applyFilter();
    void followRun();
    void fillColumnMenu(QMenu& menu);
    void setColumn(int column, bool shown);
    void remember();
    void restore();
    void rowsChosen();
    void summarise();
    void selectRow(std::uint32_t table_row);
    [[nodiscard]] const engine::Kind* chosenKind() const;
    [[nodiscard]] render::ObjectRef objectAt(int row) const;
    [[nodiscard]] std::set<std::uint32_t> chosenRows() const;

    PlayControl& play_;
    std::shared_ptr<const LoadedCity> city_;
    std::shared_ptr<const LoadedCity> reading_for_; ///< what the table being made is of
    const engine::Kind* reading_ = nullptr;
    AssetTableModel* model_;
    QComboBox* kinds_;
    QLineEdit* filter_;
    QLabel* problem_;
    QLabel* hint_;
    QLabel* summary_;
    QToolButton* columns_;
    QToolButton* export_;
    QTableView* view_;
    QTimer typing_;
    QElapsedTimer since_follow_;
    std::set<std::uint32_t> kept_; ///< rows of the table selected before they moved
    std::uint32_t kept_current_ = kNone;
    int kept_column_ = 0;
    int kept_scroll_ = 0;
    render::ObjectRef wanted_;  ///< to be selected when its table is there
    bool focus_wanted_ = false; ///< likewise
    bool arranging_ = false;
    bool telling_ = false; ///< the picture is told of a selection, and answers
};

} // namespace cityloom::app
