// F5 on any screen: the park's dictionaries are read anew too, and what holds one hears of it.
import { forget, host } from '$host';

let round = $state(0);

/** What reads a dictionary in an effect looks at this, to ask again. */
export const dictionaryRound = () => round;

export async function refreshDictionaries(park: string): Promise<void> {
  forget(`${park}/`);
  // Not forgotten there: the copy of the last ten minutes serves.
  await host.forgetDictionaries(park).catch(() => undefined);
  round += 1;
}
