// The focal point of a picture, chosen on the picture: by clicking, or with the arrow keys. The two numbers
// beside it stay what is saved.
const within = number => Math.min(100, Math.max(0, Math.round(number)));

function numbers(picker) {
  const item = picker.closest('.item');
  return ['x', 'y'].map(axis => item.querySelector(`input[name$="-focal_${axis}"]`));
}

function show(picker) {
  const [x, y] = numbers(picker).map(number => within(Number(number.value || 50)));
  const point = picker.querySelector('.focal-point');
  point.style.left = `${x}%`;
  point.style.top = `${y}%`;
  return [x, y];
}

function choose(picker, ...point) {
  numbers(picker).forEach((number, i) => {
    number.value = within(point[i]);
    number.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const [x, y] = show(picker);
  const said = picker.parentElement.querySelector('[data-said]');
  said.textContent = said.dataset.said.replace('%(x)s', x).replace('%(y)s', y);
}

for (const picker of document.querySelectorAll('.focal')) {
  picker.hidden = false;
  show(picker);
  picker.addEventListener('click', event => {
    if (!event.detail) return; // Enter or Space, which is nowhere on the picture
    const { left, top, width, height } = picker.getBoundingClientRect();
    choose(picker, ((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100);
  });
  picker.addEventListener('keydown', event => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 2;
    const [x, y] = show(picker);
    choose(picker, x + way[0] * far, y + way[1] * far);
  });
  for (const number of numbers(picker)) number.addEventListener('input', () => show(picker));
}
