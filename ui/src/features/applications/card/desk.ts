// A fresh reading that came with an action goes to the desk, so that documents and card show the same.
import type { ApplicationDesk } from '$host';
import type { DocumentDesk } from '../documents/desk.svelte';

/** Without one the application is read. A reading that was under way began before the action: it is made again. */
export async function takeDesk(desk: DocumentDesk, fresh: ApplicationDesk | null): Promise<void> {
  if (fresh) {
    desk.data = fresh;
    desk.error = null;
    if (desk.loading) void desk.load();
  } else await desk.load();
}
