// Background tasks: work that is done when the answer is out.
//
//   curl http://127.0.0.1:8000/users --json '{"name":"Alice","email":"alice@example.com"}'
//   curl http://127.0.0.1:8000/log

#include <fastapi.hpp>

#include <mutex>
#include <string>
#include <utility>

using namespace fastapi;

struct User {
    std::string name;
    EmailStr email;
};

class Log {
public:
    void add(std::string line) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    list lines() {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    std::mutex mutex_;
    list lines_;
};

Log& the_log() {
    static Log log;
    return log;
}

// A plain task may block: it runs in a thread. A coroutine runs on the event loop.
void send_welcome_email(std::string email, std::string name) {
    the_log().add("mail to " + email + " for " + name);
}
async<void> notify(std::string what) {
    the_log().add("notified of " + what);
    co_return;
}

int main(int argc, char** argv) {
    FastAPI app;

    app.post("/users", {.status_code = 201}, [](User user, BackgroundTasks& background_tasks) {
        background_tasks.add_task(send_welcome_email, user.email, user.name);  // in this order
        background_tasks.add_task(notify, "a new user");
        return user;
    });

    app.get("/log", [] { return dict{{"log", the_log().lines()}}; });

    return app.run(argc, argv);
}
