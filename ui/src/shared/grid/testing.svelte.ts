// For tests of the table: a custom cell that follows its row, as a screen's does.
import { createRawSnippet } from 'svelte';
import type { Column } from './columns';

export const followingCell = <Row>(text: (row: Row) => string) =>
  createRawSnippet<[Row, Column<Row>]>((row) => ({
    render: () => '<span></span>',
    setup: (element) => {
      $effect.pre(() => {
        element.textContent = text(row());
      });
    },
  }));
