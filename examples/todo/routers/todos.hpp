#pragma once

// The todos of a user.

#include "../database.hpp"
#include "../models.hpp"

namespace todo {

APIRouter todos_router();

/// Throws NotFound where there is none of that number, or it is somebody else's.
TodoOut read_todo(Database& db, std::int64_t user_id, std::int64_t todo_id);

}  // namespace todo
