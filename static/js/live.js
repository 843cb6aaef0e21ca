// I come at the first touch of what has data-enhance, and fetch htmx. What was chosen before htmx came is asked
// for then. What htmx cannot show the browser sends, as it does without me.

const on = addEventListener;
const finding = document.querySelector(".finding");
const form = document.querySelector("#find");
const status = document.querySelector("[data-offline]");
// Live results, as htmx brings them: see data-hx-trigger.
let follow = () => finding.dispatchEvent(new Event("catch-up"));

// Nothing has been swapped yet, so what the page came with is what its address asks for.
const isChanged = (it) =>
  it.matches("input") && (it.value !== it.defaultValue || it.checked !== it.defaultChecked);

// Some browsers break off what is under way when the reader leaves, and call that an error.
let isLeaving = false;
on("beforeunload", () => (isLeaving = true));
on("htmx:beforeRequest", () => (isLeaving = false));

function plainly({ target }) {
  if (isLeaving) return;
  if (target === finding && !navigator.onLine) return say(status.dataset.offline);
  if (target === finding) form.submit();
  else if (target.href) location = target.href;
  else target.submit?.();
}
on("htmx:responseError", plainly);
on("htmx:sendError", plainly);
// Some answers to a rating that was refused are shown; nothing else that failed is.
on("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400 || detail.requestConfig.verb !== "get") return;
  detail.shouldSwap = false;
  detail.isError = true;
});

function say(text) {
  const told = document.createElement("p");
  told.className = "note";
  told.textContent = text;
  if (status.textContent !== text) status.replaceChildren(...(text ? [told] : []));
}
if (finding) {
  on("online", () => status.textContent && follow());
  on("htmx:afterSettle", () => say(""));
}

// A career ticked to be compared stays ticked while other words are searched for: out of sight, but counted and
// sent, and in its place again where it is found again.
const ticked = new Set();
const boxes = () => [...document.querySelectorAll("input[form=compare]")];

function hold(key) {
  document
    .querySelector(".pickable")
    ?.insertAdjacentHTML(
      "afterbegin",
      `<span class="hits vh" inert><span class="hit"><input type="checkbox" name="c" value="${key}" form="compare" checked></span></span>`,
    );
}
on("htmx:beforeSwap", () => {
  for (const { checked, value } of boxes()) ticked[checked ? "add" : "delete"](value);
});
on("htmx:afterSettle", () => {
  const found = boxes();
  for (const key of ticked) {
    const box = found.find(({ value }) => value === key);
    if (box) box.checked = true;
    else hold(key);
  }
});

// htmx takes no page that it meets between the end of its text and the end of its pictures.
if (document.readyState !== "complete") await new Promise((done) => on("load", done));
try {
  await import(document.querySelector("[data-htmx]").dataset.htmx);
} catch {
  follow = () => plainly({ target: finding });
  on("change", ({ target }) => target.form === form && form && follow());
}
if (form && [...form.elements].some(isChanged)) follow();
