// expect: fastapi: what this replacement gives does not convert to what the dependency gives.
#include "fastapi/params/dependency_overrides.hpp"

#include <string>

using namespace fastapi;

int number() { return 1; }

int main() {
    detail::dependency_overrides overrides;
    overrides.set<number>([] { return std::string("one"); });
}
