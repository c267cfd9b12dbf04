// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "scenarios/measure/scenario.h"
#include "scenarios/project/network_origin.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace cityloom::scenarios {

/// What a run left behind: enough to repeat it bit by bit, and its KPIs.
struct RunResult {
    std::int64_t id = 0; ///< given by the store
    std::string scenario;
    std::int64_t seed = 1;
    TimeUs start = 0;
    TimeUs duration = 0;
    std::int64_t trips = 0; ///< as asked for; 0: the derived demand
    std::string version;    ///< of the program
    std::uint64_t state_hash = 0;
    std::string json; ///< KPIs and the rest of the run's report, one object
};

/// One entry of the undo log: an edit, as text before and after it. Empty: it was not there.
struct HistoryEntry {
    std::int64_t id = 0;
    std::string what; ///< "scenario/NAME"
    std::string before;
    std::string after;
};

/// Everything that is wrong with a project; empty when it is sound.
struct VerifyReport {
    std::vector<std::string> problems;
    [[nodiscard]] bool sound() const { return problems.empty(); }
};

/// The project file: a GeoPackage that a GIS opens, with the city, its networks, scenarios and results. Every change is
/// a transaction that is on disk when its function returns: killing the process loses none. For one thread at a time.
class ProjectStore {
public:
    static constexpr int kApplicationId = 0x47504B47; // "GPKG"
    static constexpr int kSchemaVersion = 3;          // ours, in cityloom_project
    enum class Mode : std::uint8_t { ReadOnly, ReadWrite };

    /// Whether the file is a project of ours, of any version.
    [[nodiscard]] static bool is_project(const std::filesystem::path& file);

    /// Makes a project; it appears under its name only when whole. Exists when there is one and not `replace`, or when
    /// what is there is no project: a file of somebody else's is never replaced.
    [[nodiscard]] static Result<ProjectStore> create(const std::filesystem::path& file, const gis::City& city,
                                                     const gis::Networks& networks, bool replace,
                                                     const std::stop_token& stop = {});
    /// Opens a project. A GeoPackage that is not ours gives Malformed, a newer schema Unsupported, a project that
    /// another process writes Io; the file is untouched then. An older schema is migrated in one transaction
    /// (ReadWrite). \param stop once it asks, whatever reads or writes ends with Cancelled, and a transaction is taken
    /// back
    [[nodiscard]] static Result<ProjectStore> open(const std::filesystem::path& file, Mode mode,
                                                   const std::stop_token& stop = {});

    /// Writes all of it, with its results and recordings, as one file of its own, which appears under its name only
    /// when whole; others may go on reading and writing this one. Exists where that name is this project, or a file is
    /// there and not `replace`, or one that is no project. Cancelled leaves nothing behind.
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& file, bool replace,
                                       const std::function<void(double)>& progress = {},
                                       const std::stop_token& stop = {}) const;

    ProjectStore(ProjectStore&&) noexcept;
    ProjectStore& operator=(ProjectStore&&) noexcept;
    /// Folds the journal back: one file is left.
    ~ProjectStore();

    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] Result<gis::City> city() const;
    /// Replaces the city with its layers, and the networks of \p derived domains (ids of their rows). Results stay,
    /// marked as those of a city before; their recordings, which point into that one, go.
    [[nodiscard]] Result<void> put_city(const gis::City& city, const gis::Networks& networks,
                                        std::span<const std::string_view> derived);
    /// The networks of all domains. One that this program no longer reads, or that the project does not have yet, is
    /// derived from the city, and a note says so; one that was imported or edited never is: Unsupported then.
    [[nodiscard]] Result<gis::Networks> networks(std::vector<NetworkNote>* notes = nullptr) const;
    /// Replaces all of them, and their layers.
    [[nodiscard]] Result<void> put_networks(const gis::Networks& networks,
                                            NetworkOrigin origin = NetworkOrigin::Derived);
    /// Replaces the network of one domain (the id of its row), which has to fit the others, and the layers. NotFound
    /// for a domain that has none of its own.
    [[nodiscard]] Result<void> put_network(std::string_view domain, const gis::Networks& networks,
                                           NetworkOrigin origin);
    /// Where it comes from; nothing: the project has none yet.
    [[nodiscard]] Result<std::optional<NetworkOrigin>> network_origin(std::string_view domain) const;

    [[nodiscard]] Result<std::vector<Scenario>> scenarios() const; ///< by name
    [[nodiscard]] Result<Scenario> scenario(std::string_view name) const;
    /// Adds a scenario, or with `replace` changes it; the history keeps what was there.
    [[nodiscard]] Result<void> put_scenario(const Scenario& scenario, bool replace);
    /// Refused while another scenario builds on it. Its results go with it.
    [[nodiscard]] Result<void> remove_scenario(std::string_view name);
    [[nodiscard]] Result<std::vector<HistoryEntry>> history() const; ///< oldest first

    /// No stop counts any more: what has been written is to be looked at to its end.
    void go_on_regardless();

    /// Takes the journal into the project, where no other writing follows soon: one file is there until then.
    void fold_journal();

    /// Runs what calls other functions of the store as one transaction: all of it is kept, or nothing.
    [[nodiscard]] Result<void> together(const std::function<Result<void>()>& work);

    [[nodiscard]] Result<std::int64_t> add_result(const RunResult& result);
    [[nodiscard]] Result<std::vector<RunResult>> results() const; ///< oldest first
    [[nodiscard]] Result<void> remove_result(std::int64_t id);

    /// Recorded frames of a result, in the order of their times.
    [[nodiscard]] Result<void> append_frame(std::int64_t result, TimeUs at, std::string_view bytes);
    [[nodiscard]] Result<std::vector<TimeUs>> frame_times(std::int64_t result) const;
    /// The last frame at or before `at`.
    [[nodiscard]] Result<std::string> frame(std::int64_t result, TimeUs at) const;

    /// Bytes that belong to a result beside its report, under a name of the writer's; they go with it.
    [[nodiscard]] Result<void> put_result_table(std::int64_t result, std::string_view name, std::string_view bytes);
    /// Nothing where there is none of that name; Malformed where it is damaged.
    [[nodiscard]] Result<std::optional<std::string>> result_table(std::int64_t result, std::string_view name) const;

    [[nodiscard]] Result<std::optional<std::string>> setting(std::string_view key) const;
    [[nodiscard]] Result<void> put_setting(std::string_view key, std::string_view value);

    /// Integrity, checksums, schema and references. Fails only when the file cannot be read at all.
    [[nodiscard]] Result<VerifyReport> verify() const;

private:
    struct Impl;
    explicit ProjectStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::scenarios
