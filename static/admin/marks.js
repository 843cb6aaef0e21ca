// Markdown by buttons, and a preview of what readers would see. What is typed into the text goes through
// insertText, so that Ctrl+Z takes it back.
function put(text, words, from, to) {
  text.setSelectionRange(from, to);
  text.focus();
  if (!document.execCommand('insertText', false, words)) text.setRangeText(words, from, to, 'end');
}

function around(text, before, after = before) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  put(text, before + value.slice(from, to) + after, from, to);
  text.setSelectionRange(from + before.length, to + before.length);
}

// Marks the lines of the selection, with an empty line before them.
function lines(text, mark) {
  const { value } = text;
  const from = value.lastIndexOf('\n', text.selectionStart - 1) + 1;
  const end = value.indexOf('\n', text.selectionEnd);
  const to = end < 0 ? value.length : end;
  const marked = value.slice(from, to).split('\n').map(line => mark + line).join('\n');
  const follows = from > 0 && !value.slice(0, from).endsWith('\n\n') && !value.slice(0, from).endsWith(`\n${mark}`);
  put(text, (follows ? '\n' : '') + marked, from, to);
}

function link(text, address) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const words = value.slice(from, to);
  put(text, `[${words}](${address})`, from, to);
  // On to what is still to be written: the words first, then the address.
  const start = words ? from + words.length + 3 : from + 1;
  text.setSelectionRange(start, words ? start + address.length : start);
}

const marks = {
  bold: text => around(text, '**'),
  italic: text => around(text, '*'),
  heading: text => lines(text, '### '),
  list: text => lines(text, '- '),
  quote: text => lines(text, '> '),
  link: text => link(text, 'https://'),
  page: (text, field) => link(text, `page:${field.querySelector('[data-page]').value}`),
};

async function preview(field, button) {
  const shown = field.querySelector('.prose-preview');
  const text = field.querySelector('textarea');
  const body = new FormData();
  body.set('text', text.value);
  body.set('language', field.dataset.language);
  body.set('csrfmiddlewaretoken', text.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(field.dataset.prose, { method: 'POST', body, redirect: 'error' });
    if (!answer.ok) throw new Error(answer.statusText);
    // The server's own HTML, cleaned there as for readers.
    const html = new DOMParser().parseFromString(await answer.text(), 'text/html');
    shown.replaceChildren(...html.body.childNodes);
  } catch {
    shown.textContent = shown.dataset.lost;
  }
  shown.hidden = false;
  button.setAttribute('aria-expanded', 'true');
}

// One stop of the Tab key for the whole toolbar; arrows go along it.
function goAlong(bar, event) {
  const buttons = [...bar.querySelectorAll('[data-mark]')];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

for (const tool of document.querySelectorAll('.marks, .page-link, .prose-tools')) tool.hidden = false;
for (const bar of document.querySelectorAll('.marks')) {
  [...bar.querySelectorAll('[data-mark]')].slice(1).forEach(button => { button.tabIndex = -1; });
}
// On the document, because items are added later.
document.addEventListener('click', event => {
  const button = event.target.closest('[data-mark], [data-preview]');
  const field = button?.closest('[data-prose]');
  if (!field) return;
  if (button.dataset.mark) marks[button.dataset.mark](field.querySelector('textarea'), field);
  else preview(field, button);
});
document.addEventListener('keydown', event => {
  const bar = event.target.closest?.('.marks');
  if (bar) goAlong(bar, event);
});
