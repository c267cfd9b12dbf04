// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/sqlite.h"

#include <sqlite3.h>

namespace cityloom::scenarios {

namespace {

tl::unexpected<Error> sqlite_error(sqlite3* db, const std::string& doing) {
    const int code = sqlite3_errcode(db);
    const char* name = sqlite3_db_filename(db, "main");
    const std::string where = name != nullptr ? name : "";
    const std::string why = sqlite3_errmsg(db);
    switch (code) {
    case SQLITE_FULL:
        return fail(ErrorCode::Io, doing + ": the disk is full. Free some space and try again.", where);
    case SQLITE_IOERR:
        return fail(ErrorCode::Io, doing + ": the disk refuses (" + why + "). Check its space and health.", where);
    case SQLITE_READONLY:
        return fail(ErrorCode::Io, doing + ": the file is read-only. Copy it to a folder of yours.", where);
    case SQLITE_BUSY:
        return fail(ErrorCode::Io, doing + ": another program has the project. Close it there first.", where);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(ErrorCode::Malformed, doing + ": the file is damaged (" + why + "). Restore a backup.", where);
    default:
        return fail(ErrorCode::Io, doing + ": " + why + ". Verify the project.", where);
    }
}

tl::unexpected<Error> stopped(sqlite3* db) {
    const char* name = sqlite3_db_filename(db, "main");
    return fail(ErrorCode::Cancelled, "Cancelled before it was done.", name != nullptr ? name : "");
}

constexpr int kStepsToAsk = 20'000; // of SQLite's machine: less than a millisecond

int ask(void* stop) {
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

/// A project comes by mail as easily as from our own disk, so its schema is never trusted.
void harden(sqlite3* db) {
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_extended_result_codes(db, 0);
    sqlite3_busy_timeout(db, 2000);
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(std::int64_t value) {
    failed_ = sqlite3_bind_int64(statement_.get(), ++bound_, value) != SQLITE_OK || failed_;
    return *this;
}
Statement& Statement::bind(double value) {
    failed_ = sqlite3_bind_double(statement_.get(), ++bound_, value) != SQLITE_OK || failed_;
    return *this;
}
Statement& Statement::bind(std::string_view text) {
    failed_ = sqlite3_bind_text64(statement_.get(), ++bound_, text.data() != nullptr ? text.data() : "", text.size(),
                                  SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK ||
              failed_;
    return *this;
}
Statement& Statement::bind_null() {
    failed_ = sqlite3_bind_null(statement_.get(), ++bound_) != SQLITE_OK || failed_;
    return *this;
}
Statement& Statement::bind_blob(std::string_view bytes) {
    failed_ =
        sqlite3_bind_blob64(statement_.get(), ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT) != SQLITE_OK ||
        failed_;
    return *this;
}
Statement& Statement::bind_lasting_blob(std::string_view bytes) {
    failed_ = sqlite3_bind_blob64(statement_.get(), ++bound_, bytes.data(), bytes.size(), SQLITE_STATIC) != SQLITE_OK ||
              failed_;
    return *this;
}

Result<bool> Statement::step() {
    if (failed_) {
        return sqlite_error(db_, "Cannot write the project");
    }
    if (stop_.stop_requested()) {
        return stopped(db_);
    }
    const bool may_stop = stop_.stop_possible();
    if (may_stop) { // one statement may look at a whole project
        sqlite3_progress_handler(db_, kStepsToAsk, ask, &stop_);
    }
    const int outcome = sqlite3_step(statement_.get());
    if (may_stop) {
        sqlite3_progress_handler(db_, 0, nullptr, nullptr);
    }
    switch (outcome) {
    case SQLITE_INTERRUPT:
        return stopped(db_);
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        return sqlite_error(db_, sqlite3_stmt_readonly(statement_.get()) != 0 ? "Cannot read the project"
                                                                              : "Cannot write the project");
    }
}

Result<void> Statement::run() {
    for (;;) {
        const auto row = step();
        if (!row) {
            return tl::make_unexpected(row.error());
        }
        if (!*row) {
            break;
        }
    }
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    bound_ = 0;
    return {};
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}
std::string Statement::bytes(int column) const {
    return std::string{view(column)};
}
std::string_view Statement::view(int column) const {
    const void* data = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? std::string_view{}
                           : std::string_view{static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

void Database::Close::operator()(sqlite3* db) const noexcept {
    sqlite3_close_v2(db);
}

Result<Database> Database::open(const std::filesystem::path& file, Mode mode) {
    const int flags = mode == Mode::ReadOnly    ? SQLITE_OPEN_READONLY
                      : mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database;
    database.db_.reset(raw);
    if (opened != SQLITE_OK) {
        return fail(ErrorCode::Io,
                    file.filename().string() + ": cannot be opened (" + sqlite3_errstr(opened) +
                        "). Check that the folder is there and that you may write to it.",
                    file.string());
    }
    harden(raw);
    if (auto set = database.execute(
            "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;");
        !set) {
        return tl::make_unexpected(set.error());
    }
    return database;
}

Result<void> Database::execute(const std::string& sql) const {
    if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return sqlite_error(db_.get(), "Cannot work on the project");
    }
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) {
        return sqlite_error(db_.get(), "Cannot read the project");
    }
    return Statement{db_.get(), raw, stop_};
}

Result<std::int64_t> Database::integer(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) {
        return tl::make_unexpected(statement.error());
    }
    const auto row = statement->step();
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    if (!*row) {
        return fail(ErrorCode::NotFound, "The project has no such entry. Verify the project.");
    }
    return statement->integer(0);
}

std::int64_t Database::last_id() const {
    return sqlite3_last_insert_rowid(db_.get());
}
std::int64_t Database::changes() const {
    return sqlite3_changes64(db_.get());
}
Result<void> Database::copy_to(const std::filesystem::path& file, const std::function<void(double)>& progress,
                               const std::stop_token& stop) const {
    constexpr int kPages = 1024; // at once: a few megabytes between two looks at the stop
    auto target = open(file, Mode::Create);
    if (!target) {
        return tl::make_unexpected(target.error());
    }
    std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> backup{
        sqlite3_backup_init(target->db_.get(), "main", db_.get(), "main"), sqlite3_backup_finish};
    if (!backup) {
        return sqlite_error(target->db_.get(), "Cannot copy the project");
    }
    // One reading transaction for all of it: a writer beside it does not make the copy begin again.
    const auto begun = execute("BEGIN; SELECT count(*) FROM sqlite_schema;");
    int code = SQLITE_OK;
    while (begun && code == SQLITE_OK && !stop.stop_requested()) {
        code = sqlite3_backup_step(backup.get(), kPages);
        const int all = sqlite3_backup_pagecount(backup.get());
        if (progress && all > 0) {
            progress(1.0 - static_cast<double>(sqlite3_backup_remaining(backup.get())) / all);
        }
    }
    if (begun) {
        static_cast<void>(execute("COMMIT"));
    }
    if (!begun) {
        return begun;
    }
    if (code == SQLITE_OK) {
        return stopped(db_.get());
    }
    if (code != SQLITE_DONE) {
        return fail(ErrorCode::Io,
                    "The project cannot be copied: " + std::string{sqlite3_errstr(code)} +
                        ". Check the space there, and that the project is whole.",
                    file.string());
    }
    backup.reset(); // the new file is its own from here on
    return target->execute("PRAGMA journal_mode=DELETE;");
}

void Database::close() {
    db_.reset();
}

Result<Transaction> Transaction::begin(const Database& db) {
    if (auto begun = db.execute("BEGIN IMMEDIATE"); !begun) {
        return tl::make_unexpected(begun.error());
    }
    return Transaction{db};
}

Transaction::~Transaction() {
    if (db_ != nullptr && db_->is_open()) {
        static_cast<void>(db_->execute("ROLLBACK")); // nothing is left to do when even that fails
    }
}

Result<void> Transaction::commit() {
    auto done = db_->execute("COMMIT");
    if (done) {
        db_ = nullptr;
    }
    return done;
}

} // namespace cityloom::scenarios
