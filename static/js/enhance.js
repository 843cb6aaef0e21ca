// Scripts are fetched at the first touch.
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
  const at = target.closest?.("[data-module],[data-enhance]")?.dataset;
  if (at) import(at.module ?? at.enhance);
}
on("focusin", reach);
on("pointerdown", reach);

on("click", (event) => {
  const it = event.target.closest?.("[data-module]");
  if (!it || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  import(it.dataset.module).then(({ act }) => act(it), () => it.href && (location = it.href));
});
