#pragma once

// An application for each test, asked without a network.

#include "../app.hpp"
#include "../database.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace todo {

using namespace fastapi;

/// A folder that is removed with this object.
class TemporaryFolder {
public:
    TemporaryFolder()
        : path_(std::filesystem::temp_directory_path() / ("todo-" + UUID::random().str())) {}
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string str() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// Cheap passwords and small files, else as the program has them.
inline Settings test_settings(const TemporaryFolder& folder) {
    Settings settings;
    settings.data_dir = folder.str();
    if (const char* const web = std::getenv("TODO_WEB_DIR")) settings.web_dir = web;
    settings.password_rounds = 1;
    settings.password_memory = 8192u;
    settings.max_attachment_bytes = 1000u;
    return settings;
}

/// The application with data of its own, and who asks it.
struct TodoTest {
    TemporaryFolder folder;
    Settings settings = test_settings(folder);
    std::unique_ptr<FastAPI> app = make_app(settings);
    TestClient client{*app};

    TestResponse register_user(const std::string& name) {
        return client.post("/api/auth/register",
                           {.json = dict{{"username", name}, {"password", name + "'s password"}}});
    }

    /// From now on requests are the user's, who is made where there is none of that name.
    void log_in(const std::string& name) {
        register_user(name);
        const auto answer = client.post(
            "/api/auth/token", {.data = {{"username", name}, {"password", name + "'s password"}}});
        client.headers.set("Authorization", "Bearer " + answer.json()["access_token"].as_string());
    }

    /// The number of a new todo.
    std::int64_t add(const dict& todo) {
        return client.post("/api/todos", {.json = todo})
            .raise_for_status()
            .json()["id"]
            .as<std::int64_t>();
    }

    /// What the database holds: the first column of the first row.
    std::int64_t number(const std::string& sql) {
        Database database(settings.database_path());
        Statement rows = database.query(sql);
        return rows.next() ? rows.integer(0) : -1;
    }
};

}  // namespace todo
