#pragma once

// Registration, login and logout.

#include <fastapi.hpp>

namespace todo {

fastapi::APIRouter auth_router();

}  // namespace todo
