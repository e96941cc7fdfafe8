// Drivers: the list, the card with its profile and requisites, the reviewed save, the palette's search.
import { defineFeature, type Found } from '$app/feature';
import { navigate } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { host } from '$host';
import { phone } from '$shared/format';
import { emptyQuery, fullName } from './query';
import { titleOf } from './titles';

const FOUND_MOST = 8;

async function find(query: string): Promise<Found[]> {
  const park = session.currentId;
  if (park === null || query.trim().length < 2) return [];
  const page = await host.jumpListDrivers(park, { ...emptyQuery(), search: query.trim() });
  return page.items.slice(0, FOUND_MOST).map((driver) => ({
    id: `driver-${driver.id}`,
    icon: 'user',
    title: fullName(driver),
    hint: [driver.phone && phone(driver.phone), titleOf(driver.group)].filter(Boolean).join(' \u00b7 '),
    run: () => void navigate({ name: 'driver', id: driver.id, tab: 'profile' }),
  }));
}

export default defineFeature({
  screens: {
    drivers: () => import('./DriversScreen.svelte'),
    driver: () => import('./DriverScreen.svelte'),
  },
  search: [{ title: 'drivers.palette', find }],
  keys: [
    {
      title: 'drivers.keys.list',
      on: ['drivers'],
      keys: [
        { text: 'keys.open', keys: ['Enter'] },
        { text: 'register.keys.find', keys: ['Ctrl+F'] },
        { text: 'register.keys.copy', keys: ['Ctrl+C'] },
        { text: 'board.keys.export', keys: ['Ctrl+E'] },
        { text: 'register.keys.refresh', keys: ['F5'] },
        { text: 'register.keys.stop', keys: ['Escape'] },
        { text: 'register.keys.clear', keys: ['Shift+F4'] },
      ],
    },
    {
      title: 'drivers.keys',
      on: ['driver'],
      keys: [
        { text: 'drivers.keys.save', keys: ['Ctrl+Enter'] },
        { text: 'drivers.keys.changes', keys: ['Ctrl+D'] },
        { text: 'drivers.keys.error', keys: ['F8'] },
        { text: 'drivers.keys.cancel', keys: ['Escape'] },
      ],
    },
  ],
});
