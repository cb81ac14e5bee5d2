// The page uses nothing but the API that everybody can use: see /docs.

const $ = (selector) => document.querySelector(selector);
const pageSize = 5;
let token = sessionStorage.getItem("token");
let offset = 0;
let asked = 0;  // how often the list was asked for

// ---- the API ----

// The detail of an error is a text, or a list of problems where the request was not valid.
function explain(detail) {
    if (!Array.isArray(detail)) return detail;
    return detail.map((problem) => `${problem.loc.at(-1)}: ${problem.msg}`).join(". ");
}

async function call(method, path, options = {}) {
    const headers = { ...options.headers };
    if (token) headers.Authorization = `Bearer ${token}`;
    let body = options.body;
    if (options.json !== undefined) {
        headers["Content-Type"] = "application/json";
        body = JSON.stringify(options.json);
    }
    const response = await fetch(`api${path}`, { method, headers, body });
    if (response.ok) return response;
    if (response.status === 401) forgetLogin();
    const answer = await response.json().catch(() => ({ detail: response.statusText }));
    throw new Error(explain(answer.detail));
}

const json = async (...request) => (await call(...request)).json();

// ---- logging in ----

function forgetLogin() {
    token = null;
    sessionStorage.removeItem("token");
    show();
}

async function login(form) {
    const answer = await json("POST", "/auth/token", { body: new URLSearchParams(new FormData(form)) });
    token = answer.access_token;
    sessionStorage.setItem("token", token);
    form.reset();
    await show();
}

async function register(form) {
    await call("POST", "/auth/register", { json: Object.fromEntries(new FormData(form)) });
    await login(form);
}

async function logout() {
    await call("POST", "/auth/logout");
    forgetLogin();
}

// ---- todos ----

async function add(form) {
    const { title, tags, priority, due } = Object.fromEntries(new FormData(form));
    const words = tags.split(",").map((tag) => tag.trim()).filter(Boolean);
    await call("POST", "/todos", { json: { title, priority, due: due || null, tags: words } });
    form.reset();
    offset = 0;
    await list();
}

function label(text, kind) {
    const span = document.createElement("span");
    span.textContent = text;
    span.className = `label ${kind}`;
    return span;
}

async function download(todo, attachment) {
    const response = await call("GET", `/todos/${todo.id}/attachments/${attachment.id}`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = attachment.filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function attachmentItem(todo, attachment) {
    const item = document.createElement("li");
    const name = document.createElement("button");
    name.className = "link";
    name.textContent = `${attachment.filename} (${attachment.size} bytes)`;
    name.onclick = () => attempt(() => download(todo, attachment));
    const remove = document.createElement("button");
    remove.className = "quiet";
    remove.textContent = "Remove";
    remove.onclick = () => attempt(async () => {
        await call("DELETE", `/todos/${todo.id}/attachments/${attachment.id}`);
        await list();
    });
    item.append(name, remove);
    return item;
}

async function attach(todo, file) {
    const body = new FormData();
    body.append("file", file);
    await call("POST", `/todos/${todo.id}/attachments`, { body });
    await list();
}

async function todoItem(todo) {
    const item = $("#todo").content.cloneNode(true).firstElementChild;
    item.classList.toggle("done", todo.status === "done");
    item.querySelector(".title").textContent = todo.title;
    const labels = item.querySelector(".labels");
    if (todo.priority !== "normal") labels.append(label(todo.priority, todo.priority));
    if (todo.due) labels.append(label(`due ${todo.due}`, "due"));
    labels.append(...todo.tags.map((tag) => label(tag, "tag")));

    const box = item.querySelector("input[type=checkbox]");
    box.checked = todo.status === "done";
    box.onchange = () => attempt(async () => {
        await call("PATCH", `/todos/${todo.id}`, { json: { status: box.checked ? "done" : "open" } });
        await list();
    });
    item.querySelector("input[type=file]").onchange = (event) =>
        attempt(() => event.target.files.length > 0 && attach(todo, event.target.files[0]));
    item.querySelector(".delete").onclick = () => attempt(async () => {
        await call("DELETE", `/todos/${todo.id}`);
        await list();
    });
    if (todo.attachments > 0) {
        const attachments = await json("GET", `/todos/${todo.id}/attachments`);
        item.querySelector(".attachments").append(...attachments.map((each) => attachmentItem(todo, each)));
    }
    return item;
}

async function list() {
    const number = ++asked;
    const query = new URLSearchParams({ limit: pageSize, offset });
    for (const [name, value] of new FormData($("#filter"))) if (value) query.set(name, value);
    query.set("order", ["due", "title"].includes(query.get("sort")) ? "asc" : "desc");
    const page = await json("GET", `/todos?${query}`);
    if (page.items.length === 0 && offset > 0) {
        offset = Math.max(0, offset - pageSize);
        return list();
    }
    const items = await Promise.all(page.items.map(todoItem));
    if (number !== asked) return;  // a later question was answered first
    $("#todos").replaceChildren(...items);
    $("#previous").disabled = offset === 0;
    $("#next").disabled = offset + pageSize >= page.total;
    $("#position").textContent = page.total === 0 ? "Nothing to do" :
        `${offset + 1} to ${offset + page.items.length} of ${page.total}`;
}

// ---- the page ----

async function show() {
    const isLoggedIn = token !== null;
    $("#login").hidden = isLoggedIn;
    for (const part of ["main", "#who", "#logout"]) $(part).hidden = !isLoggedIn;
    if (!isLoggedIn) return;
    $("#who").textContent = (await json("GET", "/auth/me")).username;
    await list();
}

// Runs what the user has asked for, and says what went wrong.
async function attempt(action) {
    $("#message").hidden = true;
    try {
        await action();
    } catch (error) {
        $("#message").textContent = error.message;
        $("#message").hidden = false;
    }
}

function onSubmit(form, action) {
    form.onsubmit = (event) => {
        event.preventDefault();
        attempt(() => action(form));
    };
}

onSubmit($("#login"), login);
onSubmit($("#add"), add);
onSubmit($("#filter"), () => list());
$("#register").onclick = () => $("#login").reportValidity() && attempt(() => register($("#login")));
$("#logout").onclick = () => attempt(logout);
$("#filter").oninput = () => attempt(() => ((offset = 0), list()));
$("#previous").onclick = () => attempt(() => ((offset -= pageSize), list()));
$("#next").onclick = () => attempt(() => ((offset += pageSize), list()));
attempt(show);
