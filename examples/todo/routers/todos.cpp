#include "todos.hpp"

#include "../dependencies.hpp"
#include "attachments.hpp"

#include <algorithm>
#include <utility>

namespace todo {
namespace {

// ---- rows ----

constexpr std::string_view columns =
    "id, title, notes, status, priority, due, created_at, updated_at,"
    " (SELECT count(*) FROM attachments WHERE todo_id = todos.id)";

TodoOut todo_of(Database& db, const Statement& row) {
    TodoOut todo{.id = row.integer(0),
                 .title = row.text(1),
                 .notes = row.text(2),
                 .status = enum_cast<Status>(row.text(3)).value(),
                 .priority = static_cast<Priority>(row.integer(4)),
                 .due = {},
                 .tags = {},
                 .attachments = static_cast<int>(row.integer(8)),
                 .created_at = datetime::fromisoformat(row.text(6)),
                 .updated_at = datetime::fromisoformat(row.text(7))};
    if (const auto due = row.optional_text(5)) todo.due = date::fromisoformat(*due);
    Statement tags = db.query("SELECT tag FROM tags WHERE todo_id = ? ORDER BY tag", {todo.id});
    while (tags.next()) todo.tags.insert(tags.text(0));
    return todo;
}

std::optional<std::string> text_of(const std::optional<date>& day) {
    if (!day) return std::nullopt;
    return day->isoformat();
}

void replace_tags(Database& db, std::int64_t todo_id, const Tags& tags) {
    db.execute("DELETE FROM tags WHERE todo_id = ?", {todo_id});
    for (const std::string& tag : tags)
        db.execute("INSERT INTO tags (todo_id, tag) VALUES (?, ?)", {todo_id, tag});
}

// ---- the list ----

/// The conditions of a query, and the values in them.
struct Filter {
    std::string sql;
    SqlValues values;

    void add(std::string_view condition, SqlValue value) {
        sql.append(sql.empty() ? " WHERE " : " AND ").append(condition);
        values.push_back(std::move(value));
    }
};

Filter filter_of(const TodoQuery& query, std::int64_t user_id) {
    Filter filter;
    filter.add("user_id = ?", user_id);
    if (query.q) filter.add("instr(lower(title || char(10) || notes), lower(?)) > 0", *query.q);
    if (query.status) filter.add("status = ?", enum_name(*query.status));
    if (query.priority) filter.add("priority = ?", static_cast<int>(*query.priority));
    if (query.due_before) filter.add("due <= ?", query.due_before->isoformat());
    for (const std::string& tag : query.tag)
        filter.add("EXISTS (SELECT 1 FROM tags WHERE todo_id = todos.id AND tag = ?)", tag);
    return filter;
}

/// Of our own words only: nothing that a client has sent stands in a statement.
std::string order_of(const TodoQuery& query) {
    const std::string direction = query.order == Order::desc ? " DESC" : " ASC";
    const auto by = [&](std::string_view column) {
        return " ORDER BY " + std::string(column) + direction + ", id" + direction;
    };
    switch (query.sort) {
        case SortBy::created: return " ORDER BY id" + direction;
        case SortBy::updated: return by("updated_at");
        case SortBy::due: return " ORDER BY due IS NULL, due" + direction + ", id" + direction;
        case SortBy::priority: return by("priority");
        case SortBy::title: return by("title COLLATE NOCASE");
    }
    return {};
}

/// `Link` for clients that follow it (RFC 8288): the same list at other offsets.
std::string links(const Request& request, const Page<TodoOut>& page) {
    const std::string path = request.app().url_path_for("list_todos");
    const auto link = [&](int offset, std::string_view relation) {
        const URL url = request.url.include_query_params({{"offset", offset}});
        return "<" + path + "?" + std::string(url.query) + ">; rel=\"" + std::string(relation) +
               "\"";
    };
    std::string result;
    if (page.offset > 0) result = link(std::max(page.offset - page.limit, 0), "prev");
    if (page.offset + page.limit < page.total)
        result += (result.empty() ? "" : ", ") + link(page.offset + page.limit, "next");
    return result;
}

Page<TodoOut> list_todos(QueryModel<TodoQuery> query, CurrentUser user, Db db, Request& request,
                         Response& response) {
    Filter filter = filter_of(query, user.id);
    Page<TodoOut> page{.items = {}, .total = 0, .limit = query.limit, .offset = query.offset};
    Statement count = db->query("SELECT count(*) FROM todos" + filter.sql, filter.values);
    if (count.next()) page.total = static_cast<int>(count.integer(0));
    filter.values.insert(filter.values.end(), {query.limit, query.offset});
    Statement rows = db->query("SELECT " + std::string(columns) + " FROM todos" + filter.sql +
                                   order_of(query) + " LIMIT ? OFFSET ?",
                               filter.values);
    while (rows.next()) page.items.push_back(todo_of(*db, rows));
    response.headers.set("X-Total-Count", std::to_string(page.total));
    if (const std::string text = links(request, page); !text.empty())
        response.headers.set("Link", text);
    return page;
}

// ---- one todo ----

TodoOut create_todo(CurrentUser user, WriteDb db, TodoCreate todo, Request& request,
                    Response& response) {
    const std::string now = datetime::now().isoformat();
    db->execute(
        "INSERT INTO todos (user_id, title, notes, status, priority, due, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {user.id, todo.title, todo.notes, enum_name(todo.status), static_cast<int>(todo.priority),
         text_of(todo.due), now, now});
    const std::int64_t id = db->last_insert_id();
    replace_tags(*db, id, todo.tags);
    response.headers.set("Location", request.app().url_path_for("read_todo", {{"todo_id", id}}));
    return read_todo(*db, user.id, id);
}

TodoOut show_todo(OwnTodo todo) { return todo; }

/// Only what was sent: a `Field` knows whether it was. That the todo is there is seen within the
/// transaction, so that nobody can delete it before it is changed.
TodoOut update_todo(Path<"todo_id", std::int64_t> todo_id, TodoUpdate changes, CurrentUser user,
                    WriteDb db) {
    const TodoOut todo = read_todo(*db, user.id, todo_id);
    const auto set = [&](std::string_view column, const SqlValue& value) {
        db->execute("UPDATE todos SET " + std::string(column) + " = ? WHERE id = ?",
                    {value, todo.id});
    };
    if (changes.title.is_set()) set("title", *changes.title);
    if (changes.notes.is_set()) set("notes", *changes.notes);
    if (changes.status.is_set()) set("status", enum_name(*changes.status));
    if (changes.priority.is_set()) set("priority", static_cast<int>(*changes.priority));
    if (changes.due.is_set()) set("due", text_of(changes.due));
    if (changes.tags.is_set()) replace_tags(*db, todo.id, *changes.tags);
    set("updated_at", datetime::now().isoformat());
    return read_todo(*db, user.id, todo.id);
}

/// Its files go when the transaction is committed and the answer is sent.
void delete_todo(OwnTodo todo, AppSettings settings, WriteDb db,
                 BackgroundTasks& background_tasks) {
    for (const std::string& path : attachment_paths(*db, *settings, todo.id))
        background_tasks.add_task(remove_file, path);
    db->execute("DELETE FROM todos WHERE id = ?", {todo.id});
}

}  // namespace

TodoOut read_todo(Database& db, std::int64_t user_id, std::int64_t todo_id) {
    Statement rows =
        db.query("SELECT " + std::string(columns) + " FROM todos WHERE id = ? AND user_id = ?",
                 {todo_id, user_id});
    if (!rows.next()) throw NotFound{"Todo", todo_id};
    return todo_of(db, rows);
}

APIRouter todos_router() {
    APIRouter router({.prefix = "/todos", .tags = {"todos"}});
    const ResponseInfos not_found{
        {404, {.description = "No such todo of yours", .model = model<ErrorMessage>}}};

    router.get("",
               {.summary = "List todos",
                .description = "One page of those that fit. `X-Total-Count` and `Link` say how "
                               "many there are, and where the next page is.",
                .name = "list_todos"},
               list_todos);
    router.post("", {.summary = "Add a todo", .status_code = 201, .name = "create_todo"},
                create_todo);
    router.get("/{todo_id}",
               {.summary = "Read a todo", .responses = not_found, .name = "read_todo"}, show_todo);
    router.patch("/{todo_id}",
                 {.summary = "Change a todo",
                  .description = "What is not sent stays as it is.",
                  .responses = not_found,
                  .name = "update_todo"},
                 update_todo);
    router.delete_("/{todo_id}",
                   {.summary = "Delete a todo and its attachments",
                    .status_code = 204,
                    .responses = not_found,
                    .name = "delete_todo"},
                   delete_todo);
    return router;
}

}  // namespace todo
