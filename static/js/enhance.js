// Scripts are fetched at the first touch; what htmx cannot show, the browser sends.
const on = addEventListener;

for (const it of document.querySelectorAll("[data-needs-js]")) {
  const need = it.dataset.needsJs;
  it.hidden = need && !(need in navigator);
}

const list = () =>
  localStorage.list && import(document.querySelector("[data-list]").dataset.list);
try {
  list();
  on("storage", list);
} catch {}

function reach({ target }) {
  const at = target.closest?.("[data-module],[data-htmx]")?.dataset;
  if (at) import(at.module ?? at.htmx);
}
on("focusin", reach);
on("pointerdown", reach);

const plainly = ({ target }) =>
  target.href ? (location = target.href) : target.submit?.();
on("htmx:responseError", plainly);
on("htmx:sendError", plainly);

on("click", (event) => {
  const it = event.target.closest?.("[data-module]");
  if (!it || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  import(it.dataset.module).then(({ act }) => act(it), () => it.href && (location = it.href));
});
