// F5 on a screen of drivers: the dictionaries are read anew too, and the forms that hold one hear of it.
import { forget, host } from '$host';

let round = $state(0);

/** A form that reads a dictionary in an effect looks at this, to ask again. */
export const dictionaryRound = () => round;

export async function refreshDictionaries(park: string): Promise<void> {
  forget(`${park}/`);
  // Not forgotten there: the copy of the last ten minutes serves.
  await host.forgetDictionaries(park).catch(() => undefined);
  round += 1;
}
