#pragma once

// What handlers depend on. A handler says in its parameters what it needs:
//
//     TodoOut create_todo(CurrentUser user, WriteDb db, TodoCreate todo);
//
// in this order: who has no login does not wait for a turn to write, and keeps nobody else waiting.

#include "database.hpp"
#include "models.hpp"
#include "settings.hpp"

namespace todo {

/// What `make_app` was given.
const Settings& get_settings(Request& request);
using AppSettings = Depends<get_settings>;

/// A connection for this request, to read with, or to write one statement.
generator<Database*> get_db(Request& request);
using Db = Depends<get_db, scope("function")>;

/// The same connection in a transaction: committed when the handler has returned, before the answer
/// is sent, and rolled back when anything was thrown.
async_generator<Database*> get_transaction(Db db);
using WriteDb = Depends<get_transaction, scope("function")>;

/// Reads the token of a request, and tells the documentation where to get one.
inline constexpr OAuth2PasswordBearer<"api/auth/token"> oauth2_scheme;
using BearerToken = Depends<oauth2_scheme>;

/// Whose token it is; 401 where it is nobody's, or no longer good.
User get_current_user(BearerToken token, Db db);
using CurrentUser = Depends<get_current_user>;

/// The todo that the path names; 404 where it is none of the user's.
TodoOut get_own_todo(Path<"todo_id", std::int64_t> todo_id, CurrentUser user, Db db);
using OwnTodo = Depends<get_own_todo>;

/// Thrown where something does not exist, or belongs to somebody else; knows no HTTP.
struct NotFound {
    std::string what;
    std::int64_t id;
};

}  // namespace todo
