// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include "app/desktop/edit/scenario_book.h"
#include "app/desktop/models/loaded_city.h"
#include "app/desktop/models/store_thread.h"
#include "app/desktop/tasks/reaper.h"
#include "app/desktop/tasks/task_list.h"
#include "gis/import/import.h"
#include "scenarios/run/session.h"

namespace cityloom::app {

/// How a person wants runs to be; kept in the project.
struct RunSettings {
    TimeUs start = 7 * kHourUs;
    TimeUs duration = 0;     ///< 0: long enough for the scenario's events, three hours at least
    std::uint64_t trips = 0; ///< 0: the derived demand
    std::uint64_t seed = 1;
    double bicycles = 0.0; ///< share of all people's trips
};

/// The open project and the live engine on it: what every window shows. Outlives the windows, so that a change of
/// language can make a new one. Nothing here waits: long work goes through tasks().
class Workspace : public QObject {
    Q_OBJECT

public:
    explicit Workspace(QObject* parent = nullptr);
    ~Workspace() override;

    void openProject(const std::filesystem::path& file);
    void createDemo(const std::filesystem::path& file);
    void importFiles(const std::filesystem::path& out, const std::vector<std::filesystem::path>& files,
                     const gis::ImportOptions& options, bool update = false);
    void closeProject();

    /// Starts a live session of a scenario, paused at its start. The city is shown with the scenario's measures.
    void activate(const std::string& scenario);
    /// The same, unless it is just this scenario that is shown as it is now.
    void show(const std::string& scenario);
    /// Runs a scenario to its end as a task and keeps the result in the project.
    /// \param asked empty: as the settings have it; no threads: as many as suit the picture
    void runToEnd(const std::string& scenario, std::optional<scenarios::RunRequest> asked = {});
    void setRunSettings(const RunSettings& settings);
    /// For this time only; starts nothing.
    void useRunSettings(const RunSettings& settings) { run_ = settings; }
    [[nodiscard]] const RunSettings& runSettings() const { return run_; }
    /// What a session of this scenario is asked for.
    [[nodiscard]] scenarios::RunRequest requestFor(const scenarios::Scenario& resolved) const;

    /// The city in the picture: with the active scenario's measures.
    [[nodiscard]] std::shared_ptr<const LoadedCity> city() const { return city_; }
    /// The city as it stands.
    [[nodiscard]] std::shared_ptr<const LoadedCity> base() const { return base_; }
    [[nodiscard]] std::shared_ptr<scenarios::Session> session() const { return session_; }
    [[nodiscard]] const std::string& activeScenario() const { return active_; }
    [[nodiscard]] const std::vector<scenarios::RunResult>& results() const { return results_; }
    /// Who writes the open project; null without one.
    [[nodiscard]] std::shared_ptr<StoreThread> store() const { return store_; }
    /// Results that were kept in the open project by way of store().
    void take(const std::vector<scenarios::RunResult>& results);
    [[nodiscard]] ScenarioBook& book() { return book_; }
    [[nodiscard]] QUndoStack& undo() { return undo_; }
    [[nodiscard]] TaskList& tasks() { return tasks_; }
    /// Pushes a command unless it is null.
    void edit(QUndoCommand* command);
    /// A setting kept in the project.
    void putSetting(const std::string& key, const std::string& value);
    [[nodiscard]] std::string setting(const std::string& key) const;

Q_SIGNALS:
    void cityChanged();
    void appliedChanged(); ///< the same city is shown with other measures
    void sessionChanged();
    void resultsChanged();
    void failed(const QString& what, const QString& why, const QString& where);
    /// A city was imported: what was read, guessed, mended or left out is in its notes.
    void imported(std::size_t notes, std::size_t conflicts);

private:
    struct Opened;
    void adopt(const std::shared_ptr<Opened>& opened);
    void write(const ScenarioChange& change);
    void followBook();
    void start(std::shared_ptr<const LoadedCity> city, const scenarios::Scenario& resolved);
    void bury();
    void tellLater(const QString& what, const Error& error);

    Reaper reaper_; ///< first: goes last
    TaskList tasks_;
    ScenarioBook book_;
    QUndoStack undo_;
    std::shared_ptr<const LoadedCity> base_;
    std::shared_ptr<const LoadedCity> city_;
    scenarios::Scenario shown_;    ///< resolved, of the session
    std::uint64_t activation_ = 0; ///< so that a late answer to an earlier one is known
    std::shared_ptr<StoreThread> store_;
    std::shared_ptr<scenarios::Session> session_;
    std::vector<scenarios::RunResult> results_;
    std::map<std::string, std::string> settings_;
    RunSettings run_;
    std::string active_;
};

} // namespace cityloom::app
