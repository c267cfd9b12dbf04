// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/import/guard/text.h"
#include "scenarios/project/project_impl.h"
#include "sim/core/blob.h"

namespace cityloom::scenarios {

namespace {

/// Steps through a query; `take` gets each row.
template <typename Take> Result<void> each(Result<Statement> statement, const Take& take) {
    if (!statement) {
        return tl::make_unexpected(statement.error());
    }
    for (;;) {
        const auto row = statement->step();
        if (!row) {
            return tl::make_unexpected(row.error());
        }
        if (!*row) {
            return {};
        }
        if (Result<void> taken = take(*statement); !taken) {
            return taken;
        }
    }
}

Result<Statement> bound(Result<Statement> statement, auto... values) {
    if (statement) {
        (statement->bind(values), ...);
    }
    return statement;
}

/// A scenario as one text, for the history.
std::string as_text(const Scenario& scenario) {
    std::string text =
        "name=" + scenario.name + "\nbase=" + scenario.base + "\nseed=" + std::to_string(scenario.seed) + "\n";
    for (const Measure& measure : scenario.measures) {
        text += "measure " + format_measure(measure) + "\n";
    }
    for (const TimedEvent& event : scenario.events) {
        text += "event " + format_event(event) + "\n";
    }
    return text;
}

Result<void> log(const Database& db, std::string_view name, const std::string& before, const std::string& after) {
    auto row =
        bound(db.prepare("INSERT INTO history(what, before, after) VALUES(?, ?, ?)"),
              std::string_view{"scenario/" + std::string{name}}, std::string_view{before}, std::string_view{after});
    return row ? row->run() : tl::make_unexpected(row.error());
}

Result<void> run(Result<Statement> statement) {
    return statement ? statement->run() : tl::make_unexpected(statement.error());
}

Result<void> insert(const Database& db, const Scenario& scenario) {
    if (auto done = run(bound(db.prepare("INSERT INTO scenario(name, base, seed) VALUES(?, ?, ?)"),
                              std::string_view{scenario.name}, std::string_view{scenario.base}, scenario.seed));
        !done) {
        return done;
    }
    const std::int64_t id = db.last_id();
    std::int64_t position = 0;
    for (const Measure& measure : scenario.measures) {
        const std::string text = format_measure(measure);
        if (auto done =
                run(bound(db.prepare("INSERT INTO measure VALUES(?, ?, ?)"), id, position++, std::string_view{text}));
            !done) {
            return done;
        }
    }
    for (const TimedEvent& event : scenario.events) {
        const std::string text = format_event(event);
        if (auto done =
                run(bound(db.prepare("INSERT INTO event VALUES(?, ?, ?)"), id, position++, std::string_view{text}));
            !done) {
            return done;
        }
    }
    return {};
}

} // namespace

Result<std::vector<Scenario>> ProjectStore::scenarios() const {
    std::vector<std::pair<std::int64_t, Scenario>> rows;
    auto done = each(impl_->db.prepare("SELECT id, name, base, seed FROM scenario ORDER BY name"),
                     [&](const Statement& s) -> Result<void> {
                         rows.emplace_back(s.integer(0),
                                           Scenario{.name = s.bytes(1), .base = s.bytes(2), .seed = s.integer(3)});
                         return {};
                     });
    std::vector<Scenario> found;
    for (auto& row : rows) {
        const std::int64_t id = row.first;
        Scenario& scenario = row.second; // by name: clang 14 cannot capture a structured binding
        if (done) {
            done = each(bound(impl_->db.prepare("SELECT text FROM measure WHERE scenario = ? ORDER BY position"), id),
                        [&](const Statement& s) -> Result<void> {
                            auto measure = read_measure(s.bytes(0));
                            if (!measure) {
                                return tl::make_unexpected(measure.error());
                            }
                            scenario.measures.push_back(std::move(*measure));
                            return {};
                        });
        }
        if (done) {
            done = each(bound(impl_->db.prepare("SELECT text FROM event WHERE scenario = ? ORDER BY position"), id),
                        [&](const Statement& s) -> Result<void> {
                            auto event = read_event(s.bytes(0));
                            if (!event) {
                                return tl::make_unexpected(event.error());
                            }
                            scenario.events.push_back(std::move(*event));
                            return {};
                        });
        }
        found.push_back(std::move(scenario));
    }
    if (!done) {
        return tl::make_unexpected(done.error());
    }
    return found;
}

Result<Scenario> ProjectStore::scenario(std::string_view name) const {
    auto all = scenarios();
    if (!all) {
        return tl::make_unexpected(all.error());
    }
    const auto found = std::ranges::find(*all, name, &Scenario::name);
    if (found == all->end()) {
        std::string names;
        for (const Scenario& one : *all) {
            names += (names.empty() ? "" : ", ") + one.name;
        }
        return fail(ErrorCode::NotFound,
                    "There is no scenario '" + std::string{name} + "'. There " +
                        (names.empty() ? "is none yet; add one." : "are: " + names + "."),
                    impl_->file.string());
    }
    return std::move(*found);
}

Result<void> ProjectStore::put_scenario(const Scenario& scenario, bool replace) {
    const auto named = [](unsigned char c) { return c >= ' ' && c != '/' && c != 0x7f; }; // any script
    if (scenario.name.empty() || scenario.name.size() > 300 || !std::ranges::all_of(scenario.name, named) ||
        !gis::is_utf8(scenario.name)) {
        return fail(ErrorCode::Malformed,
                    "A scenario's name is 1 to 100 characters (UTF-8) without '/'. Give it another name.",
                    impl_->file.string());
    }
    const auto all = scenarios();
    if (!all) {
        return tl::make_unexpected(all.error());
    }
    const auto there = std::ranges::find(*all, scenario.name, &Scenario::name);
    if (there != all->end() && !replace) {
        return fail(ErrorCode::Exists,
                    "There is a scenario '" + scenario.name + "' already. Give another name, or remove it first.",
                    impl_->file.string());
    }
    // Follow the bases upwards: one that does not exist, or that leads back here, could never be run.
    std::string base = scenario.base;
    for (std::size_t steps = 0; !base.empty(); ++steps) {
        const auto next = std::ranges::find(*all, base, &Scenario::name);
        if (next == all->end() || base == scenario.name || steps > all->size()) {
            return fail(ErrorCode::NotFound,
                        "The base '" + scenario.base + "' does not exist or leads back to '" + scenario.name +
                            "'. Choose another base.",
                        impl_->file.string());
        }
        base = next->base;
    }
    return impl_->write([&]() -> Result<void> {
        if (there != all->end()) {
            if (auto done = run(
                    bound(impl_->db.prepare("DELETE FROM scenario WHERE name = ?"), std::string_view{scenario.name}));
                !done) {
                return done;
            }
        }
        if (auto done = insert(impl_->db, scenario); !done) {
            return done;
        }
        return log(impl_->db, scenario.name, there != all->end() ? as_text(*there) : "", as_text(scenario));
    });
}

Result<void> ProjectStore::remove_scenario(std::string_view name) {
    const auto gone = scenario(name);
    if (!gone) {
        return tl::make_unexpected(gone.error());
    }
    const auto all = scenarios();
    if (!all) {
        return tl::make_unexpected(all.error());
    }
    if (const auto child = std::ranges::find(*all, gone->name, &Scenario::base); child != all->end()) {
        return fail(ErrorCode::Exists,
                    "The scenario '" + child->name + "' builds on '" + gone->name + "'. Remove that one first.",
                    impl_->file.string());
    }
    return impl_->write([&]() -> Result<void> {
        for (const char* sql : {"DELETE FROM result WHERE scenario = ?", "DELETE FROM scenario WHERE name = ?"}) {
            if (auto done = run(bound(impl_->db.prepare(sql), name)); !done) {
                return done;
            }
        }
        return log(impl_->db, name, as_text(*gone), "");
    });
}

Result<std::vector<HistoryEntry>> ProjectStore::history() const {
    std::vector<HistoryEntry> found;
    const auto done = each(impl_->db.prepare("SELECT id, what, before, after FROM history ORDER BY id"),
                           [&](const Statement& s) -> Result<void> {
                               found.push_back({s.integer(0), s.bytes(1), s.bytes(2), s.bytes(3)});
                               return {};
                           });
    return done ? Result<std::vector<HistoryEntry>>{std::move(found)} : tl::make_unexpected(done.error());
}

Result<void> ProjectStore::together(const std::function<Result<void>()>& work) {
    return impl_->write(work);
}

Result<std::int64_t> ProjectStore::add_result(const RunResult& r) {
    std::int64_t id = 0;
    const auto done = impl_->write([&]() -> Result<void> {
        auto added =
            run(bound(impl_->db.prepare("INSERT INTO result(scenario, seed, start_us, duration_us, trips, version, "
                                        "state_hash, json) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
                      std::string_view{r.scenario}, r.seed, r.start, r.duration, r.trips, std::string_view{r.version},
                      static_cast<std::int64_t>(r.state_hash), std::string_view{r.json}));
        id = impl_->db.last_id();
        return added;
    });
    return done ? Result<std::int64_t>{id} : tl::make_unexpected(done.error());
}

Result<std::vector<RunResult>> ProjectStore::results() const {
    std::vector<RunResult> found;
    const auto done =
        each(impl_->db.prepare("SELECT id, scenario, seed, start_us, duration_us, trips, version, state_hash, json "
                               "FROM result ORDER BY id"),
             [&](const Statement& s) -> Result<void> {
                 found.push_back({s.integer(0), s.bytes(1), s.integer(2), s.integer(3), s.integer(4), s.integer(5),
                                  s.bytes(6), static_cast<std::uint64_t>(s.integer(7)), s.bytes(8)});
                 return {};
             });
    return done ? Result<std::vector<RunResult>>{std::move(found)} : tl::make_unexpected(done.error());
}

Result<void> ProjectStore::remove_result(std::int64_t id) {
    return impl_->write([&] { return run(bound(impl_->db.prepare("DELETE FROM result WHERE id = ?"), id)); });
}

Result<void> ProjectStore::append_frame(std::int64_t result, TimeUs at, std::string_view bytes) {
    return impl_->write([&]() -> Result<void> {
        auto row = bound(impl_->db.prepare("INSERT INTO recording VALUES(?, ?, ?, ?)"), result, at,
                         static_cast<std::int64_t>(checksum(bytes)));
        if (!row) {
            return tl::make_unexpected(row.error());
        }
        return row->bind_blob(bytes).run();
    });
}

Result<std::vector<TimeUs>> ProjectStore::frame_times(std::int64_t result) const {
    std::vector<TimeUs> times;
    const auto done =
        each(bound(impl_->db.prepare("SELECT at_us FROM recording WHERE result = ? ORDER BY at_us"), result),
             [&](const Statement& s) -> Result<void> {
                 times.push_back(s.integer(0));
                 return {};
             });
    return done ? Result<std::vector<TimeUs>>{std::move(times)} : tl::make_unexpected(done.error());
}

Result<std::string> ProjectStore::frame(std::int64_t result, TimeUs at) const {
    Result<std::string> found =
        fail(ErrorCode::NotFound, "Nothing is recorded at " + format_clock(at) + ". Run the scenario with --record.",
             impl_->file.string());
    const auto done = each(
        bound(impl_->db.prepare(
                  "SELECT checksum, data FROM recording WHERE result = ? AND at_us <= ? ORDER BY at_us DESC LIMIT 1"),
              result, at),
        [&](const Statement& s) -> Result<void> {
            found = s.bytes(1);
            if (static_cast<std::int64_t>(checksum(*found)) != s.integer(0)) {
                return fail(ErrorCode::Malformed,
                            "The recording at " + format_clock(at) + " is damaged. Run the scenario again.",
                            impl_->file.string());
            }
            return {};
        });
    return done ? found : tl::make_unexpected(done.error());
}

Result<void> ProjectStore::put_result_table(std::int64_t result, std::string_view name, std::string_view bytes) {
    return impl_->write([&]() -> Result<void> {
        auto row = bound(impl_->db.prepare("INSERT OR REPLACE INTO result_table VALUES(?, ?, ?, ?)"), result, name,
                         static_cast<std::int64_t>(checksum(bytes)));
        if (!row) {
            return tl::make_unexpected(row.error());
        }
        return row->bind_blob(bytes).run();
    });
}

Result<std::optional<std::string>> ProjectStore::result_table(std::int64_t result, std::string_view name) const {
    std::optional<std::string> found;
    const auto done = each(
        bound(impl_->db.prepare("SELECT checksum, data FROM result_table WHERE result = ? AND name = ?"), result, name),
        [&](const Statement& s) -> Result<void> {
            found = s.bytes(1);
            if (static_cast<std::int64_t>(checksum(*found)) != s.integer(0)) {
                return fail(ErrorCode::Malformed,
                            "The table of " + std::string{name} + " of result " + std::to_string(result) +
                                " is damaged. Run the scenario again.",
                            impl_->file.string());
            }
            return {};
        });
    return done ? Result<std::optional<std::string>>{std::move(found)} : tl::make_unexpected(done.error());
}

Result<std::optional<std::string>> ProjectStore::setting(std::string_view key) const {
    std::optional<std::string> found;
    const auto done = each(bound(impl_->db.prepare("SELECT value FROM setting WHERE key = ?"), key),
                           [&](const Statement& s) -> Result<void> {
                               found = s.bytes(0);
                               return {};
                           });
    return done ? Result<std::optional<std::string>>{std::move(found)} : tl::make_unexpected(done.error());
}

Result<void> ProjectStore::put_setting(std::string_view key, std::string_view value) {
    return impl_->write(
        [&] { return run(bound(impl_->db.prepare("INSERT OR REPLACE INTO setting VALUES(?, ?)"), key, value)); });
}

} // namespace cityloom::scenarios
