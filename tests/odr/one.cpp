// Two translation units that both include the header must link into one program and agree on it:
// each makes the same application, and both give the same document of it. This one has seen much of
// the standard library before the header: no name of ours may be confused with one of its.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <numeric>
#include <random>
#include <ranges>
#include <regex>
#include <sstream>
#include <thread>
#include <unordered_map>

#include "routes.hpp"

fastapi::dict document_in_two();

namespace {

fastapi::dict document_in_one() {
    fastapi::FastAPI app;
    odr::add_routes(app);
    return app.openapi();
}

}  // namespace

int main() {
    const fastapi::dict document = document_in_one();
    return document.contains("paths") && document == document_in_two() ? 0 : 1;
}
