#include "database.hpp"

#include <sqlite3.h>

#include <array>
#include <cstddef>

namespace todo {
namespace {

// One entry for each version of the tables. Entries are never changed: a new form of the tables is
// a new entry.
constexpr std::array migrations{
    R"(
    CREATE TABLE users (
        id INTEGER PRIMARY KEY,
        username TEXT NOT NULL UNIQUE,
        password_hash TEXT NOT NULL,
        created_at TEXT NOT NULL
    );
    CREATE TABLE tokens (
        hash TEXT PRIMARY KEY,
        user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        expires_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE todos (
        id INTEGER PRIMARY KEY,
        user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
        title TEXT NOT NULL,
        notes TEXT NOT NULL,
        status TEXT NOT NULL,
        priority INTEGER NOT NULL,
        due TEXT,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    );
    CREATE INDEX todos_of_user ON todos (user_id);
    CREATE TABLE tags (
        todo_id INTEGER NOT NULL REFERENCES todos ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (todo_id, tag)
    ) WITHOUT ROWID;
    )",
    R"(
    CREATE TABLE attachments (
        id INTEGER PRIMARY KEY,
        todo_id INTEGER NOT NULL REFERENCES todos ON DELETE CASCADE,
        filename TEXT NOT NULL,
        content_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        stored_as TEXT NOT NULL,
        created_at TEXT NOT NULL
    );
    CREATE INDEX attachments_of_todo ON attachments (todo_id);
    )",
};

void check(sqlite3* connection, int result) {
    if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW) return;
    const char* const message = sqlite3_errmsg(connection);
    if ((result & 0xFF) == SQLITE_BUSY) throw DatabaseBusy(message);
    throw DatabaseError(message);
}

int bind(sqlite3_stmt* statement, int position, const SqlValue& value) {
    if (value.kind == SqlValue::Kind::null) return sqlite3_bind_null(statement, position);
    if (value.kind == SqlValue::Kind::integer)
        return sqlite3_bind_int64(statement, position, value.integer);
    return sqlite3_bind_text64(statement, position, value.text.data(), value.text.size(),
                               SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

// ---- statements ----

Statement::Statement(sqlite3* connection, std::string_view sql, const SqlValues& values)
    : connection_(connection) {
    sqlite3_stmt* statement = nullptr;
    check(connection, sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()),
                                         &statement, nullptr));
    statement_.reset(statement);
    int position = 0;
    for (const SqlValue& value : values) check(connection, bind(statement, ++position, value));
}

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

bool Statement::next() {
    const int result = sqlite3_step(statement_.get());
    check(connection_, result);
    return result == SQLITE_ROW;
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
    const unsigned char* const bytes = sqlite3_column_text(statement_.get(), column);
    if (bytes == nullptr) return {};
    return std::string(bytes, bytes + sqlite3_column_bytes(statement_.get(), column));
}

std::optional<std::string> Statement::optional_text(int column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

// ---- connections ----

Database::Database(const std::string& path) {
    sqlite3* connection = nullptr;
    const int result = sqlite3_open(path.c_str(), &connection);
    connection_.reset(connection);  // also where it could not be opened: it holds the message
    if (result != SQLITE_OK) throw DatabaseError(path + ": " + sqlite3_errmsg(connection));
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, 5000);
    // Readers do not wait for the writer; a commit is safe from a crash of the program, though the
    // last ones may be lost where the power fails.
    script("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
}

void Database::Closer::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Statement Database::query(std::string_view sql, const SqlValues& values) {
    return Statement(connection_.get(), sql, values);
}

std::int64_t Database::execute(std::string_view sql, const SqlValues& values) {
    query(sql, values).next();
    return sqlite3_changes64(connection_.get());
}

void Database::script(const std::string& sql) {
    check(connection_.get(),
          sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t Database::last_insert_id() const {
    return sqlite3_last_insert_rowid(connection_.get());
}

bool Database::try_begin() {
    sqlite3_busy_timeout(connection_.get(), 0);
    // IMMEDIATE asks for the right to write now. Asked for after the first read it may be refused
    // for good, because what was read is old already.
    const int result =
        sqlite3_exec(connection_.get(), "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    sqlite3_busy_timeout(connection_.get(), 5000);
    if ((result & 0xFF) == SQLITE_BUSY) return false;
    check(connection_.get(), result);
    return true;
}

void Database::commit() { script("COMMIT"); }

void Database::rollback() noexcept {
    sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::size_t Database::version() {
    Statement rows = query("PRAGMA user_version");
    const std::size_t present = rows.next() ? static_cast<std::size_t>(rows.integer(0)) : 0;
    if (present > migrations.size())
        throw DatabaseError("the database was made by a newer version of this program");
    return present;
}

void Database::migrate() {
    if (version() == migrations.size()) return;
    Transaction transaction(*this);
    if (!transaction.try_begin()) throw DatabaseBusy("another program is writing to the database");
    for (std::size_t next = version(); next < migrations.size(); ++next) script(migrations[next]);
    script("PRAGMA user_version = " + std::to_string(migrations.size()));
    transaction.commit();
}

// ---- the pool ----

std::unique_ptr<Database> DatabasePool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Database> database = std::move(idle_.back());
            idle_.pop_back();
            return database;
        }
    }
    return std::make_unique<Database>(path_);
}

void DatabasePool::give_back(std::unique_ptr<Database> database) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < most_idle) idle_.push_back(std::move(database));
}

}  // namespace todo
