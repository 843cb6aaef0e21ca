// What is typed is kept in this browser until it is saved: an expired session, a lost connection or a closed
// window costs nothing. Each form and each editor apart. Files cannot be kept.
const DAYS = 30;
const editor = document.querySelector('meta[name="desk-editor"]')?.content;
const mine = `desk:${editor}:`;
const key = mine + location.pathname + location.search;
const sent = `${mine}sent`;
const form = document.querySelector('.change-form #content-main form');

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Full, or forbidden: then there is only the warning on leaving.
  }
}

// The form that was sent is done with where the page after it says so, and only then.
function forgetWhatIsSaved() {
  const form = read(sent);
  localStorage.removeItem(sent);
  const saved = document.querySelector('.messagelist .success') && !document.querySelector('.errornote');
  if (form && saved) localStorage.removeItem(form);
}

function forgetWhatIsOld() {
  const oldest = Date.now() - DAYS * 86_400_000;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('desk:') && (read(name)?.at ?? Infinity) < oldest) localStorage.removeItem(name);
  }
}

// A field by what it belongs to: items change places in a list, so a saved one is known by its number in
// the database and a new one by its place among the new.
function nameOf(field) {
  const [, prefix, row, rest] = field.name.match(/^(.+)-(\d+)-(.+)$/) ?? [];
  if (!prefix) return field.name;
  const id = form.elements[`${prefix}-${row}-id`]?.value;
  const saved = Number(form.elements[`${prefix}-INITIAL_FORMS`]?.value ?? 0);
  return id ? `${prefix}#${id}-${rest}` : `${prefix}+${row - saved}-${rest}`;
}

function fields() {
  return [...form.elements].filter(field =>
    field.name && !field.disabled && !field.name.includes('__prefix__')
    && !['hidden', 'file', 'submit', 'button', 'password', 'fieldset'].includes(field.type));
}

const held = field =>
  field.type === 'checkbox' || field.type === 'radio' ? field.checked
    : field.multiple ? [...field.selectedOptions].map(option => option.value)
      : field.value;

// Boxes of one name are told apart by their value.
function texts() {
  return Object.fromEntries(fields().map(field =>
    [field.type === 'checkbox' || field.type === 'radio' ? `${nameOf(field)}=${field.value}` : nameOf(field), held(field)]));
}

function fill(kept) {
  for (const field of fields()) {
    const name = nameOf(field);
    const boxed = field.type === 'checkbox' || field.type === 'radio';
    const value = kept[boxed ? `${name}=${field.value}` : name];
    if (value === undefined) continue;
    if (boxed) field.checked = value;
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

// As many new items as were there.
function makeRoom(kept) {
  for (const group of form.querySelectorAll('.inline-group')) {
    const prefix = group.id.replace(/-group$/, '');
    const wanted = Object.keys(kept).map(name => name.match(`^${prefix}\\+(\\d+)-`)?.[1]).filter(Boolean);
    const most = Math.max(-1, ...wanted.map(Number));
    const add = group.querySelector('.add-row a');
    const count = name => Number(form.elements[`${prefix}-${name}`].value);
    while (add && count('TOTAL_FORMS') - count('INITIAL_FORMS') <= most) add.click();
  }
}

function offer(kept) {
  const banner = form.querySelector('.kept');
  const language = document.documentElement.lang || 'en';
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(kept.at);
  banner.querySelector('[data-kept-words]').textContent = banner.dataset.words.replace('%(time)s', time);
  banner.hidden = false;
  banner.addEventListener('click', event => {
    const choice = event.target.closest('[data-kept]')?.dataset.kept;
    if (!choice) return;
    if (choice === 'back') {
      makeRoom(kept.texts);
      fill(kept.texts);
    } else {
      localStorage.removeItem(key);
    }
    banner.hidden = true;
    (form.querySelector('.desk-fields :is(input, textarea, select):not([type=hidden]):not(:disabled)') ?? form).focus();
  });
}

function keep() {
  const refused = Boolean(document.querySelector('.errornote'));
  const before = JSON.stringify(texts());
  let dirty = refused, sending = false, timer = 0;
  const kept = read(key);
  // A form that comes back refused holds the text already.
  if (kept && !refused) {
    if (JSON.stringify(kept.texts) === before) localStorage.removeItem(key);
    else offer(kept);
  }

  const store = () => {
    clearTimeout(timer);
    timer = 0;
    if (dirty) write(key, { at: Date.now(), texts: texts() });
  };
  const later = event => {
    if (event.target.closest('.page-link')) return;
    dirty = true;
    sending = false;
    clearTimeout(timer);
    timer = setTimeout(store, 400);
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('submit', event => {
    store();
    if (!navigator.onLine) {
      event.preventDefault();
      const note = form.querySelector('.kept-offline');
      note.hidden = false;
      note.scrollIntoView({ block: 'center' });
      return;
    }
    sending = true;
    write(sent, key);
  });
  addEventListener('pagehide', () => timer && store());
  addEventListener('beforeunload', event => {
    if (dirty && !sending && JSON.stringify(texts()) !== before) event.preventDefault();
  });
}

if (editor) {
  forgetWhatIsSaved();
  forgetWhatIsOld();
  if (form?.querySelector('.kept')) keep();
}
