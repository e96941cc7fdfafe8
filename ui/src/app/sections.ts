// The sections of the navigation, in the order of Alt+1…9. One is shown when a feature brings its screen.
import type { MessageKey } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import { hasScreen } from './feature';
import type { Route, RouteName } from './router.svelte';

export interface Section {
  route: Route;
  title: MessageKey;
  icon: IconName;
  /** Screens that belong to the section. */
  holds: RouteName[];
  separated?: boolean;
}

const all: Section[] = [
  { route: { name: 'summary' }, title: 'shell.section.summary', icon: 'home', holds: ['summary'] },
  { route: { name: 'drivers' }, title: 'shell.section.drivers', icon: 'users', holds: ['drivers', 'driver'] },
  { route: { name: 'payments' }, title: 'shell.section.payments', icon: 'card', holds: ['payments'] },
  {
    route: { name: 'operations' },
    title: 'shell.section.operations',
    icon: 'swap',
    holds: ['operations', 'payout'],
  },
  {
    route: { name: 'fleet', tab: 'transactions' },
    title: 'shell.section.fleet',
    icon: 'car',
    holds: ['fleet'],
  },
  {
    route: { name: 'applications' },
    title: 'shell.section.applications',
    icon: 'inbox',
    holds: ['applications', 'application'],
  },
  { route: { name: 'yume', tab: 'messages' }, title: 'shell.section.yume', icon: 'chat', holds: ['yume'] },
  {
    route: { name: 'journal', operation: null },
    title: 'shell.section.journal',
    icon: 'book',
    holds: ['journal'],
    separated: true,
  },
  {
    route: { name: 'settings' },
    title: 'shell.section.settings',
    icon: 'gear',
    holds: ['settings', 'diagnostics'],
  },
];

export const sections = () => all.filter((section) => hasScreen(section.route.name));
