// The items of a list in another order, by its buttons or by dragging; each item's number follows. Only
// saved items move: admin's own script numbers new ones, and they must stay behind the saved ones.
const itemsOf = group => [...group.querySelectorAll(':scope .item.has_original')];
const nameOf = item => item.querySelector('.inline_label').textContent.trim();
const words = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function say(group, text, item) {
  const items = itemsOf(group);
  const values = { name: nameOf(item), place: items.indexOf(item) + 1, count: items.length };
  group.querySelector('[data-announce]').textContent = words(text, values);
}

function renumber(group) {
  itemsOf(group).forEach((item, i) => {
    const number = item.querySelector('input[name$="-order"]');
    if (number.value === String(i + 1)) return;
    number.value = i + 1;
    number.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

function settle(group, item) {
  renumber(group);
  say(group, group.dataset.moved, item);
}

function step(button) {
  const item = button.closest('.item');
  const group = item.closest('.items');
  const items = itemsOf(group);
  const up = button.dataset.move === 'up';
  const other = items[items.indexOf(item) + (up ? -1 : 1)];
  if (!other) return say(group, up ? group.dataset.first : group.dataset.last, item);
  if (up) other.before(item);
  else other.after(item);
  settle(group, item);
  button.focus();
  item.scrollIntoView({ block: 'nearest' });
}

function letDrag(group) {
  let dragged = null;
  group.addEventListener('dragstart', event => {
    if (!event.target.matches?.('.item-handle')) return;
    dragged = event.target.closest('.item');
    dragged.classList.add('dragged');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });
  group.addEventListener('dragover', event => {
    const item = event.target.closest('.item.has_original');
    if (!dragged || !item) return;
    event.preventDefault();
    if (item === dragged) return;
    const { top, height } = item.getBoundingClientRect();
    if (event.clientY < top + height / 2) item.before(dragged);
    else item.after(dragged);
  });
  group.addEventListener('drop', event => dragged && event.preventDefault());
  group.addEventListener('dragend', () => {
    if (!dragged) return;
    dragged.classList.remove('dragged');
    settle(group, dragged);
    dragged = null;
  });
}

for (const group of document.querySelectorAll('.items')) {
  for (const tool of group.querySelectorAll('.item.has_original :is([data-move], .item-handle)')) tool.hidden = false;
  group.addEventListener('click', event => {
    const button = event.target.closest('[data-move]');
    if (button) step(button);
  });
  letDrag(group);
}

// Admin's script numbers a new item's names and ids, but not what refers to them.
document.addEventListener('formset:added', event => {
  const number = event.target.id.split('-').pop();
  for (const name of ['aria-describedby', 'aria-controls', 'aria-labelledby']) {
    for (const element of event.target.querySelectorAll(`[${name}*="__prefix__"]`)) {
      element.setAttribute(name, element.getAttribute(name).replaceAll('__prefix__', number));
    }
  }
  for (const element of event.target.querySelectorAll('.help[id*="__prefix__"]')) {
    element.id = element.id.replaceAll('__prefix__', number);
  }
  event.target.querySelector('summary').focus();
});
