// The dictionaries that the list and the card ask for, remembered per park while the program runs.
import { host, remember, type DictionaryItem } from '$host';

export const groups = (park: string): Promise<DictionaryItem[]> =>
  remember(`${park}/groups`, () => host.jumpDictGroups(park, false));

export const integrations = (park: string): Promise<DictionaryItem[]> =>
  remember(`${park}/integrations`, () => host.jumpDictIntegrations(park, false));

export const antiFraudStatuses = (park: string): Promise<DictionaryItem[]> =>
  remember(`${park}/antiFraudStatuses`, () => host.jumpDictAntiFraudStatuses(park, false));

export const sbpBanks = (park: string): Promise<DictionaryItem[]> =>
  remember(`${park}/sbpBanks`, () => host.jumpDictSbpBanks(park, false));
