#pragma once

// What clients send and get. Every plain struct is a model; the documentation shows them under
// these names.

#include <fastapi.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace todo {

using namespace fastapi;

// ---- users ----

struct UserCreate {
    Field<std::string, min_length(3), max_length(32), pattern("^[a-z0-9_.-]+$"), example("alice")>
        username;
    Field<std::string, min_length(8), max_length(128), format("password")> password;
};

struct User {
    std::int64_t id;
    std::string username;
};

struct Token {
    std::string access_token;
    std::string token_type;
    int expires_in;  // seconds
};

// ---- todos ----

enum class Status { open, in_progress, done };
enum class Priority { low, normal, high };
enum class SortBy { created, updated, due, priority, title };
enum class Order { asc, desc };

using Tags = std::set<std::string>;

/// A validator takes the value and gives the one to use; it refuses with ValueError.
inline Tags short_tags(Tags tags) {
    for (const std::string& tag : tags)
        if (tag.empty() || tag.size() > 40) throw ValueError("a tag has 1 to 40 bytes");
    return tags;
}

struct TodoCreate {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::forbid, .str_strip_whitespace = true};

    Field<std::string, min_length(1), max_length(200), example("Water the plants")> title;
    Field<std::string, max_length(10'000)> notes = "";
    Status status = Status::open;
    Priority priority = Priority::normal;
    std::optional<date> due;
    Field<Tags, max_items(20), validator<short_tags>> tags;
};

/// Runs only on what was sent, so a member may be missing, but not null.
template <class Value>
std::optional<Value> not_null(std::optional<Value> value) {
    if (!value) throw ValueError("leave it out to keep it");
    return value;
}
inline std::optional<Tags> short_tags_if_sent(std::optional<Tags> tags) {
    return short_tags(not_null(tags).value());
}

/// A partial change: what was not sent stays. `due` may be taken away by null.
struct TodoUpdate {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::forbid, .str_strip_whitespace = true};

    Field<std::optional<std::string>, min_length(1), max_length(200),
          validator<not_null<std::string>>>
        title;
    Field<std::optional<std::string>, max_length(10'000), validator<not_null<std::string>>> notes;
    Field<std::optional<Status>, validator<not_null<Status>>> status;
    Field<std::optional<Priority>, validator<not_null<Priority>>> priority;
    Field<std::optional<date>> due;
    Field<std::optional<Tags>, max_items(20), validator<short_tags_if_sent>> tags;
};

struct TodoOut {
    std::int64_t id;
    std::string title;
    std::string notes;
    Status status;
    Priority priority;
    std::optional<date> due;
    Tags tags;
    int attachments;
    datetime created_at;
    datetime updated_at;
};

/// The query parameters of the list.
struct TodoQuery {
    Field<std::optional<std::string>, max_length(200), description("In the title or the notes")> q;
    std::optional<Status> status;
    std::optional<Priority> priority;
    Field<std::vector<std::string>, max_items(20), description("Has all of these")> tag;
    Field<std::optional<date>, description("On this day or earlier")> due_before;
    SortBy sort = SortBy::created;
    Order order = Order::desc;
    Field<int, ge(1), le(100)> limit = 20;
    Field<int, ge(0), le(1'000'000)> offset = 0;
};

/// One page of a longer list.
template <class Item>
struct Page {
    std::vector<Item> items;
    int total;  // on all pages
    int limit;
    int offset;
};

// ---- attachments ----

struct AttachmentOut {
    std::int64_t id;
    std::string filename;
    std::string content_type;
    std::int64_t size;
    datetime created_at;
};

// ---- errors ----

struct ErrorMessage {
    std::string detail;
};

}  // namespace todo
