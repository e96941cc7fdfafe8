// What a feature folder gives the program. Each has a `feature.ts` whose default export is `defineFeature({…})`;
// the shell finds it by itself. A section is in the navigation when its screen is there: no dead controls.
//
//   export default defineFeature({
//     screens: { drivers: () => import('./DriversScreen.svelte') },
//     search: [{ title: 'drivers.palette', find: async (query) => […] }],
//   });
//
// A screen gets `route` (RouteOf<its name>) and draws itself inside `Page`.
import type { Component } from 'svelte';
import type { MessageKey } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import type { RouteName, RouteOf } from './router.svelte';
import type { SectionCount } from './session.svelte';

export type Screen<N extends RouteName> = () => Promise<{ default: Component<{ route: RouteOf<N> }> }>;
export type Screens = { [N in RouteName]?: Screen<N> };

export interface Found {
  id: string;
  icon: IconName;
  title: string;
  hint?: string;
  keys?: string;
  run: () => void;
}

/** A group of the palette. `query` is as typed; the palette asks again with the other layout's reading. */
export interface SearchGroup {
  title: MessageKey;
  find: (query: string) => Promise<Found[]> | Found[];
}

/** A column of the F1 overlay, shown on the screens named (everywhere when none is). */
export interface KeyGroup {
  title: MessageKey;
  keys: { text: MessageKey; keys: string[] }[];
  on?: RouteName[];
}

export interface Feature {
  screens?: Screens;
  search?: SearchGroup[];
  keys?: KeyGroup[];
  /** Marks of sections in the navigation, read once when a park is opened. The screens keep them fresh afterwards. */
  marks?: { section: RouteName; read: ReadMark }[];
  /** Strips under the header of every screen: what must be seen wherever one is. Each shows itself or nothing. */
  strips?: Component[];
}

/** Null for none. A failure leaves the section without a mark and says nothing. */
export type ReadMark = (connection: string) => Promise<SectionCount | null>;

// A function, not a constant: the features are read before this module's own constants are there.
export function defineFeature(feature: Feature): Feature {
  return feature;
}

const found = import.meta.glob<Feature>('../features/*/feature.ts', { eager: true, import: 'default' });
let features: Feature[] = Object.values(found);

/** Tests put their own in. */
export function setFeatures(own: Feature[]): void {
  features = own;
}

export function screenOf<N extends RouteName>(name: N): Screen<N> | undefined {
  return features.map((feature) => feature.screens?.[name]).find(Boolean) as Screen<N> | undefined;
}

export const hasScreen = (name: RouteName) => screenOf(name) !== undefined;
export const searchGroups = () => features.flatMap((feature) => feature.search ?? []);
export const keyGroups = () => features.flatMap((feature) => feature.keys ?? []);
export const sectionMarks = () => features.flatMap((feature) => feature.marks ?? []);
export const strips = () => features.flatMap((feature) => feature.strips ?? []);
