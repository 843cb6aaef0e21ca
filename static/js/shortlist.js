// The reader's own list: the keys of careers, in localStorage under one name; nothing of it is ever sent.
// Without me 'Add to my list' leads to a list with that one career. The words stand in the header's link.

const NAME = "list";
const MOST = 30;
const header = document.querySelector("[data-list]");
const words = header.dataset;
const home = header.pathname;
const count = header.appendChild(document.createElement("span"));
const said = document.getElementById("list-said");
// On the page of a list: what puts all of it on the reader's own.
const all = document.querySelector("[data-keep-all]");
const shown = all ? all.dataset.keys.split(" ") : [];

// What stands in storage may be anybody's: only what can be a list of careers is one.
function parse(text) {
  let held = [];
  try {
    held = JSON.parse(text);
  } catch {}
  if (!Array.isArray(held)) return [];
  const keys = held.filter((key) => typeof key === "string" && /^[a-z0-9-]{1,80}$/.test(key));
  return [...new Set(keys)].slice(0, MOST);
}

function read() {
  try {
    return parse(localStorage.getItem(NAME));
  } catch {
    return [];
  }
}

// False where the browser keeps nothing.
function write(keys) {
  try {
    if (keys.length) localStorage.setItem(NAME, JSON.stringify(keys));
    else localStorage.removeItem(NAME);
  } catch {
    return false;
  }
  known = keys;
  show();
  return true;
}

function address(keys) {
  return `${home}?${new URLSearchParams(keys.map((key) => ["c", key]))}`;
}

function isSame(some, others) {
  return some.length === others.length && some.every((key) => others.includes(key));
}

function show() {
  const list = known;
  header.href = list.length ? address(list) : home;
  count.textContent = list.length ? ` (${list.length})` : "";
  for (const control of document.querySelectorAll("[data-keep]")) {
    const on = list.includes(control.dataset.keep);
    const full = !on && list.length >= MOST;
    control.querySelector("span").textContent = on ? words.on : full ? words.full : words.add;
    control.toggleAttribute("data-on", on);
    if (full) control.removeAttribute("role");
    else control.setAttribute("role", "button");
  }
  if (all) {
    all.hidden = isSame(shown, list);
    document.querySelector("[data-kept]").hidden = !all.hidden;
  }
  const open = document.querySelector("[data-open]");
  if (open) {
    open.hidden = list.length === 0 || isSame(shown, list);
    open.querySelector("a").href = header.href;
  }
}

// A live region says what is written into it after it is there, and the same words again only anew.
function say(text) {
  said.textContent = "";
  setTimeout(() => (said.textContent = text), 100);
}

export function act(control) {
  const now = read();
  if (control === all) {
    const kept = [...new Set([...now, ...shown])];
    const done = kept.length <= MOST && write(kept);
    document.querySelector("[data-failed]").hidden = done;
    if (done) say(all.dataset.said);
    return;
  }
  const key = control.dataset.keep;
  const on = now.includes(key);
  if (!on && now.length >= MOST) location = address(now);
  else if (!write(on ? now.filter((kept) => kept !== key) : [...now, key])) location = control.href;
  else say(`${control.querySelector(".vh").textContent}: ${on ? words.taken : words.added}`.trim());
}

let known = read();
// The page shows the reader's own list, so what changes the page changes the list.
const isOwn = all && isSame(shown, known);
show();

// Another tab wrote what it knew, at the same moment perhaps: what it did not know of is not lost.
addEventListener("storage", ({ key, oldValue, newValue }) => {
  if (key !== NAME && key !== null) return;
  const theirs = [...parse(oldValue), ...parse(newValue)];
  const lost = key === NAME ? known.filter((kept) => !theirs.includes(kept)) : [];
  const now = read();
  known = now;
  if (lost.some((kept) => !now.includes(kept))) write([...new Set([...now, ...lost])].slice(0, MOST));
  else show();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  known = read();
  show();
});
addEventListener("htmx:afterSettle", show);
// The links that a script made into buttons answer the space bar too.
addEventListener("keydown", (event) => {
  const control = event.key === " " && event.target.closest?.('[data-keep][role="button"]');
  if (!control) return;
  event.preventDefault();
  act(control);
});
addEventListener("click", ({ target }) => {
  const link = isOwn && target.closest?.("[data-list-link]");
  if (!link) return;
  const wanted = new URL(link.href).searchParams.getAll("c");
  const now = read();
  // Only what this page shows is taken off or moved; what another tab added stays.
  write([
    ...wanted.filter((key) => now.includes(key) || !shown.includes(key)),
    ...now.filter((key) => !wanted.includes(key) && !shown.includes(key)),
  ]);
});
