#pragma once

// The application: made by a function, so that the program serves one and each test makes its own.

#include "settings.hpp"

#include <fastapi.hpp>

#include <memory>

namespace todo {

/// Opens nothing yet: the lifespan makes the folders and the database when it is served.
std::unique_ptr<fastapi::FastAPI> make_app(const Settings& settings);

}  // namespace todo
