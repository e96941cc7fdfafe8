// What the header of the screen needs of the tab that is on: whose list is read anew and written to a file.
import type { BoardDesk } from '$shared/register/board/desk';
import type { RegisterViews } from '$shared/register/board/views.svelte';

export interface TabDesk extends BoardDesk {
  readonly views: RegisterViews;
  readonly readAt: string | undefined;
  readonly refreshing: boolean;
  refresh(): void;
}

export class Head {
  desk = $state.raw<TabDesk | null>(null);

  /** To be called in an effect of the tab. */
  show(desk: TabDesk): () => void {
    this.desk = desk;
    return () => {
      if (this.desk === desk) this.desk = null;
    };
  }
}
