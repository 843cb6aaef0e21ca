// Without me the page is whole: links lead, forms post. I show what needs a script, fetch htmx or the
// sharing module at the first touch, and let the browser send what htmx cannot show.

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

function plainly({ target }) {
  if (target.matches("form")) target.submit();
}

addEventListener("focusin", reach);
addEventListener("pointerdown", reach);
addEventListener("htmx:responseError", plainly);
addEventListener("htmx:sendError", plainly);
addEventListener("click", async ({ target }) => {
  const control = target.closest?.("[data-share]");
  if (control) (await import(control.dataset.module)).share(control);
});
