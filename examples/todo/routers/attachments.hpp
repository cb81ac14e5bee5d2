#pragma once

// Files that belong to a todo. They lie on the disk under random names, the database knows the
// rest.

#include "../database.hpp"
#include "../models.hpp"
#include "../settings.hpp"

#include <string>
#include <vector>

namespace todo {

APIRouter attachments_router();

/// Where the files of a todo lie.
std::vector<std::string> attachment_paths(Database& db, const Settings& settings,
                                          std::int64_t todo_id);

/// Does nothing where there is no such file.
void remove_file(const std::string& path);

}  // namespace todo
