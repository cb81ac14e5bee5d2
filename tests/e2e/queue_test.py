#!/usr/bin/env python3
"""The example examples/queue, app and worker, beside a real Redis that comes and goes.

    queue_test.py [QUEUE_APP [QUEUE_WORKER [words of a check]]]

Without the programs, which are built where hiredis is found, or without redis-server the test is
skipped (exit status 77); in CI, where CI=true, it fails.
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

sys.dont_write_bytecode = True
from harness import Program, ask, check, run_checks  # noqa: E402

SKIPPED = 77
REDIS_SERVERS = ("redis-server", "valkey-server")
WORK = {"title": "Lamps", "sales": [20, 24, 30]}


def unavailable(what):
    """Ends the test: it cannot be run here."""
    in_ci = os.environ.get("CI", "").lower() in ("true", "1")
    print("%s: %s" % ("FAIL" if in_ci else "SKIP", what), flush=True)
    raise SystemExit(1 if in_ci else SKIPPED)


def eventually(condition, what, seconds=30):
    """What the condition gives as soon as that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("not within %d s: %s" % (seconds, what))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A redis-server in a temporary folder, which writes nothing to the disk."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.port, self.process = free_port(), None
        self.start()

    def start(self):
        program = next(filter(shutil.which, REDIS_SERVERS))
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self._folder.name,
             "--save", "", "--appendonly", "no"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        eventually(self._answers, "an answer of redis-server")

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def close(self):
        self.stop()
        self._folder.cleanup()

    def command(self, *words):
        """One command, by its reply: a text, a number, None, or a list of them."""
        data = b"*%d\r\n" % len(words)
        for word in words:
            word = str(word).encode()
            data += b"$%d\r\n%s\r\n" % (len(word), word)
        with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            connection.sendall(data)
            with connection.makefile("rb") as replies:
                return self._reply(replies)

    def _reply(self, replies):
        line = replies.readline()
        kind, rest = line[:1], line[1:-2]
        assert kind and kind != b"-", line
        if kind == b"$":
            return None if rest == b"-1" else replies.read(int(rest) + 2)[:-2].decode()
        if kind == b"*":
            return [self._reply(replies) for _ in range(int(rest))]
        return int(rest) if kind == b":" else rest.decode()

    def _answers(self):
        assert self.process.poll() is None, "redis-server has ended"
        try:
            return self.command("PING") == "PONG"
        except OSError:
            return False


class Setting:
    """Redis and the app; workers are started by the check."""

    def __init__(self, app, worker):
        self._worker, self._started = worker, []
        self.redis = Redis()
        os.environ["REDIS_URL"] = "redis://127.0.0.1:%d" % self.redis.port
        try:
            self.app = self._keep(Program([app]))
        except Exception:
            self.redis.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        for program in self._started:
            program.__exit__()
            if problem[0]:
                print(program.output()[-3000:])
        self.redis.close()

    def _keep(self, program):
        self._started.append(program)
        return program

    def worker(self, name="one"):
        return self._keep(Program([self._worker], [name], wait=False))

    def post(self, body, status=202):
        answer = ask(self.app.port, "/reports", "POST", json.dumps(body).encode(),
                     [("Content-Type", "application/json")])
        assert answer.status == status, (answer.status, answer.body)
        return answer

    def hand_in(self, **changes):
        """Hands a job in; gives its id."""
        return json.loads(self.post({**WORK, **changes}).body)["id"]

    def get(self, report, status=200):
        answer = ask(self.app.port, "/reports/%s" % report)
        assert answer.status == status, (answer.status, answer.body)
        return json.loads(answer.body)

    def wait(self, report, *states):
        """The report as soon as it has one of these states."""
        def look():
            found = self.get(report)
            return found if found["state"] in states else None
        return eventually(look, "%s of %s" % (states, report))

    def lists(self):
        """How long each list is that holds anything."""
        redis = self.redis
        return {key: redis.command("LLEN", key) for key in redis.command("KEYS", "*")
                if redis.command("TYPE", key) == "list"}


def check_queue(sentence):
    """Registers a function that is given a Setting, whose programs must then stop cleanly."""
    def register(function):
        def with_setting(app):
            with Setting(app, WORKER) as setting:
                function(setting)
                for program in setting._started:
                    if program.running():
                        status = program.stop()
                        assert status == 0, "the exit status is %s" % status
        return check(sentence)(with_setting)
    return register


def done_by(worker):
    """The ids that this worker has done, in order."""
    return [line.split()[-1] for line in worker.output().splitlines() if ": done " in line]


@check_queue("a job is done by the worker and its result is shown, until Redis forgets it")
def done(queue):
    answer = queue.post(WORK)
    report = json.loads(answer.body)
    assert answer.header("location") == "/reports/" + report["id"]
    assert report == {"id": report["id"], "state": "queued", "attempts": 0, "result": None,
                      "reason": None}
    assert queue.get(report["id"]) == report
    queue.worker()
    assert queue.wait(report["id"], "done", "failed") == {
        "id": report["id"], "state": "done", "attempts": 1, "reason": None,
        "result": {"title": "Lamps", "total": 74, "growth": 0.5}}
    assert 86000 < queue.redis.command("TTL", "reports:" + report["id"]) <= 86400
    assert queue.lists() == {}
    queue.redis.command("DEL", "reports:" + report["id"])
    assert queue.get(report["id"], 404) == {"detail": "No such report"}


@check_queue("jobs are done in the order in which they came")
def order(queue):
    ids = [queue.hand_in(title="Report %d" % i) for i in range(20)]
    worker = queue.worker()
    queue.wait(ids[-1], "done")
    assert worker.stop() == 0
    assert done_by(worker) == ids


@check_queue("several workers share the jobs, and each is done once")
def several_workers(queue):
    workers = [queue.worker("worker%d" % i) for i in range(3)]
    eventually(lambda: "blocked_clients:3\r" in queue.redis.command("INFO", "clients"), "3 workers")
    ids = []

    def hand_in():
        for _ in range(10):
            ids.append(queue.hand_in(seconds=0.01))
    threads = [threading.Thread(target=hand_in) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 60
    for report in ids:
        assert queue.wait(report, "done", "failed")["attempts"] == 1
    for worker in workers:
        assert worker.stop() == 0
    shares = [done_by(worker) for worker in workers]
    assert sorted(sum(shares, [])) == sorted(ids)
    assert all(shares), "a worker has done nothing"


@check_queue("a text arrives as it was sent, whatever characters it holds")
def characters(queue):
    title = "%s %b \"a\" \\ \r\n$5\r\n\0 \u00e9 \U0001f600"
    queue.worker()
    assert queue.wait(queue.hand_in(title=title), "done")["result"]["title"] == title


@check_queue("a bad body is a 422, and nothing is queued")
def bad_body(queue):
    for change in ({"title": ""}, {"sales": []}, {"sales": ["x"]}, {"seconds": -1}):
        detail = json.loads(queue.post({**WORK, **change}, 422).body)["detail"]
        assert detail[0]["loc"][:2] == ["body", *change], detail
    assert queue.redis.command("DBSIZE") == 0


@check_queue("an unknown id is a 404, and what is no id a 422")
def unknown_id(queue):
    assert queue.get(uuid.uuid4(), 404) == {"detail": "No such report"}
    assert queue.get("queue", 422)["detail"][0]["type"] == "uuid_parsing"


@check_queue("a worker that is killed loses no job: the next one of its name does it, and first")
def killed(queue):
    worker = queue.worker()
    first, second = queue.hand_in(seconds=2), queue.hand_in()
    queue.wait(first, "running")
    worker.signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL
    assert queue.get(first)["state"] == "running"
    assert queue.lists() == {"reports:processing:one": 1, "reports:queue": 1}
    worker = queue.worker()
    assert queue.wait(first, "done", "failed")["attempts"] == 2
    queue.wait(second, "done")
    assert worker.stop() == 0
    assert done_by(worker) == [first, second]
    assert queue.lists() == {}


@check_queue("a job that kills its worker each time is given up")
def deadly(queue):
    report = queue.hand_in(seconds=30)
    for attempt in (1, 2, 3):
        worker = queue.worker()
        eventually(lambda n=attempt: queue.get(report)["attempts"] == n, "attempt %d" % attempt)
        worker.signal(signal.SIGKILL)
        worker.wait()
    queue.worker()
    found = queue.wait(report, "failed")
    assert (found["attempts"], found["reason"]) == (3, "The worker died of it")
    assert queue.lists() == {}


@check_queue("a job that fails is tried again after those that wait, then failed with the reason")
def failing(queue):
    failing, good = queue.hand_in(sales=[0, 1]), queue.hand_in()
    worker = queue.worker()
    found = queue.wait(failing, "failed")
    assert (found["attempts"], found["result"]) == (3, None)
    assert found["reason"] == "No growth can be told: the first month sold nothing"
    assert queue.wait(good, "done")["attempts"] == 1
    assert worker.stop() == 0
    begun = [line.split()[-1] for line in worker.output().splitlines() if ": begun " in line]
    assert begun == [failing, good, failing, failing], begun
    assert queue.lists() == {}


@check_queue("what is no job is set aside, and the next one is done")
def unreadable(queue):
    queue.redis.command("RPUSH", "reports:queue", "no JSON", '{"id": 1}')
    report = queue.hand_in()
    queue.worker()
    queue.wait(report, "done")
    assert queue.redis.command("LRANGE", "reports:unreadable", 0, -1) == ["no JSON", '{"id": 1}']
    assert queue.lists() == {"reports:unreadable": 2}


@check_queue("SIGTERM ends the worker when its present job is done")
def terminated(queue):
    worker = queue.worker()
    present, waiting = queue.hand_in(seconds=1.5), queue.hand_in()
    queue.wait(present, "running")
    worker.signal(signal.SIGTERM)
    assert worker.wait() == 0
    assert queue.get(present)["state"] == "done"
    assert queue.get(waiting)["state"] == "queued"
    assert queue.lists() == {"reports:queue": 1}


@check_queue("SIGTERM ends a worker that waits")
def terminated_idle(queue):
    worker = queue.worker()
    queue.wait(queue.hand_in(), "done")
    worker.signal(signal.SIGTERM)
    assert worker.wait(10) == 0


@check_queue("while Redis is away the answer is a 503, and when it is back all goes on")
def away(queue):
    worker = queue.worker()
    queue.wait(queue.hand_in(), "done")
    queue.redis.stop()
    answer = queue.post(WORK, 503)
    assert json.loads(answer.body) == {"detail": "The queue cannot be reached, please try again"}
    assert answer.header("retry-after") == "5"
    queue.get(uuid.uuid4(), 503)
    queue.post({"title": ""}, 422)
    eventually(lambda: "Redis: " in worker.output(), "the worker's complaint")
    queue.redis.start()
    queue.wait(queue.hand_in(), "done")
    assert worker.running()


@check_queue("a restart of Redis between two requests is not seen by the client")
def restarted(queue):
    queue.hand_in()
    queue.redis.stop()
    queue.redis.start()
    assert queue.lists() == {}
    queue.hand_in()
    assert queue.lists() == {"reports:queue": 1}


@check_queue("a Redis that does not answer is a 503 as well, and delays nobody else")
def silent(queue):
    report = queue.hand_in()
    queue.redis.process.send_signal(signal.SIGSTOP)
    waiting = threading.Thread(target=queue.get, args=(report, 503))
    waiting.start()
    time.sleep(0.2)
    start = time.monotonic()
    assert ask(queue.app.port, "/openapi.json").status == 200
    assert time.monotonic() - start < 3 and waiting.is_alive()
    waiting.join()
    queue.redis.process.send_signal(signal.SIGCONT)
    assert queue.get(report)["state"] == "queued"


@check("a REDIS_URL of another form is refused at the start")
def bad_address(app):
    for url in ("", "redis://", "redis://:6379", "redis://host:", "redis://host:port", "redis://host:65536",
                "redis://host:-1", "redis://host:6379/1", "redis://name:word@host:6379"):
        for command in ([os.path.abspath(app)], [WORKER, "one"]):
            done = subprocess.run(["env", "REDIS_URL=" + url, *command], text=True, stderr=subprocess.PIPE, timeout=15)
            assert done.returncode == 2 and "REDIS_URL" in done.stderr, (url, done)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        unavailable("examples/queue is not built: apt-get install libhiredis-dev")
    if not any(map(shutil.which, REDIS_SERVERS)):
        unavailable("redis-server is missing: apt-get install redis-server")
    WORKER = os.path.abspath(sys.argv.pop(2))
    sys.exit(run_checks())
