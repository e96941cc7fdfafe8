// AG Grid Community with rows of the same shape, as measure.js wants it.
const viewport = () => document.querySelector('.ag-grid-viewport');
const rowAt = (place) => document.querySelector(`.ag-grid-scrolling-container [row-index="${place}"]`);
const textOf = (row) => row?.textContent ?? '';
const rows = () => window.api.getDisplayedRowCount();

const table = {
  scroller: viewport(),
  isHere: (x, y) => textOf(document.elementFromPoint(x, y)?.closest('.ag-row')) !== '',
  wheel: (px) => (viewport().scrollTop += px),
  end: () => {
    const last = rows() - 1;
    window.api.ensureIndexVisible(last, 'bottom');
    return () => textOf(rowAt(last)) !== '';
  },
  last: () => rowAt(rows() - 1)?.getAttribute('row-id') ?? null,
  sort: (column) => {
    window.api.ensureIndexVisible(0, 'top');
    const before = rowAt(0)?.getAttribute('row-id') ?? null;
    document.querySelector(`.ag-header-cell[col-id=${column}] .ag-header-cell-label`).click();
    return () => {
      const now = rowAt(0)?.getAttribute('row-id') ?? null;
      return now !== null && now !== before && textOf(rowAt(0)) !== '';
    };
  },
  name: () => window.api.getDisplayedRowAtIndex(0).data.driver.slice(0, 6),
  find: (text) => {
    const before = rows();
    const field = document.getElementById('find');
    field.value = text;
    window.api.setGridOption('quickFilterText', text);
    return () => rows() !== before;
  },
  keep: (column) => {
    const before = rows();
    const filter = window.api.getDisplayedRowAtIndex(0).data[column];
    window.api.setFilterModel({ [column]: { filterType: 'text', type: 'equals', filter } });
    return () => rows() !== before;
  },
};
