// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "sim/core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace cityloom::scenarios {

/// A prepared statement: bind in order, step, read columns from 0. Errors surface in step().
class Statement {
public:
    Statement(sqlite3* db, sqlite3_stmt* statement, std::stop_token stop)
        : db_{db}, statement_{statement}, stop_{std::move(stop)} {}

    Statement& bind(std::int64_t value);
    Statement& bind(double value);
    Statement& bind(std::string_view text);
    Statement& bind_blob(std::string_view bytes);
    /// The same without a copy: the bytes stay until it has run.
    Statement& bind_lasting_blob(std::string_view bytes);
    Statement& bind_null();

    /// True while there is a row, false at the end. Cancelled once a stop was asked for.
    [[nodiscard]] Result<bool> step();
    /// Runs to the end and makes the statement ready for the next round of binds.
    [[nodiscard]] Result<void> run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    /// Text or blob; valid as a copy.
    [[nodiscard]] std::string bytes(int column) const;
    /// The same until the next step.
    [[nodiscard]] std::string_view view(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    sqlite3* db_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    std::stop_token stop_;
    int bound_ = 0;
    bool failed_ = false;
};

/// One connection, hardened against a stranger's file: no triggers, views, extensions or attached files; memory mapping
/// off. For one thread at a time.
class Database {
public:
    enum class Mode : std::uint8_t { ReadOnly, ReadWrite, Create };
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, Mode mode);

    [[nodiscard]] Result<void> execute(const std::string& sql) const;
    [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
    /// The first column of the first row; NotFound when there is none.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql) const;
    [[nodiscard]] std::int64_t last_id() const;
    [[nodiscard]] std::int64_t changes() const;
    /// Copies all of it, as it stands at one moment, into a new file without a journal. \param progress may be empty
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& file, const std::function<void(double)>& progress,
                                       const std::stop_token& stop) const;
    /// Ends the connection, telling whether all went well; the destructor does it silently.
    void close();
    [[nodiscard]] bool is_open() const { return db_ != nullptr; }
    /// Statements prepared from now on end with Cancelled when this asks for it; what begins, ends and takes back a
    /// transaction does not.
    void end_with(std::stop_token stop) { stop_ = std::move(stop); }
    [[nodiscard]] const std::stop_token& stop() const { return stop_; }

private:
    struct Close {
        void operator()(sqlite3* db) const noexcept;
    };
    std::unique_ptr<sqlite3, Close> db_;
    std::stop_token stop_;
};

/// BEGIN IMMEDIATE now; ROLLBACK when it goes without a commit.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(const Database& db);
    Transaction(Transaction&& other) noexcept : db_{other.db_} { other.db_ = nullptr; }
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    [[nodiscard]] Result<void> commit();

private:
    explicit Transaction(const Database& db) : db_{&db} {}
    const Database* db_;
};

} // namespace cityloom::scenarios
