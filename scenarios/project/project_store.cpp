// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/project_store.h"

#include <fstream>

#include <system_error>

#include "gis/city/city_blob.h"
#include "gis/export/out_file.h"
#include "scenarios/project/blobs.h"
#include "scenarios/project/draft.h"
#include "scenarios/project/geopackage.h"
#include "scenarios/project/layers.h"
#include "scenarios/project/migrations.h"
#include "scenarios/project/networks_blob.h"
#include "scenarios/project/project_impl.h"
#include "scenarios/project/stored_networks.h"
#include "scenarios/project/version.h"

namespace cityloom::scenarios {

namespace {

constexpr int kOriginsSince = 2; ///< schema version

tl::unexpected<Error> refuse(ErrorCode code, const std::filesystem::path& file, const std::string& text) {
    return fail(code, file.filename().string() + ": " + text, file.string());
}

Result<void> store_all(const Database& db, const gis::Networks& networks, NetworkOrigin origin) {
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage == nullptr) {
            continue;
        }
        if (auto done = store_network(db, *domain, networks, origin); !done) {
            return done;
        }
    }
    return {};
}

/// The row of a domain that has a network of its own.
Result<const engine::DomainRow*> stored(std::string_view domain, const std::filesystem::path& file) {
    const engine::DomainRow* row = stored_domain(domain);
    if (row != nullptr) {
        return row;
    }
    std::string known;
    for (const engine::DomainRow* other : engine::domain_rows()) {
        if (other->storage != nullptr) {
            known += (known.empty() ? "" : ", ") + std::string{other->id};
        }
    }
    return refuse(ErrorCode::NotFound, file,
                  "\"" + std::string{domain} + "\" has no network of its own. Give one of: " + known + ".");
}

Result<void> fill(const std::filesystem::path& file, const gis::City& city, const gis::Networks& networks,
                  const std::stop_token& stop) {
    auto db = Database::open(file, Database::Mode::Create);
    if (!db) {
        return tl::make_unexpected(db.error());
    }
    db->end_with(stop);
    // Nobody sees the draft: it need not survive a crash, only be on disk before it gets its name.
    if (auto set = db->execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"); !set) {
        return set;
    }
    auto transaction = Transaction::begin(*db);
    if (!transaction) {
        return tl::make_unexpected(transaction.error());
    }
    const auto steps = {
        +[](const Database& d, const gis::City& c, const gis::Networks&) { return make_geopackage(d, c.place); },
        +[](const Database& d, const gis::City&, const gis::Networks&) { return migrate(d, 0); },
        +[](const Database& d, const gis::City& c, const gis::Networks&) { return store_city(d, c); },
        +[](const Database& d, const gis::City&, const gis::Networks& n) {
            return store_all(d, n, NetworkOrigin::Derived);
        },
        +[](const Database& d, const gis::City& c, const gis::Networks&) { return write_city_layers(d, c); },
        +[](const Database& d, const gis::City& c, const gis::Networks& n) { return write_network_layers(d, c, n); },
    };
    for (const auto& step : steps) {
        if (auto done = step(*db, city, networks); !done) {
            return done;
        }
    }
    auto setting = db->prepare("INSERT INTO setting VALUES('made_by', ?)");
    if (!setting) {
        return tl::make_unexpected(setting.error());
    }
    if (auto done = setting->bind(program_version()).run(); !done) {
        return done;
    }
    return transaction->commit();
}

/// Which schema version a database has; an error when it is none of ours.
Result<int> schema_version(const Database& db, const std::filesystem::path& file) {
    const auto application = db.integer("PRAGMA application_id");
    if (!application) {
        return refuse(ErrorCode::Malformed, file, "this is no project (" + application.error().message + ")");
    }
    const auto ours = db.integer("SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='cityloom_project'");
    if (*application != ProjectStore::kApplicationId || !ours || *ours != 1) {
        return tl::make_unexpected(
            Error{ErrorCode::Malformed,
                  file.filename().string() + ": this is no project of Cityloom. Import it into a project instead.",
                  file.string() + ", header"});
    }
    const auto version = db.integer("SELECT schema_version FROM cityloom_project");
    if (!version || *version < 1) {
        return refuse(ErrorCode::Malformed, file, "the project's version cannot be read. Restore a backup.");
    }
    if (*version > ProjectStore::kSchemaVersion) {
        return refuse(ErrorCode::Unsupported, file,
                      "the project was saved by a newer version of Cityloom (schema " + std::to_string(*version) +
                          "). Update the program to open it.");
    }
    return static_cast<int>(*version);
}

/// Whether the first bytes are those of a project: told without SQLite, which would not read on beside a hot journal.
bool looks_like_ours(const std::filesystem::path& file) {
    constexpr std::size_t kSchema = 1U << 20U; // the schema's pages are the first
    std::ifstream in{file, std::ios::binary};
    std::string head(kSchema, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head.starts_with("SQLite format 3") && head.find("cityloom_project") != std::string::npos;
}

/// Rolls back what a writer left half done when it was killed: a project that is only read cannot do it itself. \return
/// Io where another process is at work on it.
Result<void> roll_back(const std::filesystem::path& file) {
    std::error_code error;
    const auto journal = std::filesystem::file_size(file.string() + "-journal", error);
    if (error || journal == 0 || !looks_like_ours(file)) {
        return {};
    }
    const auto lock = WriteLock::take(file);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    auto db = Database::open(file, Database::Mode::ReadWrite);
    if (!db) {
        return tl::make_unexpected(db.error());
    }
    const auto read = db->integer("SELECT count(*) FROM sqlite_schema"); // the first reading rolls back
    return read ? Result<void>{} : tl::make_unexpected(read.error());
}

} // namespace

ProjectStore::ProjectStore(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
ProjectStore::ProjectStore(ProjectStore&&) noexcept = default;
ProjectStore& ProjectStore::operator=(ProjectStore&&) noexcept = default;

ProjectStore::~ProjectStore() {
    if (impl_ && impl_->mode == Mode::ReadWrite && impl_->db.is_open()) {
        // Where this fails the journal stays beside the project, and the next opening takes it in.
        static_cast<void>(impl_->db.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;"));
        impl_->db.close();
    }
}

void ProjectStore::fold_journal() {
    if (impl_->journaling && !impl_->inside) {
        static_cast<void>(impl_->db.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;"));
        impl_->journaling = false;
    }
}

bool ProjectStore::is_project(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return false;
    }
    if (!roll_back(file)) {
        return looks_like_ours(file);
    }
    auto db = Database::open(file, Database::Mode::ReadOnly);
    if (!db) {
        return false;
    }
    const auto version = schema_version(*db, file);
    return version || version.error().code == ErrorCode::Unsupported;
}

Result<ProjectStore> ProjectStore::create(const std::filesystem::path& name, const gis::City& city,
                                          const gis::Networks& networks, bool replace, const std::stop_token& stop) {
    const auto place = gis::out_file_place(name);
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    const std::filesystem::path& file = *place;
    if (auto sound = gis::check_city(city); !sound) {
        return tl::make_unexpected(sound.error());
    }
    if (auto sound = check_networks(networks); !sound) {
        return tl::make_unexpected(sound.error());
    }
    auto lock = WriteLock::take(file);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    std::error_code error;
    if (std::filesystem::exists(file, error) && !replace) {
        return refuse(ErrorCode::Exists, file,
                      "there is such a file already. Give another name, or replace it with --replace.");
    }
    if (std::filesystem::exists(file, error) && !is_project(file)) {
        return refuse(ErrorCode::Exists, file,
                      "there is such a file, and it is no project of Cityloom, so it is not replaced. Give the project "
                      "another name.");
    }
    const Draft draft{file.string() + ".partial"};
    if (auto filled = fill(draft.path(), city, networks, stop); !filled) {
        if (filled.error().code == ErrorCode::Cancelled) {
            return fail(ErrorCode::Cancelled, "Cancelled; nothing was written.", file.string());
        }
        return tl::make_unexpected(
            Error{filled.error().code, file.filename().string() + ": " + filled.error().message, file.string()});
    }
    if (auto placed = draft.put_into(file); !placed) {
        return tl::make_unexpected(placed.error());
    }
    { const WriteLock released = std::move(*lock); }
    return open(file, Mode::ReadWrite, stop);
}

Result<void> ProjectStore::copy_to(const std::filesystem::path& name, bool replace,
                                   const std::function<void(double)>& progress, const std::stop_token& stop) const {
    const auto place = gis::out_file_place(name);
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    const std::filesystem::path& file = *place;
    std::error_code error;
    if (std::filesystem::equivalent(file, impl_->file, error)) {
        return refuse(ErrorCode::Exists, file, "this is the project itself. Give its copy another name.");
    }
    if (std::filesystem::exists(file, error) && (!replace || !is_project(file))) {
        return refuse(ErrorCode::Exists, file,
                      replace ? "there is such a file, and it is no project of Cityloom, so it is not replaced. Give "
                                "the copy another name."
                              : "there is such a file already. Give another name, or replace it with --replace.");
    }
    const auto lock = WriteLock::take(file);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    const Draft draft{file.string() + ".partial"};
    if (auto copied = impl_->db.copy_to(draft.path(), progress, stop); !copied) {
        return tl::make_unexpected(copied.error());
    }
    return draft.put_into(file);
}

Result<ProjectStore> ProjectStore::open(const std::filesystem::path& file, Mode mode, const std::stop_token& stop) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        return refuse(ErrorCode::NotFound, file, "there is no such project. Check the name, or make one with import.");
    }
    if (!std::filesystem::is_regular_file(file, error)) { // a pipe would hold us for ever
        return refuse(ErrorCode::Unsupported, file, "this is not a file. Give the project itself.");
    }
    auto impl = std::make_unique<Impl>();
    impl->file = file;
    impl->mode = mode;
    {
        if (auto settled = roll_back(file); !settled) {
            return tl::make_unexpected(settled.error());
        }
        // Looked at before anything is locked or made beside it: a file that is not ours stays as it was.
        auto db = Database::open(file, Database::Mode::ReadOnly);
        if (!db) {
            return tl::make_unexpected(db.error());
        }
        if (auto version = schema_version(*db, file); !version) {
            return tl::make_unexpected(version.error());
        }
        if (mode == Mode::ReadOnly) {
            impl->db = std::move(*db);
            impl->db.end_with(stop);
            return ProjectStore{std::move(impl)};
        }
    }
    auto lock = WriteLock::take(file);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    impl->lock = std::move(*lock);
    auto db = Database::open(file, Database::Mode::ReadWrite);
    if (!db) {
        return tl::make_unexpected(db.error());
    }
    impl->db = std::move(*db);
    const auto version = schema_version(impl->db, file);
    if (!version) {
        return tl::make_unexpected(version.error());
    }
    impl->db.end_with(stop);
    if (*version < kSchemaVersion) {
        if (auto done = impl->write([&] { return migrate(impl->db, *version); }); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    return ProjectStore{std::move(impl)};
}

void ProjectStore::go_on_regardless() {
    impl_->db.end_with({});
}

const std::filesystem::path& ProjectStore::file() const {
    return impl_->file;
}

Result<gis::City> ProjectStore::city() const {
    return stored_city(impl_->db);
}

Result<gis::Networks> ProjectStore::networks(std::vector<NetworkNote>* notes) const {
    return load_networks(impl_->db, {}, notes, impl_->db.stop());
}

Result<void> ProjectStore::put_city(const gis::City& city, const gis::Networks& networks,
                                    std::span<const std::string_view> derived) {
    if (auto sound = gis::check_city(city); !sound) {
        return sound;
    }
    return impl_->write([&]() -> Result<void> {
        if (auto done = store_city(impl_->db, city); !done) {
            return done;
        }
        if (auto done = rewrite_city_layers(impl_->db, city); !done) {
            return done;
        }
        for (const std::string_view id : derived) {
            if (auto done = store_network(impl_->db, *stored_domain(id), networks, NetworkOrigin::Derived); !done) {
                return done;
            }
        }
        if (auto done = write_network_layers(impl_->db, city, networks); !done) {
            return done;
        }
        return impl_->db.execute("DELETE FROM recording; "
                                 "UPDATE result SET version = version || ', of the city before an update' "
                                 "WHERE version NOT LIKE '%, of the city before an update'; "
                                 "INSERT INTO history(what, before, after) VALUES('city', '', 'brought up to date');");
    });
}

Result<void> ProjectStore::put_networks(const gis::Networks& networks, NetworkOrigin origin) {
    if (auto sound = check_networks(networks); !sound) {
        return sound;
    }
    const auto place = city();
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    return impl_->write([&]() -> Result<void> {
        if (auto done = store_all(impl_->db, networks, origin); !done) {
            return done;
        }
        return write_network_layers(impl_->db, *place, networks);
    });
}

Result<void> ProjectStore::put_network(std::string_view domain, const gis::Networks& networks, NetworkOrigin origin) {
    const auto row = stored(domain, impl_->file);
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    const auto all = load_networks(impl_->db, {*row, write_network(**row, networks)}, nullptr);
    if (!all) {
        return tl::make_unexpected(all.error());
    }
    const auto place = city();
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    return impl_->write([&]() -> Result<void> {
        if (auto done = store_network(impl_->db, **row, networks, origin); !done) {
            return done;
        }
        return write_network_layers(impl_->db, *place, *all);
    });
}

Result<std::optional<NetworkOrigin>> ProjectStore::network_origin(std::string_view domain) const {
    const auto row = stored(domain, impl_->file);
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    if (schema_version(impl_->db, impl_->file).value_or(kSchemaVersion) < kOriginsSince) {
        return NetworkOrigin::Derived;
    }
    return stored_origin(impl_->db, **row);
}

} // namespace cityloom::scenarios
