#include "attachments.hpp"

#include "../dependencies.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace todo {
namespace {

/// A file that was written for a row of the database, and is taken away again where the row could
/// not be.
class NewFile {
public:
    explicit NewFile(std::string path) : path_(std::move(path)) {}
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (!is_kept_) remove_file(path_);
    }

    /// In pieces, so that a large file never lies in memory.
    void write(SpooledFile contents) {
        std::ofstream out(path_, std::ios::binary);
        for (std::string part; !(part = contents.read(64 * 1024)).empty();) out << part;
        if (!out.flush()) throw HTTPException(507, "The file could not be stored");
    }
    void keep() { is_kept_ = true; }

private:
    std::string path_;
    bool is_kept_ = false;
};

/// The name that the client gives is only ever shown, but some clients send a whole path.
std::string shown_name(const std::string& filename) {
    std::string name = filename.substr(filename.find_last_of("/\\") + 1);
    if (name.size() > 255) throw HTTPException(422, "The name of the file is too long");
    return name.empty() ? "file" : name;
}

/// What the client says that the file is, where it can be said in a header of ours.
std::string shown_type(const std::optional<std::string>& type) {
    const auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
    const bool is_good = type && !type->empty() && type->size() <= 255 &&
                         std::all_of(type->begin(), type->end(), is_printable);
    return is_good ? *type : "application/octet-stream";
}

AttachmentOut attachment_of(const Statement& row) {
    return {row.integer(0), row.text(1), row.text(2), row.integer(3),
            datetime::fromisoformat(row.text(4))};
}

/// An attachment with the place of its file.
struct StoredAttachment {
    AttachmentOut shown;
    std::string path;
};

/// A dependency: the attachment that the path names, of a todo of the user.
StoredAttachment get_own_attachment(Path<"attachment_id", std::int64_t> attachment_id, OwnTodo todo,
                                    AppSettings settings, Db db) {
    Statement rows = db->query(
        "SELECT id, filename, content_type, size, created_at, stored_as FROM attachments WHERE id "
        "= ? AND todo_id = ?",
        {attachment_id, todo.id});
    if (!rows.next()) throw NotFound{"Attachment", attachment_id};
    return {attachment_of(rows), settings->attachments_dir() + "/" + rows.text(5)};
}
using OwnAttachment = Depends<get_own_attachment>;

AttachmentOut add_attachment(OwnTodo todo, File<"file"> file, AppSettings settings, Db db) {
    if (file.size > settings->max_attachment_bytes)
        throw HTTPException(413,
                            "At most " + std::to_string(settings->max_attachment_bytes) + " bytes");
    const std::string filename = shown_name(file.filename);
    const std::string stored_as = UUID::random().str();
    NewFile stored(settings->attachments_dir() + "/" + stored_as);
    stored.write(file.file);
    const AttachmentOut added{.id = 0,
                              .filename = filename,
                              .content_type = shown_type(file.content_type),
                              .size = static_cast<std::int64_t>(file.size),
                              .created_at = datetime::now()};
    // The todo may have been deleted since it was read.
    const auto inserted = db->execute(
        "INSERT INTO attachments (todo_id, filename, content_type, size, stored_as, created_at) "
        "SELECT id, ?, ?, ?, ?, ? FROM todos WHERE id = ?",
        {added.filename, added.content_type, added.size, stored_as, added.created_at.isoformat(),
         todo.id});
    if (inserted == 0) throw NotFound{"Todo", todo.id};
    stored.keep();
    return model_copy(added, {{"id", db->last_insert_id()}});
}

std::vector<AttachmentOut> list_attachments(OwnTodo todo, Db db) {
    std::vector<AttachmentOut> found;
    Statement rows = db->query(
        "SELECT id, filename, content_type, size, created_at FROM attachments WHERE todo_id = ? "
        "ORDER BY id",
        {todo.id});
    while (rows.next()) found.push_back(attachment_of(rows));
    return found;
}

// `attachment`, FileResponse's default, and nosniff (app.cpp): no browser shows a stranger's HTML
// as a page of ours.
FileResponse download_attachment(OwnAttachment attachment) {
    return FileResponse({.path = attachment.path,
                         .filename = attachment.shown.filename,
                         .media_type = attachment.shown.content_type});
}

void delete_attachment(OwnAttachment attachment, Db db, BackgroundTasks& background_tasks) {
    db->execute("DELETE FROM attachments WHERE id = ?", {attachment.shown.id});
    background_tasks.add_task(remove_file, attachment.path);
}

}  // namespace

std::vector<std::string> attachment_paths(Database& db, const Settings& settings,
                                          std::int64_t todo_id) {
    std::vector<std::string> paths;
    Statement rows = db.query("SELECT stored_as FROM attachments WHERE todo_id = ?", {todo_id});
    while (rows.next()) paths.push_back(settings.attachments_dir() + "/" + rows.text(0));
    return paths;
}

void remove_file(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

APIRouter attachments_router() {
    APIRouter router(
        {.prefix = "/todos/{todo_id}/attachments",
         .tags = {"attachments"},
         .responses = {
             {404, {.description = "Not there, or not yours", .model = model<ErrorMessage>}}}});

    router.post(
        "",
        {.summary = "Attach a file",
         .status_code = 201,
         .responses = {{413,
                        {.description = "The file is too large", .model = model<ErrorMessage>}}},
         .name = "add_attachment"},
        add_attachment);
    router.get("", {.summary = "List attachments", .name = "list_attachments"}, list_attachments);
    router.get("/{attachment_id}",
               {.summary = "Download an attachment", .name = "download_attachment"},
               download_attachment);
    router.delete_(
        "/{attachment_id}",
        {.summary = "Delete an attachment", .status_code = 204, .name = "delete_attachment"},
        delete_attachment);
    return router;
}

}  // namespace todo
