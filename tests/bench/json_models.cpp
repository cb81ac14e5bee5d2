// How fast a list of 1,000 small models is read from JSON and written, beside picojson, and
// nlohmann-json or rapidjson where their headers are installed, which only make a tree of it. Build
// with -O2; prints megabytes of JSON in a second, the median of alternating rounds.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "fastapi/model/functions.hpp"

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#define HAS_NLOHMANN 1
#endif
#if __has_include(<rapidjson/document.h>)
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#define HAS_RAPIDJSON 1
#endif

namespace {

struct Address {
    std::string street, city;
    std::string country = "UK";
};

struct Item {
    std::string name;
    double price;
    std::vector<std::string> tags;
    bool in_stock = true;
    Address address;
};

using Items = std::vector<Item>;

std::string make_document() {
    Items items;
    for (int i = 0; i < 1000; ++i)
        items.push_back({"Item number " + std::to_string(i),
                         i * 1.25 + 0.1,
                         {"new", "blue", "small"},
                         i % 3 != 0,
                         {std::to_string(i) + " High Street", "London", i % 2 == 0 ? "UK" : "FR"}});
    std::string text;
    fastapi::detail::append_encoded(text, items, fastapi::detail::json_style::pydantic);
    return text;
}

volatile std::size_t kept = 0;

void keep(std::size_t value) { kept = kept + value; }

Items read_models(const std::string& text) {
    Items items;
    fastapi::detail::error_list problems;
    fastapi::detail::json_input in(text, problems);
    if (!fastapi::detail::decode(in, items, fastapi::detail::info_of<>)) std::abort();
    return items;
}

std::size_t write_models(const Items& items) {
    std::string text;
    fastapi::detail::append_encoded(text, items, fastapi::detail::json_style::pydantic);
    return text.size();
}

picojson::value read_picojson(const std::string& text) {
    picojson::value value;
    if (!picojson::parse(value, text).empty()) std::abort();
    return value;
}

/// One line of the table, and how it is measured.
struct contestant {
    const char* name;
    std::size_t (*run)();
    std::vector<double> seconds = {};
};

const std::string& document() {
    static const std::string text = make_document();
    return text;
}

std::vector<contestant> contestants() {
    std::vector<contestant> all = {
        {"read   fastapi, into structs", [] { return read_models(document()).size(); }},
        {"read   fastapi, into any",
         [] { return fastapi::json_loads(document()).as_list().size(); }},
        {"read   picojson, into a tree",
         [] { return read_picojson(document()).get<picojson::array>().size(); }},
#ifdef HAS_NLOHMANN
        {"read   nlohmann, into a tree", [] { return nlohmann::json::parse(document()).size(); }},
#endif
#ifdef HAS_RAPIDJSON
        {"read   rapidjson, into a tree",
         [] {
             rapidjson::Document tree;
             tree.Parse(document().c_str());
             return static_cast<std::size_t>(tree.Size());
         }},
#endif
        {"write  fastapi, from structs",
         [] {
             static const Items items = read_models(document());
             return write_models(items);
         }},
        {"write  fastapi, from any",
         [] {
             static const fastapi::any value = fastapi::json_loads(document());
             return value.dump().size();
         }},
        {"write  picojson, from a tree",
         [] {
             static const picojson::value value = read_picojson(document());
             return value.serialize().size();
         }},
#ifdef HAS_NLOHMANN
        {"write  nlohmann, from a tree",
         [] {
             static const nlohmann::json value = nlohmann::json::parse(document());
             return value.dump().size();
         }},
#endif
#ifdef HAS_RAPIDJSON
        {"write  rapidjson, from a tree",
         [] {
             static rapidjson::Document tree;
             if (tree.IsNull()) tree.Parse(document().c_str());
             rapidjson::StringBuffer text;
             rapidjson::Writer<rapidjson::StringBuffer> writer(text);
             tree.Accept(writer);
             return text.GetSize();
         }},
#endif
    };
    return all;
}

double seconds_of(std::size_t (*run)()) {
    constexpr int repetitions = 10;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < repetitions; ++i) keep(run());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() /
           repetitions;
}

}  // namespace

int main() {
    std::vector<contestant> all = contestants();
    constexpr int rounds = 31;
    for (contestant& each : all) keep(each.run());
    for (int i = 0; i < rounds; ++i)
        for (contestant& each : all) each.seconds.push_back(seconds_of(each.run));
    const double megabytes = static_cast<double>(document().size()) / 1e6;
    std::printf("a list of 1,000 models, %.3f MB\n", megabytes);
    for (contestant& each : all) {
        std::sort(each.seconds.begin(), each.seconds.end());
        std::printf("  %-32s %7.0f MB/s\n", each.name,
                    megabytes / each.seconds[each.seconds.size() / 2]);
    }
}
