// The register of payments in our window, as measure.js wants it. Keys and presses are those of a person.
const grid = document.querySelector('[data-testid=payments-grid]');
const press = (code, keys = {}) => grid.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, ...keys }));
const rowAt = (place) => grid.querySelector(`[role=row][aria-rowindex="${place}"]:not([aria-busy])`);
const nameOf = (row) => row?.dataset.testid ?? null;
const countNow = () => grid.getAttribute('aria-rowcount');
const titles = { amount: 'Сумма', driver: 'Водитель', status: 'Статус' };
const header = (column) =>
  [...grid.querySelectorAll('[role=columnheader]')].find((one) => one.textContent.trim().startsWith(titles[column]));
const isInside = (row) => {
  const [own, box] = [row.getBoundingClientRect(), grid.getBoundingClientRect()];
  return own.top >= box.top && own.bottom <= box.bottom + 1;
};

const table = {
  scroller: grid,
  isHere: (x, y) => {
    const row = document.elementFromPoint(x, y)?.closest('[role=row]');
    return row !== null && row !== undefined && !row.hasAttribute('aria-busy');
  },
  wheel: (px) => {
    const turn = new WheelEvent('wheel', { deltaY: px, bubbles: true, cancelable: true });
    // A table that is not longer than a page may be leaves the wheel to the browser.
    if (grid.dispatchEvent(turn)) grid.scrollTop += px;
  },
  end: () => {
    press('End', { ctrlKey: true });
    return () => {
      const row = rowAt(countNow());
      return row !== null && isInside(row);
    };
  },
  last: () => nameOf(rowAt(countNow())),
  sort: (column) => {
    press('Home', { ctrlKey: true });
    const before = nameOf(rowAt(2));
    header(column).click();
    return () => (header(column).ariaSort ?? '') !== '' && ![null, before].includes(nameOf(rowAt(2)));
  },
  name: () => rowAt(2).querySelectorAll('[role=gridcell]')[header('driver').ariaColIndex - 1].textContent.slice(0, 6),
  find: (text) => {
    const field = document.querySelector('[data-testid=payments-search]');
    const before = countNow();
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return () => countNow() !== before && (countNow() === '1' || rowAt(2) !== null);
  },
  keep: (column) => {
    press('Home', { ctrlKey: true });
    const place = header(column).ariaColIndex - 1;
    for (let step = 0; step < 40 && !grid.getAttribute('aria-activedescendant').endsWith(`-${place}`); step++)
      press('ArrowRight');
    const before = countNow();
    press('Enter', { altKey: true });
    return () => countNow() !== before && rowAt(2) !== null;
  },
};
