// The worker: takes jobs out of the Redis list, one by one, and writes down what came of them.
//
//   ./queue_worker one
//
// Start as many as there is work for, on any machine, each under a name of its own; one that is
// started again gets its name again. A job is done at least once: where a worker dies it is begun
// anew, so what it does must bear that. SIGTERM and SIGINT end the worker when its present job is
// done.

#include <fastapi.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "job.hpp"
#include "redis.hpp"

using namespace fastapi;
using namespace reports;

namespace {

constexpr int max_attempts = 3;

volatile std::sig_atomic_t stopping = 0;

extern "C" void stop(int) { stopping = 1; }  // about all that a signal handler is allowed to do

/// The work itself. It knows nothing of Redis; what it throws becomes the reason of the failure.
Summary summarize(const ReportRequest& request) {
    std::this_thread::sleep_for(std::chrono::duration<double>(request.seconds.get()));
    const std::vector<int>& sales = request.sales;
    if (sales.front() == 0)
        throw std::domain_error("No growth can be told: the first month sold nothing");
    const double growth = 1.0 * sales.back() / sales.front() - 1;
    return {request.title, std::accumulate(sales.begin(), sales.end(), std::int64_t{0}), growth};
}

/// Does the work and notes in the report what came of it.
void attempt(const ReportRequest& request, Report& report) {
    try {
        report.result = summarize(request);
        report.state = ReportState::done;
        report.reason.reset();
    } catch (const std::exception& error) {
        report.state = report.attempts < max_attempts ? ReportState::queued : ReportState::failed;
        report.reason = error.what();
    }
}

class Worker {
public:
    Worker(std::string name, redis::Address address)
        : name_(std::move(name)), processing_(processing_key(name_)), redis_(std::move(address)) {}

    void run() {
        while (stopping == 0) {
            try {
                put_back();
                if (const auto taken = take()) work_on(*taken);
            } catch (const redis::Error& error) {
                say(std::string("Redis: ") + error.what());
                std::this_thread::sleep_for(std::chrono::milliseconds(500));
            }
        }
        say("stopped");
    }

private:
    /// Between two jobs our list is empty. What is in it was left by an earlier run, or by a
    /// connection that broke.
    void put_back() {
        const redis::Command move = {"LMOVE", processing_, queue_key, "RIGHT", "LEFT"};
        while (const auto job = redis::text_of(redis_.command(move))) say("put back " + *job);
    }

    /// Moves the oldest job into our list in one step, so that it is always in one of the two.
    /// Waits for a second at most, to see a signal in time.
    std::optional<std::string> take() {
        return redis::text_of(
            redis_.command({"BLMOVE", queue_key, processing_, "LEFT", "RIGHT", "1"}));
    }

    void work_on(const std::string& taken) {
        const std::optional<Job> job = read<Job>(taken);
        if (!job) return set_aside(taken);
        Report report = find_report(job->id);
        if (report.attempts < max_attempts) {
            begin(report);
            attempt(job->request, report);
        } else {  // begun as often as it may be and never ended
            report.state = ReportState::failed;
            report.reason = "The worker died of it";
        }
        save(taken, report);
        say(std::string(enum_name(report.state)) + " " + report.id.str());
    }

    /// Nothing where the text is no such model: one bad entry must not stop all that come after it.
    template <class Model>
    std::optional<Model> read(const std::string& text) const {
        try {
            return model_validate_json<Model>(text);
        } catch (const std::exception& error) {
            say(std::string("unreadable: ") + error.what());
            return std::nullopt;
        }
    }

    void set_aside(const std::string& taken) {
        redis_.transaction({{"RPUSH", unreadable_key, taken}, {"LREM", processing_, "1", taken}});
    }

    Report find_report(const UUID& id) {
        const auto text = redis::text_of(redis_.command({"GET", report_key(id)}));
        const auto found = text ? read<Report>(*text) : std::nullopt;
        if (found) return *found;
        return {.id = id};  // Redis has forgotten it: the job waited for too long
    }

    /// Counts the attempt before it is made, so that a job that kills its worker comes to an end.
    void begin(Report& report) {
        report.state = ReportState::running;
        ++report.attempts;
        redis_.command({"SET", report_key(report.id), model_dump_json(report), "EX", keep_seconds});
        say("begun " + report.id.str());
    }

    /// Writes the report down and lets go of the job in one step. One that is to be tried again
    /// joins the end of the queue, where it keeps nobody waiting.
    void save(const std::string& taken, const Report& report) {
        const std::string text = model_dump_json(report), key = report_key(report.id);
        std::vector<redis::Command> steps{{"SET", key, text, "EX", keep_seconds},
                                          {"LREM", processing_, "1", taken}};
        if (report.state == ReportState::queued) steps.push_back({"RPUSH", queue_key, taken});
        redis_.transaction(steps);
    }

    void say(const std::string& what) const {
        std::printf("worker %s: %s\n", name_.c_str(), what.c_str());
        std::fflush(stdout);
    }

    std::string name_;
    std::string processing_;
    redis::Connection redis_;
};

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s NAME\n", argv[0]);
        return 2;
    }
    std::signal(SIGTERM, stop);
    std::signal(SIGINT, stop);
    std::signal(SIGPIPE, SIG_IGN);  // a connection that breaks is an error of hiredis, not our end
    Worker(argv[1], redis::address_from_environment()).run();
} catch (const redis::Error& error) {
    std::fprintf(stderr, "queue_worker: %s\n", error.what());
    return 2;
}
