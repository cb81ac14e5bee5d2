#pragma once

// SQLite behind three classes: a connection, a statement, and the connections that wait for their
// next request. Knows nothing of HTTP. A connection is used by one thread at a time.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace todo {

/// What SQLite refuses.
struct DatabaseError : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// Somebody else has been writing for longer than we wait.
struct DatabaseBusy : DatabaseError {
    using DatabaseError::DatabaseError;
};

/// A value for a `?` of a statement: an integer, a text, or NULL for nullptr and an empty optional.
class SqlValue {
public:
    enum class Kind { null, integer, text };

    SqlValue(std::nullptr_t) {}
    template <class Number>
        requires(std::convertible_to<Number, std::int64_t> && !std::floating_point<Number>)
    SqlValue(const Number& number) : kind(Kind::integer), integer(number) {}
    template <class Text>
        requires std::convertible_to<Text, std::string_view>
    SqlValue(const Text& value) : kind(Kind::text), text(std::string_view(value)) {}
    template <class Value>
    SqlValue(const std::optional<Value>& value) {
        if (value) *this = SqlValue(*value);
    }

    Kind kind = Kind::null;
    std::int64_t integer = 0;
    std::string text;
};
using SqlValues = std::vector<SqlValue>;

/// A query that runs: `while (rows.next()) use(rows.integer(0))`. Columns are counted from 0.
class Statement {
public:
    Statement(sqlite3* connection, std::string_view sql, const SqlValues& values);

    /// Goes to the next row. Whether there is one.
    bool next();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    std::optional<std::string> optional_text(int column) const;

private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };

    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

/// One connection. Outside of a transaction each statement is one of its own.
class Database {
public:
    /// Opens the file, or makes it; ":memory:" is a database that nobody else sees.
    explicit Database(const std::string& path);

    /// Rows to be read: `db.query("SELECT title FROM todos WHERE id = ?", {id})`.
    Statement query(std::string_view sql, const SqlValues& values = {});
    /// One statement without rows. Gives how many rows it has changed.
    std::int64_t execute(std::string_view sql, const SqlValues& values = {});
    /// Several statements.
    void script(const std::string& sql);

    std::int64_t last_insert_id() const;

    /// Begins to write, unless somebody else is writing just now. Never waits.
    bool try_begin();
    void commit();
    /// Undoes what was written since `try_begin`; does nothing without one.
    void rollback() noexcept;

    /// Brings the tables to the form that this program knows, whatever version has made them.
    void migrate();

private:
    struct Closer {
        void operator()(sqlite3* connection) const;
    };

    /// How many migrations the tables have seen.
    std::size_t version();

    std::unique_ptr<sqlite3, Closer> connection_;
};

/// A transaction that is rolled back unless it is committed.
class Transaction {
public:
    explicit Transaction(Database& database) : database_(database) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction() {
        if (is_open_) database_.rollback();
    }

    bool try_begin() { return is_open_ = database_.try_begin(); }
    void commit() {
        database_.commit();
        is_open_ = false;
    }

private:
    Database& database_;
    bool is_open_ = false;
};

/// Connections to one file. It never waits: where all are in use it opens another one, so no
/// request holds a thread while it waits for one that needs a thread. A few stay open for later.
class DatabasePool {
public:
    explicit DatabasePool(std::string path) : path_(std::move(path)) {}

    std::unique_ptr<Database> take();
    void give_back(std::unique_ptr<Database> database);

private:
    static constexpr std::size_t most_idle = 8;

    std::string path_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;
};

/// A connection of a pool, which goes back to it.
class PooledDatabase {
public:
    explicit PooledDatabase(std::shared_ptr<DatabasePool> pool)
        : pool_(std::move(pool)), database_(pool_->take()) {}
    PooledDatabase(PooledDatabase&&) = default;
    PooledDatabase& operator=(PooledDatabase&&) = delete;
    ~PooledDatabase() {
        if (database_) pool_->give_back(std::move(database_));
    }

    Database* get() const { return database_.get(); }

private:
    std::shared_ptr<DatabasePool> pool_;
    std::unique_ptr<Database> database_;
};

}  // namespace todo
