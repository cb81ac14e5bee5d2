#pragma once

// Ready dependencies that read credentials from a request and refuse one without them, and that the
// document shows as security schemes, so that the docs pages can log in. Each is a class whose
// objects are named once: `inline constexpr OAuth2PasswordBearer<"/token"> oauth2_scheme;`, then
// `Depends<oauth2_scheme> token`. They check nothing but the form of what was sent.
// https://fastapi.tiangolo.com/reference/security/

#include "fastapi/params/security_api_key.hpp"
#include "fastapi/params/security_http.hpp"
#include "fastapi/params/security_oauth2.hpp"
#include "fastapi/params/security_scopes.hpp"
