// Attachments, the page, and what happens where things go wrong or are replaced.

#include "../dependencies.hpp"
#include "../routers/todos.hpp"
#include "../security.hpp"
#include "todo_client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

using namespace todo;

namespace {

/// How many files lie in the folder of attachments.
std::ptrdiff_t stored_files(const TodoTest& test) {
    return std::distance(std::filesystem::directory_iterator(test.settings.attachments_dir()), {});
}

}  // namespace

// ---- attachments ----

TEST_CASE("attachments: what was uploaded comes back under its name") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}});
    const auto added =
        test.client.post("/api/todos/1/attachments",
                         {.files = {{"file", {"C:\\plans\\door.txt", "green", "text/plain"}}}});
    CHECK(added.status_code == 201);
    CHECK(added.json()["filename"] == "door.txt");
    CHECK(added.json()["size"] == 5);
    CHECK(test.client.get("/api/todos/1/attachments").json() == list{added.json()});
    CHECK(test.client.get("/api/todos/1").json()["attachments"] == 1);

    const auto file = test.client.get("/api/todos/1/attachments/1");
    CHECK(file.content == "green");
    CHECK(file.headers["content-type"] == "text/plain; charset=utf-8");
    CHECK(file.headers["content-disposition"] == "attachment; filename=\"door.txt\"");
    CHECK(file.headers["x-content-type-options"] == "nosniff");
}

TEST_CASE("attachments: a file goes with its row, and with its todo") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}});
    for (const char* const name : {"a.txt", "a.txt", "b.txt"})
        test.client.post("/api/todos/1/attachments", {.files = {{"file", {name, name}}}})
            .raise_for_status();
    CHECK(stored_files(test) == 3);
    CHECK(test.client.delete_("/api/todos/1/attachments/2").status_code == 204);
    CHECK(stored_files(test) == 2);
    CHECK(test.client.get("/api/todos/1/attachments/2").json()["detail"] ==
          "Attachment 2 does not exist");
    CHECK(test.client.delete_("/api/todos/1").status_code == 204);
    CHECK(stored_files(test) == 0);
}

TEST_CASE("attachments: one belongs to one todo") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}});
    test.add({{"title", "Sing"}});
    test.client.post("/api/todos/1/attachments", {.files = {{"file", {"a.txt", "a"}}}})
        .raise_for_status();
    CHECK(test.client.get("/api/todos/2/attachments/1").status_code == 404);
    CHECK(test.client.delete_("/api/todos/2/attachments/1").status_code == 404);
    CHECK(stored_files(test) == 1);
}

TEST_CASE("attachments: what is refused leaves nothing behind") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}});
    const auto upload = [&](std::size_t size) {
        return test.client.post("/api/todos/1/attachments",
                                {.files = {{"file", {"a.bin", std::string(size, 'a')}}}});
    };
    CHECK(upload(1001).status_code == 413);
    const std::string long_name(256, 'a');
    CHECK(test.client.post("/api/todos/1/attachments", {.files = {{"file", {long_name, "a"}}}})
              .status_code == 422);
    CHECK(test.client.post("/api/todos/1/attachments", {.data = {{"file", "text"}}}).status_code ==
          422);
    CHECK(stored_files(test) == 0);
    CHECK(upload(1000).status_code == 201);

    // The row is refused when the file is written already.
    Database database(test.settings.database_path());
    database.script(
        "CREATE TRIGGER full BEFORE INSERT ON attachments BEGIN SELECT raise(ABORT, 'full'); END");
    test.client.raise_server_exceptions = false;
    CHECK(upload(1000).status_code == 500);
    CHECK(stored_files(test) == 1);
}

TEST_CASE("attachments: a type that fits into no header is not kept") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}});
    struct example {
        std::string sent, kept;
    };
    const std::string long_type = "a/" + std::string(254, 'a');
    const std::string unknown = "application/octet-stream";
    for (const auto& [sent, kept] :
         {example{"image/png; a=\"b\"", "image/png; a=\"b\""}, example{"text/\xC3\xA9", unknown},
          example{"text/a\tb", unknown}, example{long_type, unknown}}) {
        const auto added =
            test.client.post("/api/todos/1/attachments", {.files = {{"file", {"a", "a", sent}}}});
        CHECK(added.json()["content_type"] == kept);
        const std::string id = std::to_string(added.json()["id"].as<int>());
        const auto file = test.client.get("/api/todos/1/attachments/" + id);
        CHECK(file.status_code == 200);
        CHECK(file.headers["content-type"] == kept);
    }
}

TEST_CASE("attachments: a todo that was deleted while the file was on its way takes none") {
    TodoTest test;
    test.log_in("alice");
    const int todo = static_cast<int>(test.add({{"title", "Paint"}}));
    test.app->dependency_overrides.set<get_own_todo>([&](Db db) {
        TodoOut found = read_todo(*db, 1, todo);
        db->execute("DELETE FROM todos");
        return found;
    });
    const auto refused =
        test.client.post("/api/todos/1/attachments", {.files = {{"file", {"a.txt", "a"}}}});
    CHECK(refused.json() == dict{{"detail", "Todo 1 does not exist"}});
    CHECK(stored_files(test) == 0);
}

// ---- transactions ----

TEST_CASE("transactions: a todo is added with its tags or not at all") {
    TodoTest test;
    test.log_in("alice");
    Database database(test.settings.database_path());
    database.script(
        "CREATE TRIGGER full BEFORE INSERT ON tags WHEN new.tag = 'b' BEGIN SELECT raise(ABORT, "
        "'full'); END");
    CHECK_THROWS_AS(test.client.post("/api/todos",
                                     {.json = dict{{"title", "Paint"}, {"tags", list{"a", "b"}}}}),
                    DatabaseError);
    CHECK(test.number("SELECT count(*) FROM todos") == 0);
    CHECK(test.number("SELECT count(*) FROM tags") == 0);
    test.add({{"title", "Paint"}, {"tags", list{"a"}}});  // the connection is in order
    CHECK(test.number("SELECT count(*) FROM todos") == 1);
}

TEST_CASE("transactions: whatever the handler throws undoes what it has written") {
    TodoTest test;
    test.log_in("alice");
    FastAPI app;  // of our own, with the same database: behind the page no route is reached
    app.state.set("database", std::make_shared<DatabasePool>(test.settings.database_path()));
    TestClient client(app);
    app.post("/refuse", [](WriteDb db) -> dict {
        db->execute("DELETE FROM users");
        throw HTTPException(409, "changed my mind");
    });
    CHECK(client.post("/refuse").status_code == 409);
    CHECK(test.number("SELECT count(*) FROM users") == 1);
    app.post("/agree", [](WriteDb db) {
        return dict{{"deleted", db->execute("DELETE FROM users")}};
    });
    CHECK(client.post("/agree").json() == dict{{"deleted", 1}});
    CHECK(test.number("SELECT count(*) FROM users") == 0);
}

TEST_CASE("transactions: who comes while another one writes waits for his turn") {
    TodoTest test;
    test.log_in("alice");
    Database other(test.settings.database_path());
    REQUIRE(other.try_begin());
    CHECK(!Database(test.settings.database_path()).try_begin());
    std::thread writer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        other.execute(
            "INSERT INTO todos (user_id, title, notes, status, priority, created_at, updated_at) "
            "VALUES (1, 'first', '', 'open', 0, '2030-01-01', '2030-01-01')");
        other.commit();
    });
    CHECK(test.add({{"title", "second"}}) == 2);
    writer.join();
}

TEST_CASE("transactions: who is not logged in waits for nothing") {
    TodoTest test;
    Database other(test.settings.database_path());
    REQUIRE(other.try_begin());
    CHECK(test.client.post("/api/todos", {.json = dict{{"title", "Paint"}}}).status_code == 401);
    CHECK(test.client.patch("/api/todos/1", {.json = dict{{"title", "Sing"}}}).status_code == 401);
    CHECK(test.client.delete_("/api/todos/1").status_code == 401);
    other.rollback();
}

TEST_CASE("passwords: who finds no place to wait is refused, and places are given back") {
    constexpr PasswordCost cheap{1, 8192};
    const std::string hash = hash_password("secret", cheap);
    std::atomic<int> right = 0, refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 64; ++i)
        threads.emplace_back([&] {
            try {
                right += verify_password(hash, "secret");
            } catch (const HashingBusy&) {
                ++refused;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(right >= 16);
    CHECK(right + refused == 64);
    for (int i = 0; i < 17; ++i) CHECK(verify_password(hash, "secret"));
}

TEST_CASE("migrations: are done once, and never back") {
    Database database(":memory:");
    database.migrate();
    database.execute(
        "INSERT INTO users (username, password_hash, created_at) VALUES ('alice', '', '')");
    database.migrate();
    CHECK(database.query("SELECT 1 FROM users").next());
    REQUIRE(database.try_begin());
    database.migrate();  // there is nothing to write, so it waits for nobody
    database.rollback();
    database.script("PRAGMA user_version = 99");
    CHECK_THROWS_AS(database.migrate(), DatabaseError);
}

// ---- what a test puts in the place of dependencies ----

TEST_CASE("overrides: a database in memory, and a user without a login") {
    TodoTest test;
    Database database(":memory:");
    database.migrate();
    database.execute(
        "INSERT INTO users (id, username, password_hash, created_at) VALUES (7, 'carol', '', '')");
    test.app->dependency_overrides.set<get_db>([&] { return &database; });
    test.app->dependency_overrides.set<get_current_user>([] { return User{7, "carol"}; });

    CHECK(test.client.get("/api/auth/me").json()["username"] == "carol");
    test.add({{"title", "Paint"}});
    CHECK(test.client.get("/api/todos").json()["total"] == 1);
    CHECK(database.query("SELECT 1 FROM todos WHERE user_id = 7").next());
    CHECK(test.number("SELECT count(*) FROM todos") == 0);

    test.app->dependency_overrides.clear();
    CHECK(test.client.get("/api/todos").status_code == 401);
}

// ---- around the API ----

TEST_CASE("page: is served, with what it needs and nothing else") {
    TodoTest test;
    const auto page = test.client.get("/");
    CHECK(page.status_code == 200);
    CHECK(page.headers["content-type"] == "text/html; charset=utf-8");
    CHECK(page.headers["content-security-policy"] == "default-src 'self'; frame-ancestors 'none'");
    for (const char* const file : {"app.js", "style.css", "icon.svg"}) {
        CHECK(page.text().find(file) != std::string::npos);
        CHECK(test.client.get(std::string("/") + file).status_code == 200);
    }
    CHECK(test.client.get("/%2e%2e/README.md").status_code == 404);
    CHECK(test.client.get("/api/unknown").json() == dict{{"detail", "Not Found"}});
}

TEST_CASE("document: says where a login is needed") {
    TodoTest test;
    const any document = test.client.get("/openapi.json").json();
    const any paths = document["paths"];
    CHECK(paths["/api/todos"]["get"]["security"] == list{dict{{"OAuth2PasswordBearer", list{}}}});
    CHECK(!paths["/api/auth/register"]["post"].as_dict().contains("security"));
    CHECK(document["components"]["securitySchemes"]["OAuth2PasswordBearer"]["flows"]["password"]
                  ["tokenUrl"] == "api/auth/token");
    CHECK(paths["/api/todos/{todo_id}/attachments"]["post"]["responses"].as_dict().contains("413"));
    CHECK(test.client.get("/health").json() == dict{{"status", "ok"}});
}

TEST_CASE("settings: come from the environment") {
    ::setenv("TODO_TOKEN_HOURS", "2", 1);
    ::setenv("TODO_CORS_ORIGINS", "https://a.example, https://b.example,", 1);
    const Settings settings = settings_from_environment();
    CHECK(settings.token_hours == 2);
    CHECK(settings.cors_origins ==
          std::vector<std::string>{"https://a.example", "https://b.example"});
    CHECK(settings.data_dir == "todo-data");
    ::setenv("TODO_TOKEN_HOURS", "0", 1);
    CHECK_THROWS_AS(settings_from_environment(), ValidationError);
    ::unsetenv("TODO_TOKEN_HOURS");
    ::setenv("TODO_MAX_ATTACHMENT_BYTES", "18446744073709551615", 1);
    CHECK_THROWS_AS(settings_from_environment(), ValidationError);
    ::unsetenv("TODO_MAX_ATTACHMENT_BYTES");
    ::unsetenv("TODO_CORS_ORIGINS");
}

TEST_CASE("settings: a page of another site may ask where it is listed") {
    const TemporaryFolder folder;
    Settings settings = test_settings(folder);
    settings.cors_origins = {"https://a.example"};
    const auto app = make_app(settings);
    TestClient client(*app);
    const auto allowed = [&](const char* origin) {
        return client.options("/api/todos",
                              {.headers = {{"Origin", origin},
                                           {"Access-Control-Request-Method", "PATCH"},
                                           {"Access-Control-Request-Headers", "Authorization"}}});
    };
    CHECK(allowed("https://a.example").headers["access-control-allow-origin"] ==
          "https://a.example");
    CHECK(allowed("https://b.example").status_code == 400);
}
