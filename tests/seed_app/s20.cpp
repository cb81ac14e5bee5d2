// Background tasks, seen through GET /s20/log.

#include "seed_app.hpp"

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

using namespace fastapi;

namespace {

struct OrderCreate {
    std::string product;
    EmailStr email;
};

struct MailUser {
    std::string name;
    EmailStr email;
};

// Plain tasks run in threads of their own.
std::mutex log_mutex;
list log_entries;

void note(dict entry) {
    const std::lock_guard lock(log_mutex);
    log_entries.push_back(std::move(entry));
}

void send_welcome_email(const std::string& email, const std::string& name) {
    note({{"task", "email"}, {"to", email}, {"name", name}});
}

void log_activity(int user_id, const std::string& action) {
    note({{"task", "activity"}, {"user_id", user_id}, {"action", action}});
}

async<> notify_warehouse(int order_id) {
    note({{"task", "warehouse"}, {"order_id", order_id}});
    co_return;
}

void slow_task(const std::string& label) {
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    note({{"task", "slow"}, {"label", label}});
}

void failing_task() { throw std::runtime_error("a background task failed"); }

void audit(BackgroundTasks& background_tasks,
           Header<"x_actor", std::string, defaults_to("nobody")> x_actor) {
    background_tasks.add_task(log_activity, 0, "audit by " + x_actor.get());
}

void add_log(APIRouter& router) {
    router.post("/_reset", {.name = "reset_s20"}, []() -> async<dict> {
        const std::lock_guard lock(log_mutex);
        log_entries.clear();
        const dict answer{{"reset", "s20"}};
        co_return answer;
    });

    router.get("/log", {.name = "read_log"}, []() -> async<dict> {
        const std::lock_guard lock(log_mutex);
        const dict answer{{"log", log_entries}};
        co_return answer;
    });
}

void add_orders(APIRouter& router) {
    router.post("/users", {.status_code = 201, .name = "create_user_with_mail"},
                [](MailUser user, BackgroundTasks& background_tasks) -> async<dict> {
                    background_tasks.add_task(send_welcome_email, user.email, user.name);
                    background_tasks.add_task(log_activity, 1, "user_created");
                    co_return dict{{"id", 1}, {"name", user.name}, {"email", user.email}};
                });

    router.post("/orders", {.dependencies = {depends<audit>}, .name = "create_order"},
                [](OrderCreate order, BackgroundTasks& background_tasks) -> async<dict> {
                    background_tasks.add_task(notify_warehouse, 7);
                    background_tasks.add_task(send_welcome_email, order.email, order.product);
                    co_return dict{{"id", 7}, {"product", order.product}};
                });
}

void add_special_tasks(APIRouter& router) {
    router.post("/slow", {.status_code = 202, .name = "start_slow"},
                [](BackgroundTasks& background_tasks,
                   Query<"label", std::string, defaults_to("none")> label) -> async<dict> {
                    background_tasks.add_task(slow_task, label.get());
                    const dict answer{{"accepted", label}};
                    co_return answer;
                });

    router.post("/refused", {.name = "refused"},
                [](BackgroundTasks& background_tasks) -> async<void> {
                    background_tasks.add_task(log_activity, 2, "must not run");
                    throw HTTPException(400, "refused");
                    co_return;
                });

    router.post("/failing", {.name = "failing"},
                [](BackgroundTasks& background_tasks) -> async<dict> {
                    background_tasks.add_task(failing_task);
                    background_tasks.add_task(log_activity, 3, "after a failed task");
                    const dict answer{{"ok", true}};
                    co_return answer;
                });

    router.post("/own-response", {.name = "own_response"},
                [](BackgroundTasks& background_tasks) -> async<Response> {
                    background_tasks.add_task(log_activity, 4, "own response");
                    co_return JSONResponse(dict{{"own", true}});
                });
}

}  // namespace

APIRouter seed::s20() {
    APIRouter router({.prefix = "/s20", .tags = {"s20"}});
    add_log(router);
    add_orders(router);
    add_special_tasks(router);
    return router;
}
