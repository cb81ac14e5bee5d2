#pragma once

// What app.cpp and worker.cpp say to each other. These keys of Redis hold it all:
//
//   reports:queue              list of jobs that wait, as JSON; the oldest is on the left
//   reports:processing:NAME    list of the job that the worker NAME is at
//   reports:unreadable         list of what was found in the queue and is no job
//   reports:ID                 how far the report is, as JSON; what a client is shown

#include <fastapi.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reports {

using namespace fastapi;

/// What a client asks for.
struct ReportRequest {
    Field<std::string, min_length(1), max_length(100)> title;
    Field<std::vector<int>, required, min_items(1), max_items(1000)> sales;  // one for each month
    Field<double, ge(0), le(60)> seconds = 0.0;  // that the work shall take, to try things out
};

struct Job {
    UUID id;
    ReportRequest request;
};

struct Summary {
    std::string title;
    std::int64_t total;
    double growth;  // of the last month over the first, 0.5 is half as much again
};

enum class ReportState { queued, running, done, failed };

struct Report {
    UUID id;
    ReportState state = ReportState::queued;
    int attempts = 0;
    std::optional<Summary> result = {};
    std::optional<std::string> reason = {};  // why the last attempt failed
};

inline constexpr std::string_view queue_key = "reports:queue";
inline constexpr std::string_view unreadable_key = "reports:unreadable";

/// Each change of a report keeps it for a day. Then Redis forgets it, so that they do not pile up.
inline constexpr std::string_view keep_seconds = "86400";

inline std::string processing_key(const std::string& worker) {
    return "reports:processing:" + worker;
}
inline std::string report_key(const UUID& id) { return "reports:" + id.str(); }

}  // namespace reports
