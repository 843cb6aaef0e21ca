// Without me the page is whole: links lead, forms post. I show the controls that need a script, and
// fetch htmx or the sharing module when a reader first reaches for them.

for (const control of document.querySelectorAll("[data-needs-js][hidden]")) {
  const need = control.dataset.needsJs;
  control.hidden = Boolean(need) && !(need in navigator);
}

function reach({ target }) {
  const form = target.closest?.("[data-enhance]");
  const share = target.closest?.("[data-share]");
  if (form) import(form.dataset.htmx);
  if (share) import(share.dataset.module);
}

addEventListener("focusin", reach);
addEventListener("pointerdown", reach);
addEventListener("click", async ({ target }) => {
  const control = target.closest?.("[data-share]");
  if (control) (await import(control.dataset.module)).share(control);
});
