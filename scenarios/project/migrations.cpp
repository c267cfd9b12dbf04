// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/migrations.h"

#include <array>

#include "scenarios/project/networks_before.h"
#include "scenarios/project/project_store.h"

namespace cityloom::scenarios {

namespace {

struct Migration {
    const char* tables;
    /// What is moved into them; null: nothing.
    Result<void> (*move)(const Database& db);
};

// Entry k takes a project from version k to k + 1. Never edit one that has been released; append.
constexpr std::array<Migration, ProjectStore::kSchemaVersion> kMigrations{{{R"sql(
CREATE TABLE cityloom_project(schema_version INTEGER NOT NULL) STRICT;
INSERT INTO cityloom_project VALUES(0);
CREATE TABLE cityloom_blob(name TEXT NOT NULL, part INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(name, part)) STRICT;
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE scenario(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, base TEXT NOT NULL, seed INTEGER NOT NULL) STRICT;
CREATE TABLE measure(scenario INTEGER NOT NULL REFERENCES scenario(id) ON DELETE CASCADE, position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(scenario, position)) STRICT;
CREATE TABLE event(scenario INTEGER NOT NULL REFERENCES scenario(id) ON DELETE CASCADE, position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(scenario, position)) STRICT;
CREATE TABLE result(id INTEGER PRIMARY KEY AUTOINCREMENT, scenario TEXT NOT NULL, seed INTEGER NOT NULL, start_us INTEGER NOT NULL, duration_us INTEGER NOT NULL,
  trips INTEGER NOT NULL, version TEXT NOT NULL, state_hash INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
CREATE TABLE recording(result INTEGER NOT NULL REFERENCES result(id) ON DELETE CASCADE, at_us INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(result, at_us)) STRICT;
CREATE TABLE history(id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL) STRICT;
)sql",
                                                                            nullptr},
                                                                           {R"sql(
CREATE TABLE cityloom_network(domain TEXT PRIMARY KEY, origin TEXT NOT NULL CHECK(origin IN ('derived', 'imported', 'edited'))) STRICT;
)sql",
                                                                            part_networks},
                                                                           {R"sql(
CREATE TABLE result_table(result INTEGER NOT NULL REFERENCES result(id) ON DELETE CASCADE, name TEXT NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(result, name)) STRICT;
)sql",
                                                                            nullptr}}};

} // namespace

Result<void> migrate(const Database& db, int from) {
    for (auto version = static_cast<std::size_t>(from); version < kMigrations.size(); ++version) {
        const Migration& migration = kMigrations.at(version);
        if (auto done = db.execute(migration.tables); !done) {
            return done;
        }
        if (migration.move != nullptr) {
            if (auto done = migration.move(db); !done) {
                return done;
            }
        }
    }
    return db.execute("UPDATE cityloom_project SET schema_version=" + std::to_string(ProjectStore::kSchemaVersion));
}

} // namespace cityloom::scenarios
