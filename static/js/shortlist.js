// The reader's own list, in localStorage under one name; nothing of it is ever sent. Without me 'Add to my
// list' leads to a list with that one career. The words stand in the header's link.
//
// What is kept is the time at which each career came onto the list, or (below nought) went off it. So two
// tabs that write at the same moment can join what both know, and neither loses anything.

const NAME = "list";
const MOST = 30;
const DAY = 24 * 60 * 60 * 1000;
const header = document.querySelector("[data-list]");
const home = header.pathname;
const words = header.dataset;
const count = header.appendChild(document.createElement("span"));
const said = document.body.appendChild(document.createElement("p"));
said.className = "vh";
said.setAttribute("role", "status");
// On the page of a list: what puts all that it shows on the reader's own (where it shows any), and all that its
// address asks for, what the site does not know or show any more too.
const all = document.querySelector("[data-keep-all]");
const kept = document.querySelector("[data-kept]");
const shown = all ? all.dataset.keys.split(" ") : [];
const inAddress = new URLSearchParams(location.search).getAll("c").map((key) => key.trim());
const asked = kept ? [...new Set(inAddress)].filter(Boolean) : [];

// What stands in storage may be anybody's: only what can be a list of careers is one.
function parse(text) {
  let held = null;
  try {
    held = JSON.parse(text);
  } catch {}
  if (typeof held !== "object" || Array.isArray(held)) return {};
  const isOurs = ([key, time]) => /^[a-z0-9-]{1,80}$/.test(key) && Number.isSafeInteger(time) && time;
  return Object.fromEntries(Object.entries(held ?? {}).filter(isOurs));
}

// What was done last to each career holds.
function join(some, others) {
  const joined = { ...some };
  for (const [key, time] of Object.entries(others))
    if (Math.abs(time) > Math.abs(joined[key] ?? 0)) joined[key] = time;
  return joined;
}

function stored() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

let known = parse(stored());

// The careers on the list, in the order in which they came.
function list() {
  const held = Object.entries(known).filter(([, time]) => time > 0);
  return held.sort((one, other) => one[1] - other[1]).slice(0, MOST).map(([key]) => key);
}

// False where the browser keeps nothing. What went off the list a day ago is forgotten.
function keep(times) {
  const isKept = ([, time]) => time > 0 || Date.now() + time < DAY;
  const held = Object.fromEntries(Object.entries(times).filter(isKept));
  try {
    // Nothing at all is '', so that no page fetches me for it.
    localStorage.setItem(NAME, Object.keys(held).length ? JSON.stringify(held) : "");
  } catch {
    return false;
  }
  known = held;
  show();
  return true;
}

// Makes the list these careers, in this order.
function change(keys) {
  let time = Math.max(Date.now(), ...Object.values(known).map((held) => Math.abs(held) + 1));
  const gone = list().filter((key) => !keys.includes(key));
  const times = { ...known };
  for (const key of gone) times[key] = -time;
  const before = list().filter((key) => keys.includes(key));
  // Those that keep their place keep their time; a new order is new times for all.
  const from = before.every((key, place) => key === keys[place]) ? before.length : 0;
  for (const key of keys.slice(from)) times[key] = time++;
  return keep(times);
}

function refresh() {
  const text = stored();
  known = text === null ? {} : join(known, parse(text));
}

function address(keys) {
  return `${home}?${new URLSearchParams(keys.map((key) => ["c", key]))}`;
}

function isSame(some, others) {
  return some.length === others.length && some.every((key) => others.includes(key));
}

// Whether this is the page of that list: by its address, or by what it could show of it.
function isPageOf(keys) {
  return keys.length > 0 && (isSame(asked, keys) || isSame(shown, keys));
}

function show() {
  const keys = list();
  header.href = keys.length ? address(keys) : home;
  // A space that does not break, for at the start of its box any other goes.
  count.textContent = keys.length ? `\u00a0(${keys.length})` : "";
  for (const control of document.querySelectorAll("[data-keep]")) {
    const on = keys.includes(control.dataset.keep);
    const full = !on && keys.length >= MOST;
    control.querySelector("span").textContent = on ? words.on : full ? words.full : words.add;
    control.toggleAttribute("data-on", on);
    if (full) control.removeAttribute("role");
    else control.setAttribute("role", "button");
  }
  if (!kept) return;
  kept.hidden = !isPageOf(keys);
  if (all) all.hidden = !kept.hidden;
  const open = document.querySelector("[data-open]");
  open.hidden = keys.length === 0 || !kept.hidden;
  open.querySelector("a").href = header.href;
}

// A live region says what is written into it after it is there, and the same words again only anew.
function say(text) {
  said.textContent = "";
  setTimeout(() => (said.textContent = text), 100);
}

// A press on one of the page's controls.
export function act(control) {
  refresh();
  const keys = list();
  if (control === all) {
    const both = [...new Set([...keys, ...shown])];
    const done = both.length <= MOST && change(both);
    document.querySelector("[data-failed]").hidden = done;
    if (done) say(all.dataset.said);
    return;
  }
  const key = control.dataset.keep;
  const on = keys.includes(key);
  if (!on && keys.length >= MOST) location = address(keys);
  else if (!change(on ? keys.filter((other) => other !== key) : [...keys, key])) location = control.href;
  else say(`${control.querySelector(".vh").textContent}: ${on ? words.taken : words.added}`.trim());
}

// The page is of the reader's own list, so what changes the page changes the list. Its links hold what it shows
// only: what it had to leave out goes off the list with the first of them.
const isOwn = isPageOf(list());
show();
if (Object.keys(known).length && list().length === 0) keep(known);

// Another tab wrote what it knew. Where that is less than is known here, both are joined and written again;
// where everything was cleared away, it is gone.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== NAME && key !== null) return;
  const theirs = parse(newValue);
  known = newValue === null ? {} : join(known, theirs);
  if (newValue !== null && Object.keys(known).some((held) => known[held] !== theirs[held])) keep(known);
  else show();
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  known = parse(stored());
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
  refresh();
  const wanted = new URL(link.href).searchParams.getAll("c");
  const keys = list();
  // Only what this page asked for is taken off or moved; what another tab added stays.
  change([
    ...wanted.filter((key) => keys.includes(key) || !asked.includes(key)),
    ...keys.filter((key) => !wanted.includes(key) && !asked.includes(key)),
  ]);
});
