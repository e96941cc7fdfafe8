// The palette's answers: sections at once, the features' groups as they come. Every query is read in both layouts.
import { matches, readings } from '$shared/layout';
import { t } from '$shared/i18n/i18n.svelte';
import { searchGroups, type Found } from './feature';
import { navigate } from './router.svelte';
import { sections } from './sections';

export interface Group {
  id: string;
  title: string;
  items: Found[];
  failed?: boolean;
}

export function sectionGroup(query: string): Group {
  const items = sections()
    .map((section, index) => ({
      id: `section-${section.route.name}`,
      icon: section.icon,
      title: t(section.title),
      keys: `Alt+${index + 1}`,
      run: () => void navigate(section.route),
    }))
    .filter((item) => matches(item.title, query));
  return { id: 'sections', title: t('shell.palette.sections'), items };
}

/** Asks every feature; a reading that finds nothing gives way to the other layout's. */
export async function featureGroups(query: string): Promise<Group[]> {
  return Promise.all(
    searchGroups().map(async ({ title, find }): Promise<Group> => {
      const group: Group = { id: title, title: t(title), items: [] };
      try {
        for (const reading of readings(query.trim())) {
          group.items = await find(reading);
          if (group.items.length) break;
        }
      } catch {
        group.failed = true;
      }
      return group;
    }),
  );
}

/** The found part of a title, for the mark: [before, found, after]. */
export function splitByQuery(title: string, query: string): [string, string, string] {
  for (const reading of readings(query.trim())) {
    const at = reading ? title.toLocaleLowerCase().indexOf(reading.toLocaleLowerCase()) : -1;
    if (at >= 0)
      return [title.slice(0, at), title.slice(at, at + reading.length), title.slice(at + reading.length)];
  }
  return [title, '', ''];
}
