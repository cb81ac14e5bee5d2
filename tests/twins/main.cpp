#include "twins.hpp"

#include <cstdio>
#include <string_view>

namespace {

struct topic {
    std::string_view name;
    int (*serve)(int argc, char** argv);
};

constexpr topic topics[] = {
    {"parameters", twins::parameters}, {"bodies", twins::bodies},
    {"answers", twins::answers},       {"documents", twins::documents},
    {"requests", twins::requests},     {"routing", twins::routing},
    {"security", twins::security},     {"middleware", twins::middleware},
};

}  // namespace

int main(int argc, char** argv) {
    for (const topic& each : topics)
        if (argc > 1 && each.name == argv[1]) return each.serve(argc - 1, argv + 1);
    std::fputs("usage: twins TOPIC [the options of app.run]\n", stderr);
    return 2;
}
