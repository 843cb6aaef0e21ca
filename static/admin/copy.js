// A button that copies an address. It shows only where copying is allowed; the address can be copied by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const said = button.nextElementSibling;
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = button.dataset.copied;
    setTimeout(() => { said.textContent = ""; }, 3000);
  });
}
