// Accounts and todos, as a client sees them.

#include "todo_client.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <initializer_list>
#include <vector>

using namespace todo;

namespace {

/// Where the problems of a 422 are.
std::vector<std::string> problem_places(const TestResponse& response) {
    std::vector<std::string> places;
    const any answer = response.json();
    for (const any& problem : answer["detail"].as_list())
        places.push_back(problem["loc"][1].as_string() + " " + problem["type"].as_string());
    return places;
}

std::vector<std::string> titles(const TestResponse& response) {
    std::vector<std::string> found;
    const any answer = response.json();
    for (const any& todo : answer["items"].as_list()) found.push_back(todo["title"].as_string());
    return found;
}

using texts = std::vector<std::string>;

}  // namespace

// ---- accounts ----

TEST_CASE("auth: who registers can log in and is known") {
    TodoTest test;
    const auto registered = test.register_user("alice");
    CHECK(registered.status_code == 201);
    CHECK(registered.json() == dict{{"id", 1}, {"username", "alice"}});

    test.log_in("alice");
    CHECK(test.client.get("/api/auth/me").json()["username"] == "alice");
}

TEST_CASE("auth: a name is taken once") {
    TodoTest test;
    test.register_user("alice");
    const auto again = test.register_user("alice");
    CHECK(again.status_code == 409);
    CHECK(again.json()["detail"] == "This name is taken");
    CHECK(test.number("SELECT count(*) FROM users") == 1);
}

TEST_CASE("auth: names and passwords have a form") {
    TodoTest test;
    const auto refused = test.client.post(
        "/api/auth/register", {.json = dict{{"username", "Al ice"}, {"password", "short"}}});
    CHECK(refused.status_code == 422);
    CHECK(problem_places(refused) ==
          texts{"username string_pattern_mismatch", "password string_too_short"});
}

TEST_CASE("auth: a wrong password and an unknown name look the same") {
    TodoTest test;
    test.register_user("alice");
    const auto wrong = test.client.post(
        "/api/auth/token", {.data = {{"username", "alice"}, {"password", "wrong password"}}});
    const auto unknown = test.client.post(
        "/api/auth/token", {.data = {{"username", "bob"}, {"password", "wrong password"}}});
    CHECK(wrong.status_code == 401);
    CHECK(wrong.headers["www-authenticate"] == "Bearer");
    CHECK(unknown.status_code == wrong.status_code);
    CHECK(unknown.text() == wrong.text());
}

TEST_CASE("auth: neither passwords nor tokens can be read from the database") {
    TodoTest test;
    test.log_in("alice");
    const std::string token(test.client.headers["authorization"].substr(7));
    Database database(test.settings.database_path());
    CHECK(test.number("SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$%'") == 1);
    CHECK(test.number("SELECT count(*) FROM tokens") == 1);
    CHECK(!database.query("SELECT 1 FROM tokens WHERE hash = ?", {token}).next());
}

TEST_CASE("auth: without a good token there is nothing to see") {
    TodoTest test;
    test.log_in("alice");
    SUBCASE("none") { test.client.headers.remove("authorization"); }
    SUBCASE("another scheme") { test.client.headers.set("Authorization", "Basic YTpi"); }
    SUBCASE("an invented one") { test.client.headers.set("Authorization", "Bearer invented"); }
    SUBCASE("one that was given back") {
        CHECK(test.client.post("/api/auth/logout").status_code == 204);
    }
    SUBCASE("an old one") {
        Database(test.settings.database_path())
            .execute("UPDATE tokens SET expires_at = unixepoch() - 1");
    }

    const auto refused = test.client.get("/api/todos");
    CHECK(refused.status_code == 401);
    CHECK(refused.headers["www-authenticate"] == "Bearer");
}

// ---- todos ----

TEST_CASE("todos: one is added with defaults, and is where Location says") {
    TodoTest test;
    test.log_in("alice");
    const auto added =
        test.client.post("/api/todos", {.json = dict{{"title", "  Water the plants "}}});
    CHECK(added.status_code == 201);
    const any todo = added.json();
    CHECK(todo["title"] == "Water the plants");
    CHECK(todo["status"] == "open");
    CHECK(todo["priority"] == "normal");
    CHECK(todo["due"].is_null());
    CHECK(todo["tags"] == list{});
    CHECK(todo["created_at"] == todo["updated_at"]);
    CHECK(added.headers["location"] == "/api/todos/1");
    CHECK(test.client.get(added.headers["location"]).json() == todo);
}

TEST_CASE("todos: what is wrong with one is said at once") {
    TodoTest test;
    test.log_in("alice");
    const auto refused = test.client.post("/api/todos", {.json = dict{{"title", " "},
                                                                      {"status", "asleep"},
                                                                      {"due", "tomorrow"},
                                                                      {"tags", list{""}},
                                                                      {"colour", "red"}}});
    CHECK(refused.status_code == 422);
    CHECK(problem_places(refused) == texts{"title string_too_short", "status enum",
                                           "due date_from_datetime_parsing", "tags value_error",
                                           "colour extra_forbidden"});
    CHECK(test.number("SELECT count(*) FROM todos") == 0);
}

TEST_CASE("todos: a change leaves alone what it does not name") {
    TodoTest test;
    test.log_in("alice");
    test.add(
        {{"title", "Paint"}, {"notes", "the door"}, {"due", "2030-05-01"}, {"tags", list{"home"}}});

    any todo = test.client.patch("/api/todos/1", {.json = dict{{"status", "done"}}}).json();
    CHECK(todo["status"] == "done");
    CHECK(todo["notes"] == "the door");
    CHECK(todo["due"] == "2030-05-01");
    CHECK(todo["tags"] == list{"home"});
    CHECK(todo["updated_at"] != todo["created_at"]);

    todo =
        test.client
            .patch("/api/todos/1", {.json = dict{{"due", nullptr}, {"tags", list{"b", "a", "b"}}}})
            .json();
    CHECK(todo["due"].is_null());
    CHECK(todo["tags"] == list{"a", "b"});
    CHECK(todo["status"] == "done");
}

TEST_CASE("todos: only the due date can be taken away by null") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}});
    for (const char* const member : {"title", "notes", "status", "priority", "tags"}) {
        const auto refused = test.client.patch("/api/todos/1", {.json = dict{{member, nullptr}}});
        CHECK(problem_places(refused) == texts{std::string(member) + " value_error"});
    }
    CHECK(test.client.patch("/api/todos/1", {.json = dict{{"due", nullptr}}}).status_code == 200);
}

TEST_CASE("todos: those of others are not there") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Alice's"}});
    test.log_in("bob");
    CHECK(test.client.get("/api/todos").json()["total"] == 0);
    const dict not_there{{"detail", "Todo 1 does not exist"}};
    const std::vector<TestResponse> answers{
        test.client.get("/api/todos/1"),
        test.client.patch("/api/todos/1", {.json = dict{{"title", "Bob's"}}}),
        test.client.delete_("/api/todos/1"), test.client.get("/api/todos/1/attachments"),
        test.client.post("/api/todos/1/attachments", {.files = {{"file", {"a.txt", "content"}}}})};
    for (const TestResponse& answer : answers) {
        CHECK(answer.status_code == 404);
        CHECK(answer.json() == not_there);
    }
    test.log_in("alice");
    CHECK(test.client.get("/api/todos/1").json()["title"] == "Alice's");
}

TEST_CASE("todos: a deleted one is gone") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Paint"}, {"tags", list{"home"}}});
    const auto deleted = test.client.delete_("/api/todos/1");
    CHECK(deleted.status_code == 204);
    CHECK(deleted.content.empty());
    CHECK(test.client.get("/api/todos/1").status_code == 404);
    CHECK(test.number("SELECT count(*) FROM tags") == 0);
}

// ---- the list ----

TEST_CASE("list: pages know how many there are and where the next one is") {
    TodoTest test;
    test.log_in("alice");
    for (const char* const title : {"a", "b", "c", "d", "e"}) test.add({{"title", title}});

    const auto page = test.client.get("/api/todos?limit=2&offset=2&sort=title&order=asc");
    CHECK(titles(page) == texts{"c", "d"});
    CHECK(page.json()["total"] == 5);
    CHECK(page.headers["x-total-count"] == "5");
    CHECK(page.headers["link"] ==
          R"(</api/todos?limit=2&sort=title&order=asc&offset=0>; rel="prev", )"
          R"(</api/todos?limit=2&sort=title&order=asc&offset=4>; rel="next")");

    const auto odd = test.client.get("/api/todos?limit=4&x=%3E,<%20\"&%6Fffset=0");
    CHECK(odd.headers["link"] == R"(</api/todos?limit=4&x=%3E%2C%3C+%22&offset=4>; rel="next")");
    const auto last = test.client.get("/api/todos?limit=2&offset=4&sort=title&order=asc");
    CHECK(titles(last) == texts{"e"});
    CHECK(last.headers["link"] ==
          R"(</api/todos?limit=2&sort=title&order=asc&offset=2>; rel="prev")");
    CHECK(!test.client.get("/api/todos").headers.contains("link"));
    CHECK(titles(test.client.get("/api/todos?offset=1000000")).empty());
}

TEST_CASE("list: limits of pages") {
    TodoTest test;
    test.log_in("alice");
    for (const char* const query :
         {"limit=0", "limit=101", "offset=-1", "offset=1000001", "sort=id", "order=up"})
        CHECK(test.client.get(std::string("/api/todos?") + query).status_code == 422);
    CHECK(test.client.get("/api/todos?limit=100").status_code == 200);
    std::string tags = "/api/todos?";
    for (int i = 0; i < 20; ++i) tags += "tag=a&";
    CHECK(test.client.get(tags).status_code == 200);
    CHECK(test.client.get(tags + "tag=a").status_code == 422);
}

TEST_CASE("list: filters and orders") {
    TodoTest test;
    test.log_in("alice");
    test.add({{"title", "Bread"},
              {"priority", "high"},
              {"tags", list{"shop", "food"}},
              {"due", "2030-01-03"}});
    test.add(
        {{"title", "apples"}, {"priority", "low"}, {"tags", list{"shop"}}, {"due", "2030-01-01"}});
    test.add({{"title", "Call 100% of them"}, {"notes", "Mum, Dad's sister"}, {"status", "done"}});

    const auto found = [&](const std::string& query) {
        return titles(test.client.get("/api/todos?order=asc&" + query));
    };
    CHECK(found("") == texts{"Bread", "apples", "Call 100% of them"});
    CHECK(found("sort=title") == texts{"apples", "Bread", "Call 100% of them"});
    CHECK(found("sort=due") == texts{"apples", "Bread", "Call 100% of them"});
    CHECK(found("sort=priority") == texts{"apples", "Call 100% of them", "Bread"});
    CHECK(found("status=done") == texts{"Call 100% of them"});
    CHECK(found("priority=high") == texts{"Bread"});
    CHECK(found("due_before=2030-01-02") == texts{"apples"});
    CHECK(found("tag=shop") == texts{"Bread", "apples"});
    CHECK(found("tag=shop&tag=food") == texts{"Bread"});
    CHECK(found("q=APPLE") == texts{"apples"});
    CHECK(found("q=dad's") == texts{"Call 100% of them"});
    CHECK(found("q=0%25") == texts{"Call 100% of them"});  // it is no pattern
    CHECK(found("q=' OR 1=1 --").empty());
    CHECK(titles(test.client.get("/api/todos?sort=due&order=desc")) ==
          texts{"Bread", "apples", "Call 100% of them"});
}
