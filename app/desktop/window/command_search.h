// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QDialog>

#include "app/desktop/search/city_search.h"
#include "app/desktop/search/found_list.h"

class QLabel;
class QLineEdit;

namespace cityloom::app {

/// Finds a command, a panel, a scenario, an asset, a street or anything else with a name, and goes there.
class CommandSearch : public QDialog {
    Q_OBJECT

public:
    /// \param own what the window itself has; \param city outlives it; \param go to something of the city
    CommandSearch(std::vector<SearchEntry> own, CitySearch& city, std::function<void(const render::ObjectRef&)> go,
                  QWidget* parent);
    [[nodiscard]] QLineEdit* field() const { return field_; }
    [[nodiscard]] FoundList* list() const { return list_; }
    [[nodiscard]] QLabel* hint() const { return hint_; }
    [[nodiscard]] int hits() const { return list_->hits(); }
    void goToCurrent();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    [[nodiscard]] std::vector<SearchEntry> found(const QString& text) const;
    [[nodiscard]] SearchEntry entryOf(const scenarios::NamedThing& thing) const;

    std::vector<SearchEntry> own_;
    scenarios::NameIndex own_names_;
    CitySearch& city_;
    std::function<void(const render::ObjectRef&)> go_;
    QLineEdit* field_;
    FoundList* list_;
    QLabel* hint_;
};

} // namespace cityloom::app
