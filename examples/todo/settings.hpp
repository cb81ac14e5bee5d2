#pragma once

// What an operator may decide. Each member is read from the environment: `data_dir` from
// TODO_DATA_DIR.

#include <fastapi.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace todo {

using fastapi::Field, fastapi::ge, fastapi::le;

struct Settings {
    /// Holds the database and the attachments; made where it is missing.
    Field<std::string> data_dir = "todo-data";
    /// The page.
    Field<std::string> web_dir = "web";
    /// Other sites whose pages may use the API, with commas between.
    std::vector<std::string> cors_origins;
    /// For which a login is good.
    Field<int, ge(1), le(24 * 366)> token_hours = 7 * 24;
    Field<std::uint64_t, ge(1), le(1'000'000'000'000)> max_attachment_bytes = 5 * 1024 * 1024;
    /// What it costs to hash a password: rounds through so many bytes.
    Field<int, ge(1)> password_rounds = 2;
    Field<std::size_t, ge(8192)> password_memory = 64 * 1024 * 1024;

    std::string database_path() const { return data_dir + "/todo.sqlite3"; }
    std::string attachments_dir() const { return data_dir + "/attachments"; }
};

/// Throws fastapi::ValidationError for a variable that does not fit its member.
Settings settings_from_environment();

}  // namespace todo
