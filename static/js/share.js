// Without me there are links to send, a QR code and a page to print. I copy a link, open the device's
// own sharing, and print. What to say afterwards stands in the button's data-* attributes.

async function copy(control) {
  const status = control.closest(".share").querySelector("[role=status]");
  const { text, said, failed } = control.dataset;
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = said;
  } catch {
    status.textContent = failed;
  }
}

export async function act(control) {
  const { share: way, title, url } = control.dataset;
  if (way === "copy") return copy(control);
  if (way === "print") return window.print();
  try {
    await navigator.share({ title, url });
  } catch (problem) {
    // The reader closed the device's panel: nothing to say.
    if (problem.name !== "AbortError") throw problem;
  }
}
