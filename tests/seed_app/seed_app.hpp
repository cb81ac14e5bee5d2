#pragma once

// The C++ twin of tests/conformance/seed_app.py: the same routes with the same names, one source
// file for each section, so that the recorded answers of FastAPI can be demanded of it.

#include <fastapi.hpp>

#include <string>

namespace seed {

/// The clock of the reference stands still.
inline const fastapi::datetime fixed_now(2024, 1, 15, 10, 30, 0, fastapi::utc);

/// Stands for a row of a database.
struct UserRecord {
    int id;
    std::string name;
    std::string email;
    fastapi::datetime created_at;
    std::string password_hash;
};

fastapi::APIRouter s01();
fastapi::APIRouter s03();
fastapi::APIRouter s04();
fastapi::APIRouter s05();
fastapi::APIRouter s06();
fastapi::APIRouter s07();
fastapi::APIRouter s08();
fastapi::APIRouter s10();
fastapi::APIRouter s11();
fastapi::APIRouter s12();
fastapi::APIRouter s13();
fastapi::APIRouter s16();
fastapi::APIRouter s17();
fastapi::APIRouter s19();
fastapi::APIRouter s20();
fastapi::APIRouter s21();
fastapi::APIRouter s22();

fastapi::Lifespan lifespan(fastapi::FastAPI& app);

void mount_s02(fastapi::FastAPI& app);
void mount_s09(fastapi::FastAPI& app);
void mount_s14(fastapi::FastAPI& app);
void mount_s15(fastapi::FastAPI& app);
void mount_s18(fastapi::FastAPI& app);
void mount_s22(fastapi::FastAPI& app);

}  // namespace seed
