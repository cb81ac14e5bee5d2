#pragma once

// What `/docs` and `/redoc` show where Swagger UI or ReDoc cannot be loaded: a page of our own that
// is part of the answer, in vanilla JavaScript (ES2020) and without a request but for the document.
// `fallback_loader` waits for the library and starts it; where it fails, lacks its global or takes
// longer than five seconds, the page shows the document itself.
//
// One rule: no text of the document becomes markup or code. Everything is made by createElement and
// text nodes; links go to http and https alone. What only `/docs` has (trying an operation out,
// credentials) is `fallback_try_it.hpp`. No line of a script may begin with `#`: it is amalgamated.

#include <string_view>

namespace fastapi::detail {

/// The style of the fallback page, light or dark as the reader's system is. It stands in the page
/// switched off (`media="not all"`), because Swagger UI and ReDoc bring their own.
inline constexpr std::string_view fallback_style = R"css(
:root { color-scheme: light dark; --text: #1f2933; --dim: #5d6b7a; --back: #fff; --panel: #f5f7f9;
  --line: #d8dee5; --accent: #00796b; --get: #1565c0; --post: #2e7d32; --put: #a75a00;
  --patch: #00796b; --delete: #c62828; }
@media (prefers-color-scheme: dark) { :root { --text: #e3e8ed; --dim: #9aa7b4; --back: #14181c;
  --panel: #1d2329; --line: #343d46; --accent: #4db6ac; --get: #64b5f6; --post: #81c784;
  --put: #ffb74d; --patch: #4db6ac; --delete: #ef9a9a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.2; }
h1 small { font-size: .85rem; font-weight: 400; color: var(--dim); border: 1px solid var(--line);
  border-radius: 1rem; padding: .1rem .6rem; vertical-align: middle; }
h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; }
h3 { margin: 1.2rem 0 .4rem; font-size: .8rem; letter-spacing: .06em; text-transform: uppercase;
  color: var(--dim); }
a { color: var(--accent); }
code, pre, textarea.code { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
.text code { background: var(--panel); border-radius: 3px; padding: .1em .3em; }
pre { margin: .3rem 0; padding: .6rem .8rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: 6px; overflow: auto; max-height: 30rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.text p, .text ul, .text ol { margin: .25rem 0 .5rem; }
.dim, .limit, .name small { color: var(--dim); font-size: .85rem; }
.note { border-left: 4px solid var(--put); background: var(--panel); padding: .5rem .8rem;
  border-radius: 0 6px 6px 0; font-size: .9rem; }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: 1rem 0; }
.bar label:first-child { flex: 1 1 14rem; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; }
summary { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; cursor: pointer;
  padding: .45rem .7rem; border-radius: 6px; overflow-wrap: anywhere; }
summary:hover, details[open] > summary { background: var(--panel); }
summary > code { font-weight: 600; }
summary > .dim { flex: 1 1 8rem; text-align: right; }
details .inside { padding: .2rem .9rem .9rem; border-top: 1px solid var(--line); }
.operation { --method: var(--get); border-left: 4px solid var(--method); }
.operation.post { --method: var(--post); }
.operation.put { --method: var(--put); }
.operation.patch { --method: var(--patch); }
.operation.delete { --method: var(--delete); }
.method { min-width: 4.2rem; color: var(--method); font-weight: 700; font-size: .85rem; }
.deprecated > summary > code, .deprecated > summary > .dim { text-decoration: line-through; }
.row { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: .2rem 1rem;
  padding: .45rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.row:last-child { border-bottom: 0; }
.row .row { grid-template-columns: minmax(6rem, 9rem) 1fr; }
.name em { color: var(--delete); font-size: .8rem; font-style: normal; }
.name small { display: block; }
.type { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
.limit { margin-left: .6rem; }
label { display: block; font-size: .85rem; color: var(--dim); }
input, select, textarea { display: block; width: 100%; margin: .15rem 0; padding: .4rem .5rem;
  font: inherit; font-size: .95rem; color: var(--text); background: var(--back);
  border: 1px solid var(--dim); border-radius: 5px; }
input[type=checkbox] { display: inline; width: auto; margin-right: .4rem; }
select { width: auto; max-width: 100%; }
textarea { resize: vertical; }
[aria-invalid=true] { border-color: var(--delete); }
button { font: inherit; font-weight: 600; padding: .4rem 1rem; color: var(--back);
  background: var(--accent); border: 1px solid var(--accent); border-radius: 5px; cursor: pointer; }
button.plain { color: var(--accent); background: none; }
button:disabled { opacity: .5; cursor: default; }
.bar button { margin: .15rem 0; }
.actions { display: flex; gap: .6rem; margin: .8rem 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.failed { color: var(--delete); }
.succeeded { color: var(--post); }
dialog { width: min(32rem, 94vw); color: inherit; background: var(--back);
  border: 1px solid var(--line); border-radius: 8px; }
dialog h3 { text-transform: none; letter-spacing: 0; font-size: 1rem; color: var(--text); }
dialog::backdrop { background: #0008; }
dialog form { border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
[hidden] { display: none; }
@media (max-width: 40rem) { .row, .row .row { grid-template-columns: 1fr; } }
)css";

/// Reads the document and shows it. Defines `fallbackPage`.
inline constexpr std::string_view fallback_script = R"js('use strict';
const fallbackPage = (() => {
    const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
    const signs = {
        minimum: '\u2265 ', exclusiveMinimum: '> ', maximum: '\u2264 ', exclusiveMaximum: '< ',
        multipleOf: 'multiple of ', minLength: 'length \u2265 ', maxLength: 'length \u2264 ',
        minItems: 'items \u2265 ', maxItems: 'items \u2264 ', pattern: 'matches ',
    };
    const samples = {
        'date-time': '2026-01-31T12:00:00Z', date: '2026-01-31', time: '12:00:00', duration: 'P1D',
        uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6', email: 'user@example.com',
        uri: 'https://example.com/', ipv4: '192.0.2.1', ipv6: '2001:db8::1', binary: '', byte: '',
    };
    const self = { document: {} };
    let budget = 0; // of values in one example: models that share models can multiply

    /** An element. Attributes named on... are listeners; children that are falsy are left out. */
    const el = self.el = (tag, attributes, ...children) => {
        const node = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes || {})) {
            if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
            else if (value !== undefined && value !== false)
                node.setAttribute(name, value === true ? '' : value);
        }
        node.append(...children.flat(Infinity).filter((child) => child || child === 0));
        return node;
    };
    const slug = (text) => String(text).replace(/[^\w-]+/g, '-');

    // ---- Markdown: paragraphs, headings, lists, code, bold, links ----

    const inline = (text) => {
        const nodes = [];
        const pattern = // the bounds keep it linear
            /`([^`]{1,999})`|\*\*([^*]{1,999})\*\*|\[([^\]]{1,999})\]\((https?:[^\s)]{1,999})\)/g;
        let end = 0;
        for (const found of text.matchAll(pattern)) {
            const [whole, code, strong, label, href] = found;
            nodes.push(text.slice(end, found.index));
            if (code) nodes.push(el('code', {}, code));
            else if (strong) nodes.push(el('strong', {}, inline(strong)));
            else nodes.push(el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label));
            end = found.index + whole.length;
        }
        return [...nodes, text.slice(end)];
    };

    const markdown = (text) => {
        const box = el('div', { class: 'text' });
        let open = null; // the paragraph, list or code block that the next line continues
        const begin = (tag, ...children) => box.append((open = el(tag, {}, ...children)));
        for (const line of String(text).split(/\r?\n/)) {
            const fence = /^\s*(```|~~~)/.test(line);
            const item = /^\s*([-*+]|\d{1,9}[.)])\s+(.*)/.exec(line);
            const heading = /^#{1,6}\s+(.*)/.exec(line);
            const tag = open && open.localName;
            if (tag === 'pre' && !fence) open.append(line + '\n');
            else if (tag === 'pre' || !line.trim()) open = null;
            else if (fence) begin('pre');
            else if (heading) {
                begin('p', el('strong', {}, inline(heading[1])));
                open = null;
            } else if (item) {
                const list = /\d/.test(item[1]) ? 'ol' : 'ul';
                if (tag !== list) begin(list);
                open.append(el('li', {}, inline(item[2])));
            } else if (open) (tag === 'p' ? open : open.lastChild).append(' ', ...inline(line));
            else begin('p', inline(line));
        }
        return box;
    };
    const described = (thing) => thing && thing.description && markdown(thing.description);

    // ---- schemas ----

    /** What a local $ref leads to (RFC 6901), or the value itself. */
    const resolve = self.resolve = (value) => {
        const step = (node, key) =>
            node && node[decodeURIComponent(key).replace(/~1/g, '/').replace(/~0/g, '~')];
        for (let hops = 0; value && typeof value.$ref === 'string' && hops < 20; ++hops)
            value = value.$ref.split('/').slice(1).reduce(step, self.document);
        return value && typeof value === 'object' ? value : {};
    };
    const joined = (lists, separator) =>
        lists.flatMap((list, index) => (index ? [separator, ...list] : list));

    /** The type of a schema as text and links to models: references are not followed. */
    const typeOf = (schema) => {
        if (!schema || typeof schema !== 'object') return ['any'];
        if (schema.$ref) {
            const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
            return [el('a', { href: '#model-' + slug(name) }, name)];
        }
        const union = schema.anyOf || schema.oneOf;
        if (union) return joined(union.map(typeOf), ' | ');
        if (schema.allOf) return joined(schema.allOf.map(typeOf), ' & ');
        if ('const' in schema) return [JSON.stringify(schema.const)];
        if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(' | ')];
        const { items, prefixItems, additionalProperties: rest, properties } = schema;
        const named = (type) => {
            if (type === 'array' && prefixItems)
                return ['[', ...joined(prefixItems.map(typeOf), ', '), ']'];
            if (type === 'array') return ['array<', ...typeOf(items), '>'];
            if (rest && !properties) return ['map<string, ', ...typeOf(rest), '>'];
            return [schema.format ? `${type} (${schema.format})` : type];
        };
        return joined([schema.type || (properties ? 'object' : 'any')].flat().map(named), ' | ');
    };

    const limits = (schema) => {
        if (!schema || typeof schema !== 'object') return [];
        const own = Object.keys(signs).filter((key) => key in schema);
        const parts = [schema.anyOf, schema.oneOf, schema.allOf].flat().filter(Boolean);
        return [
            ...own.map((key) => signs[key] + schema[key]), ...parts.flatMap(limits),
            ...(schema.uniqueItems ? ['unique items'] : []),
            ...('default' in schema ? ['default ' + JSON.stringify(schema.default)] : []),
        ];
    };

    const record = (schema, seen) => {
        const result = {};
        for (const [name, part] of Object.entries(schema.properties || {})) {
            const value = part.readOnly ? undefined : example(part, seen);
            if (value !== undefined) result[name] = value;
        }
        const rest = schema.additionalProperties;
        const value = rest && typeof rest === 'object' && example(rest, seen);
        if (rest && !schema.properties && value !== undefined) result.key = value;
        return result;
    };
    const scalar = (schema, type) => {
        if (type === 'integer' || type === 'number') {
            const { minimum, exclusiveMinimum: above, maximum } = schema;
            return minimum ?? (above === undefined ? Math.min(0, maximum ?? 0) : above + 1);
        }
        if (type !== 'string') return type === 'boolean' ? true : null;
        const text = samples[schema.format] ?? 'string';
        return text.padEnd(Math.min(schema.minLength ?? 0, 999), 'x').slice(0, schema.maxLength);
    };

    /** A value that fits a schema; undefined where a model would contain itself. */
    const example = (schema, seen = []) => {
        if (!schema || typeof schema !== 'object' || --budget < 0) return null;
        for (const given of [schema.example, schema.examples && schema.examples[0],
            schema.default, schema.const, schema.enum && schema.enum[0]])
            if (given !== undefined) return given;
        if (schema.$ref) {
            const inside = [...seen, schema.$ref];
            return seen.includes(schema.$ref) ? undefined : example(resolve(schema), inside);
        }
        if (schema.allOf) {
            const own = record(schema, seen);
            const parts = [...schema.allOf.map((part) => example(part, seen)), own];
            const isWhole = parts.every((part) => part && typeof part === 'object');
            return isWhole ? Object.assign({}, ...parts) : parts[0];
        }
        const union = schema.anyOf || schema.oneOf;
        if (union) return example(union.find((part) => part.type !== 'null') || {}, seen);
        const type = [schema.type].flat().find((name) => name !== 'null');
        if (type === 'array') {
            const items = schema.prefixItems || (schema.items ? [schema.items] : []);
            return items.map((part) => example(part, seen)).filter((part) => part !== undefined);
        }
        if (type === 'object' || schema.properties) return record(schema, seen);
        return scalar(schema, type);
    };

    /** The example of a media type, as text for an editor. */
    const sample = self.sample = (type, media) => {
        budget = 500;
        const [named] = Object.values(media.examples || {});
        const value = media.example ?? (named && resolve(named).value) ?? example(media.schema);
        return /json/i.test(type) || typeof value === 'object' ? JSON.stringify(value, null, 2)
            : String(value);
    };

    // ---- parts of the page ----

    const row = (name, place, required, schema, ...more) => el('div', { class: 'row' },
        el('div', { class: 'name' }, el('code', {}, name), required && el('em', {}, ' required'),
            place && el('small', {}, place)),
        el('div', {}, el('span', { class: 'type' }, typeOf(schema)),
            limits(schema).map((limit) => el('span', { class: 'limit' }, limit)), more));

    const fields = (schema) => Object.entries(schema.properties || {}).map(([name, part]) => {
        const nested = part.properties ? part : part.items || {};
        const required = (schema.required || []).includes(name);
        return row(name, part.readOnly && 'read only', required, part, described(part),
            fields(nested));
    });

    const media = (content, withExample) => Object.entries(content || {}).map(([type, about]) => {
        const { schema = {} } = about;
        const isShown = withExample && /json/i.test(type) && Object.keys(schema).length > 0;
        return el('div', { 'data-media': type }, el('code', {}, type), ' ',
            about.schema && el('span', { class: 'type' }, typeOf(schema)), fields(schema),
            isShown && el('pre', {}, sample(type, about)));
    });

    const response = ([status, reference]) => {
        const answer = resolve(reference);
        const headers = Object.entries(answer.headers || {}).map(([name, header]) =>
            row(name, 'header', false, resolve(header).schema, described(resolve(header))));
        return el('div', { class: 'row', 'data-response': status },
            el('div', { class: 'name' }, el('code', {}, status)),
            el('div', {}, described(answer), media(answer.content, /^2/.test(status)), headers));
    };

    const requirement = (security) => security && security.length > 0 &&
        el('p', { class: 'dim', 'data-security': true }, 'Requires ', security.map((choice) =>
            Object.entries(choice).map(([name, scopes]) =>
                name + (scopes.length ? ` (${scopes.join(', ')})` : '')).join(' and ') ||
            'nothing').join(', or '), '.');

    const operationBody = (entry) => {
        const { operation, parameters } = entry;
        const trial = !entry.isWebhook && self.trial && self.trial(entry);
        const body = operation.requestBody && resolve(operation.requestBody);
        return el(trial ? 'form' : 'div',
            { class: 'inside', onsubmit: trial && trial.submit, 'data-try': Boolean(trial) },
            operation.deprecated && el('p', { class: 'failed' }, 'Deprecated.'),
            described(operation), requirement(entry.security),
            parameters.length > 0 && el('h3', {}, 'Parameters'),
            parameters.map((param) => row(param.name, param.in, param.required, param.schema,
                described(param), trial && trial.parameter(param))),
            body && el('h3', {}, 'Request body', body.required && ' (required)'),
            body && [described(body), media(body.content, !trial), trial && trial.body(body)],
            trial && trial.controls(),
            el('h3', {}, 'Responses'), Object.entries(operation.responses || {}).map(response));
    };

    const operationView = (entry) => {
        const { operation, method, path, id } = entry;
        const fill = () => {
            if (view.open && view.childElementCount === 1) view.append(operationBody(entry));
        };
        const view = el('details', {
            id, class: `operation ${method}${operation.deprecated ? ' deprecated' : ''}`,
            'data-method': method, 'data-path': path, 'data-operation': operation.operationId,
            open: !self.trial, ontoggle: fill,
        }, el('summary', {}, el('span', { class: 'method' }, method.toUpperCase()),
            el('code', {}, path), el('span', { class: 'dim' }, operation.summary)));
        return view;
    };

    /** The operations by tag: the document's list of tags first, then tags as they come. */
    const sections = () => {
        const { paths, webhooks, tags = [], security } = self.document;
        const groups = new Map(tags.map((tag) => [tag.name, { about: tag, entries: [] }]));
        const add = (tag, entry) => {
            if (!groups.has(tag)) groups.set(tag, { entries: [] });
            groups.get(tag).entries.push(entry);
        };
        const place = (path, method, item, isWebhook) => {
            const operation = item[method];
            const listed = [item.parameters || [], operation.parameters || []].flat().map(resolve);
            const byPlace = new Map(listed.map((param) => [`${param.in}:${param.name}`, param]));
            const entry = { path, method, operation, isWebhook, parameters: [...byPlace.values()],
                security: operation.security || security };
            const id = slug(`op-${operation.operationId || method + path}`);
            const own = operation.tags && operation.tags.length ? operation.tags : ['default'];
            (isWebhook ? ['Webhooks'] : own).forEach((tag, copy) =>
                add(tag, { ...entry, id: copy ? `${id}-${copy}` : id }));
        };
        const placeAll = (items, isWebhook) => {
            for (const [path, reference] of Object.entries(items || {})) {
                const item = resolve(reference);
                for (const method of methods.filter((name) => item[name]))
                    place(path, method, item, isWebhook);
            }
        };
        placeAll(paths, false);
        placeAll(webhooks, true);
        return [...groups].filter(([, group]) => group.entries.length).map(([tag, group]) =>
            el('section', { 'data-tag': tag }, el('h2', {}, tag), described(group.about),
                group.entries.map(operationView)));
    };

    const models = () => {
        const all = Object.entries((self.document.components || {}).schemas || {});
        return all.length > 0 && el('section', { id: 'models' }, el('h2', {}, 'Models'),
            all.map(([name, schema]) => el('details',
                { id: 'model-' + slug(name), 'data-model': name },
                el('summary', {}, el('code', {}, name)),
                el('div', { class: 'inside' }, described(schema),
                    schema.properties ? fields(schema) : row('', '', false, schema)))));
    };

    const filter = (event) => {
        const wanted = event.target.value.toLowerCase();
        for (const section of document.querySelectorAll('#fallback section[data-tag]')) {
            const views = [...section.querySelectorAll('.operation')];
            for (const view of views)
                view.hidden = !view.firstChild.textContent.toLowerCase().includes(wanted);
            section.hidden = views.every((view) => view.hidden);
        }
    };

    const follow = () => {
        const target = document.getElementById(location.hash.slice(1));
        if (!target || target.localName !== 'details') return;
        target.open = true;
        target.scrollIntoView();
    };

    /** Reads the document and puts the page in the place of the element of the library. */
    self.show = async (page, mount, reason) => {
        const root = el('main', { id: 'fallback', 'data-page': page.name },
            el('p', { class: 'note', id: 'fallback-note', role: 'status' }, reason));
        document.getElementById('fallback-style').media = 'all';
        mount.hidden = true;
        mount.before(root);
        try {
            const answer = await fetch(page.openapiUrl);
            if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
            self.document = await answer.json();
        } catch (error) {
            root.append(el('p', { class: 'failed', role: 'alert', id: 'fallback-error' },
                `The document ${page.openapiUrl} cannot be read: ${error.message}`));
            return;
        }
        const { info = {} } = self.document;
        self.base = new URL(page.openapiUrl, location.href);
        root.prepend(
            el('h1', {}, info.title, ' ', info.version && el('small', {}, info.version)),
            el('p', { class: 'dim' }, el('a', { href: page.openapiUrl }, page.openapiUrl)),
            described(info) || '');
        root.append(el('div', { class: 'bar' }, el('label', {}, 'Filter operations',
            el('input', { type: 'search', id: 'fallback-filter', oninput: filter })),
        self.toolbar && self.toolbar()), ...sections(), models() || '');
        window.addEventListener('hashchange', follow);
        follow();
    };
    return self;
})();
)js";

/// Starts the library of a page when it is there, and the fallback page when it is not.
inline constexpr std::string_view fallback_loader = R"js(
fallbackPage.load = (page) => {
    const mount = () => document.getElementById(page.mount);
    let isShown = false;
    let isStarted = false;
    const fail = (problem) => {
        if (isShown || isStarted) return;
        isShown = true;
        fallbackPage.show(page, mount(), `${page.name} ${problem} (${page.source}). ` +
            'This page is built in. The option docs_assets serves a local copy.');
    };
    const start = () => {
        isStarted = true;
        page.start();
    };
    const offer = () => {
        const open = () => {
            document.getElementById('fallback').remove();
            document.getElementById('fallback-style').media = 'not all';
            mount().hidden = false;
            start();
        };
        const button = fallbackPage.el('button',
            { type: 'button', id: 'fallback-leave', onclick: open }, 'Open ' + page.name);
        document.getElementById('fallback-note').append(' It has arrived now. ', button);
    };
    const arrive = () => {
        if (!window[page.global]) fail('cannot be started');
        else if (isShown) offer();
        else start();
    };
    // Neither event bubbles; both can be captured.
    document.addEventListener('load', (event) => {
        if (event.target.id === 'docs-script') arrive();
    }, true);
    document.addEventListener('error', (event) => {
        if (event.target.id === 'docs-script') fail('cannot be loaded');
    }, true);
    setTimeout(() => fail('does not arrive'), 5000);
};
)js";

}  // namespace fastapi::detail
